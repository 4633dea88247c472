// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonObject>
#include <QString>

namespace Cordial::Sandbox {

//! \brief Discord's JSON error codes that this server answers with.
//! \source topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
enum class JsonCode : int {
    General = 0,
    UnknownApplication = 10002,
    UnknownChannel = 10003,
    UnknownGuild = 10004,
    UnknownMember = 10007,
    UnknownMessage = 10008,
    UnknownRole = 10011,
    UnknownUser = 10013,
    UnknownEmoji = 10014,
    UnknownWebhook = 10015,
    UnknownBan = 10026,
    UnknownInteraction = 10062,
    UnknownCommand = 10063,
    BotsCannotUse = 20001,
    OnlyBots = 20002,
    MaxGuildChannels = 30013,
    MaxPins = 30003,
    MaxReactions = 30010,
    MaxCommands = 30032,
    MaxDailyCommands = 30034,
    Unauthorized = 40001,
    RequestTooLarge = 40005,
    UserBanned = 40007,
    AlreadyAcknowledged = 40060,
    MissingAccess = 50001,
    CannotExecuteOnDm = 50003,
    CannotEditOthersMessage = 50005,
    EmptyMessage = 50006,
    CannotMessageUser = 50007,
    NonTextChannel = 50008,
    MissingPermissions = 50013,
    InvalidToken = 50014,
    BulkDeleteCount = 50016,
    SystemMessage = 50021,
    WrongChannelType = 50024,
    InvalidWebhookToken = 50027,
    InvalidRole = 50028,
    BulkDeleteTooOld = 50034,
    InvalidForm = 50035,
    InvalidApiVersion = 50041,
    FileTooLarge = 50045,
    InvalidJson = 50109,
};

//! \brief Why a request is refused. Thrown by handlers, caught by the one that called them
//! (Api::handle); never leaves the module.
class ApiError
{
public:
    //! \brief The error with the status and sentence that Discord uses for \a code.
    explicit ApiError(JsonCode code);
    ApiError(int status, JsonCode code, QString message, QJsonObject errors = {});
    //! \brief Answers without a code of their own: "404: Not Found".
    [[nodiscard]] static ApiError plain(int status);

    [[nodiscard]] int status() const { return m_status; }
    [[nodiscard]] JsonCode code() const { return m_code; }
    [[nodiscard]] QJsonObject body() const;

private:
    int m_status;
    JsonCode m_code;
    QString m_message;
    QJsonObject m_errors;
};

//! \brief Collects what is wrong with a body and nests it as Discord does:
//! errors.embeds.0.title._errors[] = {code, message}.
class FormErrors
{
public:
    //! \brief \a path is dotted, "embeds.0.title"; empty for the body itself.
    void add(const QString &path, const QString &code, const QString &message);
    void required(const QString &path);

    [[nodiscard]] bool isEmpty() const { return m_count == 0; }
    [[nodiscard]] QJsonObject toJson() const { return m_errors; }
    //! \brief Throws 400 / 50035 when anything was added.
    void raise() const;

private:
    QJsonObject m_errors;
    int m_count = 0;
};

//! \brief The reason phrase of an HTTP status.
[[nodiscard]] QByteArray reasonPhrase(int status);

} // namespace Cordial::Sandbox
