// SPDX-License-Identifier: MIT
#include <cordial/host/chatline.h>

#include <QtTest>

using namespace Cordial;
using namespace Cordial::Host;
using namespace Qt::StringLiterals;
using Kind = ChatLine::Kind;

class TestChatLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void happy_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<ChatLine>("expected");
        const auto row = [](const char *name, const QString &text, const ChatLine &expected) {
            QTest::newRow(name) << text << expected;
        };
        row("happy/words", u"  !ping now "_s,
            {.kind = Kind::Say, .speaker = {}, .text = u"!ping now"_s, .options = {}});
        row("happy/speaker", u"Bob: hello"_s,
            {.kind = Kind::Say, .speaker = u"Bob"_s, .text = u"hello"_s, .options = {}});
        row("happy/a colon that is no speaker", u"note: hello"_s,
            {.kind = Kind::Say, .speaker = {}, .text = u"note: hello"_s, .options = {}});
        row("happy/smiley", u":) hi"_s,
            {.kind = Kind::Say, .speaker = {}, .text = u":) hi"_s, .options = {}});
        row("happy/command", u"bob: /roll sides:20 note:\"a b\""_s,
            {.kind = Kind::Command,
             .speaker = u"bob"_s,
             .text = u"roll"_s,
             .options = {{u"sides"_s, u"20"_s}, {u"note"_s, u"a b"_s}}});
        row("happy/subcommand", u"/config set key:x"_s,
            {.kind = Kind::Command,
             .speaker = {},
             .text = u"config"_s,
             .options = {{u"set"_s, QString()}, {u"key"_s, u"x"_s}}});
        row("happy/value with a colon", u"/at time:12:30"_s,
            {.kind = Kind::Command,
             .speaker = {},
             .text = u"at"_s,
             .options = {{u"time"_s, u"12:30"_s}}});
        row("happy/press", u":press Once more"_s,
            {.kind = Kind::Press, .speaker = {}, .text = u"Once more"_s, .options = {}});
        row("happy/comment", u"# nothing"_s, {});
        row("happy/empty", u" "_s, {});
        row("happy/wait", u":wait 1.5"_s,
            {.kind = Kind::Wait,
             .speaker = {},
             .text = u"1.5"_s,
             .options = {},
             .wait = std::chrono::milliseconds(1500)});
    }
    void happy()
    {
        QFETCH(QString, text);
        QFETCH(ChatLine, expected);
        const auto line = parseChatLine(text, {u"alice"_s, u"bob"_s});
        QVERIFY(line);
        QVERIFY(*line == expected);
    }

    void rainy_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("rainy/open quote") << u"/roll note:\"a"_s;
        QTest::newRow("rainy/no name") << u"/"_s;
        QTest::newRow("rainy/no option name") << u"/roll :20"_s;
        QTest::newRow("rainy/word after an option") << u"/roll sides:20 what"_s;
        QTest::newRow("rainy/unknown directive") << u":prss x"_s;
        QTest::newRow("rainy/nothing to press") << u":press"_s;
        QTest::newRow("rainy/wait for ever") << u":wait 1e9"_s;
        QTest::newRow("rainy/wait for what") << u":wait soon"_s;
    }
    void rainy()
    {
        QFETCH(QString, text);
        const auto line = parseChatLine(text, {});
        QVERIFY(!line);
        QVERIFY(!line.error().message.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestChatLine)
#include "tst_chatline.moc"
