// SPDX-License-Identifier: MIT
// Bytes through the sandbox's HTTP parser into its API, and as frames into its gateway: whatever
// comes, it must answer or close, never crash, and its answers must be whole JSON.
#include <cordial/core/manualclock.h>
#include <cordial/sandbox/api.h>
#include <cordial/sandbox/basicroutes.h>
#include <cordial/sandbox/commandroutes.h>
#include <cordial/sandbox/guildroutes.h>
#include <cordial/sandbox/httpparser.h>
#include <cordial/sandbox/interactions.h>
#include <cordial/sandbox/memberroutes.h>
#include <cordial/sandbox/webhookroutes.h>
#include <cordial/sandbox/worldfile.h>

#include <QJsonDocument>

#include <cstdlib>

using namespace Cordial;
using namespace Cordial::Sandbox;

namespace {

class Peer : public GatewayPeer
{
public:
    void send(const QByteArray &json) override
    {
        if (!QJsonDocument::fromJson(json).isObject())
            std::abort();
    }
    void close(int, const QString &) override { }
    void drop() override { }
};

struct Bench
{
    Bench()
    {
        core.world = std::move(buildWorld({}, 1, wallMs(clock)).value().world);
        core.events = &hub;
        core.world->user(core.world->botId)->token = "b";
        core.world->user(core.world->mainPerson)->token = "p";
    }

    ManualClock clock;
    Core core{clock, 1};
    GatewayHub hub{core};
    LimitSettings off = loadLimits(QStringLiteral("off")).value();
    RateLimitModel limits{off};
    Faults faults{clock};
    Router router;
    MessageRoutes messages{core, router};
    BasicRoutes basics{core, hub, router};
    GuildRoutes guilds{core, router};
    MemberRoutes members{core, router};
    CommandRoutes commands{core, router};
    Interactions interactions{core, router, messages};
    WebhookRoutes webhooks{core, router, messages, interactions};
    Api api{core, router, limits, faults};
};

//! \brief @G, @C, @A, @U, @M in the input become ids that exist, so that routes are reached.
QByteArray withIds(QByteArray text, const Cordial::Sandbox::World &world)
{
    text.replace("@G", world.mainGuild.toByteArray());
    text.replace("@C", world.mainChannel.toByteArray());
    text.replace("@A", world.applicationId.toByteArray());
    text.replace("@U", world.mainPerson.toByteArray());
    const auto &messages = world.channel(world.mainChannel)->messages;
    text.replace("@M", messages.empty() ? "1" : messages.begin()->first.toByteArray());
    return text;
}

void feedHttp(Bench &world, QByteArray bytes)
{
    HttpParser parser;
    while (!bytes.isEmpty() && parser.state() == HttpParser::State::NeedMore) {
        bytes.remove(0, parser.feed(bytes));
        if (parser.state() != HttpParser::State::Complete)
            continue;
        int answers = 0;
        world.api.handle(parser.takeRequest(), [&answers](const HttpResponse &) { ++answers; });
        if (answers != 1)
            std::abort();
        // Main channel and person may have been deleted by the input: then this world is done.
        if (world.core.world->channel(world.core.world->mainChannel) == nullptr)
            return;
    }
}

void feedGateway(Bench &world, const QByteArray &bytes)
{
    Peer peer;
    GatewayConnection connection(world.hub, peer, {"10", "json", {}});
    connection.open();
    for (const QByteArray &frame : bytes.split('\n'))
        connection.receive(frame);
    world.clock.advance(std::chrono::seconds(70));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    Bench world;
    world.api.control = [](const HttpRequest &, const HttpReply &reply) { reply({}); };
    const QByteArray text(reinterpret_cast<const char *>(data + 1), qsizetype(size - 1));
    const QByteArray bytes = withIds(text, *world.core.world);
    if (data[0] % 2 == 0)
        feedHttp(world, bytes);
    else
        feedGateway(world, bytes);
    return 0;
}
