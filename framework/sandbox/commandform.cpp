// SPDX-License-Identifier: MIT
#include <cordial/sandbox/commandform.h>
#include <cordial/sandbox/formreader.h>

#include <QRegularExpression>
#include <QSet>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

//! \brief Option types. \source interactions/application-commands.mdx
enum Option : int {
    SubCommand = 1,
    SubCommandGroup = 2,
    String = 3,
    Integer = 4,
    Boolean = 5,
    UserOption = 6,
    ChannelOption = 7,
    RoleOption = 8,
    Mentionable = 9,
    Number = 10,
    Attachment = 11,
};

constexpr qsizetype kMostOptions = 25;
constexpr qsizetype kMostCharacters = 8000;
constexpr qint64 kLargestInteger = 1LL << 53;

QString at(const QString &path, qsizetype index)
{
    return path.isEmpty() ? QString::number(index) : path + u'.' + QString::number(index);
}

bool isChatName(const QString &name)
{
    static const QRegularExpression pattern(u"^[-_'\\p{L}\\p{N}\\p{Devanagari}\\p{Thai}]{1,32}$"_s,
                                            QRegularExpression::UseUnicodePropertiesOption);
    return pattern.match(name).hasMatch() && name == name.toLower();
}

class CommandChecker
{
public:
    explicit CommandChecker(FormErrors &errors) : m_errors(errors) { }

    void check(const QJsonObject &command, const QString &path)
    {
        FormReader reader(command, path, m_errors);
        const qint64 type = reader.integer("type"_L1, 1, 4).value_or(1);
        checkName(reader, type == 1);
        if (type == 1) {
            checkDescription(reader);
            checkOptions(reader, command.value("options"_L1).toArray(), 0);
        } else if (!command.value("description"_L1).toString().isEmpty()
                   || reader.has("options"_L1)) {
            reader.error("description"_L1, u"APPLICATION_COMMAND_CONTEXT_MENU_NO_FIELDS"_s,
                         u"Context menu commands cannot have description or options"_s);
        }
        (void)reader.boolean("nsfw"_L1);
        (void)reader.array("contexts"_L1, 0, 3);
        (void)reader.array("integration_types"_L1, 0, 2);
        if (reader.has("default_member_permissions"_L1))
            (void)reader.snowflake("default_member_permissions"_L1);
        if (m_characters > kMostCharacters)
            m_errors.add(path, u"APPLICATION_COMMAND_TOO_LARGE"_s,
                         u"Command exceeds maximum size (8000)"_s);
    }

private:
    void checkLocalized(FormReader &reader, QLatin1StringView key, qsizetype most)
    {
        const QJsonObject words = reader.object(key);
        for (auto it = words.begin(); it != words.end(); ++it) {
            const qsizetype length = codePoints(it.value().toString());
            if (!it.value().isString() || length < 1 || length > most)
                m_errors.add(reader.pathOf(key) + u'.' + it.key(), u"BASE_TYPE_BAD_LENGTH"_s,
                             u"Must be between 1 and %1 in length."_s.arg(most));
        }
    }

    void checkName(FormReader &reader, bool chat)
    {
        reader.require("name"_L1);
        const QString name = reader.string("name"_L1, 1, 32);
        m_characters += codePoints(name);
        if (chat && !name.isEmpty() && codePoints(name) <= 32 && !isChatName(name))
            reader.error("name"_L1, u"APPLICATION_COMMAND_INVALID_NAME"_s,
                         u"Command name is invalid"_s);
        checkLocalized(reader, "name_localizations"_L1, 32);
    }

    void checkDescription(FormReader &reader)
    {
        reader.require("description"_L1);
        m_characters += codePoints(reader.string("description"_L1, 1, 100));
        checkLocalized(reader, "description_localizations"_L1, 100);
    }

    void checkOptions(FormReader &parent, const QJsonArray &options, int depth)
    {
        const QString path = parent.pathOf("options"_L1);
        (void)parent.array("options"_L1, 0, kMostOptions);
        QSet<QString> names;
        bool optionalSeen = false;
        bool hasGroups = false;
        bool hasValues = false;
        for (qsizetype i = 0; i < options.size(); ++i) {
            if (!options.at(i).isObject()) {
                m_errors.add(at(path, i), u"MODEL_TYPE_CONVERT"_s,
                             u"Only dictionaries may be used in a ModelType"_s);
                continue;
            }
            const QJsonObject option = options.at(i).toObject();
            FormReader reader(option, at(path, i), m_errors);
            const int type = option.value("type"_L1).toInt();
            hasGroups = hasGroups || type == SubCommand || type == SubCommandGroup;
            hasValues = hasValues || type > SubCommandGroup;
            checkOption(reader, option, depth);
            const QString name = option.value("name"_L1).toString();
            if (names.contains(name))
                reader.error("name"_L1, u"APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED"_s,
                             u"Option name already exists"_s);
            names.insert(name);
            const bool required = option.value("required"_L1).toBool();
            if (required && optionalSeen)
                m_errors.add(at(path, i), u"APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"_s,
                             u"Required options must be placed before non-required options"_s);
            optionalSeen = optionalSeen || !required;
        }
        if (hasGroups && hasValues)
            m_errors.add(path, u"APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"_s,
                         u"Sub-command and sub-command group option types are mutually exclusive "
                         "to all other types"_s);
    }

    void checkOption(FormReader &reader, const QJsonObject &option, int depth)
    {
        reader.require("type"_L1);
        const qint64 type = reader.integer("type"_L1, SubCommand, Attachment).value_or(0);
        checkName(reader, true);
        checkDescription(reader);
        (void)reader.boolean("required"_L1);
        const bool nests = type == SubCommand || type == SubCommandGroup;
        // Groups at the top, sub-commands there or in a group, values anywhere else.
        if ((type == SubCommandGroup && depth > 0) || (nests && depth > 1))
            reader.error("type"_L1, u"APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"_s,
                         u"Sub-commands and groups nest one level"_s);
        else if (nests)
            checkOptions(reader, option.value("options"_L1).toArray(),
                         type == SubCommandGroup ? 1 : 2);
        checkChoices(reader, option, int(type));
        const bool autocomplete = reader.boolean("autocomplete"_L1);
        if (autocomplete && type != String && type != Integer && type != Number)
            reader.error("autocomplete"_L1, u"APPLICATION_COMMAND_AUTOCOMPLETE_INVALID"_s,
                         u"Autocomplete needs a string, integer or number option"_s);
        if (autocomplete && !option.value("choices"_L1).toArray().isEmpty())
            reader.error("autocomplete"_L1, u"APPLICATION_COMMAND_AUTOCOMPLETE_INVALID"_s,
                         u"Autocomplete and choices exclude each other"_s);
        (void)reader.integer("min_length"_L1, 0, 6000);
        (void)reader.integer("max_length"_L1, 1, 6000);
    }

    void checkChoices(FormReader &reader, const QJsonObject &option, int type)
    {
        const QJsonArray choices = reader.array("choices"_L1, 0, kMostOptions);
        QSet<QString> names;
        for (qsizetype i = 0; i < choices.size(); ++i) {
            const QJsonObject choice = choices.at(i).toObject();
            FormReader entry(choice, at(reader.pathOf("choices"_L1), i), m_errors);
            entry.require("name"_L1);
            entry.require("value"_L1);
            const QString name = entry.string("name"_L1, 1, 100);
            m_characters += codePoints(name);
            const QJsonValue value = choice.value("value"_L1);
            if (type == String ? !value.isString() : !value.isDouble())
                entry.error("value"_L1, u"APPLICATION_COMMAND_OPTIONS_CHOICES_TYPE_INVALID"_s,
                            u"Value does not fit the option's type"_s);
            if (type == String) {
                (void)entry.string("value"_L1, 1, 100);
                m_characters += codePoints(value.toString());
            }
            if (names.contains(name))
                entry.error("name"_L1, u"APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_DUPLICATED"_s,
                            u"Option choice name already exists"_s);
            names.insert(name);
        }
        if (!choices.isEmpty() && type != String && type != Integer && type != Number)
            m_errors.add(reader.pathOf("choices"_L1),
                         u"APPLICATION_COMMAND_OPTIONS_CHOICES_TYPE_INVALID"_s,
                         u"Only string, integer and number options have choices"_s);
        Q_UNUSED(option)
    }

    FormErrors &m_errors;
    qsizetype m_characters = 0;
};

class ChoiceChecker
{
public:
    ChoiceChecker(bool autocomplete, FormErrors &errors)
        : m_autocomplete(autocomplete), m_errors(errors)
    { }

    QJsonArray check(const QJsonArray &known, const QJsonArray &given, const QString &path)
    {
        QJsonArray out;
        QSet<QString> seen;
        for (qsizetype i = 0; i < given.size(); ++i) {
            const QJsonObject chosen = given.at(i).toObject();
            const QString name = chosen.value("name"_L1).toString();
            const QJsonObject definition = find(known, name);
            if (definition.isEmpty() || seen.contains(name)) {
                m_errors.add(at(path, i) + u".name"_s, u"APPLICATION_COMMAND_INVALID_OPTION"_s,
                             seen.contains(name) ? u"Option is given twice"_s
                                                 : u"Option \"%1\" does not exist"_s.arg(name));
                continue;
            }
            seen.insert(name);
            out.append(checkOne(definition, chosen, at(path, i)));
        }
        const bool usesSubCommands =
            known.at(0).toObject().value("type"_L1).toInt() <= SubCommandGroup && !known.isEmpty();
        if (usesSubCommands && out.size() != 1)
            m_errors.add(path, u"BASE_TYPE_REQUIRED"_s, u"Exactly one sub-command is needed"_s);
        for (const QJsonValue &value : known) {
            const QJsonObject option = value.toObject();
            const QString name = option.value("name"_L1).toString();
            if (option.value("required"_L1).toBool() && !seen.contains(name) && !m_autocomplete)
                m_errors.add(path + u'.' + name, u"BASE_TYPE_REQUIRED"_s,
                             u"This field is required"_s);
        }
        return out;
    }

    ChosenOptions found;
    bool focused = false;

private:
    static QJsonObject find(const QJsonArray &known, const QString &name)
    {
        for (const QJsonValue &value : known) {
            if (value.toObject().value("name"_L1).toString() == name)
                return value.toObject();
        }
        return {};
    }

    QJsonObject checkOne(const QJsonObject &definition, const QJsonObject &chosen,
                         const QString &path)
    {
        const int type = definition.value("type"_L1).toInt();
        QJsonObject out{{u"name"_s, definition.value("name"_L1)}, {u"type"_s, type}};
        if (type <= SubCommandGroup) {
            out.insert("options"_L1,
                       check(definition.value("options"_L1).toArray(),
                             chosen.value("options"_L1).toArray(), path + u".options"_s));
            return out;
        }
        const bool isFocused = m_autocomplete && chosen.value("focused"_L1).toBool();
        const QJsonValue value = chosen.value("value"_L1);
        out.insert("value"_L1, value);
        if (isFocused) {
            out.insert("focused"_L1, true);
            if (!definition.value("autocomplete"_L1).toBool())
                m_errors.add(path, u"APPLICATION_COMMAND_AUTOCOMPLETE_INVALID"_s,
                             u"This option has no autocomplete"_s);
            focused = true;
            // What is being typed need not be valid yet.
            return out;
        }
        checkValue(definition, value, type, path + u".value"_s);
        return out;
    }

    void wrongType(const QString &path, const QString &wanted)
    {
        m_errors.add(path, u"APPLICATION_COMMAND_OPTIONS_VALUE_INVALID"_s,
                     u"Value must be "_s + wanted);
    }

    void checkValue(const QJsonObject &definition, const QJsonValue &value, int type,
                    const QString &path)
    {
        switch (type) {
        case String:
            checkString(definition, value, path);
            break;
        case Integer:
            if (!value.isDouble() || value.toDouble() != std::floor(value.toDouble())
                || std::abs(value.toInteger()) > kLargestInteger)
                wrongType(path, u"an integer"_s);
            checkRange(definition, value, path);
            break;
        case Number:
            if (!value.isDouble())
                wrongType(path, u"a number"_s);
            checkRange(definition, value, path);
            break;
        case Boolean:
            if (!value.isBool())
                wrongType(path, u"true or false"_s);
            break;
        default:
            checkId(value, type, path);
        }
        const QJsonArray choices = definition.value("choices"_L1).toArray();
        for (const QJsonValue &choice : choices) {
            if (choice.toObject().value("value"_L1) == value)
                return;
        }
        if (!choices.isEmpty())
            m_errors.add(path, u"APPLICATION_COMMAND_OPTIONS_CHOICE_INVALID"_s,
                         u"Value is none of the choices"_s);
    }

    void checkString(const QJsonObject &definition, const QJsonValue &value, const QString &path)
    {
        if (!value.isString()) {
            wrongType(path, u"a string"_s);
            return;
        }
        const qsizetype length = codePoints(value.toString());
        const qint64 least = definition.value("min_length"_L1).toInteger(0);
        const qint64 most = definition.value("max_length"_L1).toInteger(6000);
        if (length < least || length > most)
            m_errors.add(path, u"BASE_TYPE_BAD_LENGTH"_s,
                         u"Must be between %1 and %2 in length."_s.arg(least).arg(most));
    }

    void checkRange(const QJsonObject &definition, const QJsonValue &value, const QString &path)
    {
        const QJsonValue least = definition.value("min_value"_L1);
        const QJsonValue most = definition.value("max_value"_L1);
        if ((least.isDouble() && value.toDouble() < least.toDouble())
            || (most.isDouble() && value.toDouble() > most.toDouble()))
            m_errors.add(path, u"NUMBER_TYPE_RANGE"_s, u"Value is out of the option's range"_s);
    }

    void checkId(const QJsonValue &value, int type, const QString &path)
    {
        const auto id = FormReader::toSnowflake(value);
        if (!id) {
            m_errors.add(path, u"NUMBER_TYPE_COERCE"_s, u"Value is not snowflake."_s);
            return;
        }
        if (type == UserOption)
            found.users.append(*id);
        else if (type == RoleOption)
            found.roles.append(*id);
        else if (type == ChannelOption)
            found.channels.append(*id);
        else if (type == Mentionable)
            found.mentionables.append(*id);
    }

    const bool m_autocomplete;
    FormErrors &m_errors;
};

} // namespace

void checkCommand(const QJsonObject &command, const QString &path, FormErrors &errors)
{
    CommandChecker(errors).check(command, path);
}

QJsonObject completeCommand(QJsonObject command)
{
    const auto fill = [&command](QLatin1StringView key, const QJsonValue &value) {
        if (!command.contains(key))
            command.insert(key, value);
    };
    fill("type"_L1, 1);
    fill("description"_L1, u""_s);
    fill("default_member_permissions"_L1, QJsonValue::Null);
    fill("dm_permission"_L1, true);
    fill("contexts"_L1, QJsonValue::Null);
    fill("integration_types"_L1, QJsonArray{0});
    fill("nsfw"_L1, false);
    if (command.value("options"_L1).toArray().isEmpty())
        command.remove("options"_L1);
    return command;
}

ChosenOptions checkChosen(const QJsonArray &known, const QJsonArray &given, const QString &path,
                          bool autocomplete, FormErrors &errors)
{
    ChoiceChecker checker(autocomplete, errors);
    const QJsonArray options = checker.check(known, given, path);
    if (autocomplete && !checker.focused)
        errors.add(path, u"BASE_TYPE_REQUIRED"_s, u"One option must be focused"_s);
    ChosenOptions chosen = checker.found;
    chosen.options = options;
    return chosen;
}

} // namespace Cordial::Sandbox
