// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>

#include <array>
#include <chrono>

namespace Cordial::Api {

//! \brief What a cache can keep. Threads are channels.
enum class EntityType : quint8 {
    Guild,
    Channel,
    Role,
    Member,
    User, //!< Of members; kept as long as one of their members is.
    Emoji,
    Sticker,
    VoiceState,
    Presence,
    Message,
    StageInstance,
    ScheduledEvent,
    SoundboardSound
};
inline constexpr size_t kEntityTypes = 13;
static_assert(size_t(EntityType::SoundboardSound) + 1 == kEntityTypes);

//! \brief "members", for people.
[[nodiscard]] const char *nameOf(EntityType type);

//! \brief How much is kept of one type.
struct EntityPolicy
{
    bool isKept = false;
    //! Only these of Discord's fields, and ids; empty = all.
    QList<QByteArray> fields;
    //! Beyond it members, presences, voice states and messages give way to newer ones; of the other
    //! types no more is taken. Both are counted.
    qsizetype most = 0;
    //! What has not changed for so long is swept out; 0 = it stays.
    std::chrono::seconds longest{0};

    [[nodiscard]] static EntityPolicy off() { return {}; }
    [[nodiscard]] static EntityPolicy all(qsizetype most,
                                          std::chrono::seconds longest = std::chrono::seconds(0))
    {
        return {true, {}, most, longest};
    }
    [[nodiscard]] static EntityPolicy some(QList<QByteArray> fields, qsizetype most,
                                           std::chrono::seconds longest = std::chrono::seconds(0))
    {
        return {true, std::move(fields), most, longest};
    }
    bool operator==(const EntityPolicy &) const = default;
};

//! \brief One for each type.
class EntityPolicies
{
public:
    //! \brief Nothing is kept.
    [[nodiscard]] static EntityPolicies off() { return {}; }
    //! \brief What a client keeps unless told otherwise: of guilds, channels, roles and up to
    //! 50,000 members what commands, permissions and names need.
    [[nodiscard]] static EntityPolicies minimal();
    //! \brief Guilds, channels, roles and emoji in full: what names and permissions need; members
    //! up to 50,000.
    [[nodiscard]] static EntityPolicies standard();
    //! \brief Everything but messages and presences in full, up to 2 million members.
    [[nodiscard]] static EntityPolicies full();

    [[nodiscard]] EntityPolicy &operator[](EntityType type) { return m_all[size_t(type)]; }
    [[nodiscard]] const EntityPolicy &operator[](EntityType type) const
    {
        return m_all[size_t(type)];
    }
    [[nodiscard]] bool isOff() const;
    bool operator==(const EntityPolicies &) const = default;

private:
    std::array<EntityPolicy, kEntityTypes> m_all;
};

//! \brief What one type costs and what became of it.
struct EntityUsage
{
    EntityType type{};
    qsizetype count = 0;
    qsizetype limit = 0;
    qsizetype bytes = 0; //!< with all that is around it
    quint64 refused = 0; //!< not taken: over the limit, or a single one over a megabyte
    quint64 evicted = 0; //!< gave way
    quint64 expired = 0; //!< swept out
};

} // namespace Cordial::Api
