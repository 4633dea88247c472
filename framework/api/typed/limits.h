// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/typed/forward.h>
#include <cordial/core/result.h>

#include <QList>

//! What Discord accepts, checked before anything is sent: each broken limit with the path of its
//! field and both numbers, `embeds[0].fields[1].value: 1,030 characters, at most 1,024`.
//! Lengths are counted as Discord counts: in code points, and in embeds without the space around a
//! text. Pure; any thread.
namespace Cordial::Api {

struct CreateMessageRequest;
struct UpdateMessageRequest;
struct ExecuteWebhookRequest;
struct InteractionMessageData;
struct InteractionUpdateMessageData;
struct InteractionModalData;

//! \source resources/message.mdx, "Create Message" and "Embed Limits"; resources/poll.mdx;
//! components/reference.mdx; resources/webhook.mdx, "Execute Webhook"
namespace Limits {
inline constexpr qsizetype kContent = 2'000;
inline constexpr qsizetype kNonce = 25;
inline constexpr qsizetype kFiles = 10;
inline constexpr qsizetype kFileDescription = 1'024;
inline constexpr qsizetype kStickers = 3;
inline constexpr qsizetype kMentions = 100; //!< users, and roles, of AllowedMentions
inline constexpr qsizetype kEmbeds = 10;
inline constexpr qsizetype kEmbedsTogether = 6'000; //!< characters of all embeds of a message
inline constexpr qsizetype kEmbedTitle = 256;
inline constexpr qsizetype kEmbedDescription = 4'096;
inline constexpr qsizetype kEmbedFields = 25;
inline constexpr qsizetype kEmbedFieldName = 256;
inline constexpr qsizetype kEmbedFieldValue = 1'024;
inline constexpr qsizetype kEmbedFooter = 2'048;
inline constexpr qsizetype kEmbedAuthor = 256;
inline constexpr qsizetype kUrl = 2'048;
inline constexpr qsizetype kColor = 0xFFFFFF;
inline constexpr qsizetype kPollQuestion = 300;
inline constexpr qsizetype kPollAnswers = 10;
inline constexpr qsizetype kPollAnswer = 55;
inline constexpr qsizetype kPollHours = 768;
inline constexpr qsizetype kActionRows = 5; //!< of a message without components v2
inline constexpr qsizetype kComponents = 40; //!< of a message with them, nested ones too
inline constexpr qsizetype kTextDisplays = 4'000; //!< characters of all texts of a message
inline constexpr qsizetype kRow = 5;
inline constexpr qsizetype kCustomId = 100;
inline constexpr qsizetype kButtonLabel = 80;
inline constexpr qsizetype kButtonUrl = 512;
inline constexpr qsizetype kPlaceholder = 150;
inline constexpr qsizetype kOptions = 25;
inline constexpr qsizetype kOptionText = 100; //!< label, value and description
inline constexpr qsizetype kSectionTexts = 3;
inline constexpr qsizetype kGallery = 10;
inline constexpr qsizetype kMediaDescription = 1'024;
inline constexpr qsizetype kModalTitle = 45;
inline constexpr qsizetype kModalRows = 5;
inline constexpr qsizetype kInputLabel = 45;
inline constexpr qsizetype kInputDescription = 100;
inline constexpr qsizetype kInputPlaceholder = 100;
inline constexpr qsizetype kInputText = 4'000;
inline constexpr qsizetype kUploads = 10;
inline constexpr qsizetype kGroupOptions = 10;
inline constexpr qsizetype kWebhookName = 80;
inline constexpr qsizetype kThreadName = 100;
} // namespace Limits

//! \brief Whether a body makes a new message, which must not be empty, or changes one.
enum class Purpose : quint8 { Send, Edit };

//! \brief Every limit that the body breaks, the first 20; \a files go with it.
[[nodiscard]] QList<FieldError> brokenLimits(const CreateMessageRequest &body, qsizetype files = 0);
[[nodiscard]] QList<FieldError> brokenLimits(const UpdateMessageRequest &body, qsizetype files = 0);
[[nodiscard]] QList<FieldError> brokenLimits(const ExecuteWebhookRequest &body,
                                             Purpose purpose = Purpose::Send, qsizetype files = 0);
[[nodiscard]] QList<FieldError> brokenLimits(const InteractionMessageData &body,
                                             qsizetype files = 0);
[[nodiscard]] QList<FieldError> brokenLimits(const InteractionUpdateMessageData &body,
                                             qsizetype files = 0);
[[nodiscard]] QList<FieldError> brokenLimits(const InteractionModalData &body);
[[nodiscard]] QList<FieldError> brokenLimits(const Embed &embed);
[[nodiscard]] QList<FieldError> brokenLimits(const PollCreateRequest &poll);
[[nodiscard]] QList<FieldError> brokenLimits(const AllowedMentions &mentions);

//! \brief InvalidArgument with the first of \a broken as message and all of them as field errors;
//! ok for an empty list.
[[nodiscard]] Result<> resultOf(const QList<FieldError> &broken);

//! \brief brokenLimits() as a Result.
template <typename Body, typename... More>
[[nodiscard]] Result<> validate(const Body &body, More... more)
{
    return resultOf(brokenLimits(body, more...));
}

//! \brief Characters of an embed that count for Limits::kEmbedsTogether.
[[nodiscard]] qsizetype countedLength(const Embed &embed);

} // namespace Cordial::Api
