// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/client/client.h>

#include <QHash>

#include <memory>

namespace Cordial {

namespace Commands {
class InvocationState;
struct InvocationData;
} // namespace Commands

//! \brief Somebody used a command, pressed a button, chose from a select or submitted a modal; and
//! how to answer. A value: keep a copy to answer later.
//!
//! The same for slash and typed commands. Answers go out in the order they were made; the futures
//! may be ignored, what fails is logged. Discord waits 3 s for a first answer: if none was made
//! after 2 s the invocation is deferred by itself, and the plugin named in the log. Thread: that of
//! the client.
class Invocation
{
public:
    //! \brief "purge", "config set", or the custom_id.
    [[nodiscard]] QString name() const;
    [[nodiscard]] Client &client() const;
    [[nodiscard]] const Api::User &user() const;
    //! \brief Without the user; absent in direct messages.
    [[nodiscard]] const Field<Api::GuildMember> &member() const;
    [[nodiscard]] GuildId guildId() const; //!< Invalid in direct messages.
    [[nodiscard]] ChannelId channelId() const;
    //! \brief Discord's name of the person's language; of the guild's for typed commands.
    [[nodiscard]] QString locale() const;
    //! \brief What the person may do in the channel; nothing while that is not known.
    [[nodiscard]] std::optional<Api::Permissions> permissions() const;
    //! \brief The same for the bot.
    [[nodiscard]] std::optional<Api::Permissions> botPermissions() const;
    //! \brief False for a typed command.
    [[nodiscard]] bool isInteraction() const;
    //! \brief The message with the component, the typed command itself, or the target of a message
    //! command.
    [[nodiscard]] const Field<Api::Message> &message() const;

    // Options, parameters of a custom_id and fields of a modal, by name.
    [[nodiscard]] bool has(QStringView name) const;
    [[nodiscard]] QString text(QStringView name, const QString &fallback = {}) const;
    [[nodiscard]] qint64 integer(QStringView name, qint64 fallback = 0) const;
    [[nodiscard]] double number(QStringView name, double fallback = 0) const;
    [[nodiscard]] bool boolean(QStringView name, bool fallback = false) const;
    //! \brief The id given for a user, channel, role or attachment; invalid if none was given.
    template <typename IdType>
    [[nodiscard]] IdType id(QStringView name) const
    {
        return IdType::fromString(text(name)).value_or(IdType());
    }
    //! \brief What was chosen in a select.
    [[nodiscard]] QStringList values() const;
    //! \brief The objects behind the given ids, as far as Discord sent them.
    [[nodiscard]] const Api::ResolvedData &resolved() const;

    //! \brief Answers; a second reply is a further message.
    QFuture<Result<>> reply(const Api::MessageBuilder &message) const;
    //! \brief Answers so that only this person sees it (everybody, for a typed command).
    QFuture<Result<>> replyPrivately(Api::MessageBuilder message) const;
    //! \brief "is thinking": there are 15 minutes from here to reply() or edit().
    QFuture<Result<>> defer(bool isPrivate = false) const;
    //! \brief Changes the answer; answers if there was none.
    QFuture<Result<>> edit(const Api::MessageBuilder &message) const;
    //! \brief Changes the message that the button or select sits on; edit() for commands.
    QFuture<Result<>> update(const Api::MessageBuilder &message) const;
    QFuture<Result<>> followUp(const Api::MessageBuilder &message) const;
    QFuture<Result<>> deleteReply() const;
    //! \brief Opens a modal; only as first answer, not from a modal or a typed command.
    QFuture<Result<>> showModal(const Api::InteractionModalData &modal) const;

    //! \brief For the registry and for tests.
    explicit Invocation(std::shared_ptr<Commands::InvocationState> state);

private:
    std::shared_ptr<Commands::InvocationState> d;
};

} // namespace Cordial
