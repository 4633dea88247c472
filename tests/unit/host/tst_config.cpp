// SPDX-License-Identifier: MIT
#include <cordial/host/config.h>

#include <QTemporaryDir>
#include <QtTest>

using namespace Cordial;
using namespace Cordial::Host;
using namespace Qt::StringLiterals;

class TestConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everything()
    {
        const auto config = load(R"(
[bot]
token_file = "secret/token"
intents = ["GUILDS", "GUILD_MESSAGES"]
shards = 4
shard_range = "0-1"
[plugins]
directories = ["plugins", "/opt/more"]
[plugin.welcome]
channel = "123"
nested = { a = [1, 2.5, true] }
[inspector]
socket = "off"
)"_ba);
        QVERIFY2(config, config ? "" : qPrintable(config.error().message));
        QCOMPARE(*config->tokenFile, m_folder.filePath(u"secret/token"_s));
        QCOMPARE(*config->intents, u"GUILDS,GUILD_MESSAGES"_s);
        QCOMPARE(*config->shards, u"4"_s);
        QCOMPARE(*config->shardRange, u"0-1"_s);
        QCOMPARE(config->pluginDirectories,
                 (QStringList{m_folder.filePath(u"plugins"_s), u"/opt/more"_s}));
        QCOMPARE(config->pluginSettings[u"welcome"_s][u"channel"_s].toString(), u"123"_s);
        QCOMPARE(config->pluginSettings[u"welcome"_s][u"nested"_s][u"a"_s][1].toDouble(), 2.5);
        QCOMPARE(*config->inspectorSocket, u"off"_s);
        QVERIFY(!config->apiUrl);
    }

    void inspectorSocket_data()
    {
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QString>("becomes");
        QTest::newRow("happy/off") << "off"_ba << u"off"_s;
        QTest::newRow("happy/name") << "bot"_ba << u"bot"_s;
        QTest::newRow("happy/relative") << "./bot.sock"_ba << m_folder.filePath(u"bot.sock"_s);
        QTest::newRow("happy/below") << "run/b.sock"_ba << m_folder.filePath(u"run/b.sock"_s);
        QTest::newRow("happy/absolute") << "/run/b.sock"_ba << u"/run/b.sock"_s;
    }
    void inspectorSocket()
    {
        QFETCH(QByteArray, given);
        QFETCH(QString, becomes);
        const auto config = load("[inspector]\nsocket = \"" + given + "\"\n");
        QVERIFY(config);
        QCOMPARE(*config->inspectorSocket, becomes);
    }

    void settingsOfNoPlugin()
    {
        const auto config =
            load("[plugin.welcom]\na = 1\n[plugin.ping]\na = 1\n[plugin.xyzzyplugh]\na = 1\n");
        QVERIFY(config);
        const QString file = m_folder.filePath(u"cordial.toml"_s);
        QCOMPARE(strayPluginSettings(*config, {u"welcome"_s, u"ping"_s}),
                 (QStringList{u"[plugin.welcom] in "_s + file
                                  + u" belongs to no loaded plugin; did you mean 'welcome'?"_s,
                              u"[plugin.xyzzyplugh] in "_s + file
                                  + u" belongs to no loaded plugin; known are ping, welcome"_s}));
        QCOMPARE(strayPluginSettings(*config, {}).first(),
                 u"[plugin.ping] in "_s + file + u" belongs to no loaded plugin"_s);
        QCOMPARE(strayPluginSettings({}, {u"ping"_s}), QStringList());
    }

    void empty() { QVERIFY(load({})); }

    void wrong_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("says");
        QTest::newRow("rainy/typo in a key")
            << "[bot]\n\ntokenfile = \"x\"\n"_ba << u"cordial.toml:3:"_s
            << u"did you mean 'bot.token_file'?"_s;
        QTest::newRow("rainy/typo in a table")
            << "[bto]\nshards = 1\n"_ba << u"cordial.toml:1:"_s << u"did you mean 'bot'?"_s;
        QTest::newRow("rainy/far from anything")
            << "[bot]\nxyzzyplughxyzzy = 1\n"_ba << u"cordial.toml:2:"_s << u"known are"_s;
        QTest::newRow("rainy/wrong type")
            << "[bot]\napi_url = 5\n"_ba << u"cordial.toml:2:"_s << u"must be a text in quotes"_s;
        QTest::newRow("rainy/list of numbers")
            << "[plugins]\nfiles = [1]\n"_ba << u"cordial.toml:2:"_s
            << u"must be a list of texts"_s;
        QTest::newRow("rainy/not a table")
            << "bot = 5\n"_ba << u"cordial.toml:1:"_s << u"must be a table"_s;
        QTest::newRow("rainy/plugin not a table")
            << "[plugin]\nwelcome = 5\n"_ba << u"cordial.toml:2:"_s << u"[plugin.welcome]"_s;
        QTest::newRow("rainy/not TOML")
            << "[bot]\nshards = = 1\n"_ba << u"cordial.toml:2:"_s << QString();
        QTest::newRow("rainy/not UTF-8")
            << QByteArray("[bot]\napi_url = \"\xff\"\n") << u"cordial.toml:2:"_s << QString();
    }
    void wrong()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, line);
        QFETCH(QString, says);
        const auto config = load(text);
        QVERIFY(!config);
        QVERIFY2(config.error().message.startsWith(line), qPrintable(config.error().message));
        QVERIFY2(config.error().message.contains(says), qPrintable(config.error().message));
        QVERIFY(!config.error().message.contains(u'\n'));
    }

    void missingFile()
    {
        const auto config = loadConfig(m_folder.filePath(u"none.toml"_s));
        QVERIFY(!config);
        QCOMPARE(config.error().code, ErrorCode::Io);
        QVERIFY(config.error().message.contains(u"none.toml"_s));
    }

private:
    Result<Config> load(const QByteArray &text)
    {
        QFile file(m_folder.filePath(u"cordial.toml"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            return makeError(ErrorCode::Io, u"test file"_s);
        file.close();
        return loadConfig(file.fileName());
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestConfig)
#include "tst_config.moc"
