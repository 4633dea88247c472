// SPDX-License-Identifier: MIT
#include <cordial/commands/arguments.h>

#include <cordial/api/format.h>

#include "elided_p.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace Cordial::Commands {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Cordial::Commands::Arguments)
};

//! \brief The closing partner of a quote; null if \a c opens none.
QChar closingQuote(QChar c)
{
    switch (c.unicode()) {
    case u'"':
    case u'\'':
        return c;
    case u'\u201C': // “ ”
        return u'\u201D';
    case u'\u201E': // „ “
        return u'\u201C';
    case u'\u00AB': // « »
        return u'\u00BB';
    default:
        return {};
    }
}

//! \brief What somebody typed, as far as it is needed to know it again.
QString quoted(const QString &text)
{
    constexpr qsizetype kMostQuoted = 100;
    return elided(text, kMostQuoted);
}

Error wrong(const QString &option, const QString &message)
{
    Error error = makeError(ErrorCode::InvalidArgument, message);
    error.path = option;
    return error;
}

using Value = Result<OptionValue>;

Value checkRange(const Api::ApplicationCommandOption &option, double value, OptionValue as)
{
    if (option.minValue && value < *option.minValue)
        return wrong(option.name, Texts::tr("at least %1 is needed").arg(*option.minValue));
    if (option.maxValue && value > *option.maxValue)
        return wrong(option.name, Texts::tr("at most %1 is allowed").arg(*option.maxValue));
    return as;
}

Value convertInteger(const Api::ApplicationCommandOption &option, const QString &text)
{
    bool ok = false;
    const qint64 value = text.toLongLong(&ok);
    // Discord keeps integers within what a double can hold exactly.
    constexpr qint64 kMost = 1LL << 53;
    if (!ok || value < -kMost || value > kMost)
        return wrong(option.name, Texts::tr("\"%1\" is not a whole number").arg(quoted(text)));
    return checkRange(option, static_cast<double>(value), value);
}

Value convertNumber(const Api::ApplicationCommandOption &option, const QString &text)
{
    bool ok = false;
    const double value = text.toDouble(&ok);
    if (!ok || !std::isfinite(value))
        return wrong(option.name, Texts::tr("\"%1\" is not a number").arg(quoted(text)));
    return checkRange(option, value, value);
}

Value convertBoolean(const Api::ApplicationCommandOption &option, const QString &text)
{
    const QString word = text.toLower();
    for (const char16_t *yes : {u"yes", u"true", u"on", u"1"}) {
        if (word == QStringView(yes))
            return OptionValue(true);
    }
    for (const char16_t *no : {u"no", u"false", u"off", u"0"}) {
        if (word == QStringView(no))
            return OptionValue(false);
    }
    return wrong(option.name, Texts::tr("\"%1\" is neither yes nor no").arg(quoted(text)));
}

template <typename T>
Value convertId(const Api::ApplicationCommandOption &option, const std::optional<T> &id,
                const QString &problem)
{
    if (!id)
        return wrong(option.name, problem);
    return OptionValue(id->toString());
}

Value convertText(const Api::ApplicationCommandOption &option, const QString &text)
{
    if (option.minLength && Cordial::characterCount(text) < *option.minLength)
        return wrong(option.name, Texts::tr("at least %1 characters").arg(*option.minLength));
    if (option.maxLength && Cordial::characterCount(text) > *option.maxLength)
        return wrong(option.name, Texts::tr("at most %1 characters").arg(*option.maxLength));
    return OptionValue(text);
}

Value convertMentionable(const Api::ApplicationCommandOption &option, const QString &text)
{
    if (const auto role = Api::roleFromText(text))
        return OptionValue(role->toString());
    return convertId(option, Api::userFromText(text),
                     Texts::tr("\"%1\" is neither a user nor a role").arg(quoted(text)));
}

Value convertType(const Api::ApplicationCommandOption &option, const QString &text)
{
    using OptionType = Api::ApplicationCommandOptionType;
    switch (option.type) {
    case OptionType::Integer:
        return convertInteger(option, text);
    case OptionType::Number:
        return convertNumber(option, text);
    case OptionType::Boolean:
        return convertBoolean(option, text);
    case OptionType::User:
        return convertId(option, Api::userFromText(text),
                         Texts::tr("\"%1\" is not a user").arg(quoted(text)));
    case OptionType::Channel:
        return convertId(option, Api::channelFromText(text),
                         Texts::tr("\"%1\" is not a channel").arg(quoted(text)));
    case OptionType::Role:
        return convertId(option, Api::roleFromText(text),
                         Texts::tr("\"%1\" is not a role").arg(quoted(text)));
    case OptionType::Mentionable:
        return convertMentionable(option, text);
    case OptionType::Attachment:
        return wrong(option.name, Texts::tr("files can only be given with the slash command"));
    default:
        return convertText(option, text);
    }
}

//! \brief A choice may be typed by its name or by its value.
Value convert(const Api::ApplicationCommandOption &option, const QString &text)
{
    const QList<Api::ApplicationCommandOptionChoice> choices = option.choices.valueOr({});
    if (choices.isEmpty())
        return convertType(option, text);
    QStringList names;
    QList<OptionValue> values;
    for (const Api::ApplicationCommandOptionChoice &choice : choices) {
        const OptionValue known =
            choice.value ? toOptionValue(*choice.value).value_or(OptionValue()) : OptionValue();
        const QString *word = std::get_if<QString>(&known);
        if (choice.name.compare(text, Qt::CaseInsensitive) == 0 || (word && *word == text))
            return known;
        names.append(choice.name);
        values.append(known);
    }
    if (const Value value = convertType(option, text); value) {
        for (const OptionValue &known : std::as_const(values)) {
            if (known == *value)
                return known;
        }
    }
    return wrong(option.name, Texts::tr("choose one of %1").arg(names.join(QStringLiteral(", "))));
}

} // namespace

Result<QList<Argument>> splitArguments(QStringView line)
{
    QList<Argument> words;
    qsizetype i = 0;
    while (i < line.size()) {
        if (line[i].isSpace()) {
            ++i;
            continue;
        }
        Argument word;
        word.start = i;
        const QChar closing = closingQuote(line[i]);
        word.isQuoted = !closing.isNull();
        if (word.isQuoted)
            ++i;
        bool isClosed = !word.isQuoted;
        while (i < line.size()) {
            const QChar c = line[i];
            if (word.isQuoted ? c == closing : c.isSpace()) {
                isClosed = true;
                ++i;
                break;
            }
            const bool isEscape = c == u'\\' && i + 1 < line.size();
            word.text += isEscape ? line[i + 1] : c;
            i += isEscape ? 2 : 1;
        }
        if (!isClosed)
            return makeError(ErrorCode::InvalidArgument, Texts::tr("a quote is never closed"));
        words.append(std::move(word));
    }
    return words;
}

Result<OptionValues> bindArguments(const QList<Api::ApplicationCommandOption> &options,
                                   QStringView line)
{
    const bool takesRest = !options.isEmpty()
        && options.last().type == Api::ApplicationCommandOptionType::String
        && options.last().choices.valueOr({}).isEmpty();
    const auto words = splitArguments(line);
    if (!words)
        return words.error();
    OptionValues values;
    qsizetype next = 0;
    for (qsizetype i = 0; i < options.size(); ++i) {
        const Api::ApplicationCommandOption &option = options[i];
        if (next >= words->size()) {
            if (option.required.valueOr(false))
                return wrong(option.name, Texts::tr("is missing"));
            continue;
        }
        const bool isRest = takesRest && i == options.size() - 1 && words->size() - next > 1;
        const QString text =
            isRest ? line.sliced(words->at(next).start).trimmed().toString() : words->at(next).text;
        next = isRest ? words->size() : next + 1;
        Value value = convert(option, text);
        if (!value)
            return std::move(value).error();
        values.insert(option.name, *std::move(value));
    }
    if (next < words->size())
        return makeError(ErrorCode::InvalidArgument,
                         Texts::tr("\"%1\" is too much").arg(quoted(words->at(next).text)));
    return values;
}

QString usage(const QString &command, const QList<Api::ApplicationCommandOption> &options)
{
    QString text = command;
    for (const Api::ApplicationCommandOption &option : options) {
        text += option.required.valueOr(false) ? QString(u" <" + option.name + u'>')
                                               : QString(u" [" + option.name + u']');
    }
    return text;
}

} // namespace Cordial::Commands
