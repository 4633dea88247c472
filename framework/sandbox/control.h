// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/api.h>
#include <cordial/sandbox/gatewayhub.h>
#include <cordial/sandbox/messageroutes.h>

namespace Cordial::Sandbox {

//! \brief /sandbox/v1/: what a test or the inspector does to the offline Discord itself. Loopback
//! only, no token. Bodies are JSON objects; errors are {"message": "key: what is wrong"}, 400.
//!
//!   GET    world                    ids, users with tokens, roles, channels, commands
//!   POST   users                    {username, global_name?, roles?: [names], nick?, join?}: token
//!   DELETE users/{user_id}          the user leaves the guild
//!   GET    journal                  ?since=SEQ &limit=N &kind=a,b &wait=SECONDS
//!   GET    stats                    counts of requests, 429s, connections, sessions
//!   GET, POST, DELETE faults        see Fault
//!   POST   emit                     {t, d, guild_id?, shard?} or {count, channel_id?, author?,
//!                                   content?, interval_ms?, store?}: dispatches
//!   POST   messages                 {channel_id?, author?, content?, count?, age?}: stored
//!   messages POST   messages/{message_id}/age {seconds}: moves a message into the past, answers
//!   its new id PATCH  settings                 keys of `gateway` of a world file; limits: an
//!   object of a limits
//!                                   file, "discord" or "off"
class Control
{
public:
    struct Parts
    {
        Core &core;
        Api &api;
        GatewayHub &hub;
        MessageRoutes &messages;
        RateLimitModel &limits;
        Faults &faults;
        std::function<QJsonObject()> connections;
        std::function<QJsonObject()> info;
    };

    explicit Control(Parts parts);
    ~Control();

    void handle(const HttpRequest &request, const HttpReply &reply);

private:
    void install();
    void readJournal(const HttpRequest &request, const HttpReply &reply);
    HttpResponse world();
    HttpResponse addUser(ApiCall &call);
    HttpResponse removeUser(ApiCall &call);
    HttpResponse stats();
    HttpResponse addFault(ApiCall &call);
    HttpResponse emitEvents(ApiCall &call);
    void emitMessages(const QJsonObject &body);
    void emitOne(ChannelId channel, UserId author, const QString &content, bool store);
    HttpResponse addMessages(ApiCall &call);
    HttpResponse ageMessage(ApiCall &call);
    HttpResponse changeSettings(ApiCall &call);
    [[nodiscard]] Channel &channelIn(const QJsonObject &body);
    [[nodiscard]] User &authorIn(const QJsonObject &body);

    struct Emission
    {
        qint64 left;
        qint64 number;
        ChannelId channel;
        UserId author;
        QString content;
        bool store;
        Milliseconds interval;
        std::unique_ptr<Timer> timer;
    };
    void continueEmission(Emission &emission);

    Parts m_parts;
    Router m_router;
    std::vector<std::unique_ptr<Emission>> m_emissions;
};

} // namespace Cordial::Sandbox
