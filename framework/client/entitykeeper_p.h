// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/cache/entitycache.h>
#include <cordial/api/intents.h>
#include <cordial/client/event.h>
#include <cordial/core/metrics.h>

namespace Cordial {

//! \brief Feeds a client's EntityCache, sweeps it, says what it costs, keeps it over a restart.
class EntityKeeper
{
public:
    //! \brief How old what was saved may be: as long as Discord lets a session be resumed, about.
    static constexpr std::chrono::minutes kOldest{10};

    //! \brief What was saved is taken in if \a mark gives what it gave then; see ClientParts.
    EntityKeeper(const Api::EntityPolicies &policies, std::shared_ptr<Api::CacheStore> store,
                 std::function<QByteArray()> mark, Clock &clock, MetricSink &metrics);

    [[nodiscard]] Api::EntityCache &entities() { return m_entities; }
    [[nodiscard]] const Api::EntityCache &entities() const { return m_entities; }
    //! \brief Those that keep it up to date, without privileged ones.
    [[nodiscard]] Api::Intents neededIntents() const;
    //! \brief Names what is kept but grows old with \a active.
    void warnAboutIntents(Api::Intents active) const;

    void start(); //!< Takes in what was saved; it serves one start.
    void stop(); //!< Saves.
    //! \brief Whether events of \a type say something that is kept; it never changes.
    [[nodiscard]] bool wants(const QByteArray &type) const;
    [[nodiscard]] Result<> take(const Gateway::Dispatch &dispatch);
    //! \brief Logs what is kept and what it costs, if somebody asked for it to be kept.
    void tell() const;
    //! \brief Gauges: how many guilds, channels and members are known; once a second at most also
    //! each type that somebody asked to be kept.
    void report();

private:
    void sweepLater();
    void load();
    void save();

    std::shared_ptr<Api::CacheStore> m_store;
    std::function<QByteArray()> m_mark;
    Clock &m_clock;
    MetricSink &m_metrics;
    Api::EntityCache m_entities;
    std::unique_ptr<Timer> m_sweeper;
    std::optional<TimePoint> m_reported;
    bool m_isOn;
    bool m_isAskedFor; //!< More, or less, than a client keeps by itself.
};

} // namespace Cordial
