// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/gateway/shardmanager.h>

#include <QObject>

#include <functional>
#include <memory>

namespace Cordial {

//! \brief Where a client's events come from: Discord's gateway, or whatever a test puts there.
//! Same thread and same promises as Gateway::ShardManager.
class GatewayLink : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    virtual void start(const Gateway::GatewayInfo &info) = 0;
    //! \brief stopped() follows within \a atMost.
    virtual void stop(Milliseconds atMost) = 0;
    //! \brief With false nothing more is delivered; what waits is not lost but comes after a
    //! resume.
    virtual void setDelivering(bool delivering) = 0;
    [[nodiscard]] virtual Result<> send(quint32 shard, const QByteArray &payload) = 0;
    [[nodiscard]] virtual int shardCount() const = 0;
    //! \brief Asked when the session budget has been reset.
    virtual void setInfoSource(Gateway::GatewayInfoSource source) { Q_UNUSED(source) }
    //! \brief The shards themselves, where this is Discord's gateway.
    [[nodiscard]] virtual Gateway::ShardManager *shards() { return nullptr; }

Q_SIGNALS:
    void dispatched(const QList<Cordial::Gateway::Dispatch> &batch);
    void shardChanged(const Cordial::Gateway::ShardEvent &event);
    void ready();
    void fatal(quint32 shard, const Cordial::Error &error);
    void stopped();
};

using GatewayFactory =
    std::function<std::unique_ptr<GatewayLink>(const Gateway::ShardManagerConfig &config)>;

//! \brief The real gateway. \a sessions keeps them over a restart; may be null, outlives the links.
[[nodiscard]] GatewayFactory shardManagerFactory(Clock &clock, MetricSink &metrics,
                                                 Gateway::SessionStore *sessions = nullptr);

} // namespace Cordial
