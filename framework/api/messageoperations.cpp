// SPDX-License-Identifier: MIT
#include <cordial/api/operations.h>

#include "call_p.h"

#include <cordial/core/oncontext.h>

#include <QSet>
#include <QUrl>

namespace Cordial::Api {

using Net::Method;

namespace {

QString messagesPath(ChannelId channel)
{
    return u"/channels/" + channel.toString() + u"/messages";
}

QString messagePath(ChannelId channel, MessageId message)
{
    return messagesPath(channel) + u'/' + message.toString();
}

QString originalPath(ApplicationId application, const Secret &token)
{
    return u"/webhooks/" + application.toString() + u'/' + QString::fromLatin1(token.reveal())
        + u"/messages/@original";
}

//! \brief The error of the first limit that \a body breaks.
std::optional<Error> checked(const MessageBody &body)
{
    const auto broken = body.brokenLimit();
    if (!broken)
        return std::nullopt;
    Error error = makeError(ErrorCode::TooLarge,
                            QStringLiteral("the message breaks one of Discord's limits"));
    error.fieldErrors.append(*broken);
    return error;
}

QFuture<Result<Message>> sendBody(Net::HttpClient &http, Method method, QString path,
                                  const MessageBody &body, const CallOptions &options)
{
    if (auto error = checked(body))
        return finishedFuture<Message>(std::move(*error));
    return call<Message>(http, makeRequest(method, std::move(path), options, toJson(body)));
}

//! \brief Answers to interactions go before everything else.
CallOptions interactionLane(CallOptions options)
{
    options.lane = Net::Lane::Interaction;
    return options;
}

//! \brief What can be checked without knowing the time.
std::optional<Error> checkedBulk(const QList<MessageId> &messages)
{
    if (messages.size() < 2 || messages.size() > 100) {
        return makeError(
            ErrorCode::InvalidArgument,
            QStringLiteral("bulk delete takes 2 to 100 messages, not %1").arg(messages.size()));
    }
    if (QSet<MessageId>(messages.begin(), messages.end()).size() != messages.size()) {
        return makeError(ErrorCode::InvalidArgument,
                         QStringLiteral("bulk delete: a message is named twice"));
    }
    return std::nullopt;
}

} // namespace

QFuture<Result<QList<Message>>> listMessages(Net::HttpClient &http, ChannelId channel,
                                             const ListMessagesQuery &query,
                                             const CallOptions &options)
{
    Net::Request request = makeRequest(Method::Get, messagesPath(channel), options);
    const auto add = [&request](QString key, const std::optional<MessageId> &id) {
        if (id)
            request.query.append({std::move(key), id->toString()});
    };
    add(QStringLiteral("before"), query.before);
    add(QStringLiteral("after"), query.after);
    add(QStringLiteral("around"), query.around);
    request.query.append({QStringLiteral("limit"), QString::number(query.limit)});
    return call<QList<Message>>(http, std::move(request));
}

QFuture<Result<Message>> getMessage(Net::HttpClient &http, ChannelId channel, MessageId message,
                                    const CallOptions &options)
{
    return call<Message>(http, makeRequest(Method::Get, messagePath(channel, message), options));
}

QFuture<Result<Message>> createMessage(Net::HttpClient &http, ChannelId channel,
                                       const MessageBody &body, const CallOptions &options)
{
    return sendBody(http, Method::Post, messagesPath(channel), body, options);
}

QFuture<Result<Message>> updateMessage(Net::HttpClient &http, ChannelId channel, MessageId message,
                                       const MessageBody &body, const CallOptions &options)
{
    return sendBody(http, Method::Patch, messagePath(channel, message), body, options);
}

QFuture<Result<void>> deleteMessage(Net::HttpClient &http, ChannelId channel, MessageId message,
                                    const CallOptions &options)
{
    return call<void>(http, makeRequest(Method::Delete, messagePath(channel, message), options));
}

QFuture<Result<void>> bulkDeleteMessages(Net::HttpClient &http, ChannelId channel,
                                         const QList<MessageId> &messages,
                                         const CallOptions &options)
{
    if (auto error = checkedBulk(messages))
        return finishedFuture<void>(std::move(*error));
    JsonWriter body;
    body.beginObject().key("messages");
    writeJson(body, messages);
    body.endObject();
    const QString path = messagesPath(channel) + u"/bulk-delete";
    return call<void>(http, makeRequest(Method::Post, path, options, body.take()));
}

QFuture<Result<void>> addMyReaction(Net::HttpClient &http, ChannelId channel, MessageId message,
                                    const Emoji &emoji, const CallOptions &options)
{
    const QByteArray encoded = QUrl::toPercentEncoding(emoji.toRouteString());
    const QString path =
        messagePath(channel, message) + u"/reactions/" + QString::fromLatin1(encoded) + u"/@me";
    return call<void>(http, makeRequest(Method::Put, path, options));
}

QFuture<Result<void>> createInteractionResponse(Net::HttpClient &http, InteractionId interaction,
                                                const Secret &token,
                                                const InteractionResponse &response,
                                                const CallOptions &options)
{
    if (response.message) {
        if (auto error = checked(*response.message))
            return finishedFuture<void>(std::move(*error));
    }
    const QString path = u"/interactions/" + interaction.toString() + u'/'
        + QString::fromLatin1(token.reveal()) + u"/callback";
    return call<void>(http,
                      makeRequest(Method::Post, path, interactionLane(options), toJson(response)));
}

QFuture<Result<Message>> getOriginalResponse(Net::HttpClient &http, ApplicationId application,
                                             const Secret &token, const CallOptions &options)
{
    return call<Message>(
        http, makeRequest(Method::Get, originalPath(application, token), interactionLane(options)));
}

QFuture<Result<Message>> updateOriginalResponse(Net::HttpClient &http, ApplicationId application,
                                                const Secret &token, const MessageBody &body,
                                                const CallOptions &options)
{
    return sendBody(http, Method::Patch, originalPath(application, token), body,
                    interactionLane(options));
}

QFuture<Result<void>> deleteOriginalResponse(Net::HttpClient &http, ApplicationId application,
                                             const Secret &token, const CallOptions &options)
{
    return call<void>(
        http,
        makeRequest(Method::Delete, originalPath(application, token), interactionLane(options)));
}

QFuture<Result<Message>> createFollowup(Net::HttpClient &http, ApplicationId application,
                                        const Secret &token, const MessageBody &body,
                                        const CallOptions &options)
{
    const QString path =
        u"/webhooks/" + application.toString() + u'/' + QString::fromLatin1(token.reveal());
    return sendBody(http, Method::Post, path, body, interactionLane(options));
}

} // namespace Cordial::Api
