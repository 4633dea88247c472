// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/client/client.h>
#include <cordial/core/oncontext.h>
#include <cordial/net/sender.h>

#include <QHash>
#include <QMutex>

#include <functional>
#include <memory>

namespace Cordial::Testing {

//! \brief What a test sees of, and puts into, the REST side of a client. The sender runs in another
//! thread: everything here is guarded.
class FakeRest
{
public:
    //! \brief Called in the REST thread. Without one every answer is 200 with {}.
    using Handler = std::function<Net::Response(const Net::Request &)>;

    void setHandler(Handler handler)
    {
        const QMutexLocker lock(&m_mutex);
        m_handler = std::move(handler);
    }
    [[nodiscard]] QList<Net::Request> requests() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_requests;
    }
    //! \brief "POST /channels/1/messages {"content":"hi"}" each.
    [[nodiscard]] QStringList log() const
    {
        QStringList lines;
        const auto all = requests();
        for (const Net::Request &request : all) {
            QString line = QString::fromLatin1(Net::toByteArray(request.method)) + QLatin1Char(' ')
                + request.path;
            for (const auto &[key, value] : *request.query)
                line += QLatin1Char('&') + key + QLatin1Char('=') + value;
            if (!request.body.isEmpty())
                line += QLatin1Char(' ') + QString::fromUtf8(request.body);
            lines.append(line);
        }
        return lines;
    }
    Net::Response answer(const Net::Request &request)
    {
        const QMutexLocker lock(&m_mutex);
        m_requests.append(request);
        if (m_handler)
            return m_handler(request);
        return reply(200, "{}");
    }
    //! \brief Paths that begin like this get their answer at release(); empty = all at once.
    void hold(const QString &path)
    {
        const QMutexLocker lock(&m_mutex);
        m_held = path;
    }
    void release()
    {
        const QMutexLocker lock(&m_mutex);
        m_held.clear();
        for (const auto &waiting : std::exchange(m_waiting, {}))
            waiting();
    }
    QFuture<Result<Net::Response>> answerInTime(const Net::Request &request)
    {
        const Net::Response response = answer(request);
        const QMutexLocker lock(&m_mutex);
        if (m_held.isEmpty() || !request.path.startsWith(m_held))
            return finishedFuture<Net::Response>(response);
        auto promise = std::make_shared<QPromise<Result<Net::Response>>>();
        promise->start();
        m_waiting.append([promise, response] {
            promise->addResult(response);
            promise->finish();
        });
        return promise->future();
    }
    [[nodiscard]] static Net::Response reply(int status, QByteArray body)
    {
        Net::Response response;
        response.status = status;
        response.body = std::move(body);
        return response;
    }

private:
    mutable QMutex m_mutex;
    Handler m_handler;
    QList<Net::Request> m_requests;
    QString m_held;
    QList<std::function<void()>> m_waiting;
};

class FakeSender : public Net::Sender
{
public:
    explicit FakeSender(std::shared_ptr<FakeRest> rest) : m_rest(std::move(rest)) { }
    QFuture<Result<Net::Response>> send(Net::Request request) override
    {
        return m_rest->answerInTime(request);
    }
    bool isAsync() const override { return true; }

private:
    std::shared_ptr<FakeRest> m_rest;
};

//! \brief A gateway that a test speaks through.
class FakeGateway : public GatewayLink
{
public:
    explicit FakeGateway(Gateway::ShardManagerConfig used) : config(std::move(used)) { }
    void start(const Gateway::GatewayInfo &given) override { info = given; }
    void stop(Milliseconds) override { Q_EMIT stopped(); }
    void setDelivering(bool delivering) override { isDelivering = delivering; }
    Result<> send(quint32, const QByteArray &payload) override
    {
        sent.append(payload);
        return {};
    }
    int shardCount() const override { return 1; }
    void dispatch(const char *type, const QByteArray &data)
    {
        dispatch(type, QByteArrayList{data});
    }
    //! \brief Several events of one type as one batch.
    void dispatch(const char *type, const QByteArrayList &all)
    {
        QList<Gateway::Dispatch> batch;
        for (const QByteArray &data : all) {
            Gateway::Dispatch dispatch;
            dispatch.sequence = ++sequence;
            dispatch.type = type;
            dispatch.data = data;
            batch.append(dispatch);
        }
        Q_EMIT dispatched(batch);
    }

    Gateway::ShardManagerConfig config;
    Gateway::GatewayInfo info;
    QList<QByteArray> sent;
    bool isDelivering = true;
    qint64 sequence = 0;
};

//! \brief A client between a fake REST side and a fake gateway.
class FakeDiscord
{
public:
    explicit FakeDiscord(Clock &clock, MetricSink &metrics = MetricSink::none(),
                         ClientConfig config = {},
                         std::shared_ptr<Api::CacheStore> entityStore = {},
                         std::function<QByteArray()> entityMark = {})
        : rest(std::make_shared<FakeRest>())
    {
        rest->setHandler(&FakeDiscord::defaultAnswer);
        ClientParts parts;
        parts.entityStore = std::move(entityStore);
        parts.entityMark = std::move(entityMark);
        parts.sender = [rest = rest] { return std::make_unique<FakeSender>(rest); };
        parts.gateway = [this](const Gateway::ShardManagerConfig &used) {
            auto link = std::make_unique<FakeGateway>(used);
            gateway = link.get();
            return link;
        };
        client = std::make_unique<Client>(std::move(config), std::move(parts), clock, metrics);
    }

    //! \brief /gateway/bot, who the bot is, the guild of ready(), an empty list of commands, a
    //! message for every message sent.
    static Net::Response defaultAnswer(const Net::Request &request)
    {
        if (request.method == Net::Method::Get) {
            static const QHash<QString, QByteArray> kPages = {
                {QStringLiteral("/users/@me"), R"({"id":"6","username":"bot","bot":true})"},
                {QStringLiteral("/applications/@me"), R"({"id":"5","name":"bot"})"},
                {QStringLiteral("/guilds/10"), kGuild + '}'},
                {QStringLiteral("/guilds/10/channels"), kChannels},
                {QStringLiteral("/guilds/10/members/6"), kMember},
                {QStringLiteral("/channels/30"),
                 R"({"id":"30","guild_id":"10","type":11,"name":"thread","parent_id":"20"})"}};
            if (const QByteArray page = kPages.value(request.path); !page.isEmpty())
                return FakeRest::reply(200, page);
        }
        if (request.path == QLatin1StringView("/gateway/bot"))
            return FakeRest::reply(
                200,
                R"({"url":"ws://127.0.0.1:1","shards":1,"session_start_limit":{"total":1000,"remaining":1000,"reset_after":0,"max_concurrency":1}})");
        if (request.path.endsWith(QLatin1StringView("/commands")))
            return FakeRest::reply(200, "[]");
        if (request.path.endsWith(QLatin1StringView("/callback"))
            || request.method == Net::Method::Delete)
            return FakeRest::reply(204, {});
        return FakeRest::reply(200, R"({"id":"900","channel_id":"20"})");
    }

    //! \brief Up to the gateway's start; READY for application 5, user 6, and guild 10 with channel
    //! 20, owner 7, @everyone without and role 11 with MANAGE_MESSAGES.
    void ready()
    {
        gateway->dispatch("READY", R"({"v":10,"user":{"id":"6","username":"bot","bot":true},
            "guilds":[{"id":"10","unavailable":true}],"session_id":"abc",
            "application":{"id":"5","flags":0}})");
        gateway->dispatch("GUILD_CREATE",
                          kGuild + R"(,"channels":)" + kChannels + R"(,"members":[)" + kMember
                              + "]}");
        Q_EMIT gateway->ready();
    }

    //! \brief Up to the gateway's start; a session of an earlier process goes on: nothing tells of
    //! the bot or its guilds.
    void resumed()
    {
        gateway->dispatch("RESUMED", "{}");
        Q_EMIT gateway->ready();
    }

    static inline const QByteArray kGuild = R"({"id":"10","name":"Guild","owner_id":"7",
        "preferred_locale":"en-US","system_channel_id":"20",
        "roles":[{"id":"10","name":"@everyone","permissions":"3072","position":0},
                 {"id":"11","name":"mod","permissions":"8192","position":1},
                 {"id":"12","name":"bot","permissions":"76800","position":2}])";
    static inline const QByteArray kChannels = R"([{"id":"20","type":0,"name":"general"}])";
    static inline const QByteArray kMember =
        R"({"user":{"id":"6","username":"bot"},"roles":["12"]})";

    std::shared_ptr<FakeRest> rest;
    FakeGateway *gateway = nullptr; //!< After Client::start(), once /gateway/bot has answered.
    std::unique_ptr<Client> client;
};

} // namespace Cordial::Testing
