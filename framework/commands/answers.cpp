// SPDX-License-Identifier: MIT
#include "answers_p.h"

#include <cordial/api/handles.h>
#include <cordial/api/typed/operations/channels.h>
#include <cordial/api/typed/operations/webhooks.h>
#include <cordial/core/oncontext.h>

#include <QPointer>

namespace Cordial::Commands {

namespace {

//! Of an answer to a typed command, from when it was made: later than this nobody waits for it.
constexpr Milliseconds kTypedAnswer{60'000};

//! \brief Forgets the value, keeps the error.
template <typename T>
QFuture<Result<>> withoutValue(const QFuture<Result<T>> &future, QObject *context,
                               std::function<void(const std::type_identity_t<T> &)> onValue = {})
{
    auto promise = std::make_shared<QPromise<Result<>>>();
    promise->start();
    onContext(future, context, [promise, onValue](const Result<T> &result) {
        if (result && onValue)
            onValue(*result);
        promise->addResult(result ? Result<>() : Result<>(result.error()));
        promise->finish();
    });
    return promise->future();
}

QFuture<Result<>> failed(const Error &error)
{
    return finishedFuture<void>(error);
}

using Api::MessageBuilder;
using Api::MessageFlag;
using Api::MessageFlags;

class InteractionAnswers : public Answers
{
public:
    InteractionAnswers(Client &client, const Api::Interaction &interaction)
        : m_http(client.http())
        , m_application(interaction.applicationId)
        , m_token(interaction.token.toUtf8())
        , m_interaction(m_http, m_application, interaction.id, m_token)
    {
        m_options.lane = Net::Lane::Interaction;
        // Discord's patience counts from here, not from when a plugin gets round to an answer.
        m_options.interactionAt = client.clock().now();
    }

    QObject *context() override { return &m_http; }
    QFuture<Result<>> first(const MessageBuilder &message) override
    {
        return withoutValue(m_interaction.reply(message, {}, m_options), &m_http);
    }
    QFuture<Result<>> update(const MessageBuilder &message) override
    {
        auto body = message.buildUpdate();
        if (!body)
            return failed(body.error());
        Api::InteractionUpdateMessageResponse response;
        response.type = Api::InteractionCallbackType::UpdateMessage;
        response.data = *std::move(body);
        return respond(response);
    }
    QFuture<Result<>> defer(bool isPrivate, bool isUpdate) override
    {
        if (!isUpdate)
            return withoutValue(m_interaction.defer(isPrivate, m_options), &m_http);
        Api::InteractionUpdateMessageResponse response;
        response.type = Api::InteractionCallbackType::DeferredUpdateMessage;
        return respond(response);
    }
    QFuture<Result<>> modal(const Api::InteractionModalData &modal) override
    {
        return withoutValue(m_interaction.showModal(modal, m_options), &m_http);
    }
    QFuture<Result<>> edit(const MessageBuilder &message) override
    {
        auto body = message.buildWebhook(Api::Purpose::Edit);
        if (!body)
            return failed(body.error());
        if (message.unchecked().allowedMentions.isAbsent())
            body->allowedMentions.clear();
        keepEditable(body->flags);
        const WebhookId webhook(m_application.value());
        return withoutValue(
            Api::updateOriginalWebhookMessage(m_http, webhook, m_token, *body, {}, {}, m_options),
            &m_http);
    }
    QFuture<Result<>> followUp(const MessageBuilder &message) override
    {
        return withoutValue(m_interaction.followUp(message, {}, m_options), &m_http);
    }
    QFuture<Result<>> remove() override { return m_interaction.deleteReply(m_options); }

private:
    //! \brief What was private stays private, what was silent silent: no flag of these can be
    //! edited.
    static void keepEditable(Field<MessageFlags> &flags)
    {
        MessageFlags kept;
        for (const MessageFlag flag : {MessageFlag::SuppressEmbeds, MessageFlag::IsComponentsV2}) {
            if (flags.valueOr({}).has(flag))
                kept = kept | flag;
        }
        flags = kept == MessageFlags() ? Field<MessageFlags>() : Field<MessageFlags>(kept);
    }
    QFuture<Result<>> respond(const Api::InteractionResponse &response)
    {
        return withoutValue(m_interaction.respond(response, {}, m_options), &m_http);
    }

    Net::HttpClient &m_http;
    ApplicationId m_application;
    Secret m_token;
    Api::InteractionHandle m_interaction;
    Api::CallOptions m_options;
};

//! \brief Answers to a typed command are messages in its channel; nothing there is private.
class MessageAnswers : public Answers
{
public:
    MessageAnswers(Client &client, const Api::Message &message, std::shared_ptr<AnswerLimit> limit)
        : m_http(client.http())
        , m_clock(client.clock())
        , m_limit(std::move(limit))
        , m_channel(message.channelId.valueOr({}))
        , m_message(message.id.valueOr({}))
        , m_reply(std::make_shared<MessageId>())
    { }

    QObject *context() override { return &m_http; }
    Result<Terms> admit(const QString &command) override
    {
        auto place = m_limit->enter(m_channel, command);
        if (!place)
            return std::move(place).error();
        return Terms{m_clock.now() + kTypedAnswer, *std::move(place)};
    }
    void setDeadline(std::optional<TimePoint> deadline) override { m_options.deadline = deadline; }
    QFuture<Result<>> first(const MessageBuilder &message) override
    {
        return send(MessageBuilder(message).replyTo(m_message, false),
                    [id = m_reply](const Api::Message &sent) { *id = sent.id.valueOr({}); });
    }
    QFuture<Result<>> update(const MessageBuilder &message) override { return edit(message); }
    QFuture<Result<>> defer(bool, bool) override
    {
        return withoutValue(Api::triggerTypingIndicator(m_http, m_channel, m_options), &m_http);
    }
    QFuture<Result<>> modal(const Api::InteractionModalData &) override
    {
        return failed(makeError(ErrorCode::InvalidArgument,
                                QStringLiteral("a typed command cannot open a modal")));
    }
    QFuture<Result<>> edit(const MessageBuilder &message) override
    {
        if (!m_reply->isValid())
            return first(message);
        auto body = message.buildEdit();
        if (!body)
            return failed(body.error());
        makePublic(body->flags);
        return withoutValue(Api::updateMessage(m_http, m_channel, *m_reply, *body, {}, m_options),
                            &m_http);
    }
    QFuture<Result<>> followUp(const MessageBuilder &message) override { return send(message); }
    QFuture<Result<>> remove() override
    {
        if (!m_reply->isValid())
            return finishedFuture(Result<>());
        return Api::deleteMessage(m_http, m_channel, *m_reply, m_options);
    }

private:
    static void makePublic(Field<MessageFlags> &flags)
    {
        const MessageFlags left = flags.valueOr({}).without(MessageFlag::Ephemeral);
        flags = left == MessageFlags() ? Field<MessageFlags>() : Field<MessageFlags>(left);
    }
    QFuture<Result<>> send(const MessageBuilder &message,
                           std::function<void(const Api::Message &)> onSent = {})
    {
        auto body = message.build();
        if (!body)
            return failed(body.error());
        makePublic(body->flags);
        return withoutValue(Api::createMessage(m_http, m_channel, *body, {}, m_options), &m_http,
                            std::move(onSent));
    }

    Net::HttpClient &m_http;
    Clock &m_clock;
    std::shared_ptr<AnswerLimit> m_limit;
    Api::CallOptions m_options;
    ChannelId m_channel;
    MessageId m_message;
    std::shared_ptr<MessageId> m_reply; //!< Filled in when the answer to the first reply arrives.
};

} // namespace

std::unique_ptr<Answers> answersTo(Client &client, const Api::Interaction &interaction)
{
    return std::make_unique<InteractionAnswers>(client, interaction);
}

std::unique_ptr<Answers> answersTo(Client &client, const Api::Message &message,
                                   std::shared_ptr<AnswerLimit> limit)
{
    return std::make_unique<MessageAnswers>(client, message, std::move(limit));
}

} // namespace Cordial::Commands
