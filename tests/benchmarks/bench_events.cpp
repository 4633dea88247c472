// SPDX-License-Identifier: MIT
// What an event costs from the gateway's batch to the slot, on the client's thread: bench_events
#include "fakediscord.h"

#include <cordial/api/typed/events.h>

#include <QCoreApplication>
#include <QElapsedTimer>

#include <cstdio>
#include <functional>

using namespace Cordial;
using namespace Cordial::Testing;

namespace {

constexpr int kBatches = 1'000;
constexpr int kBatch = 64;

QByteArray message()
{
    return R"({"id":"1100000000000000001","type":0,"channel_id":"1100000000000000002",)"
           R"("guild_id":"1100000000000000003","content":")"
        + QByteArray(400, 'x')
        + R"(","author":{"id":"1100000000000000004","username":"somebody","discriminator":"0",)"
          R"("global_name":"Some Body","avatar":"0123456789abcdef0123456789abcdef","public_flags":64},)"
          R"("member":{"roles":["1100000000000000005","1100000000000000006"],)"
          R"("joined_at":"2021-02-03T04:05:06.789000+00:00","deaf":false,"mute":false,"nick":null,)"
          R"("avatar":null,"flags":0,"pending":false,"communication_disabled_until":null},)"
          R"("attachments":[],"embeds":[{"type":"rich","title":"A title","description":"Some text",)"
          R"("color":5793266,"fields":[{"name":"n","value":"v","inline":true}]}],"mentions":[],)"
          R"("mention_roles":[],"mention_everyone":false,"pinned":false,"tts":false,"flags":0,)"
          R"("edited_timestamp":null,"timestamp":"2026-11-21T10:11:12.345000+00:00","components":[],)"
          R"("nonce":"1234567890123456789"})";
}

//! Microseconds an event, the best of three rounds.
double measured(const std::function<void(Client &)> &listen, ClientConfig config = {})
{
    SystemClock clock;
    FakeDiscord discord(clock, MetricSink::none(), std::move(config));
    listen(*discord.client);
    discord.client->start();
    while (discord.gateway == nullptr)
        QCoreApplication::processEvents();
    Gateway::Dispatch dispatch;
    dispatch.type = "MESSAGE_CREATE";
    QList<Gateway::Dispatch> batch;
    for (int i = 0; i < kBatch; ++i) {
        dispatch.data = message();
        dispatch.data.reserve(dispatch.data.size() + 64);
        batch.append(dispatch);
    }
    double best = 1e9;
    for (int round = 0; round < 3; ++round) {
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < kBatches; ++i)
            Q_EMIT discord.gateway->dispatched(batch);
        best = std::min(best, double(timer.nsecsElapsed()) / 1e3 / kBatches / kBatch);
    }
    return best;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    quint64 seen = 0;
    const double nobody = measured([](Client &) { });
    const double raw = measured([&](Client &client) {
        QObject::connect(&client, &Client::dispatched, &app, [&](const Event &) { ++seen; });
    });
    const double typed = measured([&](Client &client) {
        QObject::connect(&client, &Client::messageCreated, &app,
                         [&](const Shared<Api::MessageCreateEvent> &) { ++seen; });
    });
    const double ten = measured([&](Client &client) {
        for (int i = 0; i < 10; ++i)
            QObject::connect(&client, &Client::messageCreated, &app,
                             [&](const Shared<Api::MessageCreateEvent> &) { ++seen; });
    });
    ClientConfig keeping;
    keeping.entities = Api::EntityPolicies::full();
    keeping.entities[Api::EntityType::Message] = Api::EntityPolicy::all(1'000);
    keeping.intents = Api::Intents::fromInt(0xFFFF);
    const double kept = measured([](Client &) { }, keeping);
    std::printf("MESSAGE_CREATE of %lld bytes, us an event: %.3f nobody, %.3f raw, %.3f typed, "
                "%.3f typed to ten slots, %.3f kept\n",
                static_cast<long long>(message().size()), nobody, raw, typed, ten, kept);
    return seen > 0 ? 0 : 1;
}
