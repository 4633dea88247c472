// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>

#include <deque>
#include <optional>

namespace Cordial::Host {

//! \brief What people see of one channel, told by the journal of a sandbox: turns its entries into
//! lines of a transcript and remembers enough to find buttons. Pure; keeps at most kMostMessages
//! messages.
class ChatView
{
public:
    static constexpr qsizetype kMostMessages = 200;

    struct Button
    {
        QString messageId;
        QString customId;
        QString label;
    };

    explicit ChatView(QString channelId);

    //! \brief The line to print for one journal entry, nothing if nobody sees anything of it.
    [[nodiscard]] std::optional<QString> accept(const QJsonObject &entry);
    //! \brief The newest enabled button of that label, in any case.
    [[nodiscard]] std::optional<Button> button(const QString &label) const;
    //! \brief Whether a bot has said, or changed something to, \a text since the last mark().
    [[nodiscard]] bool botHasSaid(const QString &text) const;
    //! \brief What is said from here on is what botHasSaid() looks at.
    void mark() { m_saidByBot.clear(); }

private:
    struct Message
    {
        QString author;
        bool isBot = false;
        QString text;
        QList<Button> buttons;
    };

    [[nodiscard]] std::optional<QString> acceptPersonal(const QJsonObject &entry);
    [[nodiscard]] std::optional<QString> show(const QJsonObject &message, bool isEdit);
    [[nodiscard]] static QString textOf(const QJsonObject &message);
    static void collectButtons(const QJsonArray &components, const QString &messageId,
                               QList<Button> &out);

    QString m_channelId;
    QMap<QString, Message> m_messages;
    std::deque<QString> m_order; //!< ids, the oldest first
    std::deque<QString> m_saidByBot;
};

} // namespace Cordial::Host
