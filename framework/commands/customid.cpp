// SPDX-License-Identifier: MIT
#include <cordial/commands/customid.h>

#include <algorithm>

namespace Cordial::Commands {

namespace {

struct Form
{
    const char16_t *type;
    const char16_t *expression;
};
constexpr Form kForms[] = {
    {u"int", u"(-?[0-9]{1,18})"}, {u"id", u"([0-9]{1,20})"}, {u"text", u"(.+?)"}};

QString expressionOf(QStringView type)
{
    for (const Form &form : kForms) {
        if (type == QStringView(form.type))
            return QString::fromUtf16(form.expression);
    }
    return {};
}

Error bad(const QString &text, const QString &why)
{
    return makeError(ErrorCode::InvalidArgument,
                     QStringLiteral("custom_id pattern \"%1\": %2").arg(text, why));
}

} // namespace

Result<CustomIdPattern> CustomIdPattern::parse(const QString &text)
{
    CustomIdPattern pattern;
    pattern.m_text = text;
    QString expression;
    qsizetype at = 0;
    while (at < text.size()) {
        const qsizetype open = text.indexOf(u'{', at);
        const QString literal = text.mid(at, open < 0 ? -1 : open - at);
        if (literal.contains(u'}'))
            return bad(text, QStringLiteral("a } without {"));
        expression += QRegularExpression::escape(literal);
        if (open < 0)
            break;
        if (literal.isEmpty() && !pattern.m_parameters.isEmpty())
            return bad(text, QStringLiteral("put something between two parameters"));
        const qsizetype close = text.indexOf(u'}', open);
        if (close < 0)
            return bad(text, QStringLiteral("a { is never closed"));
        const QString inside = text.mid(open + 1, close - open - 1);
        const QString name = inside.section(u':', 0, 0);
        const QString type =
            inside.contains(u':') ? inside.section(u':', 1) : QStringLiteral("text");
        const QString form = expressionOf(type);
        if (form.isEmpty())
            return bad(text, QStringLiteral("\"%1\" is none of int, id, text").arg(type));
        const bool isTwice =
            std::any_of(pattern.m_parameters.begin(), pattern.m_parameters.end(),
                        [&](const Parameter &known) { return known.name == name; });
        if (name.isEmpty() || isTwice)
            return bad(text, QStringLiteral("every parameter needs a name of its own"));
        pattern.m_parameters.append({name, type == u"int"});
        expression += form;
        at = close + 1;
    }
    if (text.isEmpty())
        return bad(text, QStringLiteral("must not be empty"));
    pattern.m_expression = QRegularExpression(QRegularExpression::anchoredPattern(expression),
                                              QRegularExpression::DotMatchesEverythingOption);
    return pattern;
}

std::optional<OptionValues> CustomIdPattern::match(const QString &customId) const
{
    const auto match = m_expression.match(customId);
    if (!match.hasMatch())
        return std::nullopt;
    OptionValues values;
    for (qsizetype i = 0; i < m_parameters.size(); ++i) {
        const QString text = match.captured(int(i) + 1);
        if (m_parameters[i].isInteger)
            values.insert(m_parameters[i].name, text.toLongLong());
        else
            values.insert(m_parameters[i].name, text);
    }
    return values;
}

} // namespace Cordial::Commands
