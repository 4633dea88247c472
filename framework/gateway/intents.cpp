// SPDX-License-Identifier: MIT
#include <cordial/gateway/intents.h>

#include <algorithm>
#include <array>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;

namespace {

struct Intent
{
    int bit;
    const char *name;
};

//! \source events/gateway.mdx, "List of Intents"
constexpr std::array kIntents{
    Intent{0, "GUILDS"},
    Intent{1, "GUILD_MEMBERS"},
    Intent{2, "GUILD_MODERATION"},
    Intent{3, "GUILD_EXPRESSIONS"},
    Intent{4, "GUILD_INTEGRATIONS"},
    Intent{5, "GUILD_WEBHOOKS"},
    Intent{6, "GUILD_INVITES"},
    Intent{7, "GUILD_VOICE_STATES"},
    Intent{8, "GUILD_PRESENCES"},
    Intent{9, "GUILD_MESSAGES"},
    Intent{10, "GUILD_MESSAGE_REACTIONS"},
    Intent{11, "GUILD_MESSAGE_TYPING"},
    Intent{12, "DIRECT_MESSAGES"},
    Intent{13, "DIRECT_MESSAGE_REACTIONS"},
    Intent{14, "DIRECT_MESSAGE_TYPING"},
    Intent{15, "MESSAGE_CONTENT"},
    Intent{16, "GUILD_SCHEDULED_EVENTS"},
    Intent{20, "AUTO_MODERATION_CONFIGURATION"},
    Intent{21, "AUTO_MODERATION_EXECUTION"},
    Intent{24, "GUILD_MESSAGE_POLLS"},
    Intent{25, "DIRECT_MESSAGE_POLLS"},
};

// Names Discord has renamed, still found in many programs.
constexpr std::array kFormerNames{
    Intent{2, "GUILD_BANS"},
    Intent{3, "GUILD_EMOJIS_AND_STICKERS"},
};

template <typename Table>
int bitOf(const Table &table, QStringView name)
{
    const auto it = std::find_if(table.begin(), table.end(), [name](const Intent &intent) {
        return name == QLatin1StringView(intent.name);
    });
    return it == table.end() ? -1 : it->bit;
}

int bitOf(QStringView name)
{
    const int bit = bitOf(kIntents, name);
    return bit >= 0 ? bit : bitOf(kFormerNames, name);
}

Result<quint32> parseNames(QStringView text)
{
    quint32 intents = 0;
    for (const QStringView part : text.split(u',')) {
        const QStringView name = part.trimmed();
        const int bit = bitOf(name);
        if (bit < 0)
            return makeError(ErrorCode::InvalidArgument,
                             u"\""_s % name
                                 % u"\" is not an intent; the names are Discord's, as "
                                   "in GUILDS,GUILD_MESSAGES"_s);
        intents |= 1U << bit;
    }
    return intents;
}

} // namespace

quint32 unprivilegedIntents()
{
    quint32 all = 0;
    for (const Intent &intent : kIntents)
        all |= 1U << intent.bit;
    return all & ~kPrivilegedIntents;
}

Result<quint32> parseIntents(QStringView text)
{
    const QStringView trimmed = text.trimmed();
    const bool isNumber = !trimmed.isEmpty()
        && std::all_of(trimmed.begin(), trimmed.end(),
                       [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (!isNumber)
        return parseNames(trimmed);
    bool ok = false;
    const quint32 number = trimmed.toUInt(&ok);
    if (!ok || number > 0x7fffffffU)
        return makeError(ErrorCode::InvalidArgument,
                         u"\""_s % trimmed % u"\" is too large for intents"_s);
    return number;
}

QStringList intentNames(quint32 intents)
{
    QStringList names;
    for (int bit = 0; bit < 32; ++bit) {
        if ((intents & (1U << bit)) == 0)
            continue;
        const auto *it = std::find_if(kIntents.begin(), kIntents.end(),
                                      [bit](const Intent &intent) { return intent.bit == bit; });
        names << (it != kIntents.end() ? QString::fromLatin1(it->name)
                                       : u"1<<"_s % QString::number(bit));
    }
    return names;
}

} // namespace Cordial::Gateway
