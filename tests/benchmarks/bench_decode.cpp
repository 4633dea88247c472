// SPDX-License-Identifier: MIT
// What decoding costs: bench_decode [--check]. With --check it fails above Cordial's own bars,
// 3 us for a message of 1.3 kB and 0.5 ms for a guild of 150 kB (here 142) with 200 members.
#include <cordial/api/typed/events.h>
#include <cordial/api/typed/guild.h>
#include <cordial/api/typed/message.h>
#include <cordial/api/typed/model.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

using namespace Cordial;

namespace {

QByteArray user(int number)
{
    return R"({"id":"80351110224678)" + QByteArray::number(100 + number)
        + R"(","username":"member_)" + QByteArray::number(number)
        + R"(","discriminator":"0","global_name":"Member Number )" + QByteArray::number(number)
        + R"(","avatar":"8342729096ea3675442027381ff50dfe","bot":false,"public_flags":64,)"
          R"("avatar_decoration_data":null})";
}

QByteArray member(int number)
{
    return R"({"user":)" + user(number) + R"(,"nick":"somebody of )" + QByteArray::number(number)
        + R"(","avatar":null,"banner":null,"collectibles":null,"avatar_decoration_data":null,)"
          R"("roles":["197038439483310086","197038439483310087","197038439483310088"],)"
          R"("joined_at":"2015-04-26T06:26:56.936000+00:00","premium_since":null,"deaf":false,)"
          R"("mute":false,"flags":0,"pending":false,"communication_disabled_until":null})";
}

QByteArray message()
{
    return R"({"type":0,"tts":false,"timestamp":"2024-05-07T12:34:56.789000+00:00","pinned":false,)"
           R"("nonce":"1237389472839","mentions":[],"mention_roles":[],"mention_everyone":false,)"
           R"("member":{"roles":["197038439483310086","197038439483310087"],"premium_since":null,)"
           R"("pending":false,"nick":null,"mute":false,"joined_at":"2015-04-26T06:26:56.936000+00:00",)"
           R"("flags":0,"deaf":false,"communication_disabled_until":null,"avatar":null},)"
           R"("id":"1237389472839000001","flags":0,"embeds":[{"type":"rich","title":"A title of the embed",)"
           R"("description":"Some words that describe what is below","color":5814783,)"
           R"("fields":[{"name":"first","value":"one","inline":true},{"name":"second","value":"two","inline":true}],)"
           R"("footer":{"text":"the end"}}],"edited_timestamp":null,)"
           R"("content":"The quick brown fox jumps over the lazy dog",)"
           R"("components":[],"channel_id":"290926798999357250","author":)"
        + user(1)
        + R"(,"attachments":[{"id":"1237389472839000002","filename":"picture.png","size":123456,)"
          R"("url":"https://cdn.discordapp.com/attachments/1/2/picture.png",)"
          R"("proxy_url":"https://media.discordapp.net/attachments/1/2/picture.png","width":640,"height":480,)"
          R"("content_type":"image/png"}],"guild_id":"290926798626357999"})";
}

QByteArray guild()
{
    QByteArray members;
    for (int i = 0; i < 200; ++i)
        members += (i == 0 ? "" : ",") + member(i);
    QByteArray channels;
    for (int i = 0; i < 50; ++i) {
        channels += (i == 0 ? "" : ",") + QByteArray(R"({"id":"41771983423143)")
            + QByteArray::number(100 + i)
            + R"(","type":0,"name":"general","position":6,"permission_overwrites":[)"
              R"({"id":"417719834231439379","type":0,"allow":"0","deny":"1024"},)"
              R"({"id":"417719834231439380","type":0,"allow":"1024","deny":"0"},)"
              R"({"id":"417719834231439381","type":1,"allow":"377957124096","deny":"2048"}],)"
              R"("rate_limit_per_user":2,"nsfw":false,"topic":"What this channel is for, in a line or two",)"
              R"("last_message_id":"155117677105512449","parent_id":"399942396007890945","flags":0})";
    }
    QByteArray roles;
    for (int i = 0; i < 30; ++i) {
        roles += (i == 0 ? "" : ",") + QByteArray(R"({"id":"4177198342314)")
            + QByteArray::number(1000 + i)
            + R"(","name":"A role of some length","color":3447003,"colors":{"primary_color":3447003,)"
              R"("secondary_color":null,"tertiary_color":null},"hoist":true,"icon":null,)"
              R"("unicode_emoji":null,"position":1,"permissions":"66321471","managed":false,)"
              R"("mentionable":false,"flags":0})";
    }
    return R"({"id":"290926798626357999","name":"A guild","icon":null,"owner_id":"80351110224678912",)"
           R"("verification_level":1,"features":["COMMUNITY","NEWS"],"roles":[)"
        + roles + R"(],"members":[)" + members + R"(],"channels":[)" + channels
        + R"(],"member_count":200,"large":false,"joined_at":"2015-04-26T06:26:56.936000+00:00"})";
}

// What simdjson itself takes to hand out every value once, without anything made of them.
bool visit(JsonValue &in, size_t &sum)
{
    using simdjson::ondemand::json_type;
    json_type type{};
    if (in.type().get(type) != simdjson::SUCCESS)
        return false;
    JsonError error;
    if (type == json_type::object)
        return readObject(in, error, [&](std::string_view key, JsonValue &value) {
            sum += key.size();
            return visit(value, sum);
        });
    if (type == json_type::array)
        return readArray(in, error, [&](JsonValue &value) { return visit(value, sum); });
    std::string_view text;
    if (type == json_type::string && in.get_string().get(text) == simdjson::SUCCESS)
        sum += text.size();
    int64_t number = 0;
    if (type == json_type::number && in.get_int64().get(number) == simdjson::SUCCESS)
        sum += static_cast<size_t>(number);
    bool truth = false;
    if (type == json_type::boolean && in.get_bool().get(truth) == simdjson::SUCCESS)
        sum += truth ? 1 : 0;
    if (type == json_type::null)
        sum += isNull(in) ? 1 : 0;
    return true;
}

struct Visited
{
    size_t sum = 0;
};
bool readJson(JsonValue &in, Visited &out, JsonError &)
{
    return visit(in, out.sum);
}

// Best of several runs: others work on the machine too.
template <typename T>
double microseconds(QByteArray json, int count)
{
    double best = 1e9;
    for (int run = 0; run < 15; ++run) {
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < count; ++i) {
            T out{};
            JsonError error;
            const bool isRead = Cordial::Detail::readDocument(
                json, error, [&](JsonValue &root) { return readJson(root, out, error); });
            if (!isRead) {
                std::fprintf(stderr, "%s: %s\n", error.path.constData(), qPrintable(error.message));
                return 1e9;
            }
        }
        const std::chrono::duration<double, std::micro> took =
            std::chrono::steady_clock::now() - start;
        best = std::min(best, took.count() / count);
    }
    return best;
}

} // namespace

int main(int argc, char **argv)
{
    const bool check = argc > 1 && std::strcmp(argv[1], "--check") == 0;
    if (argc > 2 && std::strcmp(argv[1], "--only") == 0) { // for a profiler
        const int count = std::atoi(argv[2]);
        std::printf("%.2f us\n",
                    count > 0 ? microseconds<Api::MessageCreateEvent>(message(), count)
                              : microseconds<Api::GuildCreateEvent>(guild(), -count));
        return 0;
    }
    const double small = microseconds<Api::MessageCreateEvent>(message(), 10'000);
    const double smallFloor = microseconds<Visited>(message(), 10'000);
    const double large = microseconds<Api::GuildCreateEvent>(guild(), 100);
    const double largeFloor = microseconds<Visited>(guild(), 100);
    std::printf("MESSAGE_CREATE %lld bytes %.2f us (bar 3; simdjson alone %.2f), sizeof %zu\n",
                static_cast<long long>(message().size()), small, smallFloor,
                sizeof(Api::MessageCreateEvent));
    std::printf(
        "GUILD_CREATE %lld bytes %.1f us (bar 500; simdjson alone %.1f), sizeof GuildMember "
        "%zu, User %zu\n",
        static_cast<long long>(guild().size()), large, largeFloor, sizeof(Api::GuildMember),
        sizeof(Api::User));
    return check && (small > 3 || large > 500) ? 1 : 0;
}
