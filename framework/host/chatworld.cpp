// SPDX-License-Identifier: MIT
#include <cordial/host/chatworld.h>

#include <QJsonDocument>

#include <algorithm>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {

// Application command option types. \source interactions/application-commands.mdx
enum OptionType {
    SubCommand = 1,
    SubCommandGroup = 2,
    String = 3,
    Integer = 4,
    Boolean = 5,
    Number = 10
};

Error misfit(const QString &message)
{
    return makeError(ErrorCode::InvalidArgument, message);
}

const QJsonObject *find(const QList<QJsonObject> &objects, const QString &name)
{
    const auto found = std::ranges::find_if(
        objects, [&](const QJsonObject &object) { return object["name"_L1].toString() == name; });
    return found == objects.end() ? nullptr : &*found;
}

QList<QJsonObject> objectsIn(const QJsonArray &array)
{
    QList<QJsonObject> objects;
    for (const QJsonValue &value : array)
        objects.append(value.toObject());
    return objects;
}

QString namesOf(const QList<QJsonObject> &objects)
{
    QStringList names;
    for (const QJsonObject &object : objects)
        names.append(object["name"_L1].toString());
    return names.isEmpty() ? u"none"_s : names.join(u", "_s);
}

Result<QJsonValue> typedValue(const QString &text, const QJsonObject &option)
{
    bool ok = true;
    QJsonValue value = text;
    switch (option["type"_L1].toInt()) {
    case Integer:
        value = text.toLongLong(&ok);
        break;
    case Number:
        value = text.toDouble(&ok);
        break;
    case Boolean:
        ok = text == "true"_L1 || text == "false"_L1;
        value = text == "true"_L1;
        break;
    default:
        break;
    }
    if (!ok)
        return misfit(u"'%1' does not fit the option %2"_s.arg(text, option["name"_L1].toString()));
    return value;
}

} // namespace

QStringList ChatWorld::names() const
{
    QStringList names;
    for (const Person &person : people)
        names.append(person.name);
    return names;
}

const ChatWorld::Person *ChatWorld::person(const QString &name) const
{
    const auto found = std::ranges::find_if(people, [&](const Person &person) {
        return person.name.compare(name, Qt::CaseInsensitive) == 0;
    });
    return found == people.end() ? nullptr : &*found;
}

Result<QJsonObject> ChatWorld::invocation(const QString &name,
                                          const QList<std::pair<QString, QString>> &options) const
{
    const QList<QJsonObject> known = objectsIn(commands);
    const QJsonObject *command = find(known, name);
    if (command == nullptr)
        return misfit(u"there is no /%1; there are: %2"_s.arg(name, namesOf(known)));
    QList<QJsonObject> declared = objectsIn((*command)["options"_L1].toArray());
    QJsonArray path; // subcommand group and subcommand, outermost first
    QJsonArray values;
    for (const auto &[key, text] : options) {
        const QJsonObject *option = find(declared, key);
        if (option == nullptr)
            return misfit(
                u"/%1 has no option '%2'; there are: %3"_s.arg(name, key, namesOf(declared)));
        const int type = (*option)["type"_L1].toInt();
        if (type == SubCommand || type == SubCommandGroup) {
            path.append(QJsonObject{{u"name"_s, key}, {u"type"_s, type}});
            declared = objectsIn(QJsonObject(*option)["options"_L1].toArray());
            continue;
        }
        auto value = typedValue(text, *option);
        if (!value)
            return std::move(value).error();
        values.append(QJsonObject{{u"name"_s, key}, {u"type"_s, type}, {u"value"_s, *value}});
    }
    while (!path.isEmpty()) {
        QJsonObject step = path.takeAt(path.size() - 1).toObject();
        step.insert("options"_L1, values);
        values = QJsonArray{step};
    }
    QJsonObject data{{u"id"_s, (*command)["id"_L1]}, {u"name"_s, name}, {u"type"_s, 1}};
    if (!values.isEmpty())
        data.insert("options"_L1, values);
    return QJsonObject{{u"type"_s, 2},
                       {u"application_id"_s, applicationId},
                       {u"guild_id"_s, guildId},
                       {u"channel_id"_s, channelId},
                       {u"data"_s, data}};
}

QJsonObject ChatWorld::press(const QString &messageId, const QString &customId) const
{
    return {{u"type"_s, 3},
            {u"application_id"_s, applicationId},
            {u"guild_id"_s, guildId},
            {u"channel_id"_s, channelId},
            {u"message_id"_s, messageId},
            {u"data"_s, QJsonObject{{u"component_type"_s, 2}, {u"custom_id"_s, customId}}}};
}

Result<ChatWorld> parseChatWorld(const QByteArray &json)
{
    const QJsonObject root = QJsonDocument::fromJson(json).object();
    ChatWorld world;
    world.applicationId = root["application_id"_L1].toString();
    world.guildId = root["guild_id"_L1].toString();
    world.channelId = root["channel_id"_L1].toString();
    world.commands = root["commands"_L1].toArray();
    for (const QJsonObject &user : objectsIn(root["users"_L1].toArray())) {
        if (user["bot"_L1].toBool())
            continue;
        const ChatWorld::Person person{user["id"_L1].toString(), user["username"_L1].toString(),
                                       Secret(user["token"_L1].toString().toUtf8())};
        if (person.id == root["user_id"_L1].toString())
            world.people.prepend(person);
        else
            world.people.append(person);
    }
    for (const QJsonObject &channel : objectsIn(root["channels"_L1].toArray())) {
        if (channel["id"_L1].toString() == world.channelId)
            world.channelName = channel["name"_L1].toString();
    }
    if (world.channelId.isEmpty() || world.people.isEmpty())
        return makeError(
            ErrorCode::Decode,
            u"this is no sandbox: /sandbox/v1/world tells of no channel or no people"_s);
    return world;
}

} // namespace Cordial::Host
