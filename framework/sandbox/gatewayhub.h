// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/core.h>
#include <cordial/sandbox/gatewayconnection.h>

#include <functional>
#include <map>

namespace Cordial::Sandbox {

//! \brief All gateway sessions of the offline Discord: who may identify, who hears of which event.
//! Pure but for timers of the clock; one thread.
class GatewayHub : public EventSink
{
public:
    explicit GatewayHub(Core &core);
    ~GatewayHub() override;

    void setResumeUrl(const QString &url) { m_resumeUrl = url; }
    [[nodiscard]] Clock &clock() { return m_core.clock; }
    [[nodiscard]] const GatewaySettings &settings() const { return m_core.gateway; }

    void publish(const Event &event) override;
    //! \brief Sends a dispatch to the sessions that carry \a guild, whatever their intents.
    void dispatchRaw(const QByteArray &name, const QByteArray &json, GuildId guild, int shard);

    // For connections.
    void identify(GatewayConnection &connection, const QJsonValue &data);
    void resume(GatewayConnection &connection, const QJsonValue &data);
    void command(GatewayConnection &connection, int opcode, const QJsonObject &data);
    //! \brief The connection is gone; \a final ends its session too.
    void detach(GatewayConnection &connection, bool final);
    //! \brief Forgets the session of a connection that stays open.
    void endSession(GatewayConnection &connection, const QByteArray &why);
    void note(const GatewayConnection &connection, const QByteArray &event, QJsonObject data = {});
    void countHeartbeat() { ++m_heartbeats; }

    //! \brief The `session_start_limit` of GET /gateway/bot.
    [[nodiscard]] QJsonObject sessionStartLimit();
    [[nodiscard]] QJsonObject stats() const;
    [[nodiscard]] QJsonArray sessionList() const;
    //! \brief Live connections, all or those of one shard.
    [[nodiscard]] QList<GatewayConnection *> connections(int shard = -1) const;
    //! \brief Makes every session unknown, as a restart of Discord's does.
    void forgetSessions();

    //! \brief Called after each dispatch that was sent, for faults that wait for a number of them.
    std::function<void(GatewayConnection &)> dispatched;

private:
    using Sessions = std::map<QByteArray, std::unique_ptr<GatewaySession>>;

    bool checkIdentify(GatewayConnection &connection, const QJsonObject &data,
                       GatewaySession::Config &config);
    bool checkShard(GatewayConnection &connection, const QJsonObject &data,
                    GatewaySession::Config &config);
    bool checkIntents(GatewayConnection &connection, const QJsonObject &data,
                      GatewaySession::Config &config);
    bool takeStart(GatewayConnection &connection, int shard);
    void sendReady(GatewaySession &session);
    void sendGuilds(GatewaySession &session);
    [[nodiscard]] QJsonObject guildCreate(const Guild &guild, const GatewaySession &session) const;
    void send(GatewaySession &session, const QByteArray &name, const QByteArray &json);
    void send(GatewaySession &session, const QByteArray &name, const QJsonObject &data);
    void requestMembers(GatewaySession &session, const QJsonObject &data);
    void sendChunks(GatewaySession &session, const Guild &guild, const QJsonObject &data,
                    QList<UserId> members, const QJsonArray &notFound);
    void requestSounds(GatewaySession &session, const QJsonObject &data);
    void requestChannelInfo(GatewaySession &session, const QJsonObject &data);
    void updateVoice(GatewaySession &session, const QJsonObject &data);
    void refillStarts();
    void expireSessions();
    void makeRoom();

    Core &m_core;
    QString m_resumeUrl;
    Sessions m_sessions;
    std::map<int, TimePoint> m_lastIdentify; //!< By shard % max_concurrency.
    std::map<std::pair<QByteArray, GuildId>, TimePoint> m_lastMemberRequest;
    TimePoint m_startsResetAt;
    std::unique_ptr<Timer> m_expiry;
    quint64 m_identifies = 0;
    quint64 m_resumes = 0;
    quint64 m_heartbeats = 0;
    quint64 m_dispatches = 0;
    quint64 m_evicted = 0;
};

} // namespace Cordial::Sandbox
