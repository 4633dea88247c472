// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/typed/componentbuilder.h>
#include <cordial/api/typed/embedbuilder.h>
#include <cordial/api/typed/interaction.h>
#include <cordial/api/typed/limits.h>
#include <cordial/api/typed/poll.h>
#include <cordial/api/typed/scalars.h>
#include <cordial/api/typed/webhook.h>

#include <chrono>
#include <concepts>

namespace Cordial::Api {

//! Who is notified by a text. \source resources/message.mdx, "Allowed Mentions Object"
namespace Notify {
[[nodiscard]] AllowedMentions nobody();
//! \brief The users it names, no role and not everyone: what the framework takes unless told
//! otherwise, so that text typed by others cannot be used to ping a whole server.
[[nodiscard]] AllowedMentions users();
//! \brief Whoever it names, everyone too.
[[nodiscard]] AllowedMentions everyone();
//! \brief These, if it names them.
[[nodiscard]] AllowedMentions only(const QList<UserId> &users, const QList<RoleId> &roles = {});
} // namespace Notify

//! \brief A question with answers. A value.
class PollBuilder
{
public:
    explicit PollBuilder(QString question);

    PollBuilder &answer(QString text);
    PollBuilder &answer(QString text, Emoji emoji);
    //! \brief How long it runs, at most 32 days; a day unless set.
    PollBuilder &duration(std::chrono::hours hours);
    PollBuilder &multiselect(bool isAllowed = true);

    [[nodiscard]] const PollCreateRequest &unchecked() const { return m_poll; }
    [[nodiscard]] Result<PollCreateRequest> build() const;

private:
    PollCreateRequest m_poll;
};

//! \brief Puts a message together, for whatever sends it. Each of the last functions checks all of
//! Discord's limits and says which field breaks which; \a files go along. A value.
class MessageBuilder
{
public:
    MessageBuilder() = default;
    //! \brief Text to begin with, also as it comes out of `a + b`.
    template <std::convertible_to<QString> Text>
    MessageBuilder(Text &&text)
    {
        content(QString(std::forward<Text>(text)));
    }
    MessageBuilder(const EmbedBuilder &embed) { this->embed(embed); }

    MessageBuilder &content(QString content);
    MessageBuilder &embed(const EmbedBuilder &embed);
    MessageBuilder &embed(Embed embed);
    MessageBuilder &component(Component component);
    //! \brief The same for components v2, which show text and pictures themselves: there is neither
    //! content nor embed beside them.
    MessageBuilder &componentV2(Component component);
    MessageBuilder &poll(const PollBuilder &poll);
    MessageBuilder &sticker(StickerId id);
    //! \brief What a file that goes along is called for those who cannot see it; \a index from 0.
    MessageBuilder &describeFile(int index, QString filename, QString description);
    //! \brief Who is notified; Notify::users() unless set.
    MessageBuilder &notify(AllowedMentions mentions);
    MessageBuilder &replyTo(MessageId message, bool failIfGone = true);
    MessageBuilder &silent(); //!< No push, no sound.
    MessageBuilder &suppressEmbeds(); //!< No preview of links.
    MessageBuilder &ephemeral(); //!< Interactions only: seen by who asked.

    [[nodiscard]] const CreateMessageRequest &unchecked() const { return m_body; }
    //! \brief For createMessage(). Errors: InvalidArgument with all broken limits.
    [[nodiscard]] Result<CreateMessageRequest> build(qsizetype files = 0) const;
    //! \brief For updateMessage(): only what was set changes.
    [[nodiscard]] Result<UpdateMessageRequest> buildEdit(qsizetype files = 0) const;
    //! \brief For executeWebhook() and the edits of its messages.
    [[nodiscard]] Result<ExecuteWebhookRequest> buildWebhook(Purpose purpose = Purpose::Send,
                                                             qsizetype files = 0) const;
    //! \brief For the first answer to an interaction.
    [[nodiscard]] Result<InteractionMessageData> buildAnswer(qsizetype files = 0) const;
    //! \brief For the answer that changes the message a component sits on: only what was set
    //! changes, also of who is notified.
    [[nodiscard]] Result<InteractionUpdateMessageData> buildUpdate(qsizetype files = 0) const;

private:
    MessageBuilder &addFlag(MessageFlags flag);
    [[nodiscard]] CreateMessageRequest guarded() const;

    CreateMessageRequest m_body;
};

} // namespace Cordial::Api
