// SPDX-License-Identifier: MIT
#include <cordial/core/jsonreader.h>
#include <cordial/core/jsonwriter.h>

#include <QtTest>

using namespace Cordial;
using namespace Qt::StringLiterals;

namespace {

struct Part
{
    QString title;
    Field<int> size;
    std::optional<QList<ChannelId>> channels;
    bool operator==(const Part &) const = default;
};

} // namespace

Q_DECLARE_TYPEINFO(Part, Q_RELOCATABLE_TYPE);

namespace {

bool readJson(JsonValue &in, Part &out, JsonError &error)
{
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        if (key == "title")
            return readJson(value, out.title, error);
        if (key == "size")
            return readJson(value, out.size, error);
        if (key == "channels")
            return readJson(value, out.channels, error);
        return true;
    });
}

struct Whole
{
    QList<Part> parts;
};

bool readJson(JsonValue &in, Whole &out, JsonError &error)
{
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        return key == "parts" ? readJson(value, out.parts, error) : true;
    });
}

} // namespace

class TestJsonReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    //! Lists grow in memory of their own until they are one.
    void lists_data()
    {
        QTest::addColumn<int>("count");
        for (const int count : {0, 1, 2, 3, 6, 7, 8, 100, 5000})
            QTest::addRow("happy/%d", count) << count;
    }
    void lists()
    {
        QFETCH(const int, count);
        QByteArray numbers, texts, parts, nested;
        QList<int> wantedNumbers;
        QStringList wantedTexts;
        for (int i = 0; i < count; ++i) {
            const QByteArray number = QByteArray::number(i);
            const QByteArray comma = i == 0 ? "" : ",";
            numbers += comma + number;
            texts += comma + '"' + number + '"';
            parts += comma + "{\"title\":\"" + number + "\",\"channels\":[\"" + number + "\"]}";
            nested += comma + "[" + number + "]";
            wantedNumbers.append(i);
            wantedTexts.append(QString::number(i));
        }
        const auto list = [](const QByteArray &elements) -> QByteArray {
            return '[' + elements + ']';
        };
        QCOMPARE(*fromJson<QList<int>>(list(numbers)), wantedNumbers);
        QList<QString> readTexts = *fromJson<QList<QString>>(list(texts));
        QCOMPARE(readTexts, wantedTexts);
        // It is a list like any other: it can be shared, grow and shrink.
        const QList<QString> shared = readTexts;
        readTexts.append(u"more"_s);
        readTexts.prepend(u"first"_s);
        readTexts.removeAt(readTexts.size() / 2);
        QCOMPARE(shared, wantedTexts);
        const auto readParts = *fromJson<QList<Part>>(list(parts));
        QCOMPARE(readParts.size(), count);
        const auto readNested = *fromJson<QList<QList<qint64>>>(list(nested));
        const auto perhaps = *fromJson<QList<std::optional<QString>>>(list(texts));
        QCOMPARE(perhaps.size(), count);
        for (int i = 0; i < count; ++i) {
            QCOMPARE(readParts[i].title, wantedTexts[i]);
            QCOMPARE(*readParts[i].channels, QList{ChannelId(quint64(i))});
            QCOMPARE(readNested[i], QList{qint64(i)});
            QCOMPARE(perhaps[i], std::optional(wantedTexts[i]));
        }
    }
    //! What was in the list before is gone, also when reading fails; what was read stays.
    void listsThatFail()
    {
        struct Reader
        {
            QList<Part> parts{Part{u"old"_s, {}, {}}};
            JsonError error;
            bool read(QByteArray json)
            {
                return Detail::readDocument(
                    json, error, [this](JsonValue &root) { return readJson(root, parts, error); });
            }
        };
        Reader reader;
        QVERIFY(!reader.read(R"([{"title":"a"},{"title":5},{"title":"c"}])"));
        QCOMPARE(reader.error.path, "[1].title");
        QCOMPARE(reader.parts.size(), 2);
        QCOMPARE(reader.parts[0].title, u"a"_s);
        Reader none;
        QVERIFY(!none.read(R"({"title":"a"})"));
        QVERIFY(none.parts.isEmpty());
        Reader empty;
        QVERIFY(empty.read("[ ]"));
        QVERIFY(empty.parts.isEmpty());
    }
    void reads()
    {
        const auto whole = fromJson<Whole>(
            "{\"other\":{\"deep\":[1,{\"x\":\"}\"}]},\"parts\":[{\"title\":\"\\u00e4\\\"b\",\"size\":null,\"unknown\":5,\"channels\":[\"1\",2]},{\"size\":4}]}"_ba);
        QVERIFY2(whole, whole ? "" : qPrintable(whole.error().toString()));
        QCOMPARE(whole->parts.size(), 2);
        QCOMPARE(whole->parts[0].title, u"ä\"b"_s);
        QVERIFY(whole->parts[0].size.isNull());
        QCOMPARE(*whole->parts[0].channels, (QList{ChannelId(1), ChannelId(2)}));
        QCOMPARE(*whole->parts[1].size, 4);
        QVERIFY(!whole->parts[1].channels);
    }

    void errors_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("message");
        QTest::newRow("rainy/wrong type") << R"({"parts":[{"title":"x"},{"title":5}]})"_ba
                                          << u"parts[1].title"_s << u"expected a string"_s;
        QTest::newRow("rainy/in a list") << R"({"parts":[{"channels":["1","x"]}]})"_ba
                                         << u"parts[0].channels[1]"_s << u"expected a snowflake"_s;
        QTest::newRow("rainy/out of range") << R"({"parts":[{"size":99999999999}]})"_ba
                                            << u"parts[0].size"_s << u"number out of range"_s;
        QTest::newRow("rainy/fraction")
            << R"({"parts":[{"size":1.5}]})"_ba << u"parts[0].size"_s << u"expected an integer"_s;
        QTest::newRow("rainy/not an object") << "[1]"_ba << QString() << u"expected an object"_s;
        QTest::newRow("rainy/two values")
            << "{} 5"_ba << QString() << u"something follows the end of the JSON"_s;
        QTest::newRow("rainy/empty") << ""_ba << QString() << u"not JSON"_s;
        QTest::newRow("rainy/unclosed string") << "{\"parts"_ba << QString() << u"not JSON"_s;
        QTest::newRow("rainy/not UTF-8")
            << QByteArray("{\"parts\":\"\xff\"}") << QString() << u"not JSON"_s;
    }
    void errors()
    {
        QFETCH(QByteArray, json);
        const auto whole = fromJson<Whole>(json);
        QVERIFY(!whole);
        QCOMPARE(whole.error().code, ErrorCode::Decode);
        QTEST(whole.error().path, "path");
        QTEST(whole.error().message, "message");
    }

    void truncatedAtEveryByte()
    {
        const QByteArray json =
            R"({"parts":[{"title":"ab\n","size":null,"channels":["1",22]},{"size":-4}],"z":[true,{}]})"_ba;
        QVERIFY(fromJson<Whole>(json));
        for (qsizetype length = 0; length < json.size(); ++length)
            QVERIFY2(!fromJson<Whole>(json.first(length)), qPrintable(QString::number(length)));
    }

    void numbers()
    {
        QCOMPARE(*fromJson<quint64>("18446744073709551615"_ba), ~quint64(0));
        QCOMPARE(*fromJson<qint64>("-9223372036854775808"_ba), std::numeric_limits<qint64>::min());
        QCOMPARE(*fromJson<double>("0.5"_ba), 0.5);
        QCOMPARE(*fromJson<quint8>("255"_ba), 255);
        QVERIFY(!fromJson<quint8>("256"_ba));
        QVERIFY(!fromJson<quint64>("-1"_ba));
        QVERIFY(!fromJson<bool>("0"_ba));
        // A container that is the whole document is no scalar of any kind.
        for (const QByteArray &whole : {"[1]"_ba, "{}"_ba, "[]"_ba}) {
            QVERIFY(!fromJson<bool>(whole));
            QVERIFY(!fromJson<double>(whole));
            QVERIFY(!fromJson<qint64>(whole));
            QVERIFY(!fromJson<quint64>(whole));
            QVERIFY(!fromJson<QString>(whole));
            QVERIFY(!fromJson<ChannelId>(whole));
        }
    }

    void snowflakes_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<quint64>("value");
        QTest::addColumn<bool>("isRead");
        for (qsizetype digits = 1; digits <= 20; ++digits) {
            const QByteArray text = "12345678901234567890"_ba.first(digits);
            QTest::addRow("happy/%d digits", int(digits))
                << '"' + text + '"' << text.toULongLong() << true;
        }
        QTest::newRow("happy/largest") << "\"18446744073709551615\""_ba << ~quint64(0) << true;
        QTest::newRow("happy/zeros in front")
            << "\"00000000000000000000007\""_ba << quint64(7) << true;
        QTest::newRow("happy/bare number")
            << "41771983423143937"_ba << quint64(41771983423143937) << true;
        QTest::newRow("happy/escaped digit") << R"("\u00312")"_ba << quint64(12) << true;
        QTest::newRow("rainy/too large") << "\"18446744073709551616\""_ba << quint64(0) << false;
        QTest::newRow("rainy/empty") << "\"\""_ba << quint64(0) << false;
        QTest::newRow("rainy/space") << "\"12 \""_ba << quint64(0) << false;
        QTest::newRow("rainy/sign") << "\"-12\""_ba << quint64(0) << false;
        QTest::newRow("rainy/list") << "[1]"_ba << quint64(0) << false;
        for (int place = 0; place < 18; ++place) {
            for (const char other : {'/', ':', 'a', '\xc3'}) {
                QByteArray text = "\"123456789012345678\""_ba;
                text[place + 1] = other;
                if (other == '\xc3')
                    text.insert(place + 2, '\xa4');
                QTest::addRow("rainy/%d at %d", other, place) << text << quint64(0) << false;
            }
        }
    }
    void snowflakes()
    {
        QFETCH(QByteArray, json);
        QFETCH(quint64, value);
        QFETCH(bool, isRead);
        const auto id = fromJson<ChannelId>(json);
        QCOMPARE(id.isOk(), isRead);
        if (isRead)
            QCOMPARE(id->value(), value);
    }

    // Around the sixteen bytes that are looked at in one step.
    void texts()
    {
        for (qsizetype length = 0; length < 70; ++length) {
            for (const QString &extra : {u""_s, u"\u00e4"_s, u"\u4f60"_s, u"\U0001F389"_s, u"\\"_s,
                                         u"\""_s, u"\n"_s, u"\x7f"_s}) {
                for (const qsizetype place : {qsizetype(0), length / 2, length}) {
                    QString text(length, u'x');
                    text.insert(place, extra);
                    JsonWriter writer;
                    writer.string(text);
                    QCOMPARE(*fromJson<QString>(writer.bytes()), text);
                    QCOMPARE(*fromJson<QByteArray>(writer.bytes()), text.toUtf8());
                }
            }
        }
    }

    // A thread has one parser, and a slot may be called from inside a text.
    void textInsideAText()
    {
        QByteArray outer = R"({"a":[1,2],"b":"[3]","d":4})"_ba;
        JsonError error;
        QList<int> numbers;
        QByteArray inner;
        QVERIFY(Cordial::Detail::readDocument(outer, error, [&](JsonValue &root) {
            return readObject(root, error, [&](std::string_view name, JsonValue &value) {
                if (name == "b") {
                    if (!readJson(value, inner, error))
                        return false;
                    numbers += *fromJson<QList<int>>(inner);
                    return true;
                }
                return name == "a" ? readJson(value, numbers, error)
                                   : readJson(value, numbers.emplaceBack(), error);
            });
        }));
        QCOMPARE(numbers, (QList{1, 2, 3, 4}));
    }
};

QTEST_GUILESS_MAIN(TestJsonReader)
#include "tst_jsonreader.moc"
