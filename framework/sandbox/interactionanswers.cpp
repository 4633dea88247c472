// SPDX-License-Identifier: MIT
// The bot's side: callbacks and follow-ups.
#include <cordial/sandbox/apierror.h>
#include <cordial/sandbox/formreader.h>
#include <cordial/sandbox/interactions.h>
#include <cordial/sandbox/messageform.h>
#include <cordial/sandbox/messages.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

constexpr int kReplyType = 20; //!< Message type CHAT_INPUT_COMMAND.
constexpr int kComponentReplyType = 0;

//! \brief Interaction callback types. \source interactions/receiving-and-responding.mdx
enum Callback : int {
    Pong = 1,
    Reply = 4,
    DeferredReply = 5,
    DeferredUpdate = 6,
    Update = 7,
    AutocompleteResult = 8,
    Modal = 9,
};

QString choices(const Interaction &interaction)
{
    if (interaction.type == Interaction::Autocomplete)
        return u"8"_s;
    if (interaction.type == Interaction::Component)
        return u"4, 5, 6, 7, 9, 12"_s;
    if (interaction.type == Interaction::ModalSubmit)
        return interaction.source.isValid() ? u"4, 5, 6, 7"_s : u"4, 5"_s;
    return u"4, 5, 9, 12"_s;
}

bool fits(const Interaction &interaction, int type)
{
    switch (type) {
    case Reply:
    case DeferredReply:
        return interaction.type != Interaction::Autocomplete;
    case DeferredUpdate:
    case Update:
        return interaction.type == Interaction::Component
            || (interaction.type == Interaction::ModalSubmit && interaction.source.isValid());
    case AutocompleteResult:
        return interaction.type == Interaction::Autocomplete;
    case Modal:
        return interaction.type != Interaction::Autocomplete
            && interaction.type != Interaction::ModalSubmit;
    default:
        return false;
    }
}

QJsonObject asObject(const QJsonValue &value)
{
    return value.isObject() ? value.toObject() : QJsonObject();
}

} // namespace

Interaction &Interactions::byToken(const ApiCall &call)
{
    const QByteArray token = call.params.value("webhook_token"_ba);
    const auto found = std::ranges::find_if(
        m_store, [&token](const auto &entry) { return entry.second->token == token; });
    if (found == m_store.end()
        || found->second->createdAt + Interaction::kTokenLife <= m_core.clock.now())
        throw ApiError(JsonCode::InvalidWebhookToken);
    if (!found->second->acknowledged)
        throw ApiError(JsonCode::UnknownWebhook);
    requireChannel(*found->second);
    return *found->second;
}

void Interactions::requireChannel(const Interaction &interaction) const
{
    if (m_core.world->channel(interaction.channel) == nullptr)
        throw ApiError(JsonCode::UnknownChannel);
}

HttpResponse Interactions::callback(ApiCall &call)
{
    const auto found = m_store.find(call.id("interaction_id"_ba));
    const bool known =
        found != m_store.end() && found->second->token == call.params.value("interaction_token"_ba);
    if (!known || found->second->failed)
        throw ApiError(JsonCode::UnknownInteraction);
    Interaction &interaction = *found->second;
    if (interaction.acknowledged)
        throw ApiError(JsonCode::AlreadyAcknowledged);
    requireChannel(interaction);
    const QJsonObject body = call.object();
    FormErrors errors;
    FormReader reader(body, {}, errors);
    reader.require("type"_L1);
    const int type = int(reader.integer("type"_L1, Pong, 12).value_or(0));
    const QJsonObject data = reader.object("data"_L1);
    errors.raise();
    checkCallback(interaction, type, data, call.request.files);
    interaction.acknowledged = true;
    interaction.callback = type;
    interaction.deadline->stop();
    perform(interaction, type, data, call.request.files);
    if (call.queryValue("with_response"_ba) == "true" || call.queryValue("with_response"_ba) == "1")
        return callbackAnswer(interaction, type);
    return HttpResponse::empty();
}

void Interactions::checkCallback(const Interaction &interaction, int type, const QJsonObject &data,
                                 const QList<FilePart> &files)
{
    FormErrors errors;
    if (!fits(interaction, type))
        errors.add(u"type"_s, u"BASE_TYPE_CHOICES"_s,
                   u"Value must be one of {%1}."_s.arg(choices(interaction)));
    errors.raise();
    FormReader reader(data, u"data"_s, errors);
    if (type == Reply || type == Update) {
        checkMessage(data, files, u"data"_s, errors);
        errors.raise();
        if (type == Reply && isEmptyMessage(data, !files.isEmpty()))
            throw ApiError(JsonCode::EmptyMessage);
    } else if (type == AutocompleteResult) {
        reader.require("choices"_L1);
        const QJsonArray list = reader.array("choices"_L1, 0, 25);
        for (qsizetype i = 0; i < list.size(); ++i) {
            FormReader choice(list.at(i).toObject(), u"data.choices.%1"_s.arg(i), errors);
            choice.require("name"_L1);
            choice.require("value"_L1);
            (void)choice.string("name"_L1, 1, 100);
        }
    } else if (type == Modal) {
        for (const QLatin1StringView key : {"custom_id"_L1, "title"_L1, "components"_L1})
            reader.require(key);
        (void)reader.string("custom_id"_L1, 1, 100);
        (void)reader.string("title"_L1, 1, 45);
        const QJsonArray components = reader.array("components"_L1, 1, 5);
        checkComponents(components, u"data.components"_s, false, true, errors);
    }
    errors.raise();
}

void Interactions::perform(Interaction &interaction, int type, const QJsonObject &data,
                           const QList<FilePart> &files)
{
    const bool ephemeral = (data.value("flags"_L1).toInt() & MessageFlag::Ephemeral) != 0;
    switch (type) {
    case Reply:
        interaction.ephemeral = ephemeral;
        interaction.original = postMessage(interaction, data, files).id;
        break;
    case DeferredReply: {
        interaction.ephemeral = ephemeral;
        interaction.loading = true;
        const int flags = MessageFlag::Loading | (ephemeral ? MessageFlag::Ephemeral : 0);
        interaction.original = postMessage(interaction, {{u"flags"_s, flags}}, {}).id;
        break;
    }
    case DeferredUpdate:
        interaction.original = interaction.source;
        break;
    case Update:
        interaction.original = interaction.source;
        updateSource(interaction, data, files);
        break;
    case AutocompleteResult:
        tellPerson(interaction, u"APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE"_s,
                   {{u"choices"_s, data.value("choices"_L1)}});
        return;
    case Modal:
        openModal(interaction, data);
        return;
    default:
        return;
    }
    tellPerson(interaction, u"INTERACTION_SUCCESS"_s,
               {{u"message_id"_s, interaction.original.toString()}});
}

void Interactions::announce(const Interaction &interaction, const Message &message, bool isNew)
{
    tellPerson(interaction, isNew ? u"MESSAGE_CREATE"_s : u"MESSAGE_UPDATE"_s,
               {{u"message"_s, message.json}});
}

const Message &Interactions::postMessage(Interaction &interaction, const QJsonObject &payload,
                                         const QList<FilePart> &files)
{
    constexpr size_t kMostHidden = 100;
    const World &world = *m_core.world;
    const bool isCommand =
        interaction.type != Interaction::Component && interaction.type != Interaction::ModalSubmit;
    QJsonObject metadata{
        {u"id"_s, QString::number(interaction.id)},
        {u"type"_s, interaction.type},
        {u"user"_s, world.user(interaction.user)->toJson()},
        {u"authorizing_integration_owners"_s, QJsonObject{{u"0"_s, interaction.guild.toString()}}},
    };
    if (interaction.type == Interaction::Component)
        metadata.insert("interacted_message_id"_L1, interaction.source.toString());
    if (isCommand)
        metadata.insert("name"_L1, interaction.commandName);
    Draft draft;
    draft.id = MessageId(m_core.ids.next());
    draft.channel = interaction.channel;
    draft.author = world.user(world.botId)->toJson();
    draft.authorId = world.botId;
    draft.payload = payload;
    draft.files = files;
    draft.type = isCommand ? kReplyType : kComponentReplyType;
    draft.webhook = WebhookId(world.applicationId.value());
    draft.webhookToken = interaction.token;
    draft.application = world.applicationId;
    draft.interaction = metadata;
    Message message = composeMessage(world, draft);
    const bool ephemeral = (payload.value("flags"_L1).toInt() & MessageFlag::Ephemeral) != 0;
    if (!ephemeral)
        return m_messages.post(std::move(message));
    // Ephemeral: nobody but the person sees it, and it is not in the channel.
    if (interaction.hidden.size() >= kMostHidden)
        interaction.hidden.erase(interaction.hidden.begin());
    const Message &kept = interaction.hidden.emplace(draft.id, std::move(message)).first->second;
    announce(interaction, kept, true);
    return kept;
}

Message &Interactions::messageIn(Interaction &interaction, const ApiCall &call)
{
    const bool original = call.params.value("message_id"_ba) == "@original";
    const MessageId id = original ? interaction.original : MessageId(call.id("message_id"_ba));
    for (const auto &[key, other] : m_store) {
        const auto hidden = other->hidden.find(id);
        if (hidden != other->hidden.end() && other->user == interaction.user)
            return hidden->second;
    }
    Channel *channel = m_core.world->channel(interaction.channel);
    if (channel == nullptr)
        throw ApiError(JsonCode::UnknownChannel);
    const auto found = channel->messages.find(id);
    // Only what came from this token, or the message whose component was used.
    if (found == channel->messages.end()
        || (found->second.webhookToken != interaction.token && id != interaction.source))
        throw ApiError(JsonCode::UnknownMessage);
    return found->second;
}

void Interactions::updateSource(Interaction &interaction, const QJsonObject &data,
                                const QList<FilePart> &files)
{
    Channel *channel = m_core.world->channel(interaction.channel);
    if (channel == nullptr)
        return;
    const auto found = channel->messages.find(interaction.source);
    if (found != channel->messages.end()) {
        editMessage(*m_core.world, found->second, data, files, m_core.nowMs());
        m_messages.announceUpdate(found->second);
        return;
    }
    for (const auto &[key, other] : m_store) {
        const auto hidden = other->hidden.find(interaction.source);
        if (hidden == other->hidden.end())
            continue;
        editMessage(*m_core.world, hidden->second, data, files, m_core.nowMs());
        announce(interaction, hidden->second, false);
        return;
    }
}

void Interactions::fillLoading(Interaction &interaction, const QJsonObject &payload,
                               const QList<FilePart> &files)
{
    interaction.loading = false;
    Channel *channel = m_core.world->channel(interaction.channel);
    Message *message = nullptr;
    const auto hidden = interaction.hidden.find(interaction.original);
    if (hidden != interaction.hidden.end())
        message = &hidden->second;
    else if (channel != nullptr && channel->messages.contains(interaction.original))
        message = &channel->messages.at(interaction.original);
    if (message == nullptr)
        throw ApiError(JsonCode::UnknownMessage);
    const int flags = message->json.value("flags"_L1).toInt() & ~MessageFlag::Loading;
    message->json.insert("flags"_L1, flags);
    editMessage(*m_core.world, *message, payload, files, m_core.nowMs());
    // The answer that fills the loading state does not count as an edit.
    message->json.insert("edited_timestamp"_L1, QJsonValue::Null);
    if ((flags & MessageFlag::Ephemeral) != 0)
        announce(interaction, *message, false);
    else
        m_messages.announceUpdate(*message);
}

HttpResponse Interactions::followUp(ApiCall &call)
{
    Interaction &interaction = byToken(call);
    const QJsonObject payload = call.object();
    FormErrors errors;
    checkMessage(payload, call.request.files, {}, errors);
    errors.raise();
    if (isEmptyMessage(payload, !call.request.files.isEmpty()))
        throw ApiError(JsonCode::EmptyMessage);
    if (interaction.loading) {
        // Straight after a deferral this edits the loading message.
        fillLoading(interaction, payload, call.request.files);
        call.params.insert("message_id"_ba, "@original"_ba);
        return HttpResponse::json(messageIn(interaction, call).json);
    }
    const Message &message = postMessage(interaction, payload, call.request.files);
    return HttpResponse::json(message.json);
}

HttpResponse Interactions::readMessage(ApiCall &call)
{
    return HttpResponse::json(messageIn(byToken(call), call).toJson(m_core.world->botId));
}

HttpResponse Interactions::changeMessage(ApiCall &call)
{
    Interaction &interaction = byToken(call);
    Message &message = messageIn(interaction, call);
    const QJsonObject payload = asObject(call.body);
    FormErrors errors;
    checkMessage(payload, call.request.files, {}, errors);
    errors.raise();
    if (interaction.loading && message.id == interaction.original) {
        if (isEmptyMessage(payload, !call.request.files.isEmpty()))
            throw ApiError(JsonCode::EmptyMessage);
        fillLoading(interaction, payload, call.request.files);
        return HttpResponse::json(message.json);
    }
    Message changed = message;
    editMessage(*m_core.world, changed, payload, call.request.files, call.nowMs);
    if (isEmptyMessage(changed.json, !changed.json.value("attachments"_L1).toArray().isEmpty()))
        throw ApiError(JsonCode::EmptyMessage);
    message = changed;
    if ((message.json.value("flags"_L1).toInt() & MessageFlag::Ephemeral) != 0)
        announce(interaction, message, false);
    else
        m_messages.announceUpdate(message);
    return HttpResponse::json(message.toJson(m_core.world->botId));
}

HttpResponse Interactions::removeMessage(ApiCall &call)
{
    Interaction &interaction = byToken(call);
    const MessageId id = messageIn(interaction, call).id;
    interaction.loading = interaction.loading && id != interaction.original;
    for (const auto &[key, other] : m_store) {
        if (other->hidden.erase(id) != 0) {
            tellPerson(interaction, u"MESSAGE_DELETE"_s, {{u"message_id"_s, id.toString()}});
            return HttpResponse::empty();
        }
    }
    m_messages.remove(*m_core.world->channel(interaction.channel), id);
    return HttpResponse::empty();
}

HttpResponse Interactions::callbackAnswer(const Interaction &interaction, int type)
{
    QJsonObject shown{{u"id"_s, QString::number(interaction.id)}, {u"type"_s, interaction.type}};
    QJsonObject resource{{u"type"_s, type}};
    if (interaction.original.isValid()) {
        shown.insert("response_message_id"_L1, interaction.original.toString());
        shown.insert("response_message_loading"_L1, interaction.loading);
        shown.insert("response_message_ephemeral"_L1, interaction.ephemeral);
        const Channel *channel = m_core.world->channel(interaction.channel);
        const Message *message = channel == nullptr
            ? nullptr
            : visibleMessage(*channel, interaction.user, interaction.original);
        if (message != nullptr && (type == Reply || type == Update))
            resource.insert("message"_L1, message->json);
    }
    return HttpResponse::json(QJsonObject{{u"interaction"_s, shown}, {u"resource"_s, resource}});
}

} // namespace Cordial::Sandbox
