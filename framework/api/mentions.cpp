// SPDX-License-Identifier: MIT
#include <cordial/api/format.h>

#include <algorithm>
#include <array>

// Reading what format.cpp writes, and what people and other bots write.
namespace Cordial::Api {

namespace {

using namespace Qt::StringLiterals;

// source: interactions/application-commands.mdx, "Application Command Naming": three names of 32
constexpr qsizetype kLongestCommand = 98;
constexpr qsizetype kLongestEmojiName = 32;
constexpr qsizetype kLongestTag = 160;

template <typename Number>
std::optional<Number> numberFrom(QStringView text)
{
    // QString's own functions would also take spaces, a plus and digits of other scripts.
    const QStringView digits = text.startsWith(u'-') ? text.sliced(1) : text;
    const bool isPlain = !digits.isEmpty()
        && std::all_of(digits.begin(), digits.end(),
                       [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (!isPlain)
        return std::nullopt;
    bool ok = false;
    Number number{};
    if constexpr (std::is_signed_v<Number>)
        number = text.toLongLong(&ok);
    else
        number = text.toULongLong(&ok);
    return ok ? std::optional(number) : std::nullopt;
}

std::optional<quint64> idFrom(QStringView text)
{
    const auto id = numberFrom<quint64>(text);
    return id && *id != 0 ? id : std::nullopt;
}

bool isStyle(QChar c)
{
    return QStringView(u"tTdDfFsSR").contains(c);
}

//! Far beyond what a client shows, and far from what a clock cannot hold.
// source: the range of JavaScript's Date
constexpr qint64 kFarthestSecond = 8'640'000'000'000;

bool readTime(QStringView inside, Mention &out)
{
    const qsizetype colon = inside.indexOf(u':');
    const auto seconds = numberFrom<qint64>(colon < 0 ? inside : inside.first(colon));
    if (!seconds || *seconds > kFarthestSecond || *seconds < -kFarthestSecond)
        return false;
    if (colon >= 0) {
        const QStringView style = inside.sliced(colon + 1);
        if (style.size() != 1 || !isStyle(style.front()))
            return false;
        out.style = TimestampStyle(style.front().toLatin1());
    }
    out.kind = Mention::Kind::Timestamp;
    out.time = std::chrono::sys_seconds(std::chrono::seconds(*seconds));
    return true;
}

bool readNamed(QStringView inside, Mention::Kind kind, qsizetype longest, Mention &out)
{
    const qsizetype colon = inside.lastIndexOf(u':');
    if (colon <= 0 || colon > longest)
        return false;
    const auto id = idFrom(inside.sliced(colon + 1));
    if (!id)
        return false;
    out.kind = kind;
    out.id = *id;
    out.name = inside.first(colon).toString();
    return !out.name.contains(u':') && !out.name.contains(u'\n');
}

bool readNavigation(QStringView inside, Mention &out)
{
    static constexpr std::array kPlaces = {u"customize", u"browse", u"guide", u"linked-roles"};
    out.kind = Mention::Kind::Navigation;
    for (const char16_t *place : kPlaces) {
        if (inside == QStringView(place)) {
            out.name = inside.toString();
            return true;
        }
    }
    const QStringView linked = u"linked-roles:";
    if (!inside.startsWith(linked))
        return false;
    const auto id = idFrom(inside.sliced(linked.size()));
    out.name = u"linked-roles"_s;
    out.id = id.value_or(0);
    return id.has_value();
}

bool readId(QStringView digits, Mention::Kind kind, Mention &out)
{
    const auto id = idFrom(digits);
    out.kind = kind;
    out.id = id.value_or(0);
    return id.has_value();
}

//! What stands between "<" and ">".
bool readTag(QStringView inside, Mention &out)
{
    using Kind = Mention::Kind;
    const auto rest = [&](qsizetype from) { return inside.sliced(from); };
    if (inside.startsWith(u"@&"))
        return readId(rest(2), Kind::Role, out);
    if (inside.startsWith(u"@!"))
        return readId(rest(2), Kind::User, out);
    if (inside.startsWith(u'@'))
        return readId(rest(1), Kind::User, out);
    if (inside.startsWith(u'#'))
        return readId(rest(1), Kind::Channel, out);
    if (inside.startsWith(u'/'))
        return readNamed(rest(1), Kind::Command, kLongestCommand, out);
    if (inside.startsWith(u':'))
        return readNamed(rest(1), Kind::Emoji, kLongestEmojiName, out);
    if (inside.startsWith(u"a:"))
        return readNamed(rest(2), Kind::AnimatedEmoji, kLongestEmojiName, out);
    if (inside.startsWith(u"t:"))
        return readTime(rest(2), out);
    return inside.startsWith(u"id:") && readNavigation(rest(3), out);
}

//! The mention that begins at \a position, if one does.
bool readAt(QStringView text, qsizetype position, Mention &out)
{
    const QStringView from = text.sliced(position);
    if (from.startsWith(u'@')) {
        const bool isEveryone = from.startsWith(u"@everyone");
        if (!isEveryone && !from.startsWith(u"@here"))
            return false;
        out.kind = isEveryone ? Mention::Kind::Everyone : Mention::Kind::Here;
        out.length = isEveryone ? 9 : 5;
        return true;
    }
    const qsizetype end = from.first(std::min(from.size(), kLongestTag)).indexOf(u'>');
    if (!from.startsWith(u'<') || end < 0 || !readTag(from.sliced(1, end - 1), out))
        return false;
    out.length = end + 1;
    return true;
}

} // namespace

QList<Mention> findMentions(QStringView text, qsizetype atMost)
{
    QList<Mention> found;
    qsizetype position = 0;
    while (position < text.size() && found.size() < atMost) {
        Mention mention;
        if (!readAt(text, position, mention)) {
            ++position;
            continue;
        }
        mention.position = position;
        position += mention.length;
        found.append(std::move(mention));
    }
    return found;
}

std::optional<std::chrono::sys_seconds> timeFromText(QStringView text)
{
    Mention mention;
    const bool isTime = !text.isEmpty() && readAt(text, 0, mention)
        && mention.kind == Mention::Kind::Timestamp && mention.length == text.size();
    return isTime ? std::optional(mention.time) : std::nullopt;
}

std::optional<MessageLink> messageLinkFromText(QStringView text)
{
    static constexpr std::array kHosts = {u"https://discord.com/", u"https://ptb.discord.com/",
                                          u"https://canary.discord.com/",
                                          u"https://discordapp.com/"};
    for (const char16_t *host : kHosts) {
        const QStringView prefix(host);
        if (!text.startsWith(prefix))
            continue;
        const auto parts = text.sliced(prefix.size()).split(u'/');
        if (parts.size() != 4 || parts[0] != u"channels")
            return std::nullopt;
        const auto guild = idFrom(parts[1]);
        const auto channel = idFrom(parts[2]);
        const auto message = idFrom(parts[3]);
        if ((!guild && parts[1] != u"@me") || !channel || !message)
            return std::nullopt;
        return MessageLink{guild ? std::optional(GuildId(*guild)) : std::nullopt,
                           ChannelId(*channel), MessageId(*message)};
    }
    return std::nullopt;
}

} // namespace Cordial::Api
