// SPDX-License-Identifier: MIT
#include <cordial/client/gatewaylink.h>

namespace Cordial {

namespace {

class ShardManagerLink : public GatewayLink
{
public:
    ShardManagerLink(const Gateway::ShardManagerConfig &config, Clock &clock, MetricSink &metrics,
                     Gateway::SessionStore *sessions)
        : m_shards(config, clock, metrics)
    {
        if (sessions != nullptr)
            m_shards.setSessionStore(sessions);
        using Gateway::ShardManager;
        connect(&m_shards, &ShardManager::dispatched, this, &GatewayLink::dispatched);
        connect(&m_shards, &ShardManager::shardChanged, this, &GatewayLink::shardChanged);
        connect(&m_shards, &ShardManager::ready, this, &GatewayLink::ready);
        connect(&m_shards, &ShardManager::fatal, this, &GatewayLink::fatal);
        connect(&m_shards, &ShardManager::stopped, this, &GatewayLink::stopped);
    }

    void start(const Gateway::GatewayInfo &info) override { m_shards.start(info); }
    void stop(Milliseconds atMost) override { m_shards.stop(atMost); }
    void setDelivering(bool delivering) override { m_shards.setDelivering(delivering); }
    Result<> send(quint32 shard, const QByteArray &payload) override
    {
        return m_shards.send(shard, payload);
    }
    int shardCount() const override { return m_shards.shardCount(); }
    void setInfoSource(Gateway::GatewayInfoSource source) override
    {
        m_shards.setInfoSource(std::move(source));
    }
    Gateway::ShardManager *shards() override { return &m_shards; }

private:
    Gateway::ShardManager m_shards;
};

} // namespace

GatewayFactory shardManagerFactory(Clock &clock, MetricSink &metrics,
                                   Gateway::SessionStore *sessions)
{
    return [&clock, &metrics, sessions](const Gateway::ShardManagerConfig &config) {
        return std::make_unique<ShardManagerLink>(config, clock, metrics, sessions);
    };
}

} // namespace Cordial
