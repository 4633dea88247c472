// SPDX-License-Identifier: MIT
#include <cordial/core/jsonreader.h>
#include <cordial/core/jsontext.h>

#include <QTest>

using namespace Cordial;

class TestJsonText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void json_data();
    void json();
    void depth();
    void strings_data();
    void strings();
};

void TestJsonText::json_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("valid");
    const auto row = [](const char *name, const QByteArray &text, bool valid) {
        QTest::newRow(name) << text << valid;
    };
    row("happy/object", R"( {"a":[1,-2.5e+10,true,false,null,"x\u00e9"]} )", true);
    row("happy/huge number", "123456789012345678901234567890", true);
    row("happy/huge exponent", "1e400", true);
    row("happy/bare string", "\"a\"", true);
    row("rainy/empty", "", false);
    row("rainy/leading zero", "01", false);
    row("rainy/no digits", "-", false);
    row("rainy/dot", "1.", false);
    row("rainy/plus", "+1", false);
    row("rainy/trailing comma", "[1,]", false);
    row("rainy/two", "1 2", false);
    row("rainy/control", "\"a\nb\"", false);
    row("rainy/escape", R"("\x")", false);
    row("rainy/short u", R"("\u12")", false);
    row("rainy/open", "{\"a\":1", false);
    row("rainy/word", "nul", false);
    row("rainy/UTF-8", "\"\xff\"", false);
    row("rainy/deep", QByteArray(100'000, '['), false);
    row("happy/lone surrogate", R"("\ud800")", true);
    row("happy/nested", R"( [ [ ] , { } , { "a" : [ { "b" : [ 1 , 2 ] } ] , "c" : null } ] )",
        true);
    row("rainy/key", R"({1:2})", false);
    row("rainy/no colon", R"({"a" 2})", false);
    row("rainy/no value", R"({"a":})", false);
    row("rainy/comma first", "[,1]", false);
    row("rainy/no comma", "[1 2]", false);
    row("rainy/comma in object", R"({"a":1,})", false);
    row("rainy/crossed", R"({"a":[1}])", false);
    row("rainy/closed twice", "[1]]", false);
    row("rainy/too deep", QByteArray(513, '[') + QByteArray(513, ']'), false);
    row("happy/deep enough", QByteArray(512, '[') + QByteArray(512, ']'), true);
}

void TestJsonText::json()
{
    QFETCH(const QByteArray, text);
    QFETCH(const bool, valid);
    QCOMPARE(isJsonText(text), valid);
    if (text.size() < 1'000 || valid)
        QCOMPARE(isJson(text), valid);
}

void TestJsonText::depth()
{
    constexpr int kDeep = 1'000'000;
    const QByteArray deep = QByteArray(kDeep, '[') + QByteArray(kDeep, ']');
    QVERIFY(isJsonText(deep, kAnyDepth));
    QVERIFY(isJson(deep));
    QVERIFY(!isJson(deep.chopped(1)));
    QVERIFY(!isJsonText(deep));
    QVERIFY(!isJsonText(deep.chopped(1), kAnyDepth));
    QVERIFY(isJsonText("[{}]", 2));
    QVERIFY(!isJsonText("[{}]", 1));
    QVERIFY(isJsonText("1", 0));
}

void TestJsonText::strings_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("happy/plain") << QByteArray("\"a b\"") << QByteArray("a b");
    QTest::newRow("happy/escapes")
        << QByteArray(R"("\"\\\/\b\f\n\r\t")") << QByteArray("\"\\/\b\f\n\r\t");
    QTest::newRow("happy/pair") << QByteArray(R"("\ud83d\ude00")")
                                << QByteArray("\xF0\x9F\x98\x80");
    QTest::newRow("happy/mixed") << QByteArray("\"\xC3\xBC\\u00fc\"")
                                 << QByteArray("\xC3\xBC\xC3\xBC");
}

void TestJsonText::strings()
{
    QFETCH(const QByteArray, token);
    QFETCH(const QByteArray, text);
    QCOMPARE(*jsonString(token), text);
}

QTEST_GUILESS_MAIN(TestJsonText)
#include "tst_jsontext.moc"
