// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/ids.h>
#include <cordial/core/result.h>
#include <cordial/core/secret.h>

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace Cordial::Testing {

//! \brief Somebody in the sandbox who talks to the bot, as Discord's own client would. A value;
//! each action is one request and blocks until it is answered.
class Person
{
public:
    struct Place
    {
        QString apiUrl;
        ApplicationId application;
        GuildId guild;
        ChannelId channel;
    };

    Person(Place place, Secret token, UserId id);

    [[nodiscard]] UserId id() const { return m_id; }
    //! \brief The same person in another channel.
    [[nodiscard]] Person in(ChannelId channel) const;

    //! \brief Writes a message; its JSON comes back.
    [[nodiscard]] Result<QJsonObject> say(const QString &content) const;
    //! \brief Invokes the command \a name; \a options are those of the interaction,
    //! [{"name": ..., "value": ...}].
    [[nodiscard]] Result<> invoke(const QString &name, const QJsonArray &options = {}) const;
    //! \brief Types into the option marked {"focused": true}.
    [[nodiscard]] Result<> type(const QString &name, const QJsonArray &options) const;
    //! \brief Presses the button, or chooses \a values of the select, with \a customId.
    [[nodiscard]] Result<> press(MessageId message, const QString &customId,
                                 const QJsonArray &values = {}) const;
    //! \brief Sends the open modal \a customId with {"input's custom_id": "text"}.
    [[nodiscard]] Result<> submit(const QString &customId, const QJsonObject &texts) const;
    //! \brief The last messages of the channel, newest first.
    [[nodiscard]] Result<QJsonArray> read(int limit = 50) const;

private:
    [[nodiscard]] Result<> interact(int type, const QJsonObject &data,
                                    MessageId message = {}) const;

    Place m_place;
    Secret m_token;
    UserId m_id;
};

} // namespace Cordial::Testing
