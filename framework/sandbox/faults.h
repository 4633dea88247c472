// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/result.h>

#include <QJsonArray>
#include <QJsonObject>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace Cordial::Sandbox {

//! \brief One thing that goes wrong on purpose.
//!
//! Common keys: kind; at (seconds after the start or the request that adds it), count (how many
//! times, default 1; 0: until removed).
//! Gateway kinds (shard: one shard only; after_events: once so many dispatches were sent since):
//!   drop                    the TCP connection is reset, no close frame
//!   close       code        closed with this code
//!   reconnect               op 7
//!   invalid_session resumable   op 9
//!   heartbeat_request       op 1
//!   no_ack                  heartbeats are no longer acknowledged
//!   stall       for         nothing is sent or read for so many seconds
//!   corrupt     how         "json" garbage text, "zlib" broken compressed bytes, "frame" an
//!   illegal
//!                           WebSocket frame
//!   forget_sessions         no session can be resumed any more
//!   refuse_upgrade status   the next WebSocket handshakes get this HTTP status
//!   resume_dead             the resume URL refuses connections (for: seconds, 0 for good)
//! HTTP kinds (method, path: only requests that match; path may end in *):
//!   http_status status, body, content_type   answers this instead
//!   http_reset  when        "before" (default), "headers" or "body"
//!   http_delay  for         the answer waits so many seconds
//!   http_429    scope, retry_after   user, global or shared
//!   edge_ban    for         HTML 429 without Discord's JSON, for every request
//!   rehash                  every rate limit bucket gets a new hash
struct Fault
{
    quint64 id = 0;
    QByteArray kind;
    QJsonObject spec;
    qint64 left = 1; //!< Times to go; -1 for ever.
    qint64 afterEvents = 0;
    int shard = -1;
    QByteArray method;
    QByteArray path;
    bool armed = true; //!< False until its time comes.
};

//! \brief The plan of faults: what is armed, what waits for its time. Pure but for its timers.
class Faults
{
public:
    static constexpr qsizetype kMostFaults = 1000;

    explicit Faults(Clock &clock);
    ~Faults();

    //! \brief Checks and adds a fault; InvalidArgument names the key that is wrong.
    [[nodiscard]] Result<quint64> add(const QJsonObject &spec);
    //! \brief Adds those of a file's object {"faults": [...]}.
    [[nodiscard]] Result<void> addAll(const QJsonObject &object);
    void clear();
    [[nodiscard]] QJsonArray toJson() const;

    //! \brief The fault that \a request meets, if any; counts it as used.
    [[nodiscard]] std::optional<Fault> forRequest(const QByteArray &method, const QByteArray &path);
    //! \brief The fault that the next upgrade meets.
    [[nodiscard]] std::optional<Fault> forUpgrade();
    //! \brief A dispatch went to \a shard: those of after_events that are due now.
    [[nodiscard]] std::vector<Fault> afterDispatch(int shard);

    //! \brief Called for a fault that strikes by itself, at its time.
    std::function<void(const Fault &)> strike;

private:
    void arm(quint64 id);
    [[nodiscard]] static bool isPassive(const QByteArray &kind);
    Fault use(Fault &fault);
    void dropUsed();

    Clock &m_clock;
    quint64 m_nextId = 1;
    std::vector<Fault> m_faults;
    std::vector<std::unique_ptr<Timer>> m_timers;
};

} // namespace Cordial::Sandbox
