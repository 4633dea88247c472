// SPDX-License-Identifier: MIT
#include <cordial/gateway/closecode.h>

#include <cordial/gateway/intents.h>
#include <cordial/gateway/opcode.h>

#include <QStringList>

#include <algorithm>
#include <array>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;

namespace {

struct Entry
{
    CloseCode code;
    ClosePolicy policy;
    const char *name;
};

constexpr std::array kTable{
    Entry{CloseCode::Normal, ClosePolicy::Resume, "normal closure"},
    Entry{CloseCode::GoingAway, ClosePolicy::Resume, "going away"},
    Entry{CloseCode::UnknownError, ClosePolicy::Resume, "unknown error"},
    Entry{CloseCode::UnknownOpcode, ClosePolicy::Resume, "unknown opcode"},
    Entry{CloseCode::DecodeError, ClosePolicy::Resume, "decode error"},
    Entry{CloseCode::NotAuthenticated, ClosePolicy::NewSession, "not authenticated"},
    Entry{CloseCode::AuthenticationFailed, ClosePolicy::Fatal, "authentication failed"},
    Entry{CloseCode::AlreadyAuthenticated, ClosePolicy::Resume, "already authenticated"},
    Entry{CloseCode::InvalidSequence, ClosePolicy::NewSession, "invalid sequence"},
    Entry{CloseCode::RateLimited, ClosePolicy::Resume, "rate limited"},
    Entry{CloseCode::SessionTimedOut, ClosePolicy::NewSession, "session timed out"},
    Entry{CloseCode::InvalidShard, ClosePolicy::Fatal, "invalid shard"},
    Entry{CloseCode::ShardingRequired, ClosePolicy::Fatal, "sharding required"},
    Entry{CloseCode::InvalidApiVersion, ClosePolicy::Fatal, "invalid API version"},
    Entry{CloseCode::InvalidIntents, ClosePolicy::Fatal, "invalid intents"},
    Entry{CloseCode::DisallowedIntents, ClosePolicy::Fatal, "disallowed intents"},
};

const Entry *find(quint16 code)
{
    const auto *it = std::find_if(kTable.begin(), kTable.end(),
                                  [code](const Entry &e) { return quint16(e.code) == code; });
    return it == kTable.end() ? nullptr : &*it;
}

QString disallowedIntents(quint32 intents)
{
    const QStringList asked = intentNames(intents & kPrivilegedIntents);
    if (asked.isEmpty())
        return u"the intents are not allowed for this bot; ask for fewer of them"_s;
    return u"the privileged intents "_s % asked.join(u", "_s)
        % u" were asked for but are not enabled for this bot: enable each of them at "
          "https://discord.com/developers/applications under Bot, Privileged Gateway Intents, "
          "or leave them out of the intents"_s;
}

QString adviceFor(CloseCode code, const CloseContext &context)
{
    const QString shard = u"["_s % QString::number(context.shard) % u", "_s
        % QString::number(context.shardCount) % u"]"_s;
    switch (code) {
    case CloseCode::AuthenticationFailed:
        return u"Discord refused the token: check DISCORD_TOKEN or --token-file, or reset the "
               "token at https://discord.com/developers/applications under Bot"_s;
    case CloseCode::InvalidShard:
        return u"the shard numbers "_s % shard
            % u" are not valid: check the shard count and the shard range (bots in over 150,000 "
              "guilds need a multiple of the count Discord recommends)"_s;
    case CloseCode::ShardingRequired:
        return u"a shard may serve at most 2,500 guilds, "_s % QString::number(context.shardCount)
            % u" shards are too few: raise the shard count, or set it to auto"_s;
    case CloseCode::InvalidApiVersion:
        return u"gateway version "_s % QString::number(kGatewayVersion)
            % u" is not served any more: update to a version of Cordial that speaks a newer one"_s;
    case CloseCode::InvalidIntents:
        return u"the intents "_s % QString::number(context.intents)
            % u" are not valid: check the number for bits that Discord does not define"_s;
    default:
        return disallowedIntents(context.intents);
    }
}

} // namespace

ClosePolicy closePolicy(quint16 code)
{
    const Entry *entry = find(code);
    return entry != nullptr ? entry->policy : ClosePolicy::Resume;
}

QString closeCodeName(quint16 code)
{
    const Entry *entry = find(code);
    return entry != nullptr ? QString::fromLatin1(entry->name) : QString();
}

Error explainFatalClose(quint16 code, const CloseContext &context)
{
    Error error =
        makeError(ErrorCode::GatewayFatal,
                  u"gateway closed with "_s % QString::number(code) % u" ("_s % closeCodeName(code)
                      % u"): "_s % adviceFor(CloseCode(code), context));
    error.discordCode = code;
    return error;
}

} // namespace Cordial::Gateway
