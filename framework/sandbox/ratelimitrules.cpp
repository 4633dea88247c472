// SPDX-License-Identifier: MIT
// The limits' numbers, built in and from files.
#include <cordial/sandbox/configfile.h>
#include <cordial/sandbox/ratelimitmodel.h>

#include <utility>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

struct Default
{
    const char *methods;
    const char *route;
    int limit;
    int windowMs;
};

// What clients have observed; one line is one bucket, methods on one line share it.
constexpr Default kDefaults[] = {
    {"POST", "/channels/{channel_id}/messages", 5, 5000},
    {"GET", "/channels/{channel_id}/messages", 5, 1000},
    {"GET", "/channels/{channel_id}/messages/{message_id}", 5, 1000},
    {"PATCH", "/channels/{channel_id}/messages/{message_id}", 5, 5000},
    {"DELETE", "/channels/{channel_id}/messages/{message_id}", 5, 1000},
    {"POST", "/channels/{channel_id}/messages/bulk-delete", 1, 1000},
    {"PUT DELETE", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me", 1, 250},
    {"DELETE", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/{user_id}", 1, 250},
    {"GET", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}", 10, 1000},
    {"POST", "/channels/{channel_id}/typing", 5, 5000},
    {"PATCH", "/channels/{channel_id}", 5, 15000},
    {"PUT DELETE", "/channels/{channel_id}/pins/{message_id}", 5, 4000},
    {"PUT DELETE", "/channels/{channel_id}/messages/pins/{message_id}", 5, 4000},
    {"GET", "/gateway/bot", 2, 5000},
    {"PUT DELETE", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}", 10, 10000},
    {"PATCH", "/guilds/{guild_id}/members/{user_id}", 10, 10000},
    {"GET", "/guilds/{guild_id}/members/{user_id}", 5, 1000},
    {"GET", "/guilds/{guild_id}/members", 10, 10000},
    {"PUT DELETE", "/guilds/{guild_id}/bans/{user_id}", 5, 1000},
    {"POST", "/applications/{application_id}/commands", 5, 20000},
    {"PUT", "/applications/{application_id}/commands", 2, 10000},
    {"PATCH DELETE", "/applications/{application_id}/commands/{command_id}", 5, 20000},
    {"POST", "/applications/{application_id}/guilds/{guild_id}/commands", 5, 20000},
    {"PUT", "/applications/{application_id}/guilds/{guild_id}/commands", 2, 10000},
    {"PATCH DELETE", "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}", 5,
     20000},
    {"POST", "/webhooks/{webhook_id}/{webhook_token}", 5, 2000},
    {"PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", 5, 2000},
    {"POST", "/users/@me/channels", 10, 60000},
};

Error bad(const QString &text)
{
    return makeError(ErrorCode::InvalidArgument, text);
}

Milliseconds window(ConfigReader &reader, QLatin1StringView key, Milliseconds fallback)
{
    const double seconds = reader.seconds(key, double(fallback.count()) / 1000.0);
    return std::max(Milliseconds(qint64(seconds * 1000)), Milliseconds(1));
}

LimitRule readRule(ConfigReader reader, qsizetype index)
{
    LimitRule rule;
    const QStringList methods = reader.strings("method"_L1);
    for (const QString &method : methods)
        rule.methods.append(method.toUpper().toLatin1());
    rule.route = reader.string("route"_L1).toUtf8();
    if (!rule.route.startsWith('/') && rule.route != "*")
        reader.fail("route"_L1, u"must begin with / (or be \"*\")"_s);
    rule.limit = int(reader.integer("limit"_L1, 5, 0, 1'000'000));
    rule.window = window(reader, "window"_L1, rule.window);
    rule.bucket = reader.string("bucket"_L1, u"file-%1"_s.arg(index)).toUtf8();
    const QString scope = reader.string("scope"_L1, u"user"_s);
    if (scope != u"user"_s && scope != u"shared"_s)
        reader.fail("scope"_L1, u"must be user or shared"_s);
    rule.shared = scope == u"shared"_s;
    reader.finish();
    return rule;
}

} // namespace

LimitSettings discordLimits()
{
    LimitSettings settings;
    for (const Default &entry : kDefaults) {
        LimitRule rule;
        rule.methods = QByteArray(entry.methods).split(' ');
        rule.route = entry.route;
        rule.bucket = QByteArray(entry.methods) + ' ' + entry.route;
        rule.limit = entry.limit;
        rule.window = Milliseconds(entry.windowMs);
        settings.rules.push_back(rule);
    }
    // Limited for each guild, whoever asks; the headers are known to be wrong.
    LimitRule emojis;
    emojis.route = "/guilds/{guild_id}/emojis";
    emojis.bucket = "emojis";
    emojis.limit = 50;
    emojis.window = std::chrono::hours(1);
    emojis.shared = true;
    settings.rules.push_back(emojis);
    return settings;
}

Result<LimitSettings> readLimits(const QJsonObject &object, const QString &name)
{
    QString error;
    ConfigReader reader(object, {}, error);
    const LimitSettings builtIn = discordLimits();
    LimitSettings settings;
    const bool defaults = reader.boolean("defaults"_L1, true);
    ConfigReader global(reader.object("global"_L1), u"global"_s, error);
    settings.globalLimit = int(global.integer("limit"_L1, settings.globalLimit, 0, 1'000'000));
    settings.globalWindow = window(global, "window"_L1, settings.globalWindow);
    global.finish();
    ConfigReader invalid(reader.object("invalid"_L1), u"invalid"_s, error);
    settings.invalidLimit = invalid.integer("limit"_L1, settings.invalidLimit, 0, 1'000'000);
    settings.invalidWindow = window(invalid, "window"_L1, settings.invalidWindow);
    settings.banTime = window(invalid, "ban"_L1, settings.banTime);
    invalid.finish();
    const QJsonArray rules = reader.array("rules"_L1);
    for (qsizetype i = 0; i < rules.size(); ++i)
        settings.rules.push_back(
            readRule(ConfigReader(rules.at(i).toObject(), u"rules[%1]"_s.arg(i), error), i));
    reader.finish();
    if (!error.isEmpty())
        return bad(name + u": "_s + error);
    if (defaults)
        settings.rules.insert(settings.rules.end(), builtIn.rules.begin(), builtIn.rules.end());
    return settings;
}

Result<LimitSettings> loadLimits(const QString &source)
{
    if (source.isEmpty() || source == u"discord"_s)
        return discordLimits();
    if (source == u"off"_s) {
        LimitSettings settings;
        settings.enabled = false;
        return settings;
    }
    Result<QJsonObject> file = readConfigFile(source);
    if (!file)
        return std::move(file).error();
    return readLimits(*file, source);
}

} // namespace Cordial::Sandbox
