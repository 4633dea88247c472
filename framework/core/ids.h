// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHashFunctions>
#include <QMetaType>
#include <QString>

#include <charconv>
#include <chrono>
#include <compare>
#include <optional>

namespace Cordial {

//! \brief Milliseconds between the Unix epoch and Discord's, the first of January 2015.
//! \source reference.mdx, "Snowflakes"
inline constexpr quint64 kDiscordEpochMs = 1'420'070'400'000;

//! \brief A Discord snowflake that cannot be mistaken for one of another kind. 0 means "none".
template <typename Tag>
class Id
{
public:
    constexpr Id() = default;
    constexpr explicit Id(quint64 value) : m_value(value) { }

    //! \brief Decimal digits as Discord sends them; nothing if \a text is not such a number.
    [[nodiscard]] static std::optional<Id> fromString(QByteArrayView text)
    {
        quint64 value = 0;
        const char *end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, value);
        if (text.isEmpty() || error != std::errc() || stop != end)
            return std::nullopt;
        return Id(value);
    }
    [[nodiscard]] static std::optional<Id> fromString(QStringView text)
    {
        const QByteArray latin = text.toLatin1();
        return fromString(QByteArrayView(latin));
    }

    [[nodiscard]] constexpr quint64 value() const { return m_value; }
    [[nodiscard]] constexpr bool isValid() const { return m_value != 0; }
    [[nodiscard]] QString toString() const { return QString::number(m_value); }
    [[nodiscard]] QByteArray toByteArray() const { return QByteArray::number(m_value); }

    //! \brief When Discord made this id, to the millisecond.
    [[nodiscard]] constexpr std::chrono::sys_time<std::chrono::milliseconds> createdAt() const
    {
        return std::chrono::sys_time<std::chrono::milliseconds>(
            std::chrono::milliseconds((m_value >> 22) + kDiscordEpochMs));
    }

    constexpr auto operator<=>(const Id &) const = default;
    friend size_t qHash(Id id, size_t seed = 0) noexcept { return ::qHash(id.m_value, seed); }

private:
    quint64 m_value = 0;
};

using ApplicationId = Id<struct ApplicationTag>;
using AttachmentId = Id<struct AttachmentTag>;
using ChannelId = Id<struct ChannelTag>;
using CommandId = Id<struct CommandTag>;
using EmojiId = Id<struct EmojiTag>;
using GuildId = Id<struct GuildTag>;
using InteractionId = Id<struct InteractionTag>;
using MessageId = Id<struct MessageTag>;
using RoleId = Id<struct RoleTag>;
using UserId = Id<struct UserTag>;
using WebhookId = Id<struct WebhookTag>;

//! \brief The shard a guild's events arrive on; 0 for events without a guild.
//! \source events/gateway.mdx, "Sharding"
[[nodiscard]] constexpr quint32 shardOf(GuildId guild, quint32 shardCount)
{
    return shardCount == 0 ? 0 : static_cast<quint32>((guild.value() >> 22) % shardCount);
}

} // namespace Cordial
