// SPDX-License-Identifier: MIT
#include "fakediscord.h"

#include <cordial/core/manualclock.h>
#include <cordial/plugin/pluginhost.h>

#include <QCoreApplication>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Cordial;
using namespace Cordial::Testing;
using namespace Qt::StringLiterals;

//! The plugins as they are shipped, loaded from their files.
class TestExamplePlugins : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void pingAnswersAndCounts();
    void purgeDeletesYoungInBulkAndOldOneByOne();
    void welcomeGreets();
    void welcomeLooksTheServerUp();
    void unloadTakesEverythingAlong();
    void reloadRunsAgain();
    void badFilesAreNamed_data();
    void badFilesAreNamed();
    void wrongSettingsAreNamed();

private:
    static QString file(const char *name)
    {
        return QString::fromLocal8Bit(CORDIAL_PLUGIN_DIR) + u'/' + QString::fromLatin1(name)
            + u".so";
    }
    void load(const char *name, const QJsonObject &settings = {});
    [[nodiscard]] QStringList answers() const;
    void dispatch(const char *type, const char *json) { m_discord->gateway->dispatch(type, json); }

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<FakeDiscord> m_discord;
    std::unique_ptr<Localizer> m_localizer;
    std::unique_ptr<CommandRegistry> m_registry;
    std::unique_ptr<PluginHost> m_host;
};

void TestExamplePlugins::init()
{
    m_clock = std::make_unique<ManualClock>();
    m_discord = std::make_unique<FakeDiscord>(*m_clock);
    m_localizer = std::make_unique<Localizer>();
    m_localizer->install();
    m_registry =
        std::make_unique<CommandRegistry>(*m_discord->client, CommandConfig{}, m_localizer.get());
}

void TestExamplePlugins::cleanup()
{
    m_host.reset();
    m_registry.reset();
    m_localizer.reset();
    m_discord.reset();
    m_clock.reset();
}

void TestExamplePlugins::load(const char *name, const QJsonObject &settings)
{
    PluginHostConfig config;
    config.settings.insert(QString::fromLatin1(name), settings);
    m_host =
        std::make_unique<PluginHost>(*m_discord->client, *m_registry, m_localizer.get(), config);
    const auto loaded = m_host->load({file(name)});
    QVERIFY2(!loaded.first().error,
             qPrintable(loaded.first().error ? loaded.first().error->message : QString()));
    m_discord->client->start();
    QTRY_VERIFY(m_discord->gateway != nullptr);
    m_discord->ready();
}

QStringList TestExamplePlugins::answers() const
{
    QStringList lines = m_discord->rest->log();
    lines.removeIf([](const QString &line) {
        return line.contains(u"/gateway/bot") || line.contains(u"/applications/");
    });
    return lines;
}

void TestExamplePlugins::pingAnswersAndCounts()
{
    load("ping");
    const Api::ApplicationCommandUpdateRequest command = m_registry->toApi().first();
    QCOMPARE(command.descriptionLocalizations->value(u"de"_s), u"Antwortet mit Pong"_s);
    dispatch("INTERACTION_CREATE", R"({"id":"1","application_id":"5","type":2,"token":"t",
        "channel_id":"20","locale":"de","user":{"id":"1","username":"a"},
        "data":{"id":"1","name":"ping","type":1}})");
    QTRY_COMPARE(answers().size(), 1);
    QVERIFY(answers()[0].contains(uR"("label":"Noch einmal")"_s));
    QVERIFY(answers()[0].contains(uR"("custom_id":"ping/again/0")"_s));
    dispatch("INTERACTION_CREATE", R"({"id":"2","application_id":"5","type":3,"token":"t",
        "channel_id":"20","locale":"en-US","user":{"id":"1","username":"a"},
        "message":{"id":"9","channel_id":"20"},"data":{"custom_id":"ping/again/41"}})");
    QTRY_COMPARE(answers().size(), 2);
    QVERIFY(answers()[1].contains(u"Times pressed: 42"));
    QVERIFY(answers()[1].contains(u"\"type\":7"));
}

void TestExamplePlugins::purgeDeletesYoungInBulkAndOldOneByOne()
{
    load("moderation");
    const auto idAt = [this](std::chrono::hours age) {
        const auto at =
            std::chrono::duration_cast<Milliseconds>((m_clock->wallNow() - age).time_since_epoch());
        return QByteArray::number((quint64(at.count()) - kDiscordEpochMs) << 22);
    };
    const QByteArray old = idAt(std::chrono::hours(24 * 20));
    const QByteArray page = R"([{"id":")" + idAt(std::chrono::hours(1))
        + R"(","channel_id":"20"},{"id":")" + idAt(std::chrono::hours(2))
        + R"(","channel_id":"20"},{"id":")" + old + R"(","channel_id":"20"}])";
    m_discord->rest->setHandler([page](const Net::Request &request) {
        if (request.method == Net::Method::Get && request.path == u"/channels/20/messages")
            return FakeRest::reply(200, page);
        return FakeDiscord::defaultAnswer(request);
    });
    dispatch("INTERACTION_CREATE", R"({"id":"1","application_id":"5","type":2,"token":"t",
        "guild_id":"10","channel_id":"20","locale":"en-US","app_permissions":"76800",
        "member":{"user":{"id":"1","username":"a"},"roles":[],"permissions":"8192"},
        "data":{"id":"1","name":"purge","type":1,
                "options":[{"name":"count","type":4,"value":10}]}})");
    QTRY_VERIFY(!answers().filter(u"Deleted: 3"_s).isEmpty());
    const QStringList seen = answers();
    QCOMPARE(seen.filter(u"bulk-delete"_s).size(), 1);
    QCOMPARE(
        seen.filter(QString(u"DELETE /channels/20/messages/" + QString::fromLatin1(old))).size(),
        1);
}

void TestExamplePlugins::welcomeGreets()
{
    load("welcome", {{u"join_text"_s, u"Hi {user} {name}"_s}});
    QVERIFY(m_discord->client->intents().testFlag(Api::Intent::GuildMembers));
    dispatch("GUILD_MEMBER_ADD",
             R"({"guild_id":"10","user":{"id":"1","username":"*{user}*"},"roles":[]})");
    QTRY_COMPARE(answers().size(), 1);
    QVERIFY(answers()[0].startsWith(
        uR"(POST /channels/20/messages {"content":"Hi <@1> \\*{user}\\*")"_s));
    const char *message = R"({"id":"3","channel_id":"20","guild_id":"10",
        "author":{"id":"1","username":"a"},"content":"hello"})";
    dispatch("MESSAGE_CREATE", message);
    dispatch("MESSAGE_CREATE", message);
    dispatch("GUILD_MEMBER_REMOVE", R"({"guild_id":"10","user":{"id":"1","username":"a"}})");
    QTRY_COMPARE(answers().size(), 3);
    QVERIFY(answers()[1].contains(u"Good to hear from you"));
    QVERIFY(answers()[2].contains(u"a has left"));
}

void TestExamplePlugins::welcomeLooksTheServerUp()
{
    load("welcome");
    dispatch("GUILD_DELETE", R"({"id":"10","unavailable":true})");
    dispatch("GUILD_MEMBER_ADD",
             R"({"guild_id":"10","user":{"id":"1","username":"a"},"roles":[]})");
    QTRY_COMPARE(answers().filter(u"POST"_s).size(), 1);
    QVERIFY(answers().filter(u"POST"_s)[0].startsWith(
        uR"(POST /channels/20/messages {"content":"Welcome to Guild, <@1>!")"_s));
}

void TestExamplePlugins::unloadTakesEverythingAlong()
{
    load("ping");
    QVERIFY(m_host->unload(u"ping"_s));
    QVERIFY(m_registry->toApi().isEmpty());
    dispatch("MESSAGE_CREATE", R"({"id":"3","channel_id":"20","guild_id":"10",
        "author":{"id":"1","username":"a"},"content":"!ping"})");
    QCOMPARE(m_host->unload(u"ping"_s).error().code, ErrorCode::NotFound);
    QCOMPARE(answers().size(), 0);
}

void TestExamplePlugins::reloadRunsAgain()
{
    load("ping");
    for (int i = 0; i < 20; ++i)
        QVERIFY(m_host->reload(u"ping"_s));
    QCOMPARE(m_registry->toApi().size(), 1);
    QCOMPARE(m_host->plugins().size(), 1);
}

void TestExamplePlugins::badFilesAreNamed_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("message");
    QTest::newRow("rainy/text") << QByteArray("hello")
                                << u"plugin bad.so: no plugin: give the .so file of a plugin for "
                                   "Cordial"_s;
    QTest::newRow("rainy/not there")
        << QByteArray() << u"plugin bad.so: cannot be read: check the path"_s;
}

void TestExamplePlugins::badFilesAreNamed()
{
    QFETCH(QByteArray, content);
    QTemporaryDir folder;
    QFile bad(folder.filePath(u"bad.so"_s));
    if (!content.isEmpty()) {
        QVERIFY(bad.open(QIODevice::WriteOnly));
        bad.write(content);
        bad.close();
    }
    m_host = std::make_unique<PluginHost>(*m_discord->client, *m_registry, m_localizer.get(),
                                          PluginHostConfig{});
    QSignalSpy failed(m_host.get(), &PluginHost::pluginFailed);
    const auto results = m_host->load({bad.fileName(), file("ping")});
    QTEST(results[0].error->message, "message");
    QCOMPARE(failed.size(), 1);
    QVERIFY(results[1].state == PluginHost::State::Loaded);
}

void TestExamplePlugins::wrongSettingsAreNamed()
{
    PluginHostConfig config;
    config.settings.insert(u"welcome"_s, {{u"chanel"_s, u"1"_s}});
    m_host =
        std::make_unique<PluginHost>(*m_discord->client, *m_registry, m_localizer.get(), config);
    const auto results = m_host->load({file("welcome")});
    QCOMPARE(results.first().error->message,
             u"plugin welcome.so: unknown setting \"chanel\": did you mean \"channel\"?"_s);
}

QTEST_GUILESS_MAIN(TestExamplePlugins)
#include "tst_exampleplugins.moc"
