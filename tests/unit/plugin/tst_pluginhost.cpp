// SPDX-License-Identifier: MIT
#include "fakediscord.h"

#include <cordial/core/manualclock.h>
#include <cordial/plugin/pluginhost.h>

#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Cordial;
using namespace Cordial::Testing;
using namespace Qt::StringLiterals;

//! Plugins that must not be loaded, from their files.
class TestPluginHost : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void refuses_data();
    void refuses();
    void aFailedPluginLeavesNothing();
    void theContextOutlivesThePlugin_data();
    void theContextOutlivesThePlugin();
    void whatNeverStartedIsNotShutDown();
    void aFailedReloadCanBeRepeated();

private:
    static QString file(const QString &name)
    {
        return QString(QStringLiteral(CORDIAL_FIXTURE_DIR "/") + name + u".so");
    }

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<FakeDiscord> m_discord;
    std::unique_ptr<CommandRegistry> m_registry;
    std::unique_ptr<PluginHost> m_host;
};

void TestPluginHost::init()
{
    m_clock = std::make_unique<ManualClock>();
    m_discord = std::make_unique<FakeDiscord>(*m_clock);
    m_registry = std::make_unique<CommandRegistry>(*m_discord->client, CommandConfig{}, nullptr);
    m_host =
        std::make_unique<PluginHost>(*m_discord->client, *m_registry, nullptr, PluginHostConfig{});
}

void TestPluginHost::cleanup()
{
    m_host.reset();
    m_registry.reset();
    m_discord.reset();
    m_clock.reset();
}

void TestPluginHost::refuses_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QStringList>("messages"); // One for each, in the order of the files.
    QTest::newRow("rainy/another major version")
        << QStringList{u"othermajor"_s}
        << QStringList{u"plugin othermajor.so: built for Cordial 9.x, this is 0.1: rebuild it"_s};
    QTest::newRow("rainy/cannot start")
        << QStringList{u"refuses"_s}
        << QStringList{u"plugin refuses.so: the list of words is away: give one"_s};
    QTest::newRow("rainy/throws when it is made")
        << QStringList{u"throws"_s}
        << QStringList{u"plugin throws.so: threw while it was made: no luck today"_s};
    QTest::newRow("rainy/circle")
        << QStringList{u"circlea"_s, u"circleb"_s}
        << QStringList{u"plugin circlea.so: depends on itself: circlea -> circleb -> circlea"_s,
                       u"plugin circleb.so: depends on itself: circlea -> circleb -> circlea"_s};
    QTest::newRow("rainy/another program's")
        << QStringList{u"foreign"_s}
        << QStringList{u"plugin foreign.so: a Qt plugin, but not one for Cordial "
                       "(org.example.PaintTool)"_s};
    QTest::newRow("rainy/all together")
        << QStringList{u"foreign"_s, u"circleb"_s, u"othermajor"_s, u"circlea"_s, u"refuses"_s}
        << QStringList{u"plugin foreign.so: a Qt plugin, but not one for Cordial "
                       "(org.example.PaintTool)"_s,
                       u"plugin circleb.so: depends on itself: circleb -> circlea -> circleb"_s,
                       u"plugin othermajor.so: built for Cordial 9.x, this is 0.1: rebuild it"_s,
                       u"plugin circlea.so: depends on itself: circleb -> circlea -> circleb"_s,
                       u"plugin refuses.so: the list of words is away: give one"_s};
}

void TestPluginHost::refuses()
{
    QFETCH(QStringList, names);
    QStringList files;
    for (const QString &name : std::as_const(names)) {
        QVERIFY(QFileInfo::exists(file(name)));
        files.append(file(name));
    }
    QSignalSpy failed(m_host.get(), &PluginHost::pluginFailed);
    QSignalSpy loaded(m_host.get(), &PluginHost::pluginLoaded);
    const auto results = m_host->load(files);
    QStringList messages;
    for (const PluginHost::Info &info : results) {
        QVERIFY(info.state == PluginHost::State::Failed);
        messages.append(info.error->message);
    }
    QTEST(messages, "messages");
    QCOMPARE(failed.size(), names.size());
    QCOMPARE(loaded.size(), 0);
    QVERIFY(m_registry->toApi().isEmpty());
}

void TestPluginHost::aFailedPluginLeavesNothing()
{
    for (int i = 0; i < 3; ++i) {
        m_host->load({file(u"refuses"_s)});
        QCOMPARE(m_host->unload(u"refuses"_s).error().code, ErrorCode::NotFound);
    }
    // Nothing of it is connected any more: an event finds no slot of it.
    m_discord->client->start();
    QTRY_VERIFY(m_discord->gateway != nullptr);
    m_discord->ready();
    QCOMPARE(m_discord->client->intents().toInt(), Api::Intents(Api::Intent::Guilds).toInt());
}

void TestPluginHost::theContextOutlivesThePlugin_data()
{
    QTest::addColumn<bool>("atTheEnd");
    QTest::newRow("happy/unloaded") << false;
    QTest::newRow("happy/at the end") << true;
}

void TestPluginHost::theContextOutlivesThePlugin()
{
    QFETCH(bool, atTheEnd);
    qApp->setProperty("lastWords", 0);
    QVERIFY(m_host->load({file(u"lastwords"_s)}).first().state == PluginHost::State::Loaded);
    if (atTheEnd)
        m_host.reset();
    else
        QVERIFY(m_host->unload(u"lastwords"_s).isOk());
    QCOMPARE(qApp->property("lastWords").toInt(), 1);
    QVERIFY(m_registry->toApi().isEmpty());
}

void TestPluginHost::whatNeverStartedIsNotShutDown()
{
    m_host->load({file(u"refuses"_s)});
    m_host.reset();
    QVERIFY(!qApp->property("refusesWasShutDown").toBool());
}

void TestPluginHost::aFailedReloadCanBeRepeated()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"plugin.so"_s);
    const auto build = [&path](const QString &from) {
        QFile::remove(path);
        return QFile::copy(from, path);
    };
    const auto states = [this] {
        QList<PluginHost::State> list;
        for (const PluginHost::Info &info : m_host->plugins())
            list.append(info.state);
        return list;
    };
    using List = QList<PluginHost::State>;
    QVERIFY(build(file(u"lastwords"_s)));
    m_host->load({path});
    QFile truncated(path);
    QVERIFY(truncated.open(QIODevice::WriteOnly)); // As while it is being linked.
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(m_host->reload(u"lastwords"_s).error().code, ErrorCode::Plugin);
        QVERIFY(states() == List{PluginHost::State::Failed});
    }
    QVERIFY(build(file(u"lastwords"_s)));
    QVERIFY(m_host->reload(u"lastwords"_s).isOk());
    QVERIFY(states() == List{PluginHost::State::Loaded});
    for (int i = 0; i < 3; ++i)
        m_host->load({file(u"refuses"_s)});
    QCOMPARE(m_host->plugins().size(), 2);
    QCOMPARE(m_host->reload(u"refuses"_s).error().code, ErrorCode::Io);
    QCOMPARE(m_host->reload(u"nobody"_s).error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestPluginHost)
#include "tst_pluginhost.moc"
