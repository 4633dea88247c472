// SPDX-License-Identifier: MIT
// What a full cache costs: 500 guilds of 50 channels, 30 roles and 200 members.
//   bench_cache [--check]      --check fails over 40 MB resident for the process
#include <cordial/api/cache/entitycache.h>
#include <cordial/api/typed/guild.h>
#include <cordial/api/typed/user.h>
#include <cordial/core/clock.h>

#include <QCoreApplication>
#include <QFile>

#include <chrono>
#include <cstdio>
#include <cstring>

using namespace Cordial;

namespace {

constexpr int kGuilds = 500;
constexpr int kChannels = 50;
constexpr int kRoles = 30;
constexpr int kMembers = 200;

QByteArray id(quint64 number)
{
    return QByteArray::number(1'000'000'000'000'000'000 + number * 4'194'304 + number % 4'096);
}

QByteArray hash(quint64 number)
{
    const QByteArray half =
        QByteArray::number(number * 0x9E37'79B9'7F4A'7C15, 16).rightJustified(16, '0');
    return half
        + QByteArray::number((number + 7) * 0xC2B2'AE3D'27D4'EB4F, 16).rightJustified(16, '0');
}

QByteArray member(quint64 guild, quint64 number)
{
    const quint64 user = guild * 1'000 + number;
    QByteArray roles;
    for (quint64 i = 0; i < 3; ++i)
        roles += (i == 0 ? "\"" : ",\"") + id(guild * 100 + (number + i) % kRoles) + '"';
    return R"({"user":{"id":")" + id(user) + R"(","username":"somebody)" + QByteArray::number(user)
        + R"(","discriminator":"0","global_name":"Some Body )" + QByteArray::number(number)
        + R"(","avatar":")" + hash(user)
        + R"(","avatar_decoration_data":null,"collectibles":null,"primary_guild":null,"public_flags":)"
        + QByteArray::number(number % 3 == 0 ? 4194304 : 0) + R"(},"roles":[)" + roles
        + R"(],"joined_at":"202)" + QByteArray::number(number % 6) + R"(-05-17T12:34:56.)"
        + QByteArray::number(100'000 + user % 900'000)
        + R"(+00:00","premium_since":null,"deaf":false,"mute":false,"nick":)"
        + (number % 4 == 0 ? "\"nick " + QByteArray::number(number) + '"' : QByteArray("null"))
        + R"(,"avatar":null,"banner":null,"flags":0,"pending":false,)"
          R"("communication_disabled_until":null,"avatar_decoration_data":null})";
}

QByteArray channel(quint64 guild, quint64 number)
{
    return R"({"id":")" + id(guild * 200 + number) + R"(","type":)"
        + QByteArray::number(number % 5 == 0 ? 2 : 0) + R"(,"name":"channel-number-)"
        + QByteArray::number(number) + R"(","position":)" + QByteArray::number(number)
        + R"(,"parent_id":")" + id(guild * 200)
        + R"(","topic":"What this channel is for, in a line","nsfw":false,)"
          R"("rate_limit_per_user":0,"last_message_id":")"
        + id(guild * 300 + number) + R"(","flags":0,"permission_overwrites":[{"id":")"
        + id(guild * 100) + R"(","type":0,"allow":"0","deny":"1024"},{"id":")"
        + id(guild * 100 + number % kRoles) + R"(","type":0,"allow":"1024","deny":"0"}]})";
}

QByteArray role(quint64 guild, quint64 number)
{
    return R"({"id":")" + id(guild * 100 + number) + R"(","name":"role number )"
        + QByteArray::number(number) + R"(","permissions":"1071698660929","position":)"
        + QByteArray::number(number)
        + R"(,"color":3447003,"colors":{"primary_color":3447003,"secondary_color":null,"tertiary_color":null},)"
          R"("hoist":false,"managed":false,"mentionable":true,"icon":null,"unicode_emoji":null,"flags":0})";
}

template <typename Make>
QByteArray list(quint64 guild, int count, Make make)
{
    QByteArray all("[");
    for (int i = 0; i < count; ++i) {
        if (i > 0)
            all += ',';
        all += make(guild, quint64(i));
    }
    return all + ']';
}

QByteArray guild(quint64 number)
{
    return R"({"id":")" + id(number * 100) + R"(","name":"A guild of some size )"
        + QByteArray::number(number) + R"(","icon":")" + hash(number) + R"(","owner_id":")"
        + id(number * 1'000)
        + R"(","description":null,"features":["COMMUNITY","NEWS","INVITE_SPLASH"],"afk_timeout":300,)"
          R"("verification_level":2,"mfa_level":1,"premium_tier":1,"preferred_locale":"en-US",)"
          R"("joined_at":"2024-01-02T03:04:05.678000+00:00","large":true,"member_count":200,"emojis":[],"stickers":[],)"
          R"("voice_states":[],"presences":[],"threads":[],"roles":)"
        + list(number, kRoles, role) + R"(,"channels":)" + list(number, kChannels, channel)
        + R"(,"members":)" + list(number, kMembers, member) + '}';
}

double megabytes(const char *field)
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    const QByteArrayList lines = status.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith(field))
            return double(line.mid(qsizetype(std::strlen(field)) + 1)
                              .trimmed()
                              .split(' ')
                              .value(0)
                              .toLongLong())
                * 1024 / 1e6;
    }
    return -1;
}

double secondsSince(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const bool isCheck = QCoreApplication::arguments().contains(QStringLiteral("--check"));
    SystemClock clock;
    const double before = megabytes("VmRSS:");
    Api::EntityCache cache(Api::EntityPolicies::full(), clock);
    double applying = 0;
    qsizetype json = 0;
    for (quint64 i = 1; i <= kGuilds; ++i) {
        const QByteArray event = guild(i);
        json += event.size();
        const auto begin = std::chrono::steady_clock::now();
        if (!cache.apply("GUILD_CREATE", event))
            return 1;
        applying += secondsSince(begin);
    }
    const double resident = megabytes("VmRSS:");
    const double peak = megabytes("VmHWM:");
    const auto begin = std::chrono::steady_clock::now();
    constexpr int kLookUps = 20'000;
    qsizetype found = 0;
    for (int i = 0; i < kLookUps; ++i) {
        const auto g = quint64(1 + i % kGuilds);
        const auto user = UserId(id(g * 1'000 + quint64(i) % kMembers).toULongLong());
        const auto known = cache.member(GuildId(id(g * 100).toULongLong()), user);
        found += known && known->user && !known->user->username.isEmpty() ? 1 : 0;
    }
    const double each = secondsSince(begin) / kLookUps * 1e6;
    std::printf("%d guilds of %d channels, %d roles, %d members: %.1f MB of JSON\n", kGuilds,
                kChannels, kRoles, kMembers, double(json) / 1e6);
    std::printf("%s\n", qPrintable(cache.summary()));
    std::printf(
        "resident %.1f MB (%.1f before, peak %.1f); %.2f ms a guild; %.2f us a member read\n",
        resident, before, peak, applying / kGuilds * 1e3, each);
    if (found != kLookUps || cache.count(Api::EntityType::Member) != kGuilds * kMembers) {
        std::printf("something is missing: %lld found\n", static_cast<long long>(found));
        return 1;
    }
    return isCheck && peak > 40 ? 1 : 0;
}
