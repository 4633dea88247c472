// SPDX-License-Identifier: MIT
#include <cordial/api/typed/messagebuilder.h>

namespace Cordial::Api {

namespace {

template <typename T>
QList<std::optional<T>> asOptional(const QList<T> &list)
{
    return {list.begin(), list.end()};
}

template <typename T>
void append(Field<QList<T>> &field, T value)
{
    if (!field)
        field.emplace();
    field.value().append(std::move(value));
}

//! Those fields that both have.
template <typename To>
To as(const CreateMessageRequest &from)
{
    To to;
    to.content = from.content;
    to.embeds = from.embeds;
    to.allowedMentions = from.allowedMentions;
    to.components = from.components;
    to.attachments = from.attachments;
    to.flags = from.flags;
    if constexpr (requires { to.poll; })
        to.poll = from.poll;
    if constexpr (requires { to.tts; })
        to.tts = from.tts;
    if constexpr (requires { to.stickerIds; })
        to.stickerIds = from.stickerIds;
    return to;
}

template <typename Body, typename... More>
Result<Body> checked(Body body, More... more)
{
    if (const Result<> fits = validate(body, more...); !fits)
        return fits.error();
    return body;
}

} // namespace

namespace Notify {

AllowedMentions nobody()
{
    AllowedMentions made;
    made.parse.emplace();
    made.repliedUser = false;
    return made;
}

AllowedMentions users()
{
    AllowedMentions made;
    append(made.parse, std::optional(AllowedMentionType(AllowedMentionTypes::Users)));
    made.repliedUser = true;
    return made;
}

AllowedMentions everyone()
{
    AllowedMentions made = users();
    append(made.parse, std::optional(AllowedMentionType(AllowedMentionTypes::Roles)));
    append(made.parse, std::optional(AllowedMentionType(AllowedMentionTypes::Everyone)));
    return made;
}

AllowedMentions only(const QList<UserId> &users, const QList<RoleId> &roles)
{
    AllowedMentions made;
    made.parse.emplace();
    made.users = asOptional(users);
    made.roles = asOptional(roles);
    made.repliedUser = false;
    return made;
}

} // namespace Notify

PollBuilder::PollBuilder(QString question)
{
    m_poll.question.text = std::move(question);
}

PollBuilder &PollBuilder::answer(QString text)
{
    PollAnswer answer;
    answer.pollMedia.text = std::move(text);
    m_poll.answers.append(std::move(answer));
    return *this;
}

PollBuilder &PollBuilder::answer(QString text, Emoji emoji)
{
    answer(std::move(text));
    m_poll.answers.last().pollMedia.emoji = std::move(emoji);
    return *this;
}

PollBuilder &PollBuilder::duration(std::chrono::hours hours)
{
    constexpr auto kMost = std::numeric_limits<qint32>::max();
    m_poll.duration = qint32(std::clamp<qint64>(hours.count(), -1, kMost));
    return *this;
}

PollBuilder &PollBuilder::multiselect(bool isAllowed)
{
    m_poll.allowMultiselect = isAllowed;
    return *this;
}

Result<PollCreateRequest> PollBuilder::build() const
{
    return checked(m_poll);
}

MessageBuilder &MessageBuilder::content(QString content)
{
    m_body.content = std::move(content);
    return *this;
}

MessageBuilder &MessageBuilder::embed(const EmbedBuilder &embed)
{
    return this->embed(embed.unchecked());
}

MessageBuilder &MessageBuilder::embed(Embed embed)
{
    append(m_body.embeds, std::move(embed));
    return *this;
}

MessageBuilder &MessageBuilder::component(Component component)
{
    append(m_body.components, std::move(component));
    return *this;
}

MessageBuilder &MessageBuilder::componentV2(Component component)
{
    return this->component(std::move(component)).addFlag(MessageFlag::IsComponentsV2);
}

MessageBuilder &MessageBuilder::poll(const PollBuilder &poll)
{
    m_body.poll = poll.unchecked();
    return *this;
}

MessageBuilder &MessageBuilder::sticker(StickerId id)
{
    append(m_body.stickerIds, id);
    return *this;
}

MessageBuilder &MessageBuilder::describeFile(int index, QString filename, QString description)
{
    AttachmentRequest attachment;
    attachment.id = Snowflake(quint64(std::max(index, 0)));
    attachment.filename = std::move(filename);
    attachment.description = std::move(description);
    append(m_body.attachments, std::move(attachment));
    return *this;
}

MessageBuilder &MessageBuilder::notify(AllowedMentions mentions)
{
    m_body.allowedMentions = std::move(mentions);
    return *this;
}

MessageBuilder &MessageBuilder::replyTo(MessageId message, bool failIfGone)
{
    MessageReference &reference = m_body.messageReference.emplace();
    reference.messageId = message;
    if (!failIfGone)
        reference.failIfNotExists = false;
    return *this;
}

MessageBuilder &MessageBuilder::silent()
{
    return addFlag(MessageFlag::SuppressNotifications);
}

MessageBuilder &MessageBuilder::suppressEmbeds()
{
    return addFlag(MessageFlag::SuppressEmbeds);
}

MessageBuilder &MessageBuilder::ephemeral()
{
    return addFlag(MessageFlag::Ephemeral);
}

MessageBuilder &MessageBuilder::addFlag(MessageFlags flag)
{
    m_body.flags = m_body.flags.valueOr(MessageFlags()) | flag;
    return *this;
}

//! Text typed by people is shown; it pings no whole server unless that was asked for.
CreateMessageRequest MessageBuilder::guarded() const
{
    CreateMessageRequest body = m_body;
    if (body.allowedMentions.isAbsent())
        body.allowedMentions = Notify::users();
    return body;
}

Result<CreateMessageRequest> MessageBuilder::build(qsizetype files) const
{
    return checked(guarded(), files);
}

Result<UpdateMessageRequest> MessageBuilder::buildEdit(qsizetype files) const
{
    return checked(as<UpdateMessageRequest>(guarded()), files);
}

Result<ExecuteWebhookRequest> MessageBuilder::buildWebhook(Purpose purpose, qsizetype files) const
{
    return checked(as<ExecuteWebhookRequest>(guarded()), purpose, files);
}

Result<InteractionMessageData> MessageBuilder::buildAnswer(qsizetype files) const
{
    return checked(as<InteractionMessageData>(guarded()), files);
}

Result<InteractionUpdateMessageData> MessageBuilder::buildUpdate(qsizetype files) const
{
    return checked(as<InteractionUpdateMessageData>(m_body), files);
}

} // namespace Cordial::Api
