// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/gateway/intents.h>
#include <cordial/gateway/sessionstore.h>
#include <cordial/gateway/shardmanager.h>
#include <cordial/testing/sandboxfixture.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTimer>

//! Managers of shards against the offline Discord.
namespace Cordial::Gateway {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

inline constexpr quint32 kIntents = 1 | kGuildMembersIntent | (1U << 9) | kMessageContentIntent;

inline GatewayInfo infoOf(const Testing::SandboxFixture &sandbox, int maxConcurrency = 16)
{
    GatewayInfo info;
    info.url = QUrl(sandbox.info().gatewayUrl);
    info.maxConcurrency = maxConcurrency;
    return info;
}

//! A manager against the sandbox, and what it has told.
struct Bot
{
    Bot(const Testing::SandboxFixture &sandbox, int shards, SessionStore *store = nullptr,
        ShardManagerConfig config = {})
    {
        config.token = sandbox.info().botToken;
        config.intents = kIntents;
        config.shardCount = shards;
        manager = std::make_unique<ShardManager>(config, clock, MetricSink::none());
        manager->setSessionStore(store);
        QObject::connect(manager.get(), &ShardManager::dispatched, manager.get(),
                         [this](const QList<Dispatch> &batch) {
                             for (const Dispatch &dispatch : batch)
                                 take(dispatch);
                         });
        QObject::connect(manager.get(), &ShardManager::shardChanged, manager.get(),
                         [this](const ShardEvent &event) {
                             log << QString::number(event.shard) + u' ' + toString(event.kind);
                             reasons << event.reason;
                         });
        QObject::connect(manager.get(), &ShardManager::fatal, manager.get(),
                         [this](quint32, const Error &error) { fatal = error; });
    }
    ~Bot()
    {
        if (!isStopped)
            stop();
    }

    void take(const Dispatch &dispatch)
    {
        types << QString::fromLatin1(dispatch.type);
        if (dispatch.type != "MESSAGE_CREATE")
            return;
        contents << QJsonDocument::fromJson(dispatch.data).object()[u"content"_s].toString();
        shardsOfMessages << dispatch.shard;
    }

    bool stop()
    {
        QSignalSpy stopped(manager.get(), &ShardManager::stopped);
        manager->stop();
        isStopped = stopped.wait(5000);
        return isStopped;
    }

    bool isStopped = false;
    SystemClock clock;
    std::unique_ptr<ShardManager> manager;
    QStringList types;
    QStringList contents;
    QList<quint32> shardsOfMessages;
    QStringList log;
    QStringList reasons;
    std::optional<Error> fatal;
};

//! Says "0", "1", ... in the sandbox, one every few milliseconds.
class Chatter : public QObject
{
public:
    explicit Chatter(const Testing::SandboxFixture &sandbox) : m_person(sandbox.owner())
    {
        m_timer.setInterval(4);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            if (m_person.say(QString::number(said.size())))
                said << QString::number(said.size());
        });
        m_timer.start();
    }
    void stop() { m_timer.stop(); }

    QStringList said;

private:
    Testing::Person m_person;
    QTimer m_timer;
};

inline Sandbox::ServerConfig unlimited()
{
    Sandbox::ServerConfig config;
    config.limits = u"off"_s;
    config.worldText = R"({"gateway": {"max_concurrency": 16}})";
    return config;
}

inline ReshardOptions quick(int shards)
{
    ReshardOptions options;
    options.shardCount = shards;
    options.settle = 500ms;
    options.patience = 10s;
    return options;
}

} // namespace Cordial::Gateway
