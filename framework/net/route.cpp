// SPDX-License-Identifier: MIT
#include <cordial/core/ids.h>
#include <cordial/core/jsontext.h>
#include <cordial/net/route.h>

#include <QCryptographicHash>
#include <QList>

#include <algorithm>
#include <array>

namespace Cordial::Net {

using namespace std::chrono_literals;

namespace {

//! What an id after this word is called, as Discord's OpenAPI document names it.
struct ParameterName
{
    QByteArrayView after;
    QByteArrayView name;
};
constexpr std::array<ParameterName, 10> kParameters{{{"channels", "{channel_id}"},
                                                     {"guilds", "{guild_id}"},
                                                     {"webhooks", "{webhook_id}"},
                                                     {"messages", "{message_id}"},
                                                     {"users", "{user_id}"},
                                                     {"members", "{user_id}"},
                                                     {"roles", "{role_id}"},
                                                     {"applications", "{application_id}"},
                                                     {"interactions", "{interaction_id}"},
                                                     {"commands", "{command_id}"}}};

//! Words followed by a name that is not a number.
constexpr std::array<ParameterName, 3> kNamed{
    {{"reactions", "{emoji_name}"}, {"invites", "{code}"}, {"templates", "{code}"}}};

// The tokens of interactions begin with base64("interaction:").
constexpr QByteArrayView kInteractionToken = "aW50ZXJhY3Rpb246";
// Webhook tokens have 68 characters, those of interactions well over a hundred.
constexpr qsizetype kLongestWebhookToken = 100;

constexpr auto kFresh = 10s;
constexpr auto kOld = std::chrono::hours(24 * 14);

bool isNumber(QByteArrayView text)
{
    return !text.isEmpty()
        && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

template <size_t Size>
QByteArrayView nameAfter(const std::array<ParameterName, Size> &table, QByteArrayView word)
{
    for (const ParameterName &entry : table) {
        if (entry.after == word)
            return entry.name;
    }
    return {};
}

//! \brief So that tokens stand in no key, log or record.
QByteArray digest(QByteArrayView secret)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(secret);
    return hash.result().toHex().left(10);
}

QByteArray templateOf(QByteArrayView previous, const QByteArray &segment, bool isToken)
{
    if (isToken)
        return "{token}";
    if (isNumber(segment)) {
        const QByteArrayView name = nameAfter(kParameters, previous);
        return name.isEmpty() ? QByteArrayLiteral("{id}") : name.toByteArray();
    }
    if (const QByteArrayView name = nameAfter(kNamed, previous); !name.isEmpty())
        return name.toByteArray();
    if (previous == "messages" && segment == "@original")
        return "{message_id}";
    return segment;
}

SubLimit ageOf(QByteArrayView messageId, WallTime wallNow)
{
    const auto id = MessageId::fromString(messageId);
    if (!id)
        return SubLimit::None;
    const auto age = wallNow - id->createdAt();
    if (age > kOld)
        return SubLimit::OldMessage;
    return age < kFresh ? SubLimit::FreshMessage : SubLimit::None;
}

bool changesName(const QByteArray &body)
{
    const auto members = jsonMembers(body);
    return members && (jsonMember(*members, "name") || jsonMember(*members, "topic"));
}

void readWebhook(Route &route, const QList<QByteArray> &segments)
{
    route.webhookId = segments[1];
    route.webhook = segments[1];
    if (segments.size() < 3)
        return;
    const QByteArray &token = segments[2];
    route.webhook += '/' + digest(token);
    route.topLevel = route.webhook;
    const bool isOriginal =
        segments.size() >= 5 && segments[3] == "messages" && segments[4] == "@original";
    route.isFollowUp =
        isOriginal || token.startsWith(kInteractionToken) || token.size() > kLongestWebhookToken;
}

} // namespace

Route Route::of(const Request &request, WallTime wallNow)
{
    Route route;
    route.method = toByteArray(request.method);
    QByteArray path = request.path.toUtf8();
    path.truncate(std::min({path.size(), path.indexOf('?') < 0 ? path.size() : path.indexOf('?'),
                            path.indexOf('#') < 0 ? path.size() : path.indexOf('#')}));
    QList<QByteArray> segments = path.split('/');
    segments.removeAll(QByteArray());
    QByteArrayView previous;
    for (qsizetype i = 0; i < segments.size(); ++i) {
        const bool isToken = i == 2 && (segments[0] == "webhooks" || segments[0] == "interactions");
        route.path += '/' + templateOf(previous, segments[i], isToken);
        previous = segments[i];
    }
    if (segments.isEmpty())
        return route;

    const QByteArray &first = segments[0];
    route.isInteraction = first == "interactions";
    // Interactions do not wait for each other.
    if (route.isInteraction && segments.size() >= 3)
        route.topLevel = segments[1] + '/' + digest(segments[2]);
    if (segments.size() >= 2 && isNumber(segments[1])
        && (first == "channels" || first == "guilds" || first == "webhooks")) {
        route.topLevel = segments[1];
        route.topLevelId = segments[1].toULongLong();
        if (first == "webhooks")
            readWebhook(route, segments);
    }
    // Each user has limits of their own, and so has the address for what bears no token.
    if (request.auth != Auth::Bot)
        route.token = request.auth == Auth::Bearer ? digest(*request.bearer) : "none";
    if (!route.token.isEmpty() && !route.hasOwnToken())
        route.topLevel += '~' + route.token;
    if (first != "channels")
        return route;
    route.isMessagePost =
        request.method == Method::Post && segments.size() == 3 && segments[2] == "messages";
    if (request.method == Method::Delete && segments.size() == 4 && segments[2] == "messages")
        route.subLimit = ageOf(segments[3], wallNow);
    else if (request.method == Method::Patch && segments.size() == 2 && changesName(request.body))
        route.subLimit = SubLimit::ChannelName;
    return route;
}

QByteArray Route::key() const
{
    const QByteArray key = method + ' ' + path + ' ' + topLevel;
    return token.isEmpty() || !hasOwnToken() ? key : key + '~' + token;
}

quint64 applicationOf(const Route &route, const QString &path)
{
    if (!route.path.startsWith("/applications/{application_id}"))
        return 0;
    return path.section(u'/', 2, 2).section(u'?', 0, 0).toULongLong();
}

} // namespace Cordial::Net
