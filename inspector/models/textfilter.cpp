// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/textfilter.h"

#include <QString>

#include <algorithm>
#include <charconv>

namespace Cordial::Inspector {

namespace {

char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

//! The length of a leading `name:`, 0 if the word does not begin with one.
qsizetype fieldPrefix(QStringView word)
{
    const qsizetype colon = word.indexOf(u':');
    if (colon < 1 || colon + 1 == word.size())
        return 0;
    const bool isName = std::all_of(word.begin(), word.begin() + colon,
                                    [](QChar c) { return c.isLetter() && c.unicode() < 0x80; });
    return isName ? colon : 0;
}

} // namespace

void Fields::add(QByteArrayView name, qint64 value)
{
    Q_ASSERT(m_numbers < kMaxNumbers);
    auto &digits = m_digits[m_numbers++];
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    add(name, QByteArrayView(digits.data(), end - digits.data()));
}

bool containsFolded(QByteArrayView text, QByteArrayView needle)
{
    const auto found = std::search(text.begin(), text.end(), needle.begin(), needle.end(),
                                   [](char a, char b) { return folded(a) == b; });
    return found != text.end() || needle.isEmpty();
}

TextFilter TextFilter::parse(QStringView text)
{
    TextFilter filter;
    qsizetype at = 0;
    while (at < text.size()) {
        if (text[at].isSpace()) {
            ++at;
            continue;
        }
        const bool negated = text[at] == u'-' && at + 1 < text.size() && !text[at + 1].isSpace();
        at += negated ? 1 : 0;
        const bool quoted = text[at] == u'"';
        at += quoted ? 1 : 0;
        const qsizetype from = at;
        while (at < text.size() && (quoted ? text[at] != u'"' : !text[at].isSpace()))
            ++at;
        Term term = makeTerm(text.mid(from, at - from), quoted);
        term.negated = negated;
        if (!term.needle.isEmpty())
            filter.m_terms.append(term);
        at += quoted && at < text.size() ? 1 : 0;
    }
    return filter;
}

TextFilter::Term TextFilter::makeTerm(QStringView word, bool quoted)
{
    Term term;
    const qsizetype prefix = quoted ? 0 : fieldPrefix(word);
    if (prefix > 0) {
        term.field = word.left(prefix).toString().toLower().toUtf8();
        word = word.mid(prefix + 1);
    }
    term.needle = word.toString().toLower().toUtf8();
    return term;
}

bool TextFilter::occurs(const Term &term, const Fields &fields)
{
    bool known = term.field.isEmpty();
    for (const Field &field : fields) {
        if (!term.field.isEmpty() && field.name != term.field)
            continue;
        known = true;
        if (containsFolded(field.value, term.needle))
            return true;
    }
    if (known)
        return false;
    // No such field here: "http://x" and the like are meant literally.
    const QByteArray literal = term.field + ':' + term.needle;
    return std::any_of(fields.begin(), fields.end(), [&literal](const Field &field) {
        return containsFolded(field.value, literal);
    });
}

bool TextFilter::matches(const Fields &fields) const
{
    return std::all_of(m_terms.begin(), m_terms.end(), [&fields](const Term &term) {
        return occurs(term, fields) != term.negated;
    });
}

} // namespace Cordial::Inspector
