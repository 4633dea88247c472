// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/result.h>

#include <QByteArrayList>
#include <QHash>
#include <QJsonObject>

#include <deque>
#include <vector>

namespace Cordial::Sandbox {

//! \brief One limit: at most `limit` requests in a fixed window that the first of them opens.
struct LimitRule
{
    QByteArrayList methods; //!< Empty: any.
    QByteArray route; //!< Template; "*" for any. Names of parameters do not matter.
    QByteArray bucket; //!< Rules of one bucket share hash and count.
    int limit = 5;
    std::chrono::milliseconds window{1000};
    bool shared = false; //!< Counts everybody's requests to the resource; scope "shared".
};

//! \brief All limits of the server. \source topics/rate-limits.mdx
struct LimitSettings
{
    bool enabled = true;
    int globalLimit = 50;
    std::chrono::milliseconds globalWindow{1000};
    qsizetype invalidLimit = 10'000;
    std::chrono::milliseconds invalidWindow{600'000};
    std::chrono::milliseconds banTime{3'600'000};
    std::vector<LimitRule> rules; //!< The first that fits counts.
};

//! \brief Limits like Discord's; its numbers are not published, these follow what clients see.
[[nodiscard]] LimitSettings discordLimits();
//! \brief "discord", "off", or a JSON or TOML file:
//!   defaults = true                      # Discord's rules after those given here
//!   global = { limit = 50, window = 1 }  # seconds; limit 0 switches it off
//!   invalid = { limit = 10000, window = 600, ban = 3600 }
//!   [[rules]]
//!   method = "POST"                      # or a list; absent: any
//!   route = "/channels/{channel_id}/messages"
//!   limit = 5
//!   window = 5.0
//!   bucket = "messages"                  # absent: one of its own
//!   scope = "user"                       # or "shared"
[[nodiscard]] Result<LimitSettings> loadLimits(const QString &source);
[[nodiscard]] Result<LimitSettings> readLimits(const QJsonObject &object, const QString &name);

//! \brief A request as the limits see it.
struct LimitedRequest
{
    QByteArray who; //!< Token, or address without one.
    QByteArray method;
    QByteArray route; //!< Template.
    QByteArray resource; //!< The top-level resource's id, "" without one.
    QByteArray variant; //!< Distinguishes buckets of one route, e.g. deletes by age.
    QByteArray subLimit; //!< A hidden limit that also applies; "" for none.
    int subLimitCount = 2;
    std::chrono::milliseconds subLimitWindow{600'000};
    bool exemptFromGlobal = false;
};

//! \brief May the request pass, and what its answer's headers say.
struct LimitVerdict
{
    enum class Scope { None, User, Global, Shared };

    Scope refused = Scope::None;
    bool hasBucket = false;
    QByteArray bucket;
    int limit = 0;
    int remaining = 0;
    std::chrono::microseconds resetAfter{0};
    std::chrono::microseconds retryAfter{0};

    [[nodiscard]] bool isAllowed() const { return refused == Scope::None; }
};

//! \brief Counts requests against limits. Pure, driven by the times it is given.
class RateLimitModel
{
public:
    explicit RateLimitModel(LimitSettings settings);

    [[nodiscard]] LimitVerdict take(const LimitedRequest &request, TimePoint now);
    //! \brief Notes an answer of 401, 403 or a 429 that is not shared; may start a ban.
    void countInvalid(const QByteArray &address, TimePoint now);
    //! \brief How long \a address is still kept out, 0 if it is not.
    [[nodiscard]] Milliseconds banLeft(const QByteArray &address, TimePoint now) const;
    void ban(const QByteArray &address, Milliseconds time, TimePoint now);
    void liftBans() { m_bans.clear(); }
    [[nodiscard]] qsizetype invalidCount(const QByteArray &address, TimePoint now);
    //! \brief Gives every bucket a new hash, as Discord now and then does; counts go on.
    void changeHashes() { ++m_hashRound; }

    [[nodiscard]] const LimitSettings &settings() const { return m_settings; }
    void setSettings(LimitSettings settings) { m_settings = std::move(settings); }

private:
    struct Window
    {
        TimePoint end;
        int used = 0;
    };

    [[nodiscard]] const LimitRule *ruleFor(const LimitedRequest &request) const;
    [[nodiscard]] QByteArray hashOf(const LimitRule &rule, const QByteArray &variant) const;
    Window &windowOf(const QByteArray &key, Milliseconds length, TimePoint now);
    void prune(TimePoint now);

    LimitSettings m_settings;
    int m_hashRound = 0;
    QHash<QByteArray, Window> m_windows;
    QHash<QByteArray, std::deque<TimePoint>> m_invalid;
    QHash<QByteArray, TimePoint> m_bans;
};

} // namespace Cordial::Sandbox
