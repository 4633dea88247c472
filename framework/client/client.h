// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/cache/entitypolicy.h>
#include <cordial/api/intents.h>
#include <cordial/api/typed/events.h>
#include <cordial/api/typed/ids.h>
#include <cordial/api/typed/messagebuilder.h>
#include <cordial/client/event.h>
#include <cordial/client/eventsignals.h>
#include <cordial/client/gatewaylink.h>
#include <cordial/client/handlerstats.h>
#include <cordial/core/clock.h>
#include <cordial/core/metrics.h>
#include <cordial/core/oncontext.h>
#include <cordial/net/httpclient.h>

#include <functional>
#include <memory>
#include <optional>

namespace Cordial {

namespace Api {
class ApplicationHandle;
class ChannelHandle;
class GuildHandle;
class InteractionHandle;
class InviteOperations;
class LobbyOperations;
class MeOperations;
class MemberHandle;
class MessageHandle;
class SkuOperations;
class StickerOperations;
class UserHandle;
class WebhookHandle;
class WebhookOperations;
} // namespace Api

namespace Api {
class CacheStore;
class EntityCache;
} // namespace Api

class ClientCore;

struct ClientConfig
{
    Net::HttpConfig http; //!< With the token, which the gateway uses too.
    Gateway::ShardManagerConfig shards; //!< Its token, intents and TLS come from the rest of this.
    //! Unset: those that connected signals, plugins and commands need.
    std::optional<Api::Intents> intents;
    QUrl gatewayUrl; //!< Overrides what /gateway/bot says, which then need not answer.
    //! What entities() keeps. Intents that keep it up to date are asked for, but for privileged
    //! ones.
    Api::EntityPolicies entities = Api::EntityPolicies::minimal();
    Milliseconds slowHandler{500}; //!< A handler that takes longer is named in the log.
};

//! \brief The parts of a client that can be replaced, for tests.
struct ClientParts
{
    Net::HttpClient::SenderFactory sender; //!< Empty: the real chain.
    GatewayFactory gateway; //!< Empty: the real gateway.
    //! Keeps entities() over a restart; null: they are learnt anew.
    std::shared_ptr<Api::CacheStore> entityStore;
    //! Names the sessions a start goes on with and how far they are, empty for none; asked at the
    //! start and at the end. What entityStore holds is taken in by a start that gets what the save
    //! got. Not set: by the next start, whatever its sessions.
    std::function<QByteArray()> entityMark;
};

//! \brief One bot: REST, shards, what it knows, and a signal for every event.
//!
//! Every event of Discord's is a signal (see EventSignals), decoded only if something is connected,
//! and then once for all slots. Thread: the one it was made in; everything arrives there. A slot
//! that blocks costs no heartbeat but delays the other slots, and is named in the log.
//!
//! A view (makeView()) is a client with signals of its own over the same connection: each plugin
//! gets one, so that what its slots do is counted, timed and named as the plugin's.
class Client : public EventSignals
{
    Q_OBJECT
public:
    //! \brief \a clock and \a metrics outlive the client.
    Client(ClientConfig config, Clock &clock, MetricSink &metrics = MetricSink::none(),
           QObject *parent = nullptr);
    Client(ClientConfig config, ClientParts parts, Clock &clock, MetricSink &metrics,
           QObject *parent = nullptr);
    ~Client() override;

    [[nodiscard]] std::unique_ptr<Client> makeView(const QString &plugin);
    //! \brief Whose view this is; empty for the bot itself.
    [[nodiscard]] QString plugin() const;

    //! \brief Runs the startup hooks, asks for the gateway and connects the shards. started()
    //! follows, or failed().
    void start();
    //! \brief Runs the shutdown hooks and closes everything so that sessions can be resumed.
    //! stopped() follows within 4.5 s.
    void stop();
    [[nodiscard]] bool isRunning() const;
    //! \brief stopped() has been, or is just being, emitted.
    [[nodiscard]] bool isStopped() const;

    //! \brief Work before the shards connect or before they close; a startup hook that is added
    //! later, as by a plugin loaded while the bot runs, is run soon after. A hook that fails or
    //! takes longer than its time (10 s, 1 s) is named in the log and does not hold up the others.
    using Hook = std::function<QFuture<Result<>>()>;
    void addStartupHook(Hook hook);
    void addShutdownHook(Hook hook);

    [[nodiscard]] Net::HttpClient &http() const;
    //! \brief What events have told, as far as ClientConfig::entities wants it kept; may be
    //! read from any thread. An event is in it before the slots hear of it.
    [[nodiscard]] const Api::EntityCache &entities() const;
    [[nodiscard]] Clock &clock() const;
    //! \brief The bot's own user; without an id until the first READY.
    [[nodiscard]] const Api::User &self() const;
    //! \brief Invalid until the first READY.
    [[nodiscard]] ApplicationId applicationId() const;
    [[nodiscard]] int shardCount() const;
    //! \brief The shards, for presence, voice states, requests for members, sounds and channel
    //! details, restarts and resharding. Null before they connect, and with a replaced gateway.
    [[nodiscard]] Gateway::ShardManager *shards() const;

    //! \name Handles: ids that one can act on, see `cordial/api/handles.h`
    //! @{
    [[nodiscard]] Api::ChannelHandle channel(ChannelId id) const;
    [[nodiscard]] Api::MessageHandle message(ChannelId channel, MessageId id) const;
    [[nodiscard]] Api::GuildHandle guild(GuildId id) const;
    [[nodiscard]] Api::MemberHandle member(GuildId guild, UserId id) const;
    [[nodiscard]] Api::UserHandle user(UserId id) const;
    [[nodiscard]] Api::MeOperations me() const; //!< the bot's own account
    //! \brief The bot's own application; only once applicationId() is known.
    [[nodiscard]] Api::ApplicationHandle application() const;
    [[nodiscard]] Api::InviteOperations invite(const QString &code) const;
    [[nodiscard]] Api::WebhookOperations webhook(WebhookId id) const;
    [[nodiscard]] Api::WebhookHandle webhook(WebhookId id, const Secret &token) const;
    [[nodiscard]] Api::InteractionHandle interaction(InteractionId id, const Secret &token) const;
    [[nodiscard]] Api::StickerOperations sticker(StickerId id) const;
    [[nodiscard]] Api::SkuOperations sku(SkuId id) const;
    [[nodiscard]] Api::LobbyOperations lobby(LobbyId id) const;
    //! @}

    //! \brief Sees to it that entities() knows a guild, and asks Discord for it if no event has
    //! told of it: after a restart that goes on with its sessions none does. Finished at once if it
    //! is known. Errors: those of the requests; InvalidArgument without the intent GUILDS, as
    //! nothing would keep it up to date; NotFound, TooLarge.
    [[nodiscard]] QFuture<Result<>> ensureGuild(GuildId guild);
    //! \brief The same for the guild and one of its channels or threads.
    [[nodiscard]] QFuture<Result<>> ensureChannel(GuildId guild, ChannelId channel);

    //! \brief Asks for more than the connected signals need; only before start() and with
    //! automatic intents.
    void requestIntents(Api::Intents intents);
    //! \brief Those of the connection once started, else those it would be started with.
    [[nodiscard]] Api::Intents intents() const;

    //! \brief Sends text or a whole message: channel(\a channel).sendMessage().
    QFuture<Result<Api::Message>> sendMessage(ChannelId channel,
                                              const Api::MessageBuilder &message);
    //! \brief Sends a gateway command, {"op":3,...}.
    [[nodiscard]] Result<> sendCommand(quint32 shard, const QByteArray &payload);

    //! \brief The next event of that type that \a predicate accepts. Errors: Timeout, Cancelled
    //! (the client ended), TooLarge (over 10,000 waits at a time).
    [[nodiscard]] QFuture<Result<Event>> waitFor(const QByteArray &type,
                                                 std::function<bool(const Event &)> predicate,
                                                 Milliseconds timeout);
    //! \brief The same with a type of `cordial/api/typed/events.h`:
    //! `client.waitFor<Api::MessageCreateEvent>([](const auto &m) { ... }, 30s)`.
    template <typename T>
    [[nodiscard]] QFuture<Result<T>> waitFor(std::function<bool(const T &)> predicate,
                                             Milliseconds timeout);

    //! \brief Runs \a handler as a slot of this client would run: its plugin is named in log and
    //! requests, its time is measured, an exception is logged. False after an exception.
    bool runHandler(const char *what, const std::function<void()> &handler);
    [[nodiscard]] const HandlerStats &handlerStats() const;
    //! \brief Events that did not fit their type and only arrived raw.
    [[nodiscard]] quint64 undecodedCount() const;

Q_SIGNALS:
    //! \brief Every event, also those without a signal of their own, before it.
    void dispatched(const Cordial::Event &event);
    void shardChanged(const Cordial::Gateway::ShardEvent &event);
    //! \brief Every shard has been ready once.
    void started();
    //! \brief It cannot go on: the token was refused, the gateway could not be found, or it closed
    //! with a code that must not be retried. Emitted once; call stop().
    void failed(const Cordial::Error &error);
    void stopped();

protected:
    void connectNotify(const QMetaMethod &signal) override;
    void disconnectNotify(const QMetaMethod &signal) override;

private:
    friend class ClientCore;
    friend class EventDispatcher;
    Client(std::shared_ptr<ClientCore> core, QString plugin);
    [[nodiscard]] bool hasListener(const QMetaMethod &signal) const;

    std::shared_ptr<ClientCore> d;
    QByteArray m_plugin; //!< UTF-8
    HandlerStats m_stats;
};

template <typename T>
QFuture<Result<T>> Client::waitFor(std::function<bool(const T &)> predicate, Milliseconds timeout)
{
    auto found = std::make_shared<std::optional<T>>();
    const auto accepts = [found, predicate = std::move(predicate)](const Event &event) {
        Result<T> decoded = event.decode<T>();
        if (!decoded || !predicate(*decoded))
            return false;
        *found = *std::move(decoded);
        return true;
    };
    // Also settled when this client goes, and with it who would have heard of the event.
    struct Answer
    {
        Answer() { promise.start(); }
        ~Answer()
        {
            if (promise.future().resultCount() == 0)
                settle(makeError(ErrorCode::Cancelled, QStringLiteral("who waited is gone")));
        }
        Answer(const Answer &) = delete;
        Answer &operator=(const Answer &) = delete;
        void settle(Result<T> result)
        {
            promise.addResult(std::move(result));
            promise.finish();
        }
        QPromise<Result<T>> promise;
    };
    const auto answer = std::make_shared<Answer>();
    onContext(waitFor(QByteArray(T::kType), accepts, timeout), this,
              [found, answer](const Result<Event> &event) {
                  answer->settle(event ? Result<T>(std::move(**found)) : Result<T>(event.error()));
              });
    return answer->promise.future();
}

} // namespace Cordial
