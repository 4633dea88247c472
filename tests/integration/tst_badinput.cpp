// SPDX-License-Identifier: MIT
#include "program.h"

#include <QFile>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;

namespace {
const QString kDeadUrl =
    u"http://127.0.0.1:9/api/v10"_s; // the discard port: nobody listens on it here
} // namespace

//! \brief Whatever a user gets wrong: one line on stderr that says what to do, and the documented
//! exit code.
class TestBadInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void usage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        QTest::newRow("no subcommand") << QStringList{} << u"subcommand"_s;
        QTest::newRow("typo in the subcommand")
            << QStringList{u"snadbox"_s} << u"did you mean 'sandbox'?"_s;
        QTest::newRow("unknown flag")
            << QStringList{u"tail"_s, u"--frobnicate"_s} << u"--frobnicate"_s;
        QTest::newRow("no token, run") << QStringList{u"run"_s} << u"DISCORD_TOKEN"_s;
        QTest::newRow("no token, tail") << QStringList{u"tail"_s} << u"DISCORD_TOKEN"_s;
        QTest::newRow("no token, api")
            << QStringList{u"api"_s, u"GET"_s, u"/users/@me"_s} << u"DISCORD_TOKEN"_s;
        QTest::newRow("token file away")
            << QStringList{u"tail"_s, u"--token-file"_s, u"/nonexistent/token"_s}
            << u"/nonexistent/token"_s;
        QTest::newRow("plain http far away")
            << QStringList{u"api"_s, u"GET"_s, u"/x"_s, u"--api-url"_s, u"http://example.org/api"_s}
            << u"--insecure"_s;
        QTest::newRow("bad log format")
            << QStringList{u"tail"_s, u"--log-format"_s, u"xml"_s} << u"xml"_s;
        QTest::newRow("config file away")
            << QStringList{u"run"_s, u"--config"_s, u"/nonexistent.toml"_s}
            << u"/nonexistent.toml"_s;
        QTest::newRow("unknown intent")
            << QStringList{u"tail"_s, u"--intents"_s, u"GUILDS,GILD_MESSAGES"_s}
            << u"GILD_MESSAGES"_s;
        QTest::newRow("absolute URL as a path")
            << QStringList{u"api"_s, u"GET"_s, u"https://discord.com/api/v10/users/@me"_s}
            << u"https://discord.com"_s;
        QTest::newRow("method in lower case")
            << QStringList{u"api"_s, u"get"_s, u"/users/@me"_s} << u"get"_s;
        QTest::newRow("broken JSON")
            << QStringList{u"api"_s, u"POST"_s, u"/x"_s, u"--json"_s, u"{\"a\":"_s} << u"JSON"_s;
        QTest::newRow("bad shards")
            << QStringList{u"tail"_s, u"--shards"_s, u"minus"_s} << u"minus"_s;
        QTest::newRow("bad shard range")
            << QStringList{u"tail"_s, u"--shards"_s, u"4"_s, u"--shard-range"_s, u"3-5"_s}
            << u"3-5"_s;
        QTest::newRow("port out of range")
            << QStringList{u"sandbox"_s, u"--port"_s, u"70000"_s} << u"70000"_s;
    }
    void usage()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, says);
        Program program;
        if (!QByteArray(QTest::currentDataTag()).startsWith("no token")
            && !QByteArray(QTest::currentDataTag()).startsWith("token file"))
            program.env(u"DISCORD_TOKEN"_s, u"abc.def"_s);
        program.env(u"CORDIAL_API_URL"_s, kDeadUrl);
        QVERIFY(program.run(arguments));
        QCOMPARE(program.out(), QByteArray());
        expectOneLine(program, says);
        QCOMPARE(program.exitCode(), 2);
    }

    void typoInTheConfiguration()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"cordial.toml"_s);
        write(path, "[bot]\ntokn_file = \"x\"\n");
        Program program;
        program.env(u"DISCORD_TOKEN"_s, u"abc.def"_s).env(u"CORDIAL_API_URL"_s, kDeadUrl);
        QVERIFY(program.run({u"run"_s, u"--config"_s, path}));
        expectOneLine(
            program,
            u"cordial.toml:2: unknown key 'bot.tokn_file': did you mean 'bot.token_file'?"_s);
        QCOMPARE(program.exitCode(), 2);
    }

    void unreachableHost_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("run") << QStringList{u"run"_s, u"--inspector-socket"_s, u"off"_s};
        QTest::newRow("api") << QStringList{u"api"_s, u"GET"_s, u"/users/@me"_s, u"--retries"_s,
                                            u"1"_s};
    }
    void unreachableHost()
    {
        QFETCH(QStringList, arguments);
        Program program;
        program.env(u"DISCORD_TOKEN"_s, u"abc.def"_s).env(u"CORDIAL_API_URL"_s, kDeadUrl);
        QVERIFY(program.run(arguments, 60'000));
        QVERIFY2(lastLine(program).contains("127.0.0.1"), program.err().constData());
        QCOMPARE(program.exitCode(), 1);
    }

    void wrongToken_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("run") << QStringList{u"run"_s, u"--inspector-socket"_s, u"off"_s};
        QTest::newRow("tail") << QStringList{u"tail"_s, u"--count"_s, u"1"_s};
        QTest::newRow("api") << QStringList{u"api"_s, u"GET"_s, u"/users/@me"_s};
    }
    void wrongToken()
    {
        QFETCH(QStringList, arguments);
        SandboxProgram sandbox;
        QVERIFY(sandbox.start());
        Program program;
        sandbox.lend(program);
        program.env(u"DISCORD_TOKEN"_s, u"abc.def"_s);
        QVERIFY(program.run(arguments));
        QVERIFY2(program.err().contains("token"), program.err().constData());
        QVERIFY(!program.err().contains("abc.def"));
        QCOMPARE(program.exitCode(), 3);
    }

    void busyPort()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        Program program;
        QVERIFY(program.run({u"sandbox"_s, u"--port"_s, QString::number(other.serverPort())}));
        expectOneLine(program, QString::number(other.serverPort()));
        QCOMPARE(program.exitCode(), 1);
        QCOMPARE(program.out(), QByteArray());
    }

    void noPlugin()
    {
        SandboxProgram sandbox;
        QVERIFY(sandbox.start());
        QTemporaryDir folder;
        const QString path = folder.filePath(u"notes.so"_s);
        write(path, "this is no library\n");
        Program program;
        sandbox.lend(program);
        QVERIFY(program.run({u"run"_s, u"--plugin"_s, path, u"--inspector-socket"_s, u"off"_s}));
        QVERIFY2(lastLine(program).contains("notes.so"), program.err().constData());
        QVERIFY2(program.exitCode() == 1 || program.exitCode() == 2,
                 QByteArray::number(program.exitCode()).constData());
    }

private:
    static void write(const QString &path, const QByteArray &text)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    static QByteArray lastLine(Program &program)
    {
        return program.err().trimmed().split('\n').last();
    }

    static void expectOneLine(Program &program, const QString &says)
    {
        const QByteArray text = program.err();
        QVERIFY2(text.count('\n') == 1, text.constData());
        QVERIFY2(QString::fromUtf8(text).contains(says), text.constData());
    }
};

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_badinput.moc"
