// SPDX-License-Identifier: MIT
#include <cordial/api/typed/limits.h>

#include <cordial/api/typed/component.h>
#include <cordial/api/typed/interaction.h>
#include <cordial/api/typed/limits_p.h>
#include <cordial/api/typed/message.h>
#include <cordial/api/typed/poll.h>
#include <cordial/api/typed/scalars.h>
#include <cordial/api/typed/webhook.h>

#include <QLocale>

#include <algorithm>

namespace Cordial::Api {

using namespace Qt::StringLiterals;

namespace Detail {

namespace {

QString readable(qint64 number)
{
    return QLocale(QLocale::English).toString(number);
}

} // namespace

LimitCheck::Inside::Inside(LimitCheck &check, QLatin1StringView name)
    : m_check(check), m_length(check.m_path.size())
{
    if (m_length > 0 && !name.isEmpty())
        check.m_path += u'.';
    check.m_path += name;
}

LimitCheck::Inside::Inside(LimitCheck &check, QLatin1StringView name, qsizetype index)
    : Inside(check, name)
{
    check.m_path += u'[' + QString::number(index) + u']';
}

void LimitCheck::fail(QLatin1StringView name, const char *code, const QString &message)
{
    if (m_broken.size() >= kMost)
        return;
    const Inside inside(*this, name);
    m_broken.append({m_path, QString::fromLatin1(code), message});
}

void LimitCheck::range(QLatin1StringView name, qint64 value, qint64 most, qint64 least,
                       const char *code, const QString &unit)
{
    if (value > most)
        fail(name, code, readable(value) + unit + u", at most " + readable(most));
    else if (value < least)
        fail(name, code, readable(value) + unit + u", at least " + readable(least));
}

void LimitCheck::characters(QLatin1StringView name, qsizetype count, qsizetype most,
                            qsizetype least)
{
    range(name, count, most, least, count > most ? "BASE_TYPE_MAX_LENGTH" : "BASE_TYPE_MIN_LENGTH",
          u" characters"_s);
}

void LimitCheck::text(QLatin1StringView name, QStringView text, qsizetype most, qsizetype least)
{
    characters(name, characterCount(text), most, least);
}

void LimitCheck::text(QLatin1StringView name, const Field<QString> &field, qsizetype most,
                      qsizetype least)
{
    if (field)
        text(name, QStringView(*field), most, least);
}

void LimitCheck::trimmed(QLatin1StringView name, const Field<QString> &field, qsizetype most,
                         qsizetype least)
{
    if (field)
        text(name, QStringView(*field).trimmed(), most, least);
}

void LimitCheck::entries(QLatin1StringView name, qsizetype count, qsizetype most, qsizetype least)
{
    range(name, count, most, least, "BASE_TYPE_BAD_LENGTH", u" entries"_s);
}

void LimitCheck::number(QLatin1StringView name, qint64 value, qint64 most, qint64 least)
{
    range(name, value, most, least, value > most ? "NUMBER_TYPE_MAX" : "NUMBER_TYPE_MIN", {});
}

void LimitCheck::url(QLatin1StringView name, const Field<QString> &field, UrlKind kind,
                     qsizetype most)
{
    if (!field || field->isEmpty())
        return;
    text(name, field, most);
    const auto begins = [&field](QLatin1StringView scheme) {
        return field->startsWith(scheme, Qt::CaseInsensitive);
    };
    if (begins("https://"_L1) || begins("http://"_L1)
        || (kind == UrlKind::Link && begins("discord://"_L1))
        || (kind == UrlKind::Media && begins("attachment://"_L1)))
        return;
    fail(name, "URL_TYPE_INVALID_SCHEME",
         u"begins with neither https:// nor http://"_s
             + (kind == UrlKind::Media      ? u" nor attachment://"_s
                    : kind == UrlKind::Link ? u" nor discord://"_s
                                            : QString()));
}

void LimitCheck::require(QLatin1StringView name, bool isThere)
{
    if (!isThere)
        fail(name, "BASE_TYPE_REQUIRED", u"is missing"_s);
}

namespace {

qsizetype trimmedCount(const Field<QString> &field)
{
    return field ? characterCount(QStringView(*field).trimmed()) : 0;
}

void checkFields(LimitCheck &check, const QList<EmbedField> &fields)
{
    check.entries("fields"_L1, fields.size(), Limits::kEmbedFields);
    for (qsizetype i = 0; i < fields.size(); ++i) {
        const LimitCheck::Inside inside(check, "fields"_L1, i);
        check.trimmed("name"_L1, fields[i].name, Limits::kEmbedFieldName, 1);
        check.trimmed("value"_L1, fields[i].value, Limits::kEmbedFieldValue, 1);
    }
}

void checkMedia(LimitCheck &check, QLatin1StringView name, const Field<EmbedMedia> &media)
{
    if (!media)
        return;
    const LimitCheck::Inside inside(check, name);
    check.url("url"_L1, media->url);
}

bool isEmpty(const Embed &embed)
{
    return countedLength(embed) == 0 && !embed.image && !embed.thumbnail && !embed.video
        && !embed.provider && !embed.url && !embed.timestamp && !embed.components;
}

} // namespace

void checkEmbed(LimitCheck &check, const Embed &embed)
{
    check.trimmed("title"_L1, embed.title, Limits::kEmbedTitle);
    check.trimmed("description"_L1, embed.description, Limits::kEmbedDescription);
    check.url("url"_L1, embed.url, UrlKind::Page);
    check.number("color"_L1, embed.color, Limits::kColor);
    if (embed.fields)
        checkFields(check, *embed.fields);
    if (embed.footer) {
        const LimitCheck::Inside inside(check, "footer"_L1);
        check.require("text"_L1, embed.footer->text.hasValue());
        check.trimmed("text"_L1, embed.footer->text, Limits::kEmbedFooter, 1);
        check.url("icon_url"_L1, embed.footer->iconUrl);
    }
    if (embed.author) {
        const LimitCheck::Inside inside(check, "author"_L1);
        check.require("name"_L1, embed.author->name.hasValue());
        check.trimmed("name"_L1, embed.author->name, Limits::kEmbedAuthor, 1);
        check.url("url"_L1, embed.author->url, UrlKind::Page);
        check.url("icon_url"_L1, embed.author->iconUrl);
    }
    checkMedia(check, "image"_L1, embed.image);
    checkMedia(check, "thumbnail"_L1, embed.thumbnail);
    if (isEmpty(embed))
        check.fail({}, "BASE_TYPE_REQUIRED", u"shows nothing"_s);
}

void checkPoll(LimitCheck &check, const PollCreateRequest &poll)
{
    {
        const LimitCheck::Inside inside(check, "question"_L1);
        check.require("text"_L1, poll.question.text.hasValue());
        check.text("text"_L1, poll.question.text, Limits::kPollQuestion, 1);
    }
    check.entries("answers"_L1, poll.answers.size(), Limits::kPollAnswers, 1);
    for (qsizetype i = 0; i < poll.answers.size(); ++i) {
        const LimitCheck::Inside answer(check, "answers"_L1, i);
        const LimitCheck::Inside media(check, "poll_media"_L1);
        check.require("text"_L1, poll.answers[i].pollMedia.text.hasValue());
        check.text("text"_L1, poll.answers[i].pollMedia.text, Limits::kPollAnswer, 1);
    }
    check.number("duration"_L1, poll.duration, Limits::kPollHours, 1);
}

namespace {

template <typename Ids>
void checkNamed(LimitCheck &check, QLatin1StringView name, const AllowedMentions &mentions,
                const Ids &ids)
{
    if (!ids)
        return;
    check.entries(name, ids->size(), Limits::kMentions);
    const auto isSame = [name](const std::optional<AllowedMentionType> &kind) {
        return kind && *kind == name;
    };
    const bool isParsed =
        mentions.parse && std::any_of(mentions.parse->begin(), mentions.parse->end(), isSame);
    if (isParsed && !ids->isEmpty())
        check.fail("parse"_L1, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                   u"has \""_s + name + u"\", so none may be named one by one"_s);
}

} // namespace

void checkMentions(LimitCheck &check, const AllowedMentions &mentions)
{
    checkNamed(check, "users"_L1, mentions, mentions.users);
    checkNamed(check, "roles"_L1, mentions, mentions.roles);
}

namespace {

bool hasV2(const Field<MessageFlags> &flags)
{
    return flags && flags->has(MessageFlag::IsComponentsV2);
}

void checkEmbeds(LimitCheck &check, const QList<Embed> &embeds)
{
    check.entries("embeds"_L1, embeds.size(), Limits::kEmbeds);
    qsizetype together = 0;
    for (qsizetype i = 0; i < embeds.size(); ++i) {
        const LimitCheck::Inside inside(check, "embeds"_L1, i);
        checkEmbed(check, embeds[i]);
        together += countedLength(embeds[i]);
    }
    check.characters("embeds"_L1, together, Limits::kEmbedsTogether);
}

void checkAttachments(LimitCheck &check, const Field<QList<AttachmentRequest>> &attachments,
                      qsizetype files)
{
    if (attachments) {
        check.entries("attachments"_L1, attachments->size(), Limits::kFiles);
        for (qsizetype i = 0; i < attachments->size(); ++i) {
            const LimitCheck::Inside inside(check, "attachments"_L1, i);
            check.text("description"_L1, (*attachments)[i].description, Limits::kFileDescription);
        }
    }
    check.entries("files"_L1, files, Limits::kFiles);
}

template <typename T>
bool holds(const Field<QList<T>> &list)
{
    return list && !list->isEmpty();
}

//! What may not stand beside components v2.
template <typename Body>
void checkOnlyComponents(LimitCheck &check, const Body &body)
{
    const auto forbid = [&check](QLatin1StringView name, bool isThere) {
        if (isThere)
            check.fail(name, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                       u"cannot be sent along with components v2"_s);
    };
    forbid("content"_L1, body.content && !body.content->isEmpty());
    forbid("embeds"_L1, holds(body.embeds));
    if constexpr (requires { body.poll; })
        forbid("poll"_L1, body.poll.hasValue());
    if constexpr (requires { body.stickerIds; })
        forbid("sticker_ids"_L1, holds(body.stickerIds));
}

template <typename Body>
bool isEmptyMessage(const Body &body)
{
    // Discord takes a text of spaces for none.
    const bool hasText = body.content && !QStringView(*body.content).trimmed().isEmpty();
    bool hasMore = holds(body.embeds) || holds(body.components);
    if constexpr (requires { body.poll; })
        hasMore = hasMore || body.poll;
    if constexpr (requires { body.stickerIds; })
        hasMore = hasMore || holds(body.stickerIds);
    if constexpr (requires { body.sharedClientTheme; })
        hasMore = hasMore || body.sharedClientTheme;
    if constexpr (requires { body.messageReference; }) // A forwarded message brings its own.
        hasMore = hasMore
            || (body.messageReference && body.messageReference->type
                && *body.messageReference->type != MessageReferenceType::Default);
    return !hasText && !hasMore;
}

template <typename Body>
void checkBody(LimitCheck &check, const Body &body, Purpose purpose, qsizetype files)
{
    if (purpose == Purpose::Send && files == 0 && isEmptyMessage(body))
        check.fail("content"_L1, "BASE_TYPE_REQUIRED", u"is empty, and there is nothing else"_s);
    check.text("content"_L1, body.content, Limits::kContent);
    if (body.embeds)
        checkEmbeds(check, *body.embeds);
    if (body.allowedMentions) {
        const LimitCheck::Inside inside(check, "allowed_mentions"_L1);
        checkMentions(check, *body.allowedMentions);
    }
    const bool isV2 = hasV2(body.flags);
    if (body.components)
        checkComponents(check, *body.components,
                        isV2 ? ComponentHome::MessageV2 : ComponentHome::Message);
    if (isV2)
        checkOnlyComponents(check, body);
    checkAttachments(check, body.attachments, files);
    if constexpr (requires { body.poll; }) {
        if (body.poll) {
            const LimitCheck::Inside inside(check, "poll"_L1);
            checkPoll(check, *body.poll);
        }
    }
    if constexpr (requires { body.stickerIds; }) {
        if (body.stickerIds)
            check.entries("sticker_ids"_L1, body.stickerIds->size(), Limits::kStickers);
    }
}

} // namespace

} // namespace Detail

using Detail::LimitCheck;

qsizetype countedLength(const Embed &embed)
{
    using Detail::trimmedCount;
    qsizetype sum = trimmedCount(embed.title) + trimmedCount(embed.description);
    if (embed.footer)
        sum += trimmedCount(embed.footer->text);
    if (embed.author)
        sum += trimmedCount(embed.author->name);
    if (embed.fields) {
        for (const EmbedField &field : *embed.fields)
            sum += trimmedCount(field.name) + trimmedCount(field.value);
    }
    return sum;
}

QList<FieldError> brokenLimits(const CreateMessageRequest &body, qsizetype files)
{
    LimitCheck check;
    Detail::checkBody(check, body, Purpose::Send, files);
    if (body.nonce) {
        if (const auto *text = std::get_if<QString>(&*body.nonce))
            check.text("nonce"_L1, QStringView(*text), Limits::kNonce);
    }
    return check.take();
}

QList<FieldError> brokenLimits(const UpdateMessageRequest &body, qsizetype files)
{
    LimitCheck check;
    Detail::checkBody(check, body, Purpose::Edit, files);
    return check.take();
}

QList<FieldError> brokenLimits(const ExecuteWebhookRequest &body, Purpose purpose, qsizetype files)
{
    LimitCheck check;
    Detail::checkBody(check, body, purpose, files);
    check.text("username"_L1, body.username, Limits::kWebhookName, 1);
    check.url("avatar_url"_L1, body.avatarUrl, Detail::UrlKind::Page);
    check.text("thread_name"_L1, body.threadName, Limits::kThreadName, 1);
    return check.take();
}

QList<FieldError> brokenLimits(const InteractionMessageData &body, qsizetype files)
{
    LimitCheck check;
    Detail::checkBody(check, body, Purpose::Send, files);
    return check.take();
}

QList<FieldError> brokenLimits(const InteractionUpdateMessageData &body, qsizetype files)
{
    LimitCheck check;
    Detail::checkBody(check, body, Purpose::Edit, files);
    return check.take();
}

QList<FieldError> brokenLimits(const InteractionModalData &body)
{
    LimitCheck check;
    check.text("custom_id"_L1, QStringView(body.customId), Limits::kCustomId, 1);
    check.text("title"_L1, QStringView(body.title), Limits::kModalTitle, 1);
    Detail::checkComponents(check, body.components, Detail::ComponentHome::Modal);
    return check.take();
}

QList<FieldError> brokenLimits(const Embed &embed)
{
    LimitCheck check;
    Detail::checkEmbed(check, embed);
    check.characters({}, countedLength(embed), Limits::kEmbedsTogether);
    return check.take();
}

QList<FieldError> brokenLimits(const PollCreateRequest &poll)
{
    LimitCheck check;
    Detail::checkPoll(check, poll);
    return check.take();
}

QList<FieldError> brokenLimits(const AllowedMentions &mentions)
{
    LimitCheck check;
    Detail::checkMentions(check, mentions);
    return check.take();
}

Result<> resultOf(const QList<FieldError> &broken)
{
    if (broken.isEmpty())
        return {};
    const FieldError &first = broken.first();
    Error error =
        makeError(ErrorCode::InvalidArgument,
                  first.path.isEmpty() ? first.message : first.path + u": " + first.message);
    error.fieldErrors = broken;
    return error;
}

} // namespace Cordial::Api
