// SPDX-License-Identifier: MIT
#include "program.h"

#include <QDir>
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
        QTest::newRow("bench of nothing") << QStringList{u"bench"_s} << u"gateway or rest"_s;
        QTest::newRow("bench of something else")
            << QStringList{u"bench"_s, u"gateways"_s} << u"gateways"_s;
        QTest::newRow("bench without a batch")
            << QStringList{u"bench"_s, u"rest"_s} << u"--batch"_s;
        QTest::newRow("bench, a batch that is away")
            << QStringList{u"bench"_s, u"rest"_s, u"--batch"_s, u"/nonexistent.jsonl"_s}
            << u"/nonexistent.jsonl"_s;
        QTest::newRow("bench, unknown event")
            << QStringList{u"bench"_s, u"gateway"_s, u"--typed"_s, u"READY,MESSAGE_CRATE"_s}
            << u"did you mean 'MESSAGE_CREATE'?"_s;
        QTest::newRow("bench, a flag of the other")
            << QStringList{u"bench"_s, u"rest"_s, u"--batch"_s, u"-"_s, u"--count"_s, u"1"_s}
            << u"--count"_s;
        QTest::newRow("no token, bench")
            << QStringList{u"bench"_s, u"gateway"_s} << u"DISCORD_TOKEN"_s;
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

    void displayAway_data()
    {
        QTest::addColumn<QString>("display");
        QTest::addColumn<QString>("says");
        QTest::newRow("none") << QString() << u"there is no display"_s;
        QTest::newRow("nobody there") << u":7777"_s << u"the display ':7777' cannot be used"_s;
    }
    void displayAway()
    {
        QFETCH(QString, display);
        QFETCH(QString, says);
        if (CORDIAL_HAS_INSPECTOR == 0)
            QSKIP("configured without the inspector");
        Program program(u"cordial-inspector"_s);
        program.env(u"QT_QPA_PLATFORM"_s, {})
            .env(u"WAYLAND_DISPLAY"_s, {})
            .env(u"DISPLAY"_s, display);
        QVERIFY(program.run({}));
        expectOneLine(program, says);
        QCOMPARE(program.exitCode(), 1);
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

    void noPlugin_data()
    {
        QTest::addColumn<QStringList>("files");
        QTest::addColumn<QStringList>("lines");
        const auto fixture = [](const QString &name) {
            return QString(QStringLiteral(CORDIAL_FIXTURE_DIR "/") + name);
        };
        QTest::newRow("no library")
            << QStringList{u"notes.so"_s}
            << QStringList{u"plugin notes.so: no plugin: give the .so file of a plugin for "
                           "Cordial"_s};
        QTest::newRow("not there") << QStringList{u"away.so"_s}
                                   << QStringList{u"plugin away.so: cannot be read: check the "
                                                  "path"_s};
        QTest::newRow("another major version")
            << QStringList{fixture(u"othermajor.so"_s)}
            << QStringList{u"plugin othermajor.so: built for Cordial 9.x, this is 0.1: rebuild "
                           "it"_s};
        QTest::newRow("cannot start")
            << QStringList{fixture(u"refuses.so"_s)}
            << QStringList{u"plugin refuses.so: the list of words is away: give one"_s};
        QTest::newRow("circle")
            << QStringList{fixture(u"circlea.so"_s), fixture(u"circleb.so"_s)}
            << QStringList{
                   u"plugin circleb.so: depends on itself: circlea -> circleb -> circlea"_s,
                   u"plugin circlea.so: depends on itself: circlea -> circleb -> circlea"_s};
        QTest::newRow("dependency not given")
            << QStringList{fixture(u"circlea.so"_s)}
            << QStringList{u"plugin circlea.so: needs the plugin circleb, which is not there: give "
                           "it with --plugin"_s};
        QTest::newRow("another program's")
            << QStringList{fixture(u"foreign.so"_s)}
            << QStringList{u"plugin foreign.so: a Qt plugin, but not one for Cordial "
                           "(org.example.PaintTool)"_s};
    }
    void noPlugin()
    {
        QFETCH(QStringList, files);
        QFETCH(QStringList, lines);
        QTemporaryDir folder;
        write(folder.filePath(u"notes.so"_s), "this is no library\n");
        QStringList arguments{u"run"_s, u"--inspector-socket"_s, u"off"_s};
        for (const QString &file : std::as_const(files))
            arguments << u"--plugin"_s << QDir(folder.path()).filePath(file);
        Program program;
        program.env(u"DISCORD_TOKEN"_s, u"abc.def"_s).env(u"CORDIAL_API_URL"_s, kDeadUrl);
        QVERIFY(program.run(arguments));
        QCOMPARE(program.out(), QByteArray());
        const QStringList said = QString::fromUtf8(program.err()).split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(said.size(), lines.size());
        for (qsizetype i = 0; i < lines.size(); ++i)
            QVERIFY2(said[i].endsWith(lines[i]), qPrintable(said[i]));
        QCOMPARE(program.exitCode(), 2);
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
