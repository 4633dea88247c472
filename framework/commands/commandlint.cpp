// SPDX-License-Identifier: MIT
#include <cordial/commands/commandlint.h>

#include <cordial/api/typed/scalars.h>

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace Cordial::Commands {

namespace {

using CommandType = Api::ApplicationCommandType;
using OptionType = Api::ApplicationCommandOptionType;
using Command = Api::ApplicationCommandUpdateRequest;
using Api::ApplicationCommandOption;
using Api::ApplicationCommandOptionChoice;

constexpr int kMostChatInput = 100;
constexpr int kMostContextMenu = 15;
constexpr qsizetype kMostOptions = 25;
constexpr qsizetype kMostChoices = 25;
constexpr qsizetype kMostCharacters = 8'000;

CommandType typeOf(const Command &command)
{
    return command.type.valueOr(CommandType::Chat);
}

int mostOf(CommandType type)
{
    return type == CommandType::Chat ? kMostChatInput : kMostContextMenu;
}

LintProblem secondOfName(const Command &command)
{
    return {command.name, QStringLiteral("there are two commands of this name")};
}

LintProblem tooMany(CommandType type, int count)
{
    return {QStringLiteral("commands"),
            QStringLiteral("%1 of one type, Discord takes %2").arg(count).arg(mostOf(type))};
}

class Linter
{
public:
    QList<LintProblem> run(const QList<Command> &commands)
    {
        checkCounts(commands);
        for (const Command &command : commands)
            checkCommand(command);
        return m_problems;
    }

private:
    void complain(const QString &path, const QString &message)
    {
        m_problems.append({path, message});
    }

    void checkCounts(const QList<Command> &commands)
    {
        QHash<CommandType, int> counts;
        QSet<std::pair<int, QString>> names;
        for (const Command &command : commands) {
            ++counts[typeOf(command)];
            const std::pair<int, QString> key{int(typeOf(command)), command.name};
            if (names.contains(key))
                m_problems.append(secondOfName(command));
            names.insert(key);
        }
        for (auto it = counts.begin(); it != counts.end(); ++it) {
            if (it.value() > mostOf(it.key()))
                m_problems.append(tooMany(it.key(), it.value()));
        }
    }

    void checkName(const QString &path, const QString &name)
    {
        static const QRegularExpression kName(
            QStringLiteral("^[-_'\\p{L}\\p{N}\\p{Devanagari}\\p{Thai}]{1,32}$"),
            QRegularExpression::UseUnicodePropertiesOption);
        if (!kName.match(name).hasMatch())
            complain(path,
                     QStringLiteral("\"%1\" must be 1 to 32 letters, digits, - or _").arg(name));
        else if (name != name.toLower())
            complain(path, QStringLiteral("\"%1\" must be lower case").arg(name));
    }

    void checkLength(const QString &path, const QString &text, int most)
    {
        const qsizetype length = characterCount(text);
        if (length < 1 || length > most) {
            complain(path,
                     QStringLiteral("must have 1 to %1 characters, not %2").arg(most).arg(length));
        }
    }

    void checkLocalizations(const QString &path, const Field<QMap<QString, QString>> &texts,
                            int most)
    {
        const QMap<QString, QString> all = texts.valueOr({});
        for (auto it = all.begin(); it != all.end(); ++it)
            checkLength(path + u'.' + it.key(), it.value(), most);
    }

    void checkCommand(const Command &command)
    {
        if (typeOf(command) != CommandType::Chat) {
            checkLength(command.name + u".name", command.name, 32);
            if (!command.description.valueOr({}).isEmpty()
                || !command.options.valueOr({}).isEmpty())
                complain(command.name,
                         QStringLiteral("context menus have neither description nor options"));
            return;
        }
        checkName(command.name + u".name", command.name);
        checkLength(command.name + u".description", command.description.valueOr({}), 100);
        checkLocalizations(command.name + u".description_localizations",
                           command.descriptionLocalizations, 100);
        checkOptions(command.name + u".options", command.options.valueOr({}), 0);
        const qsizetype size = command.name.size() + command.description.valueOr({}).size()
            + sizeOf(command.options.valueOr({}));
        if (size > kMostCharacters) {
            complain(command.name,
                     QStringLiteral("has %1 characters in all, Discord takes %2")
                         .arg(size)
                         .arg(kMostCharacters));
        }
    }

    void checkOptions(const QString &path, const QList<ApplicationCommandOption> &options,
                      int depth)
    {
        if (options.size() > kMostOptions)
            complain(path, QStringLiteral("%1, Discord takes 25").arg(options.size()));
        QSet<QString> names;
        bool sawOptional = false;
        bool sawValue = false;
        bool sawSubcommand = false;
        for (qsizetype i = 0; i < options.size(); ++i) {
            const ApplicationCommandOption &option = options[i];
            const QString at = path + u'[' + QString::number(i) + u']';
            if (names.contains(option.name))
                complain(at, QStringLiteral("\"%1\" is there twice").arg(option.name));
            names.insert(option.name);
            const bool isSubcommand = option.type <= OptionType::SubCommandGroup;
            const bool isRequired = option.required.valueOr(false);
            sawSubcommand = sawSubcommand || isSubcommand;
            sawValue = sawValue || !isSubcommand;
            if (isRequired && sawOptional)
                complain(at, QStringLiteral("required options come before optional ones"));
            sawOptional = sawOptional || !isRequired;
            checkOption(at, option, depth);
        }
        if (sawSubcommand && sawValue)
            complain(path, QStringLiteral("subcommands and options cannot stand side by side"));
    }

    void checkOption(const QString &path, const ApplicationCommandOption &option, int depth)
    {
        checkName(path + u".name", option.name);
        checkLength(path + u".description", option.description, 100);
        checkLocalizations(path + u".description_localizations", option.descriptionLocalizations,
                           100);
        const bool isSubcommand = option.type <= OptionType::SubCommandGroup;
        const int deepest = option.type == OptionType::SubCommandGroup ? 0 : 1;
        if (isSubcommand && depth > deepest)
            complain(path, QStringLiteral("groups nest one level only"));
        if (isSubcommand)
            checkOptions(path + u".options", option.options.valueOr({}), depth + 1);
        if (option.minValue && option.maxValue && *option.minValue > *option.maxValue)
            complain(path, QStringLiteral("min_value is above max_value"));
        checkChoices(path + u".choices", option);
    }

    void checkChoices(const QString &path, const ApplicationCommandOption &option)
    {
        const QList<ApplicationCommandOptionChoice> choices = option.choices.valueOr({});
        if (choices.size() > kMostChoices)
            complain(path, QStringLiteral("%1, Discord takes 25").arg(choices.size()));
        const bool takesChoices = option.type == OptionType::String
            || option.type == OptionType::Integer || option.type == OptionType::Number;
        if (!choices.isEmpty() && !takesChoices)
            complain(path, QStringLiteral("only texts and numbers have choices"));
        for (qsizetype i = 0; i < choices.size(); ++i) {
            const QString at = path + u'[' + QString::number(i) + u"]";
            const ApplicationCommandOptionChoice &choice = choices[i];
            checkLength(at + u".name", choice.name, 100);
            if (!choice.value || !valueFits(option.type, *choice.value))
                complain(at + u".value", QStringLiteral("is not of the option's type"));
        }
    }

    static bool valueFits(OptionType type, const Api::IntDoubleOrString &value)
    {
        switch (type) {
        case OptionType::String:
            return std::holds_alternative<QString>(value)
                && characterCount(std::get<QString>(value)) <= 100;
        case OptionType::Integer:
            return std::holds_alternative<qint64>(value);
        case OptionType::Number:
            return std::holds_alternative<double>(value) || std::holds_alternative<qint64>(value);
        default:
            return true;
        }
    }

    static qsizetype sizeOf(const QList<ApplicationCommandOption> &options)
    {
        qsizetype sum = 0;
        for (const ApplicationCommandOption &option : options) {
            sum +=
                option.name.size() + option.description.size() + sizeOf(option.options.valueOr({}));
            const QList<ApplicationCommandOptionChoice> choices = option.choices.valueOr({});
            for (const ApplicationCommandOptionChoice &choice : choices) {
                sum += choice.name.size();
                const QString *text = choice.value ? std::get_if<QString>(&*choice.value) : nullptr;
                if (text != nullptr)
                    sum += text->size();
            }
        }
        return sum;
    }

    QList<LintProblem> m_problems;
};

} // namespace

QList<LintProblem> lint(const QList<Api::ApplicationCommandUpdateRequest> &commands)
{
    return Linter().run(commands);
}

QList<LintProblem> CommandSieve::take(const Command &command)
{
    QList<LintProblem> problems = Linter().run({command});
    const CommandType type = typeOf(command);
    const std::pair<int, QString> key{int(type), command.name};
    if (m_names.contains(key))
        problems.append(secondOfName(command));
    const int count = m_counts.value(int(type)) + 1;
    if (count > mostOf(type))
        problems.append(tooMany(type, count));
    if (!problems.isEmpty())
        return problems;
    m_names.insert(key);
    m_counts.insert(int(type), count);
    m_taken.append(command);
    return {};
}

} // namespace Cordial::Commands
