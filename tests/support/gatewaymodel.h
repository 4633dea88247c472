// SPDX-License-Identifier: MIT
#pragma once

#include "rawgateway.h"
#include "scaledclock.h"

#include <cordial/gateway/sessionstore.h>
#include <cordial/gateway/shardmanager.h>

#include <QHash>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

//! Like QTRY_COMPARE_WITH_TIMEOUT, which looks every 50 ms only: hundreds of rows add up.
#define AWAIT_COMPARE(actual, expected, timeoutMs)                                                 \
    do {                                                                                           \
        (void)QTest::qWaitFor([&] { return (actual) == (expected); }, timeoutMs);                  \
        QCOMPARE(actual, expected);                                                                \
    } while (false)
#define AWAIT_VERIFY(condition, timeoutMs)                                                         \
    QVERIFY(QTest::qWaitFor([&] { return bool(condition); }, timeoutMs))

namespace Cordial::Testing {

//! \brief Discord's side of a session, with a fault at a chosen event: every connection gets HELLO,
//! IDENTIFY begins a session, RESUME replays what was missed (and a few more). Events are numbered
//! without a gap, so that the client's side can be checked one by one.
class GatewayModel
{
public:
    using Fault = std::function<void(RawPeer &)>;

    explicit GatewayModel(Fault fault = {}, const QString &certificate = {})
        : server(certificate), m_fault(std::move(fault))
    {
        server.onOpened = [this](RawPeer &peer, int) { greet(peer); };
        server.onRequest = [this](RawPeer &peer, int number) {
            if (onUpgrade && !onUpgrade(peer, number))
                return;
            peer.acceptUpgrade();
            greet(peer);
        };
    }

    void greet(RawPeer &peer)
    {
        peer.onPayload = [this](RawPeer &one, const QJsonObject &payload) { take(one, payload); };
        if (!onHello || onHello(peer, int(server.peers.size())))
            peer.hello(heartbeatMs);
    }

    //! \brief The next event of the session of \a peer.
    void emitEvent(RawPeer &peer, const QByteArray &type = "N", const QByteArray &data = {})
    {
        Session &session = m_sessions[m_sessionOf.value(&peer)];
        const auto s = QByteArray::number(session.history.size() + 1);
        session.history << "{\"t\":\"" + type + "\",\"s\":" + s
                + ",\"op\":0,\"d\":" + (data.isEmpty() ? "{\"n\":" + s + '}' : data) + '}';
        peer.text(session.history.last());
    }
    void emitEvents(RawPeer &peer, int count)
    {
        for (int i = 0; i < count; ++i)
            emitEvent(peer);
    }
    //! \brief An event the client misses.
    void emitUnsent(RawPeer &peer, int count)
    {
        const bool wasSilent = std::exchange(peer.isSilent, true);
        emitEvents(peer, count);
        peer.isSilent = wasSilent;
    }

    int heartbeatMs = 41250;
    int before = 20; //!< events between READY and the fault
    int missed = 20; //!< events while the client is away
    int after = 20; //!< events after the last RESUMED or READY
    QString resumeUrl; //!< empty = here
    QString resumeHost = QStringLiteral("127.0.0.1");
    std::function<bool(RawPeer &, int number)> onUpgrade; //!< false = not granted by the model
    std::function<bool(RawPeer &, int number)> onHello; //!< false = no HELLO
    //! \brief False = what came gets no answer.
    std::function<bool(RawPeer &, const QJsonObject &)> onPayload;
    int identifies = 0;
    int resumes = 0;
    QList<QJsonObject> commands;
    RawGateway server;

private:
    struct Session
    {
        QList<QByteArray> history; //!< index + 1 = s
    };

    void take(RawPeer &peer, const QJsonObject &payload)
    {
        if (onPayload && !onPayload(peer, payload))
            return;
        const int op = payload[QLatin1StringView("op")].toInt();
        const QJsonObject d = payload[QLatin1StringView("d")].toObject();
        if (op == 2)
            identify(peer);
        else if (op == 6)
            resume(peer, d[QLatin1StringView("session_id")].toString().toLatin1(),
                   d[QLatin1StringView("seq")].toInteger());
        else
            commands << payload;
    }

    void identify(RawPeer &peer)
    {
        ++identifies;
        const QByteArray id = "session-" + QByteArray::number(m_sessions.size() + 1);
        m_sessions[id] = {};
        m_sessionOf[&peer] = id;
        const QString home = resumeUrl.isEmpty() ? server.url(resumeHost) : resumeUrl;
        emitEvent(peer, "READY",
                  "{\"session_id\":\"" + id + R"(","resume_gateway_url":")" + home.toLatin1()
                      + R"(","guilds":[]})");
        emitEvents(peer, m_struck ? after : before);
        strike(peer);
    }

    void strike(RawPeer &peer)
    {
        if (std::exchange(m_struck, true) || !m_fault)
            return;
        m_fault(peer);
        // Lost or not on this connection: it is replayed on the next one.
        emitUnsent(peer, missed);
    }

    void resume(RawPeer &peer, const QByteArray &id, qint64 sequence)
    {
        ++resumes;
        if (!m_sessions.contains(id) || sequence > m_sessions[id].history.size()) {
            peer.text("{\"op\":9,\"d\":false}");
            return;
        }
        m_sessionOf[&peer] = id;
        const QList<QByteArray> history = m_sessions[id].history;
        for (qint64 i = std::max<qint64>(sequence - 4, 1); i < history.size(); ++i)
            peer.text(history[i]);
        emitEvent(peer, "RESUMED", "{}");
        emitEvents(peer, after);
    }

    Fault m_fault;
    bool m_struck = false;
    QHash<QByteArray, Session> m_sessions;
    QHash<RawPeer *, QByteArray> m_sessionOf;
};

//! \brief A manager of shards and what it has told.
class GatewayWatch
{
public:
    explicit GatewayWatch(const QString &url, Gateway::ShardManagerConfig config = {},
                          Gateway::SessionStore *store = nullptr, Gateway::GatewayInfo info = {},
                          int speed = 20)
        : clock(speed)
    {
        config.token = Secret(QByteArrayView("tok"));
        config.intents = config.intents == 0 ? 513 : config.intents;
        config.strictJson = true;
        manager = std::make_unique<Gateway::ShardManager>(config, clock, MetricSink::none());
        manager->setSessionStore(store);
        QObject::connect(manager.get(), &Gateway::ShardManager::dispatched, manager.get(),
                         [this](const QList<Gateway::Dispatch> &batch) { dispatches << batch; });
        QObject::connect(manager.get(), &Gateway::ShardManager::shardChanged, manager.get(),
                         [this](const Gateway::ShardEvent &event) { events << event; });
        QObject::connect(manager.get(), &Gateway::ShardManager::fatal, manager.get(),
                         [this](quint32, const Error &error) { fatal << error; });
        info.url = QUrl(url);
        manager->start(info);
    }

    bool stop()
    {
        QSignalSpy stopped(manager.get(), &Gateway::ShardManager::stopped);
        manager->stop(std::chrono::seconds(60));
        return stopped.wait(5000);
    }

    [[nodiscard]] qsizetype count(Gateway::ShardEvent::Kind kind) const
    {
        return std::count_if(events.begin(), events.end(),
                             [kind](const auto &event) { return event.kind == kind; });
    }
    [[nodiscard]] QString reasons() const
    {
        QStringList all;
        for (const Gateway::ShardEvent &event : events)
            all << event.reason;
        return all.join(QLatin1Char('\n'));
    }
    [[nodiscard]] qint64 last() const
    {
        return dispatches.isEmpty() ? 0 : dispatches.last().sequence;
    }

    //! \brief Empty if each session of the one shard counts 1, 2, 3... without a gap, a repetition
    //! or a step back; else the first place that does not.
    [[nodiscard]] QString gap() const
    {
        qint64 before = 0;
        for (const Gateway::Dispatch &dispatch : dispatches) {
            if (dispatch.sequence < 0)
                continue;
            if (dispatch.type == "READY")
                before = 0;
            if (dispatch.sequence != before + 1)
                return QStringLiteral("%1 after %2").arg(dispatch.sequence).arg(before);
            before = dispatch.sequence;
        }
        return {};
    }

    ScaledClock clock;
    std::unique_ptr<Gateway::ShardManager> manager;
    QList<Gateway::Dispatch> dispatches;
    QList<Gateway::ShardEvent> events;
    QList<Error> fatal;
};

//! \brief A fault as a column of test data.
struct Strike
{
    GatewayModel::Fault run;
};

//! \brief For GatewayModel::onPayload: another answer to that opcode, the first \a times.
inline std::function<bool(RawPeer &, const QJsonObject &)> instead(int op, int times,
                                                                   GatewayModel::Fault answer)
{
    auto left = std::make_shared<int>(times);
    return [op, left, answer = std::move(answer)](RawPeer &peer, const QJsonObject &payload) {
        if (payload[QLatin1StringView("op")].toInt() != op || (*left)-- <= 0)
            return true;
        answer(peer);
        return false;
    };
}

} // namespace Cordial::Testing

Q_DECLARE_METATYPE(Cordial::Testing::Strike)
