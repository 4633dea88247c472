// SPDX-License-Identifier: MIT
#include "program.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;

namespace {

//! \brief A control route of the sandbox, through `cordial api`.
bool control(const SandboxProgram &sandbox, const QString &path, const QByteArray &json)
{
    Program program;
    program.env(u"DISCORD_TOKEN"_s, u"none"_s);
    const QString root = sandbox.apiUrl().section(u"/api/"_s, 0, 0);
    return program.run({u"api"_s, u"POST"_s, u"/sandbox/v1/"_s + path, u"--api-url"_s, root,
                        u"--json"_s, QString::fromUtf8(json)})
        && program.exitCode() == 0;
}

QJsonObject lastJsonLine(const QByteArray &out)
{
    return QJsonDocument::fromJson(out.trimmed().split('\n').last()).object();
}

} // namespace

//! \brief The whole loop on real sockets: sandbox, bot, people, scripts.
class TestFirstBot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void conversation()
    {
        SandboxProgram sandbox;
        QVERIFY(sandbox.start({u"--seed"_s, u"1"_s}));
        QVERIFY(control(sandbox, u"messages"_s, R"({"count":40,"age":1382400,"quiet":true})"));
        QTemporaryDir state;
        Program bot;
        sandbox.lend(bot);
        QVERIFY(bot.start({u"run"_s, u"--plugin-dir"_s, QStringLiteral(CORDIAL_PLUGIN_DIR),
                           u"--state-dir"_s, state.path(), u"--inspector-socket"_s,
                           state.filePath(u"bot.sock"_s), u"--print-ready"_s}));
        QCOMPARE(bot.jsonLine()[u"event"_s].toString(), u"ready"_s);

        Program person;
        sandbox.lend(person);
        QVERIFY(person.run({u"chat"_s, u"--script"_s,
                            QStringLiteral(CORDIAL_SOURCE_DIR "/resources/demo/conversation.txt")},
                           120'000));
        QVERIFY2(person.exitCode() == 0,
                 QByteArray(person.err() + person.out() + bot.err()).constData());
        QVERIFY2(person.out().count("[bot]") >= 8, person.out().constData());

        // An inspector that attaches sees it, and nothing of a token is anywhere.
        QVERIFY2(!bot.err().contains(sandbox.text("bot_token").toUtf8()),
                 "the token is in the log");

        bot.signal(SIGINT);
        QElapsedTimer clock;
        clock.start();
        QVERIFY(bot.finish(6000));
        QVERIFY2(clock.elapsed() < 5000, QByteArray::number(clock.elapsed()).constData());
        QCOMPARE(bot.exitCode(), 130);
    }

    void apiAndTail()
    {
        SandboxProgram sandbox;
        QVERIFY(sandbox.start());
        Program tail;
        sandbox.lend(tail);
        QVERIFY(tail.start({u"tail"_s, u"--count"_s, u"3"_s}));
        QCOMPARE(tail.jsonLine()[u"t"_s].toString(), u"READY"_s);
        QCOMPARE(tail.jsonLine()[u"t"_s].toString(), u"GUILD_CREATE"_s);

        Program api;
        sandbox.lend(api);
        const QString path = u"/channels/%1/messages"_s.arg(sandbox.channel());
        QVERIFY(api.run({u"api"_s, u"POST"_s, path, u"--json"_s, u"{\"content\":\"hi\"}"_s}));
        QVERIFY2(api.exitCode() == 0, api.err().constData());
        const QJsonObject posted = QJsonDocument::fromJson(api.out()).object();
        QCOMPARE(posted[u"content"_s].toString(), u"hi"_s);

        const QJsonObject event = tail.jsonLine();
        QCOMPARE(event[u"t"_s].toString(), u"MESSAGE_CREATE"_s);
        QCOMPARE(event[u"d"_s][u"id"_s], posted[u"id"_s]);
        QVERIFY(tail.finish());
        QCOMPARE(tail.exitCode(), 0);
        QCOMPARE(tail.out(), QByteArray());
    }

    void fortyPostsIntoOneChannel()
    {
        SandboxProgram sandbox;
        QVERIFY(sandbox.start());
        const QString path = u"/channels/%1/messages"_s.arg(sandbox.channel());
        QByteArray batch;
        for (int i = 1; i <= 40; ++i) {
            batch += QJsonDocument(
                         QJsonObject{{u"id"_s, i},
                                     {u"method"_s, u"POST"_s},
                                     {u"path"_s, path},
                                     {u"json"_s, QJsonObject{{u"content"_s, u"n%1"_s.arg(i)}}}})
                         .toJson(QJsonDocument::Compact)
                + '\n';
        }
        Program api;
        sandbox.lend(api);
        QVERIFY(api.run({u"api"_s, u"--batch"_s, u"-"_s}, 60'000, batch));
        QCOMPARE(api.exitCode(), 0);
        const QJsonObject summary = lastJsonLine(api.out())[u"summary"_s].toObject();
        QCOMPARE(summary[u"ok"_s].toInt(), 40);
        QCOMPARE(summary[u"http_429"_s].toInt(), 0);
        // Eight windows of five in five seconds: the last opens after 35 s.
        QVERIFY2(summary[u"wall_ms"_s].toInt() <= 36'750, api.out().right(200).constData());

        Program list;
        sandbox.lend(list);
        QVERIFY(list.run({u"api"_s, u"GET"_s, path, u"--query"_s, u"limit=100"_s}));
        const QJsonArray messages = QJsonDocument::fromJson(list.out()).array();
        QCOMPARE(messages.size(), 40);
        for (int i = 0; i < 40; ++i)
            QCOMPARE(messages[39 - i][u"content"_s].toString(), u"n%1"_s.arg(i + 1));
    }

    void droppedInTheMiddleOfAThousandEvents()
    {
        SandboxProgram sandbox;
        QVERIFY(sandbox.start());
        Program tail;
        sandbox.lend(tail);
        QVERIFY(
            tail.start({u"tail"_s, u"--events"_s, u"MESSAGE_CREATE,RESUMED,READY"_s, u"--intents"_s,
                        u"GUILDS,GUILD_MESSAGES,MESSAGE_CONTENT"_s, u"--lifecycle"_s}));
        while (tail.jsonLine()[u"t"_s].toString() != u"READY"_s)
            QVERIFY(tail.isRunning());
        QVERIFY(control(sandbox, u"faults"_s, R"({"kind":"drop","after_events":500})"));
        QVERIFY(control(sandbox, u"emit"_s, R"({"count":1000,"content":"e%n"})"));
        int messages = 0;
        int resumed = 0;
        int identified = 0;
        while (messages < 1000 || resumed == 0) {
            const QByteArray line = tail.line(20'000);
            QVERIFY2(
                !line.isEmpty(),
                QByteArray(QByteArray::number(messages) + " messages\n" + tail.err()).constData());
            const QJsonObject event = QJsonDocument::fromJson(line).object();
            resumed += event[u"t"_s].toString() == u"RESUMED"_s ? 1 : 0;
            identified += event[u"state"_s].toString() == u"identifying"_s ? 1 : 0;
            if (event[u"t"_s].toString() == u"MESSAGE_CREATE"_s)
                QCOMPARE(event[u"d"_s][u"content"_s].toString(), u"e%1"_s.arg(++messages));
        }
        QCOMPARE(messages, 1000);
        QCOMPARE(resumed, 1);
        QCOMPARE(identified, 0);
        tail.signal(SIGTERM);
        QVERIFY(tail.finish(6000));
        QCOMPARE(tail.exitCode(), 130);
    }

    void sessionSurvivesARestart()
    {
        SandboxProgram sandbox;
        QVERIFY(sandbox.start());
        QTemporaryDir state;
        const QStringList arguments{
            u"run"_s,         u"--plugin-dir"_s, QStringLiteral(CORDIAL_PLUGIN_DIR),
            u"--state-dir"_s, state.path(),      u"--inspector-socket"_s,
            u"off"_s,         u"--print-ready"_s};
        QString session;
        for (int round = 0; round < 2; ++round) {
            Program bot;
            sandbox.lend(bot);
            QVERIFY(bot.start(arguments));
            const QJsonObject ready = bot.jsonLine();
            QVERIFY2(ready[u"event"_s].toString() == u"ready"_s, bot.err().constData());
            if (round == 0)
                session = ready[u"session"_s].toString();
            else
                QCOMPARE(ready[u"session"_s].toString(), session);
            bot.signal(SIGINT);
            QVERIFY(bot.finish(6000));
            QVERIFY2(bot.exitCode() == 130, bot.err().constData());
        }
    }

    void batchIsInterrupted()
    {
        SandboxProgram sandbox;
        QVERIFY(sandbox.start());
        QByteArray batch;
        for (int i = 0; i < 100; ++i)
            batch += "{\"id\":" + QByteArray::number(i)
                + ",\"method\":\"POST\",\"path\":\"/channels/" + sandbox.channel().toLatin1()
                + "/messages\",\"json\":{\"content\":\"x\"}}\n";
        Program api;
        sandbox.lend(api);
        QVERIFY(api.start({u"api"_s, u"--batch"_s, u"-"_s}));
        api.write(batch);
        QVERIFY(!api.line().isEmpty());
        api.signal(SIGINT);
        QVERIFY(api.finish(6000));
        QCOMPARE(api.exitCode(), 130);
        const QJsonObject summary = lastJsonLine(api.out())[u"summary"_s].toObject();
        QCOMPARE(summary[u"ok"_s].toInt() + summary[u"failed"_s].toInt(), 100);
    }
};

QTEST_GUILESS_MAIN(TestFirstBot)
#include "tst_firstbot.moc"
