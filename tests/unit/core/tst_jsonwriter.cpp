// SPDX-License-Identifier: MIT
#include <cordial/core/jsonreader.h>
#include <cordial/core/jsonwriter.h>

#include <QRandomGenerator>
#include <QtTest>

#include <limits>

using namespace Cordial;
using namespace Qt::StringLiterals;

class TestJsonWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shape()
    {
        JsonWriter json;
        json.beginObject()
            .key("a")
            .number(1)
            .key("b")
            .beginArray()
            .string("x")
            .null()
            .boolean(true)
            .beginObject()
            .endObject()
            .endArray();
        json.key("c").raw("{\"z\": 1.50}").key("d").id(ChannelId(7)).endObject();
        QCOMPARE(json.take(), R"({"a":1,"b":["x",null,true,{}],"c":{"z": 1.50},"d":"7"})"_ba);
    }

    void numbers()
    {
        JsonWriter json;
        json.beginArray()
            .number(std::numeric_limits<qint64>::min())
            .number(~quint64(0))
            .number(0.1)
            .number(std::numeric_limits<double>::quiet_NaN());
        json.number(std::numeric_limits<double>::infinity()).number(1e300).endArray();
        QCOMPARE(json.take(),
                 "[-9223372036854775808,18446744073709551615,0.1,null,null,1e+300]"_ba);
    }

    void stringsReadBack_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("quotes") << u"a\"b\\c/"_s;
        QTest::newRow("controls") << QString(u"\n\r\t\b\f"_s) + QChar(1) + QChar(0) + QChar(31)
                + QChar(127);
        QTest::newRow("astral") << u"😀 äöü 日本"_s;
        QTest::newRow("empty") << QString(u""_s);
    }
    void stringsReadBack()
    {
        QFETCH(QString, text);
        JsonWriter json;
        json.string(text);
        QCOMPARE(*fromJson<QString>(json.take()), text);
    }

    void randomBytesAlwaysParse()
    {
        QRandomGenerator random(1);
        for (int round = 0; round < 2000; ++round) {
            QByteArray bytes(random.bounded(40), '\0');
            for (char &c : bytes)
                c = char(random.bounded(256));
            JsonWriter json;
            json.string(bytes);
            const auto back = fromJson<QString>(json.bytes());
            QVERIFY2(back, json.bytes().toHex().constData());
            QCOMPARE(*back, QString::fromUtf8(bytes));
        }
    }
};

QTEST_GUILESS_MAIN(TestJsonWriter)
#include "tst_jsonwriter.moc"
