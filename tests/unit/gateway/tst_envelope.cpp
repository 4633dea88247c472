// SPDX-License-Identifier: MIT
// The quick way through a payload against the JSON parser: what both take, they read alike.
#include <cordial/core/jsonreader.h>
#include <cordial/core/jsontext.h>
#include <cordial/gateway/envelope.h>
#include <cordial/gateway/envelopescan_p.h>

#include <QTest>

#include <random>

using namespace Cordial;
using namespace Cordial::Gateway;

namespace {

//! Text with the readable bytes behind it that parser and inflaters provide.
class Text
{
public:
    explicit Text(const QByteArray &bytes)
        : m_size(size_t(bytes.size())), m_bytes(bytes + QByteArray(simdjson::SIMDJSON_PADDING, '}'))
    { }
    [[nodiscard]] std::string_view view() const { return {m_bytes.constData(), m_size}; }

private:
    size_t m_size;
    QByteArray m_bytes;
};

QByteArray bytesOf(std::string_view text)
{
    return {text.data(), qsizetype(text.size())};
}

QByteArray wordsOf(const Envelope &envelope)
{
    return QByteArray::number(envelope.op) + '|'
        + (envelope.sequence ? QByteArray::number(*envelope.sequence) : QByteArray("-")) + '|'
        + bytesOf(envelope.type) + '|' + bytesOf(envelope.data);
}

//! JSON of any shape, with everything that could be taken for the end of something.
class RandomJson
{
public:
    explicit RandomJson(quint32 seed) : m_random(seed) { }

    QByteArray payload()
    {
        QList<QByteArray> fields{
            "\"t\":" + (chance(5) ? QByteArray("null") : "\"TYPE_" + number() + '"'),
            "\"s\":" + (chance(5) ? QByteArray("null") : number()),
            "\"op\":" + QByteArray::number(m_random() % 12), "\"d\":" + container(0)};
        std::shuffle(fields.begin(), fields.end(), m_random);
        QByteArray out = space() + '{';
        for (qsizetype i = 0; i < fields.size(); ++i)
            out += (i == 0 ? "" : ",") + space() + fields[i] + space();
        return out + '}' + space();
    }

private:
    bool chance(quint32 oneIn) { return m_random() % oneIn == 0; }
    QByteArray number() { return QByteArray::number(m_random() % 100'000); }
    QByteArray space()
    {
        return chance(8) ? QByteArray(qsizetype(m_random() % 3), ' ') : QByteArray();
    }

    QByteArray string()
    {
        static const QByteArray kParts[] = {"a",
                                            "\\\"",
                                            "\\\\",
                                            "{",
                                            "}",
                                            "[",
                                            "]",
                                            "\\\\\\\"",
                                            ":",
                                            ",",
                                            "\\u00e9",
                                            "\xc3\xa9",
                                            "\xf0\x9f\x99\x82",
                                            "some longer words of no importance at all, "};
        QByteArray out;
        for (auto i = m_random() % 12; i > 0; --i)
            out += kParts[m_random() % std::size(kParts)];
        return '"' + out + '"';
    }

    QByteArray value(int depth)
    {
        switch (m_random() % (depth > 4 ? 3 : 5)) {
        case 0:
            return string();
        case 1:
            return number();
        case 2:
            return "null";
        default:
            return container(depth + 1);
        }
    }

    QByteArray container(int depth)
    {
        const bool isObject = depth == 0 ? !chance(4) : chance(2);
        QByteArray out(1, isObject ? '{' : '[');
        for (auto i = m_random() % 6, n = i; i > 0; --i)
            out += (i == n ? "" : ",") + (isObject ? string() + ':' : QByteArray()) + space()
                + value(depth);
        return out + (isObject ? '}' : ']');
    }

    std::mt19937 m_random;
};

} // namespace

class TestEnvelope : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void usual_data();
    void usual();
    void unusual_data();
    void unusual();
    void likeTheParser();
    void damaged();
};

void TestEnvelope::usual_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &words) {
        QTest::newRow(name) << text << words;
    };
    row("happy/as Discord sends it", R"({"t":"A","s":7,"op":0,"d":{"x":1}})", R"(0|7|A|{"x":1})");
    row("happy/spaces", " { \"t\" : \"A\" , \"s\" : 7 ,\r\n\t\"op\" : 0 , \"d\" : {\"x\": 1} } ",
        R"(0|7|A|{"x": 1})");
    row("happy/d first", R"({"d":[1,2],"op":0,"s":1,"t":"B"})", "0|1|B|[1,2]");
    row("happy/nulls", R"({"t":null,"s":null,"op":10,"d":{}})", "10|-||{}");
    row("happy/brackets in strings", R"({"op":0,"d":{"a":"}]{\"","b":["\\"]}})",
        R"(0|-||{"a":"}]{\"","b":["\\"]})");
    row("happy/the last key wins", R"({"op":0,"op":3,"s":1,"s":2,"d":{"a":1},"d":[2]})",
        "3|2||[2]");
    row("happy/eighteen digits", R"({"op":0,"s":999999999999999999,"d":{}})",
        "0|999999999999999999||{}");
    row("happy/characters of four bytes", R"({"op":0,"d":{"e":"🙂é"}})", R"(0|-||{"e":"🙂é"})");
    for (const int size : {20, 62, 63, 64, 65, 126, 127, 128, 129, 1000}) {
        const QByteArray data = "{\"a\":\"" + QByteArray(size, '\\') + QByteArray(size % 2, '\\')
            + "\",\"b\":\"" + QByteArray(size, 'x') + "\"}";
        QTest::addRow("happy/%d backslashes", size)
            << QByteArray("{\"op\":0,\"d\":" + data + '}') << QByteArray("0|-||" + data);
    }
}

void TestEnvelope::usual()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, words);
    const Text padded(text);
    const auto parsed = parseEnvelope(padded.view());
    QVERIFY2(parsed.isOk(), qPrintable(parsed ? QString() : parsed.error().message));
    QCOMPARE(wordsOf(*parsed), words);
    const auto read = readEnvelope(padded.view());
    QVERIFY(read.isOk());
    QCOMPARE(wordsOf(*read), words);
    // On a processor without AVX2 there is no quick way.
    if (const auto scanned = scanEnvelope(padded.view()))
        QCOMPARE(wordsOf(*scanned), words);
}

void TestEnvelope::unusual_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isPayload"); // the parser takes it
    QTest::newRow("happy/scalar d") << QByteArray(R"({"op":9,"d":true})") << true;
    QTest::newRow("happy/no d") << QByteArray(R"({"op":11})") << true;
    QTest::newRow("happy/null d") << QByteArray(R"({"op":7,"d":null})") << true;
    QTest::newRow("happy/another key") << QByteArray(R"({"op":0,"x":1,"d":{}})") << true;
    QTest::newRow("rainy/control character")
        << QByteArray("{\"op\":0,\"d\":{\"a\":\"\x01\"}}") << false;
    QTest::newRow("rainy/control character in a later block")
        << QByteArray("{\"op\":0,\"d\":{\"a\":\"" + QByteArray(100, 'x') + "\x1f\"}}") << false;
    QTest::newRow("rainy/not UTF-8")
        << QByteArray("{\"op\":0,\"d\":{\"a\":\"\xff\xfe\"}}") << false;
    QTest::newRow("rainy/half a character")
        << QByteArray("{\"op\":0,\"d\":{\"a\":\"\xf0\x9f\x99\"}}") << false;
    QTest::newRow("rainy/d does not end") << QByteArray(R"({"op":0,"d":{"a":[1,2})") << false;
    QTest::newRow("rainy/string does not end") << QByteArray(R"({"op":0,"d":{"a":"b}})") << false;
    QTest::newRow("rainy/cut off") << QByteArray(R"({"op":0,"d":{"a":1}")") << false;
    QTest::newRow("rainy/something behind") << QByteArray(R"({"op":0,"d":{}}{)") << false;
    QTest::newRow("rainy/no op") << QByteArray(R"({"t":"A","s":1,"d":{}})") << false;
    QTest::newRow("rainy/op of the wrong kind") << QByteArray(R"({"op":"0","d":{}})") << false;
    QTest::newRow("rainy/leading zero") << QByteArray(R"({"op":0,"s":01,"d":{}})") << false;
    QTest::newRow("rainy/fraction") << QByteArray(R"({"op":0,"s":1.5,"d":{}})") << false;
    QTest::newRow("rainy/negative") << QByteArray(R"({"op":0,"s":-1,"d":{}})") << false;
    QTest::newRow("happy/escape in t") << QByteArray(R"({"op":0,"t":"A\u0042"})") << true;
    QTest::newRow("rainy/escape in t") << QByteArray(R"({"op":0,"t":"A\qB","d":1})") << false;
    QTest::newRow("rainy/nothing") << QByteArray() << false;
    QTest::newRow("rainy/no object") << QByteArray("[1]") << false;
    QTest::newRow("rainy/no colon") << QByteArray(R"({"op" 0})") << false;
    QTest::newRow("rainy/trailing comma") << QByteArray(R"({"op":0,"d":{},})") << false;
}

//! Left to the parser, which says what is wrong with it.
void TestEnvelope::unusual()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isPayload);
    const Text padded(text);
    if (!isPayload || text.contains("\"d\":"))
        QVERIFY(!scanEnvelope(padded.view()));
    QCOMPARE(parseEnvelope(padded.view()).isOk(), isPayload);
    QCOMPARE(readEnvelope(padded.view()).isOk(), isPayload);
}

void TestEnvelope::likeTheParser()
{
    const bool hasQuickWay = scanEnvelope(Text(R"({"op":0,"d":{}})").view()).has_value();
    for (quint32 seed = 1; seed <= 5000; ++seed) {
        const QByteArray json = RandomJson(seed).payload();
        const Text text(json);
        const auto parsed = parseEnvelope(text.view());
        QVERIFY2(parsed.isOk(), json.constData());
        QVERIFY2(isJsonText(bytesOf(parsed->data)), json.constData());
        const auto scanned = scanEnvelope(text.view());
        QCOMPARE(scanned.has_value(), hasQuickWay);
        if (scanned)
            QCOMPARE(wordsOf(*scanned), wordsOf(*parsed));
    }
}

//! One byte changed: never a slice outside the text, and where d is still JSON, the parser agrees.
void TestEnvelope::damaged()
{
    std::mt19937 random(5);
    int accepted = 0;
    for (quint32 seed = 1; seed <= 20'000; ++seed) {
        QByteArray json = RandomJson(seed % 500 + 1).payload();
        json[qsizetype(random() % quint32(json.size()))] =
            char("\"\\{}[]:,\x01\xff 0"[random() % 12]);
        if (seed % 3 == 0)
            json.truncate(qsizetype(random() % quint32(json.size())));
        const Text text(json);
        const auto scanned = scanEnvelope(text.view());
        if (!scanned)
            continue;
        QVERIFY(scanned->data.data() >= text.view().data());
        QVERIFY(scanned->data.data() + scanned->data.size()
                < text.view().data() + text.view().size());
        if (!isJsonText(bytesOf(scanned->data)))
            continue;
        ++accepted;
        const auto parsed = parseEnvelope(text.view());
        QVERIFY2(parsed.isOk(), json.constData());
        QCOMPARE(wordsOf(*scanned), wordsOf(*parsed));
    }
    QVERIFY(accepted > 100 || !scanEnvelope(Text(R"({"op":0,"d":{}})").view()));
}

QTEST_GUILESS_MAIN(TestEnvelope)
#include "tst_envelope.moc"
