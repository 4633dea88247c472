// SPDX-License-Identifier: MIT
// The person's side: commands invoked, buttons pressed, modals submitted.
#include <cordial/sandbox/apierror.h>
#include <cordial/sandbox/commandform.h>
#include <cordial/sandbox/formreader.h>
#include <cordial/sandbox/interactions.h>
#include <cordial/sandbox/permissions.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

constexpr std::chrono::seconds kAnswerTime{3};
constexpr size_t kMostInteractions = 10'000;
constexpr size_t kMostModals = 1'000;

[[noreturn]] void refuse(const QString &path, const QString &code, const QString &message)
{
    FormErrors errors;
    errors.add(path, code, message);
    errors.raise();
    throw ApiError(JsonCode::InvalidForm);
}

//! \brief The component with \a customId anywhere in \a list; empty if there is none.
QJsonObject findComponent(const QJsonArray &list, const QString &customId)
{
    for (const QJsonValue &value : list) {
        const QJsonObject object = value.toObject();
        if (object.value("custom_id"_L1).toString() == customId)
            return object;
        QJsonArray inner = object.value("components"_L1).toArray();
        for (const QLatin1StringView key : {"accessory"_L1, "component"_L1}) {
            if (object.contains(key))
                inner.append(object.value(key));
        }
        const QJsonObject found = findComponent(inner, customId);
        if (!found.isEmpty())
            return found;
    }
    return {};
}

//! \brief Every input of a modal, flat.
void collectInputs(const QJsonArray &list, QList<QJsonObject> &inputs)
{
    for (const QJsonValue &value : list) {
        const QJsonObject object = value.toObject();
        if (object.contains("custom_id"_L1))
            inputs.append(object);
        collectInputs(object.value("components"_L1).toArray(), inputs);
        if (object.contains("component"_L1))
            collectInputs({object.value("component"_L1)}, inputs);
    }
}

} // namespace

Interactions::Interactions(Core &core, Router &router, MessageRoutes &messages)
    : m_core(core), m_messages(messages)
{
    router.add(
        "POST"_ba, "/interactions"_ba, [this](ApiCall &call) { return start(call); }, Auth::Person);
    Route callbackRoute;
    callbackRoute.method = "POST";
    callbackRoute.path = "/interactions/{interaction_id}/{interaction_token}/callback";
    callbackRoute.auth = Auth::Anyone;
    callbackRoute.exemptFromGlobal = true;
    callbackRoute.handler = [this](ApiCall &call) { return callback(call); };
    router.add(std::move(callbackRoute));
}

Interactions::~Interactions() = default;

void Interactions::tellPerson(const Interaction &interaction, const QString &event,
                              QJsonObject data)
{
    data.insert("event"_L1, event);
    data.insert("user_id"_L1, interaction.user.toString());
    data.insert("interaction_id"_L1, QString::number(interaction.id));
    data.insert("channel_id"_L1, interaction.channel.toString());
    if (!interaction.nonce.isEmpty())
        data.insert("nonce"_L1, interaction.nonce);
    m_core.journal.add("person"_ba, data);
}

void Interactions::forgetOld()
{
    const TimePoint now = m_core.clock.now();
    // Ids rise with time: the oldest come first.
    while (!m_store.empty()
           && (m_store.begin()->second->createdAt + Interaction::kTokenLife <= now
               || m_store.size() >= kMostInteractions))
        m_store.erase(m_store.begin());
}

void Interactions::timeOut(quint64 id)
{
    const auto found = m_store.find(id);
    if (found == m_store.end() || found->second->acknowledged)
        return;
    found->second->failed = true;
    tellPerson(*found->second, u"INTERACTION_FAILURE"_s,
               {{u"reason"_s, u"The application did not respond"_s}});
}

const Message *Interactions::visibleMessage(const Channel &channel, UserId user, MessageId id) const
{
    const auto found = channel.messages.find(id);
    if (found != channel.messages.end())
        return &found->second;
    for (const auto &[key, interaction] : m_store) {
        const auto hidden = interaction->hidden.find(id);
        if (hidden != interaction->hidden.end() && interaction->user == user
            && interaction->channel == channel.id)
            return &hidden->second;
    }
    return nullptr;
}

HttpResponse Interactions::start(ApiCall &call)
{
    const QJsonObject body = call.object();
    FormErrors errors;
    FormReader reader(body, {}, errors);
    for (const QLatin1StringView key : {"type"_L1, "application_id"_L1, "channel_id"_L1, "data"_L1})
        reader.require(key);
    const int type =
        int(reader.integer("type"_L1, Interaction::Command, Interaction::ModalSubmit).value_or(0));
    const quint64 application = reader.snowflake("application_id"_L1);
    const ChannelId channelId(reader.snowflake("channel_id"_L1));
    const GuildId guildId(reader.snowflake("guild_id"_L1));
    const MessageId messageId(reader.snowflake("message_id"_L1));
    const QJsonObject data = reader.object("data"_L1);
    errors.raise();
    if (application != m_core.world->applicationId.value())
        throw ApiError(JsonCode::UnknownApplication);
    call.params.insert("channel_id"_ba, channelId.toByteArray());
    const Channel &channel = channelOf(m_core, call);
    if (guildId.isValid() && guildId != channel.guild)
        refuse(u"guild_id"_s, u"GUILD_MISMATCH"_s, u"The channel is not in this guild"_s);

    forgetOld();
    auto interaction = std::make_unique<Interaction>();
    interaction->type = type;
    interaction->user = call.user->id;
    interaction->guild = channel.guild;
    interaction->channel = channel.id;
    interaction->nonce = body.value("nonce"_L1).toVariant().toString();
    QJsonObject shown;
    const Message *source = nullptr;
    if (type == Interaction::Component) {
        source = visibleMessage(channel, call.user->id, messageId);
        if (source == nullptr)
            throw ApiError(JsonCode::UnknownMessage);
        shown = componentData(data, *source);
        interaction->source = messageId;
    } else if (type == Interaction::ModalSubmit) {
        shown = modalData(call, data, interaction->source);
        source = visibleMessage(channel, call.user->id, interaction->source);
    } else {
        shown = commandData(call, channel, data, type, interaction->commandName);
    }
    interaction->id = m_core.ids.next();
    interaction->token = "aW50ZXJhY3Rpb246"_ba + m_core.randomWord(96);
    interaction->createdAt = m_core.clock.now();
    interaction->deadline = m_core.clock.makeTimer();
    interaction->deadline->start(kAnswerTime, [this, id = interaction->id] { timeOut(id); });
    const QJsonObject event = envelope(*interaction, shown, source);
    Interaction &kept = *interaction;
    m_store.emplace(kept.id, std::move(interaction));
    tellPerson(kept, u"INTERACTION_CREATE"_s, {{u"type"_s, type}});
    m_core.events->publish({"INTERACTION_CREATE"_ba, kept.guild, event, true});
    return HttpResponse::empty();
}

QJsonObject Interactions::envelope(const Interaction &interaction, const QJsonObject &data,
                                   const Message *source) const
{
    const World &world = *m_core.world;
    const Channel &channel = *world.channel(interaction.channel);
    const qint64 nowMs = m_core.nowMs();
    QJsonObject shownChannel = channel.toJson(world);
    shownChannel.insert("permissions"_L1,
                        QString::number(world.permissions(channel, interaction.user, nowMs)));
    QJsonObject event{
        {u"id"_s, QString::number(interaction.id)},
        {u"application_id"_s, world.applicationId.toString()},
        {u"type"_s, interaction.type},
        {u"data"_s, data},
        {u"channel_id"_s, channel.id.toString()},
        {u"channel"_s, shownChannel},
        {u"token"_s, QString::fromLatin1(interaction.token)},
        {u"version"_s, 1},
        {u"app_permissions"_s, QString::number(world.permissions(channel, world.botId, nowMs))},
        {u"locale"_s, u"en-US"_s},
        {u"entitlements"_s, QJsonArray()},
        {u"entitlement_sku_ids"_s, QJsonArray()},
        {u"attachment_size_limit"_s, 10 * 1024 * 1024},
        {u"context"_s, interaction.guild.isValid() ? 0 : 1},
        {u"authorizing_integration_owners"_s, QJsonObject{{u"0"_s, interaction.guild.toString()}}},
    };
    if (source != nullptr)
        event.insert("message"_L1, source->toJson(world.botId));
    const Member *member = world.member(interaction.guild, interaction.user);
    if (member == nullptr) {
        event.insert("user"_L1, world.user(interaction.user)->toJson());
        return event;
    }
    QJsonObject shownMember = world.memberJson(*member);
    shownMember.insert("permissions"_L1,
                       QString::number(world.permissions(channel, interaction.user, nowMs)));
    event.insert("member"_L1, shownMember);
    event.insert("guild_id"_L1, interaction.guild.toString());
    event.insert("guild_locale"_L1, u"en-US"_s);
    event.insert("guild"_L1,
                 QJsonObject{{u"id"_s, interaction.guild.toString()},
                             {u"locale"_s, u"en-US"_s},
                             {u"features"_s, QJsonArray()}});
    return event;
}

const Command &Interactions::commandIn(const ApiCall &call, const QJsonObject &data, GuildId guild)
{
    const CommandId id(FormReader::toSnowflake(data.value("id"_L1)).value_or(0));
    const QString name = data.value("name"_L1).toString();
    const int type = data.value("type"_L1).toInt(1);
    const Command *found = nullptr;
    for (const Command &command : std::as_const(m_core.world->commands)) {
        const bool here = !command.guild.isValid() || command.guild == guild;
        const bool named =
            id.isValid() ? command.id == id : command.name == name && command.type == type;
        // A guild's own command hides a global one of the same name.
        if (here && named && (found == nullptr || command.guild.isValid()))
            found = &command;
    }
    if (found == nullptr)
        throw ApiError(JsonCode::UnknownCommand);
    const QJsonValue needed = found->json.value("default_member_permissions"_L1);
    const Guild *home = m_core.world->guild(guild);
    if (home != nullptr && needed.isString()) {
        const quint64 bits = needed.toString().toULongLong();
        const quint64 has = m_core.world->guildPermissions(*home, call.user->id);
        // "0" is for administrators only.
        if (has != Permission::All && (bits == 0 || (has & bits) != bits))
            throw ApiError(JsonCode::MissingPermissions);
    }
    const QJsonArray contexts = found->json.value("contexts"_L1).toArray();
    if (!contexts.isEmpty() && !contexts.contains(guild.isValid() ? 0 : 1))
        throw ApiError(JsonCode::UnknownCommand);
    return *found;
}

QJsonObject Interactions::commandData(const ApiCall &call, const Channel &channel,
                                      const QJsonObject &data, int type, QString &name)
{
    const quint64 allowed = m_core.world->permissions(channel, call.user->id, call.nowMs);
    if ((allowed & Permission::UseApplicationCommands) == 0)
        throw ApiError(JsonCode::MissingPermissions);
    const Command &command = commandIn(call, data, channel.guild);
    name = command.name;
    QJsonObject shown{
        {u"id"_s, command.id.toString()}, {u"name"_s, command.name}, {u"type"_s, command.type}};
    if (command.guild.isValid())
        shown.insert("guild_id"_L1, command.guild.toString());
    if (command.type == 1) {
        FormErrors errors;
        const ChosenOptions chosen = checkChosen(
            command.json.value("options"_L1).toArray(), data.value("options"_L1).toArray(),
            u"data.options"_s, type == Interaction::Autocomplete, errors);
        errors.raise();
        if (!chosen.options.isEmpty())
            shown.insert("options"_L1, chosen.options);
        QList<quint64> users = chosen.users;
        QList<quint64> roles = chosen.roles;
        const Guild *guild = m_core.world->guild(channel.guild);
        for (const quint64 id : chosen.mentionables) {
            const bool isRole = guild != nullptr && guild->roles.contains(RoleId(id));
            (isRole ? roles : users).append(id);
        }
        resolve(shown, channel, users, roles, chosen.channels);
        return shown;
    }
    const quint64 target = FormReader::toSnowflake(data.value("target_id"_L1)).value_or(0);
    shown.insert("target_id"_L1, QString::number(target));
    if (command.type == 2) {
        if (m_core.world->user(UserId(target)) == nullptr)
            throw ApiError(JsonCode::UnknownUser);
        resolve(shown, channel, {target}, {}, {});
        return shown;
    }
    const Message *message = visibleMessage(channel, call.user->id, MessageId(target));
    if (message == nullptr)
        throw ApiError(JsonCode::UnknownMessage);
    shown.insert("resolved"_L1,
                 QJsonObject{{u"messages"_s,
                              QJsonObject{{QString::number(target),
                                           message->toJson(m_core.world->botId)}}}});
    return shown;
}

void Interactions::resolve(QJsonObject &data, const Channel &channel, const QList<quint64> &userIds,
                           const QList<quint64> &roleIds, const QList<quint64> &channelIds) const
{
    const World &world = *m_core.world;
    QJsonObject resolved;
    const auto put = [&resolved](QLatin1StringView kind, quint64 id, const QJsonObject &object) {
        QJsonObject group = resolved.value(kind).toObject();
        group.insert(QString::number(id), object);
        resolved.insert(kind, group);
    };
    FormErrors errors;
    for (const quint64 id : userIds) {
        const User *user = world.user(UserId(id));
        const Member *member = world.member(channel.guild, UserId(id));
        if (user == nullptr)
            errors.add(u"data.options"_s, u"UNKNOWN_USER"_s, u"Unknown user %1"_s.arg(id));
        else
            put("users"_L1, id, user->toJson());
        if (member != nullptr) {
            QJsonObject shown = world.memberJson(*member, false);
            shown.insert("permissions"_L1,
                         QString::number(world.permissions(channel, UserId(id), m_core.nowMs())));
            put("members"_L1, id, shown);
        }
    }
    const Guild *guild = world.guild(channel.guild);
    for (const quint64 id : roleIds) {
        if (guild == nullptr || !guild->roles.contains(RoleId(id)))
            errors.add(u"data.options"_s, u"UNKNOWN_ROLE"_s, u"Unknown role %1"_s.arg(id));
        else
            put("roles"_L1, id, guild->roles.at(RoleId(id)).toJson());
    }
    for (const quint64 id : channelIds) {
        const Channel *chosen = world.channel(ChannelId(id));
        if (chosen == nullptr || chosen->guild != channel.guild)
            errors.add(u"data.options"_s, u"UNKNOWN_CHANNEL"_s, u"Unknown channel %1"_s.arg(id));
        else
            put("channels"_L1, id, chosen->toJson(world));
    }
    errors.raise();
    if (!resolved.isEmpty())
        data.insert("resolved"_L1, resolved);
}

QJsonObject Interactions::componentData(const QJsonObject &data, const Message &message)
{
    constexpr int kButton = 2;
    constexpr int kStringSelect = 3;
    if (message.author != m_core.world->botId)
        throw ApiError(JsonCode::UnknownMessage);
    const QString customId = data.value("custom_id"_L1).toString();
    const QJsonObject component =
        findComponent(message.json.value("components"_L1).toArray(), customId);
    if (component.isEmpty() || customId.isEmpty())
        refuse(u"data.custom_id"_s, u"COMPONENT_CUSTOM_ID_UNKNOWN"_s,
               u"The message has no component \"%1\""_s.arg(customId));
    if (component.value("disabled"_L1).toBool())
        refuse(u"data.custom_id"_s, u"COMPONENT_DISABLED"_s, u"The component is disabled"_s);
    const int type = component.value("type"_L1).toInt();
    QJsonObject shown{{u"component_type"_s, type},
                      {u"custom_id"_s, customId},
                      {u"id"_s, component.value("id"_L1).toInt()}};
    if (type == kButton)
        return shown;
    const QJsonArray values = data.value("values"_L1).toArray();
    if (values.size() < component.value("min_values"_L1).toInt(1)
        || values.size() > component.value("max_values"_L1).toInt(1))
        refuse(u"data.values"_s, u"BASE_TYPE_BAD_LENGTH"_s,
               u"Too few or too many values are chosen"_s);
    if (type == kStringSelect) {
        const QJsonArray options = component.value("options"_L1).toArray();
        for (const QJsonValue &value : values) {
            const bool known = std::ranges::any_of(options, [&value](const QJsonValue &option) {
                return option.toObject().value("value"_L1) == value;
            });
            if (!known)
                refuse(u"data.values"_s, u"SELECT_OPTION_UNKNOWN"_s,
                       u"The select has no option \"%1\""_s.arg(value.toString()));
        }
    }
    shown.insert("values"_L1, values);
    constexpr int kUserSelect = 5;
    constexpr int kRoleSelect = 6;
    constexpr int kChannelSelect = 8;
    QList<quint64> ids;
    for (const QJsonValue &value : values)
        ids.append(FormReader::toSnowflake(value).value_or(0));
    const Channel &channel = *m_core.world->channel(message.channel);
    if (type == kUserSelect)
        resolve(shown, channel, ids, {}, {});
    else if (type == kRoleSelect)
        resolve(shown, channel, {}, ids, {});
    else if (type == kChannelSelect)
        resolve(shown, channel, {}, {}, ids);
    return shown;
}

QJsonObject Interactions::modalData(const ApiCall &call, const QJsonObject &data, MessageId &source)
{
    const QString customId = data.value("custom_id"_L1).toString();
    const auto open = std::ranges::find_if(m_modals, [&](const OpenModal &modal) {
        return modal.user == call.user->id && modal.customId == customId;
    });
    if (open == m_modals.end())
        refuse(u"data.custom_id"_s, u"MODAL_UNKNOWN"_s,
               u"No modal \"%1\" is open for this user"_s.arg(customId));
    QList<QJsonObject> wanted;
    QList<QJsonObject> given;
    collectInputs(open->json.value("components"_L1).toArray(), wanted);
    const QJsonArray components = data.value("components"_L1).toArray();
    collectInputs(components, given);
    FormErrors errors;
    for (const QJsonObject &input : std::as_const(wanted)) {
        const QString id = input.value("custom_id"_L1).toString();
        const auto filled = std::ranges::find_if(given, [&id](const QJsonObject &entry) {
            return entry.value("custom_id"_L1).toString() == id;
        });
        const QString text =
            filled == given.end() ? QString() : filled->value("value"_L1).toString();
        const bool chosen =
            filled != given.end() && !filled->value("values"_L1).toArray().isEmpty();
        if (text.isEmpty() && !chosen && input.value("required"_L1).toBool(true))
            errors.required(u"data.components."_s + id);
        const qsizetype length = codePoints(text);
        if (!text.isEmpty()
            && (length < input.value("min_length"_L1).toInt(0)
                || length > input.value("max_length"_L1).toInt(4000)))
            errors.add(u"data.components."_s + id, u"BASE_TYPE_BAD_LENGTH"_s,
                       u"The text is too short or too long"_s);
    }
    for (const QJsonObject &entry : std::as_const(given)) {
        const QString id = entry.value("custom_id"_L1).toString();
        if (std::ranges::none_of(wanted, [&id](const QJsonObject &input) {
                return input.value("custom_id"_L1).toString() == id;
            }))
            errors.add(u"data.components."_s + id, u"COMPONENT_CUSTOM_ID_UNKNOWN"_s,
                       u"The modal has no such input"_s);
    }
    errors.raise();
    source = open->source;
    m_modals.erase(open);
    return {{u"custom_id"_s, customId}, {u"components"_s, components}};
}

void Interactions::openModal(Interaction &interaction, const QJsonObject &data)
{
    // A person sees one modal at a time.
    std::erase_if(m_modals, [&](const OpenModal &modal) { return modal.user == interaction.user; });
    if (m_modals.size() >= kMostModals)
        m_modals.pop_front();
    m_modals.push_back({interaction.user, data.value("custom_id"_L1).toString(), data,
                        interaction.source, interaction.channel});
    tellPerson(interaction, u"INTERACTION_MODAL_CREATE"_s, {{u"modal"_s, data}});
}

} // namespace Cordial::Sandbox
