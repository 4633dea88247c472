// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/guild.h>
#include <cordial/api/permissions.h>

#include <variant>

namespace Cordial::Api {

//! \source interactions/application-commands.mdx, "Application Command Types"
enum class CommandType : quint8 { ChatInput = 1, User = 2, Message = 3 };

//! \source interactions/application-commands.mdx, "Application Command Option Type"
enum class OptionType : quint8 {
    SubCommand = 1,
    SubCommandGroup = 2,
    String = 3,
    Integer = 4,
    Boolean = 5,
    User = 6,
    Channel = 7,
    Role = 8,
    Mentionable = 9,
    Number = 10,
    Attachment = 11,
};
static_assert(int(OptionType::Attachment) == 11);

//! \brief What a person can give for an option; ids come as text.
using OptionValue = std::variant<QString, qint64, double, bool>;

} // namespace Cordial::Api

// Not a class of our own, so it is looked up where JsonValue's companions live.
namespace Cordial {
bool readJson(JsonValue &in, Api::OptionValue &out, JsonError &error);
void writeJson(JsonWriter &writer, const Api::OptionValue &value);
} // namespace Cordial

namespace Cordial::Api {

struct Choice
{
    QString name; //!< 1 to 100 characters
    QHash<QString, QString> nameLocalizations;
    OptionValue value;

    bool operator==(const Choice &) const = default;
};
bool readJson(JsonValue &in, Choice &out, JsonError &error);
void writeJson(JsonWriter &writer, const Choice &value);

struct CommandOption
{
    OptionType type = OptionType::String;
    QString name;
    QHash<QString, QString> nameLocalizations;
    QString description;
    QHash<QString, QString> descriptionLocalizations;
    bool isRequired = false;
    QList<Choice> choices;
    QList<CommandOption> options; //!< of a subcommand or group
    QList<ChannelType> channelTypes;
    Field<double> minValue;
    Field<double> maxValue;
    Field<int> minLength;
    Field<int> maxLength;
    bool hasAutocomplete = false;

    bool operator==(const CommandOption &other) const;
};
bool readJson(JsonValue &in, CommandOption &out, JsonError &error);
void writeJson(JsonWriter &writer, const CommandOption &value);

//! \brief A command as registered with Discord.
//! \source interactions/application-commands.mdx, "Application Command Object"
struct ApplicationCommand
{
    CommandId id; //!< Given by Discord.
    CommandType type = CommandType::ChatInput;
    QString name;
    QHash<QString, QString> nameLocalizations;
    QString description;
    QHash<QString, QString> descriptionLocalizations;
    QList<CommandOption> options;
    Field<Permissions> defaultMemberPermissions; //!< null or absent: everyone
    bool isNsfw = false;

    bool operator==(const ApplicationCommand &) const = default;
};
bool readJson(JsonValue &in, ApplicationCommand &out, JsonError &error);
void writeJson(JsonWriter &writer, const ApplicationCommand &value);

} // namespace Cordial::Api
