// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>
#include <cordial/core/secret.h>

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace Cordial::Host {

//! \brief Who and what is in a sandbox, as GET /sandbox/v1/world tells.
struct ChatWorld
{
    struct Person
    {
        QString id;
        QString name;
        Secret token;
    };

    QString applicationId, guildId, channelId, channelName;
    QList<Person> people; //!< Without bots; the sandbox's main person first.
    QJsonArray commands;

    [[nodiscard]] QStringList names() const;
    [[nodiscard]] const Person *person(const QString &name) const;
    //! \brief The body of POST /interactions for a slash command typed as text; option values are
    //! turned into the type the command declares. Errors: InvalidArgument, with the commands or
    //! options there are.
    [[nodiscard]] Result<QJsonObject>
    invocation(const QString &command, const QList<std::pair<QString, QString>> &options) const;
    [[nodiscard]] QJsonObject press(const QString &messageId, const QString &customId) const;
};

[[nodiscard]] Result<ChatWorld> parseChatWorld(const QByteArray &json);

} // namespace Cordial::Host
