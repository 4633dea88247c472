// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/ids.h>
#include <cordial/gateway/shardmanager.h>

#include <QHash>
#include <QSet>

#include <deque>
#include <optional>
#include <vector>

namespace Cordial::Gateway {

//! \brief What an event is known by in two sessions: its type and its text. 128 bits.
struct EventKey
{
    quint64 low = 0;
    quint64 high = 0;

    [[nodiscard]] static EventKey of(const Dispatch &dispatch);
    bool operator==(const EventKey &) const = default;
    friend size_t qHash(const EventKey &key, size_t seed = 0) noexcept
    {
        return size_t(key.low) ^ seed;
    }
};

//! \brief Decides when a new set of shards takes over from an old one, and which events the
//! consumer then still has to get. Pure.
//!
//! Both sets hear every event of a guild, on different connections with different sequences. While
//! they run side by side the old one delivers; each event that came on one side only is remembered,
//! until the other side has it too. At the hand-over what only the new set had is delivered, and
//! what only the old set had is not delivered again when it comes. Both sessions tell the events of
//! a guild in the same order: an event that comes on the new side settles what the old side had
//! before it. The moment is clean when
//! - every new shard is ready and its guilds have come,
//! - every old shard is connected,
//! - both have been so for `settle`,
//! - and every shard has answered a heartbeat since: of the old ones nothing from before the new
//!   sessions is still on its way, and of the new ones none is half open.
class Handover
{
public:
    Handover(quint32 oldShards, quint32 newShards, const ReshardOptions &options,
             qsizetype mostBytes);

    // Of events: when they arrived, not when the consumer came to them, who may be late.

    //! \brief The old set has delivered an event.
    void delivered(const Dispatch &dispatch, TimePoint now);
    //! \brief The new set has got an event: it is kept if the consumer may need it.
    void received(const Dispatch &dispatch, TimePoint now);
    void noteOld(const ShardEvent &event, TimePoint now);
    void noteNew(const ShardEvent &event, TimePoint now);
    enum class Side : quint8 { Old, New };
    //! \brief A shard has answered: what was sent before has come.
    void noteProbed(Side side, quint32 shard);

    enum class Step : quint8 {
        Wait,
        Probe, //!< ask the shards of toProbe()
        HandOver,
        Overflow, //!< too much is waiting; give up
    };
    [[nodiscard]] Step next(TimePoint now);
    [[nodiscard]] QList<quint32> toProbe(Side side);
    //! \brief What the consumer has not had, in the order of the new set.
    [[nodiscard]] QList<Dispatch> takeUndelivered();

    //! \brief After the hand-over: whether the old set has delivered that event.
    [[nodiscard]] bool isRepeat(const Dispatch &dispatch, TimePoint now);
    //! \brief Nothing is remembered any more.
    [[nodiscard]] bool isOver(TimePoint now);

    //! \brief What is waited for, for people.
    [[nodiscard]] QString progress() const;

private:
    enum class Probe : quint8 { None, Asked, Answered };
    struct Fresh
    {
        bool hasBegun = false; //!< IDENTIFY is out; what came before never comes here
        bool isReady = false;
        QSet<GuildId> guilds; //!< of READY, whose GUILD_CREATE has not come
        TimePoint readyAt;
        TimePoint filledAt; //!< READY, or the last of its guilds that came
        Probe probe = Probe::None;
    };
    //! \brief What one of the sides has had and the other not (yet), oldest first.
    struct Stream
    {
        struct Had
        {
            EventKey key;
            quint64 number = 0;
            TimePoint since;
        };
        struct Kept
        {
            EventKey key;
            quint64 number = 0;
            TimePoint since;
            Dispatch dispatch;
        };
        std::deque<Had> old;
        std::deque<Kept> fresh;
    };
    struct Age
    {
        GuildId guild;
        quint64 number = 0;
        TimePoint since;
    };
    struct Old
    {
        bool isReady = true;
        bool isGone = false; //!< fatal: nothing more comes
        Probe probe = Probe::None;
    };

    [[nodiscard]] bool isSnapshot(const Dispatch &dispatch, TimePoint now);
    [[nodiscard]] bool isComplete(TimePoint now);
    void unsettle();
    void forgetOld(TimePoint now);
    void forgetOwn(Stream &stream, TimePoint now);
    //! \brief Whether the old side had it; settles what it had before.
    [[nodiscard]] bool settle(Stream &stream, const EventKey &key);

    const ReshardOptions m_options;
    const qsizetype m_mostBytes;
    std::vector<Old> m_old;
    std::vector<Fresh> m_fresh;
    QHash<GuildId, Stream> m_streams; //!< no guild: what has none
    std::deque<Age> m_ages; //!< of what the old side had
    quint64 m_number = 0;
    qsizetype m_bytes = 0;
    std::optional<TimePoint> m_completeSince;
    TimePoint m_oldReadySince;
};

} // namespace Cordial::Gateway
