// SPDX-License-Identifier: MIT
#include <cordial/core/jsontext.h>

#include <QVarLengthArray>

#include <charconv>

namespace Cordial {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

//! Whether it stands for itself inside a string.
bool isPlain(char c)
{
    return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

//! \brief Walks over JSON; each function returns whether what it is named for stood there.
class Scanner
{
public:
    explicit Scanner(QByteArrayView text) : m_text(text) { }

    [[nodiscard]] bool atEnd() const { return m_position >= m_text.size(); }
    [[nodiscard]] char peek() const { return atEnd() ? '\0' : m_text[m_position]; }

    void spaces()
    {
        while (!atEnd() && (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r'))
            ++m_position;
    }
    bool take(char c)
    {
        if (peek() != c || atEnd())
            return false;
        ++m_position;
        return true;
    }
    bool literal(QByteArrayView word)
    {
        if (!m_text.sliced(m_position).startsWith(word))
            return false;
        m_position += word.size();
        return true;
    }
    bool digits()
    {
        const qsizetype start = m_position;
        while (isDigit(peek()))
            ++m_position;
        return m_position > start;
    }
    bool number()
    {
        (void)take('-');
        if (!take('0') && !digits())
            return false;
        if (take('.') && !digits())
            return false;
        if (peek() != 'e' && peek() != 'E')
            return true;
        ++m_position;
        if (!take('+'))
            (void)take('-');
        return digits();
    }
    bool string()
    {
        if (!take('"'))
            return false;
        const char *const text = m_text.data();
        const qsizetype size = m_text.size();
        for (;;) {
            qsizetype at = m_position;
            while (at < size && isPlain(text[at]))
                ++at;
            m_position = at + 1;
            if (at >= size || static_cast<unsigned char>(text[at]) < 0x20)
                return false;
            if (text[at] == '"')
                return true;
            if (!escape())
                return false;
        }
    }
    //! Without recursion: what comes may be nested as deep as it is long.
    bool value(qsizetype deepest)
    {
        QVarLengthArray<char, 64> open;
        for (;;) {
            const char first = peek();
            if (first == '{' || first == '[') {
                ++m_position;
                if (open.size() >= deepest)
                    return false;
                open.append(first);
                spaces();
                if (!take(closing(first))) {
                    if (first == '{' && !key())
                        return false;
                    continue;
                }
                open.removeLast();
            } else if (!scalar()) {
                return false;
            }
            if (!next(open))
                return false;
            if (open.isEmpty())
                return true;
        }
    }
    template <typename OnMember>
    bool members(OnMember &&onMember)
    {
        if (!take('{'))
            return false;
        spaces();
        if (take('}'))
            return true;
        do {
            spaces();
            const qsizetype keyStart = m_position;
            if (!string())
                return false;
            const QByteArrayView key = m_text.sliced(keyStart, m_position - keyStart);
            spaces();
            if (!take(':'))
                return false;
            spaces();
            const qsizetype start = m_position;
            if (!value(kDeepestJson - 1))
                return false;
            onMember(key, m_text.sliced(start, m_position - start));
            spaces();
        } while (take(','));
        return take('}');
    }
    template <typename OnElement>
    bool elements(OnElement &&onElement)
    {
        if (!take('['))
            return false;
        spaces();
        if (take(']'))
            return true;
        do {
            spaces();
            const qsizetype start = m_position;
            if (!value(kDeepestJson - 1))
                return false;
            onElement(m_text.sliced(start, m_position - start));
            spaces();
        } while (take(','));
        return take(']');
    }

private:
    bool escape()
    {
        const char c = peek();
        if (atEnd() || !QByteArrayView("\"\\/bfnrtu").contains(c))
            return false;
        ++m_position;
        for (int i = 0; c == 'u' && i < 4; ++i) {
            if (hexValue(peek()) < 0)
                return false;
            ++m_position;
        }
        return true;
    }
    static char closing(char opening) { return opening == '{' ? '}' : ']'; }
    bool key()
    {
        if (!string())
            return false;
        spaces();
        if (!take(':'))
            return false;
        spaces();
        return true;
    }
    bool scalar()
    {
        switch (peek()) {
        case '"':
            return string();
        case 't':
            return literal("true");
        case 'f':
            return literal("false");
        case 'n':
            return literal("null");
        default:
            return number();
        }
    }
    //! \brief From behind a value to the next one in what is \a open, or to the end of it all.
    bool next(QVarLengthArray<char, 64> &open)
    {
        while (!open.isEmpty()) {
            spaces();
            if (take(',')) {
                spaces();
                return open.last() == '[' || key();
            }
            if (!take(closing(open.last())))
                return false;
            open.removeLast();
        }
        return true;
    }

    QByteArrayView m_text;
    qsizetype m_position = 0;
};

void appendEscape(QString &out, char c)
{
    switch (c) {
    case 'b':
        out += u'\b';
        break;
    case 'f':
        out += u'\f';
        break;
    case 'n':
        out += u'\n';
        break;
    case 'r':
        out += u'\r';
        break;
    case 't':
        out += u'\t';
        break;
    default:
        out += QLatin1Char(c);
    }
}

//! \brief \a token is a valid string with its quotes.
QByteArray unquote(QByteArrayView token)
{
    const QByteArrayView inner = token.sliced(1, token.size() - 2);
    if (!inner.contains('\\'))
        return inner.toByteArray();
    // Through UTF-16, so that \u pairs of surrogates meet.
    QString out;
    qsizetype plain = 0;
    for (qsizetype i = 0; i < inner.size(); ++i) {
        if (inner[i] != '\\')
            continue;
        out += QString::fromUtf8(inner.sliced(plain, i - plain));
        ++i;
        if (inner[i] == 'u') {
            int unit = 0;
            for (int digit = 1; digit <= 4; ++digit)
                unit = unit * 16 + hexValue(inner[i + digit]);
            out += QChar(static_cast<char16_t>(unit));
            i += 4;
        } else {
            appendEscape(out, inner[i]);
        }
        plain = i + 1;
    }
    out += QString::fromUtf8(inner.sliced(plain));
    return out.toUtf8();
}

template <typename Body>
bool scanWhole(QByteArrayView text, Body &&body)
{
    if (!text.isValidUtf8())
        return false;
    Scanner scanner(text);
    scanner.spaces();
    if (!body(scanner))
        return false;
    scanner.spaces();
    return scanner.atEnd();
}

} // namespace

bool isJsonText(QByteArrayView text, qsizetype deepest)
{
    return scanWhole(text, [deepest](Scanner &scanner) { return scanner.value(deepest); });
}

std::optional<QList<JsonMember>> jsonMembers(QByteArrayView text)
{
    QList<JsonMember> out;
    const bool valid = scanWhole(text, [&out](Scanner &scanner) {
        return scanner.members([&out](QByteArrayView key, QByteArrayView value) {
            out.append({unquote(key), value});
        });
    });
    return valid ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<QByteArrayView> jsonMember(const QList<JsonMember> &members, QByteArrayView key)
{
    for (auto it = members.crbegin(); it != members.crend(); ++it) {
        if (it->key == key)
            return it->value;
    }
    return std::nullopt;
}

std::optional<QList<QByteArrayView>> jsonElements(QByteArrayView text)
{
    QList<QByteArrayView> out;
    const bool valid = scanWhole(text, [&out](Scanner &scanner) {
        return scanner.elements([&out](QByteArrayView value) { out.append(value); });
    });
    return valid ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<QByteArray> jsonString(QByteArrayView text)
{
    const QByteArrayView trimmed = text.trimmed();
    if (!scanWhole(trimmed, [](Scanner &scanner) { return scanner.string(); }))
        return std::nullopt;
    return unquote(trimmed);
}

std::optional<double> jsonNumber(QByteArrayView text)
{
    const QByteArrayView trimmed = text.trimmed();
    if (!scanWhole(trimmed, [](Scanner &scanner) { return scanner.number(); }))
        return std::nullopt;
    double value = 0;
    const auto [stop, error] =
        std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), value);
    return error == std::errc() ? std::optional(value) : std::nullopt;
}

} // namespace Cordial
