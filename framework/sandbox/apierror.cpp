// SPDX-License-Identifier: MIT
#include <cordial/sandbox/apierror.h>

#include <QJsonArray>
#include <QStringList>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

struct Known
{
    JsonCode code;
    int status;
    const char *message;
};

constexpr std::array kKnown{
    Known{JsonCode::UnknownApplication, 404, "Unknown Application"},
    Known{JsonCode::UnknownChannel, 404, "Unknown Channel"},
    Known{JsonCode::UnknownGuild, 404, "Unknown Guild"},
    Known{JsonCode::UnknownMember, 404, "Unknown Member"},
    Known{JsonCode::UnknownMessage, 404, "Unknown Message"},
    Known{JsonCode::UnknownRole, 404, "Unknown Role"},
    Known{JsonCode::UnknownUser, 404, "Unknown User"},
    Known{JsonCode::UnknownEmoji, 400, "Unknown Emoji"},
    Known{JsonCode::UnknownWebhook, 404, "Unknown Webhook"},
    Known{JsonCode::UnknownBan, 404, "Unknown Ban"},
    Known{JsonCode::UnknownInteraction, 404, "Unknown interaction"},
    Known{JsonCode::UnknownCommand, 404, "Unknown application command"},
    Known{JsonCode::BotsCannotUse, 403, "Bots cannot use this endpoint"},
    Known{JsonCode::OnlyBots, 403, "Only bots can use this endpoint"},
    Known{JsonCode::MaxPins, 400, "Maximum number of pins reached for the channel (50)"},
    Known{JsonCode::MaxReactions, 400, "Maximum number of reactions reached (20)"},
    Known{JsonCode::MaxGuildChannels, 400, "Maximum number of server channels reached (500)"},
    Known{JsonCode::MaxCommands, 400, "Maximum number of application commands reached (100)."},
    Known{JsonCode::MaxDailyCommands, 400,
          "Max number of daily application command creates has been reached (200)"},
    Known{JsonCode::Unauthorized, 401, "Unauthorized"},
    Known{JsonCode::RequestTooLarge, 413, "Request entity too large"},
    Known{JsonCode::UserBanned, 403, "The user is banned from this guild."},
    Known{JsonCode::AlreadyAcknowledged, 400, "Interaction has already been acknowledged."},
    Known{JsonCode::MissingAccess, 403, "Missing Access"},
    Known{JsonCode::CannotExecuteOnDm, 403, "Cannot execute action on a DM channel"},
    Known{JsonCode::CannotEditOthersMessage, 403, "Cannot edit a message authored by another user"},
    Known{JsonCode::EmptyMessage, 400, "Cannot send an empty message"},
    Known{JsonCode::CannotMessageUser, 403, "Cannot send messages to this user"},
    Known{JsonCode::NonTextChannel, 400, "Cannot send messages in a non-text channel"},
    Known{JsonCode::MissingPermissions, 403, "Missing Permissions"},
    Known{JsonCode::InvalidToken, 401, "Invalid authentication token"},
    Known{JsonCode::BulkDeleteCount, 400,
          "Provided too few or too many messages to delete. Must provide at least 2 and at most "
          "100 messages to delete."},
    Known{JsonCode::SystemMessage, 403, "Cannot execute action on a system message"},
    Known{JsonCode::WrongChannelType, 400, "Cannot execute action on this channel type"},
    Known{JsonCode::InvalidWebhookToken, 401, "Invalid Webhook Token"},
    Known{JsonCode::InvalidRole, 400, "Invalid Role"},
    Known{JsonCode::BulkDeleteTooOld, 400,
          "You can only bulk delete messages that are under 14 days old."},
    Known{JsonCode::InvalidForm, 400, "Invalid Form Body"},
    Known{JsonCode::InvalidApiVersion, 400, "Invalid API version"},
    Known{JsonCode::FileTooLarge, 413, "File cannot be larger than 10.0 MB"},
    Known{JsonCode::InvalidJson, 400, "The request body contains invalid JSON."},
};

struct Phrase
{
    int status;
    const char *text;
};

constexpr std::array kPhrases{
    Phrase{100, "Continue"},
    Phrase{200, "OK"},
    Phrase{201, "Created"},
    Phrase{204, "No Content"},
    Phrase{304, "Not Modified"},
    Phrase{400, "Bad Request"},
    Phrase{401, "Unauthorized"},
    Phrase{403, "Forbidden"},
    Phrase{404, "Not Found"},
    Phrase{405, "Method Not Allowed"},
    Phrase{408, "Request Timeout"},
    Phrase{413, "Payload Too Large"},
    Phrase{414, "URI Too Long"},
    Phrase{415, "Unsupported Media Type"},
    Phrase{429, "Too Many Requests"},
    Phrase{431, "Request Header Fields Too Large"},
    Phrase{500, "Internal Server Error"},
    Phrase{502, "Bad Gateway"},
    Phrase{503, "Service Unavailable"},
    Phrase{504, "Gateway Timeout"},
};

QJsonObject withError(QJsonObject node, const QStringList &path, qsizetype depth,
                      const QJsonObject &error)
{
    if (depth == path.size()) {
        QJsonArray list = node.value("_errors"_L1).toArray();
        list.append(error);
        node.insert("_errors"_L1, list);
        return node;
    }
    const QString &key = path.at(depth);
    node.insert(key, withError(node.value(key).toObject(), path, depth + 1, error));
    return node;
}

} // namespace

QByteArray reasonPhrase(int status)
{
    const auto found = std::ranges::find(kPhrases, status, &Phrase::status);
    return found == kPhrases.end() ? "Unknown"_ba : QByteArray(found->text);
}

ApiError::ApiError(JsonCode code) : m_status(400), m_code(code)
{
    const auto found = std::ranges::find(kKnown, code, &Known::code);
    Q_ASSERT(found != kKnown.end());
    if (found != kKnown.end()) {
        m_status = found->status;
        m_message = QString::fromLatin1(found->message);
    }
}

ApiError::ApiError(int status, JsonCode code, QString message, QJsonObject errors)
    : m_status(status), m_code(code), m_message(std::move(message)), m_errors(std::move(errors))
{ }

ApiError ApiError::plain(int status)
{
    return ApiError(status, JsonCode::General,
                    QString::number(status) + u": "_s + QString::fromLatin1(reasonPhrase(status)));
}

QJsonObject ApiError::body() const
{
    QJsonObject body{{u"message"_s, m_message}, {u"code"_s, static_cast<int>(m_code)}};
    if (!m_errors.isEmpty())
        body.insert("errors"_L1, m_errors);
    return body;
}

void FormErrors::add(const QString &path, const QString &code, const QString &message)
{
    // One answer never lists more than this; the client is told what to repair first.
    constexpr int kMostErrors = 100;
    if (++m_count > kMostErrors)
        return;
    const QStringList parts = path.isEmpty() ? QStringList() : path.split(u'.');
    m_errors =
        withError(m_errors, parts, 0, QJsonObject{{u"code"_s, code}, {u"message"_s, message}});
}

void FormErrors::required(const QString &path)
{
    add(path, u"BASE_TYPE_REQUIRED"_s, u"This field is required"_s);
}

void FormErrors::raise() const
{
    if (!isEmpty())
        throw ApiError(400, JsonCode::InvalidForm, u"Invalid Form Body"_s, m_errors);
}

} // namespace Cordial::Sandbox
