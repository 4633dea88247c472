// SPDX-License-Identifier: MIT
#include <cordial/core/jsonreader.h>

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

bool readJson(JsonValue in, Part &out, JsonError &error)
{
    return readObject(in, error, [&](std::string_view key, JsonValue value) {
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

bool readJson(JsonValue in, Whole &out, JsonError &error)
{
    return readObject(in, error, [&](std::string_view key, JsonValue value) {
        return key == "parts" ? readJson(value, out.parts, error) : true;
    });
}

} // namespace

class TestJsonReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
    }

    void isJson()
    {
        QVERIFY(Cordial::isJson(R"({"a":[1,2.5e10,"x"]})"_ba));
        QVERIFY(!Cordial::isJson("{"_ba));
        QVERIFY(!Cordial::isJson("{} {}"_ba));
        QVERIFY(!Cordial::isJson(""_ba));
        QVERIFY(!Cordial::isJson("nul"_ba));
    }
};

QTEST_GUILESS_MAIN(TestJsonReader)
#include "tst_jsonreader.moc"
