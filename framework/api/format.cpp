// SPDX-License-Identifier: MIT
#include <cordial/api/format.h>

namespace Cordial::Api {

namespace {

template <typename T>
std::optional<T> idBetween(QStringView text, QStringView opening)
{
    if (text.startsWith(opening) && text.endsWith(u'>'))
        return T::fromString(text.sliced(opening.size(), text.size() - opening.size() - 1));
    return std::nullopt;
}

template <typename T>
std::optional<T> valid(std::optional<T> id)
{
    return id && id->isValid() ? id : std::nullopt;
}

} // namespace

QString mention(UserId user)
{
    return u"<@" + user.toString() + u'>';
}

QString mention(ChannelId channel)
{
    return u"<#" + channel.toString() + u'>';
}

QString mention(RoleId role)
{
    return u"<@&" + role.toString() + u'>';
}

QString mention(QStringView command, CommandId id)
{
    return u"</" + command.toString() + u':' + id.toString() + u'>';
}

QString mention(QStringView name, EmojiId id, bool isAnimated)
{
    return (isAnimated ? QStringLiteral("<a:") : QStringLiteral("<:")) + name.toString() + u':'
        + id.toString() + u'>';
}

QString mention(GuildNavigation place)
{
    switch (place) {
    case GuildNavigation::Customize:
        return QStringLiteral("<id:customize>");
    case GuildNavigation::Browse:
        return QStringLiteral("<id:browse>");
    case GuildNavigation::Guide:
        return QStringLiteral("<id:guide>");
    case GuildNavigation::LinkedRoles:
        break;
    }
    return QStringLiteral("<id:linked-roles>");
}

QString mentionLinkedRole(RoleId role)
{
    return u"<id:linked-roles:" + role.toString() + u'>';
}

QString messageLink(std::optional<GuildId> guild, ChannelId channel, MessageId message)
{
    return u"https://discord.com/channels/" + (guild ? guild->toString() : QStringLiteral("@me"))
        + u'/' + channel.toString() + u'/' + message.toString();
}

std::optional<UserId> userFromText(QStringView text)
{
    if (const auto id = idBetween<UserId>(text, u"<@!"))
        return valid(id);
    if (const auto id = idBetween<UserId>(text, u"<@"))
        return valid(id);
    return valid(UserId::fromString(text));
}

std::optional<ChannelId> channelFromText(QStringView text)
{
    const auto id = idBetween<ChannelId>(text, u"<#");
    return valid(id ? id : ChannelId::fromString(text));
}

std::optional<RoleId> roleFromText(QStringView text)
{
    const auto id = idBetween<RoleId>(text, u"<@&");
    return valid(id ? id : RoleId::fromString(text));
}

QString formatTime(std::chrono::sys_time<std::chrono::milliseconds> time, TimestampStyle style)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    return QStringLiteral("<t:%1:%2>").arg(seconds).arg(QLatin1Char(char(style)));
}

QString escapeMarkdown(QStringView text)
{
    QString out;
    out.reserve(text.size() + 8);
    for (const QChar c : text) {
        if (QStringView(u"\\*_~`|>#[]()-").contains(c))
            out += u'\\';
        out += c;
        if (c == u'@') // A zero-width space keeps it from being a mention.
            out += QChar(0x200B);
    }
    return out;
}

} // namespace Cordial::Api
