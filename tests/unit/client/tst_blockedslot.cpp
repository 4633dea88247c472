// SPDX-License-Identifier: MIT
// A slot of a plugin that blocks for a minute, on a clock that runs twenty times as fast, against
// the offline Discord in a thread of its own.
#include "scaledclock.h"

#include <cordial/client/client.h>
#include <cordial/core/logoutput.h>
#include <cordial/testing/sandboxfixture.h>

#include <QJsonObject>
#include <QMutex>
#include <QScopeGuard>
#include <QTest>
#include <QThread>

using namespace Cordial;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! Filled from the thread that watches.
class Metrics : public MetricSink
{
public:
    Metrics() { m_interest = 1U << unsigned(MetricStream::Logs); }
    using MetricSink::report;
    void report(const LogRecord &record) override
    {
        const QMutexLocker lock(&m_mutex);
        m_logs << record;
    }
    void report(const GaugeRecord &record) override
    {
        const QMutexLocker lock(&m_mutex);
        if (record.name.view() == "blocked handler ms")
            m_longest = std::max(m_longest, record.value);
    }
    [[nodiscard]] bool hasNamed(std::string_view plugin, std::string_view event) const
    {
        const QMutexLocker lock(&m_mutex);
        return std::any_of(m_logs.begin(), m_logs.end(), [&](const LogRecord &record) {
            const std::string_view text = record.text.view();
            return text.starts_with("blocked handler") && text.find(event) != std::string_view::npos
                && record.plugin.view() == plugin;
        });
    }
    [[nodiscard]] double longest() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_longest;
    }

private:
    mutable QMutex m_mutex;
    QList<LogRecord> m_logs;
    double m_longest = 0;
};

} // namespace

class TestBlockedSlot : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void costsNoHeartbeatAndIsNamed();
};

void TestBlockedSlot::costsNoHeartbeatAndIsNamed()
{
    constexpr int kSpeed = 20;
    Sandbox::ServerConfig world;
    world.limits = u"off"_s;
    world.worldText = R"({"gateway": {"heartbeat_interval": 5}})";
    Testing::SandboxFixture sandbox(world);
    QVERIFY(sandbox.start().isOk());
    Testing::ScaledClock clock(kSpeed);
    Metrics metrics;
    installLogOutput(LogFormat::Text, clock, metrics);
    const auto uninstall = qScopeGuard([] { uninstallLogOutput(); });

    ClientConfig config;
    config.http.apiUrl = QUrl(sandbox.info().apiUrl);
    config.http.token = sandbox.info().botToken;
    config.intents = Api::Intent::Guilds | Api::Intent::GuildMessages | Api::Intent::MessageContent;
    Client bot(config, clock, metrics);
    const auto sleepy = bot.makeView(u"sleepy"_s);
    QStringList contents;
    QStringList states;
    bool isFirst = true;
    QObject::connect(sleepy.get(), &Client::messageCreated, this,
                     [&](const Shared<Api::MessageCreateEvent> &event) {
                         contents << event->content;
                         if (std::exchange(isFirst, false))
                             QThread::sleep(60 / kSpeed);
                     });
    QObject::connect(&bot, &Client::shardChanged, this,
                     [&](const Gateway::ShardEvent &event) { states << toString(event.kind); });
    bot.start();
    QTRY_VERIFY_WITH_TIMEOUT(states.contains(u"ready"_s), 8000);
    states.clear();
    const auto heartbeats = [&] {
        const auto stats = sandbox.control("GET", u"stats"_s);
        return stats ? (*stats)[u"gateway"_s][u"heartbeats"_s].toInteger() : -1;
    };
    const auto person = sandbox.owner();
    for (int i = 0; i < 5; ++i)
        QVERIFY(person.say(QString::number(i)).isOk());
    const qint64 before = heartbeats();
    QTRY_COMPARE_WITH_TIMEOUT(contents.size(), 5, 8000); // blocks inside for a minute

    const qint64 sent = heartbeats() - before;
    QVERIFY2(sent >= 11 && sent <= 14, qPrintable(QString::number(sent)));
    QCOMPARE(contents, (QStringList{u"0"_s, u"1"_s, u"2"_s, u"3"_s, u"4"_s}));
    QVERIFY2(states.isEmpty(), qPrintable(states.join(u' ')));
    QVERIFY(metrics.hasNamed("sleepy", "MESSAGE_CREATE"));
    QVERIFY(metrics.longest() >= 50'000);
    bot.stop();
    QTRY_VERIFY_WITH_TIMEOUT(bot.isStopped(), 5000);
}

QTEST_GUILESS_MAIN(TestBlockedSlot)
#include "tst_blockedslot.moc"
