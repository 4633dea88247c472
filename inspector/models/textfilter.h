// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QStringView>
#include <QVarLengthArray>

#include <array>

namespace Cordial::Inspector {

//! \brief A named text of a row, as a filter sees it. Views: valid while the row stands still.
struct Field
{
    QByteArrayView name;
    QByteArrayView value;
};

//! \brief The fields of one row and the digits made for them. Stays where it is: it holds views
//! into itself.
class Fields
{
public:
    Fields() = default;
    Fields(const Fields &) = delete;
    Fields &operator=(const Fields &) = delete;

    void add(QByteArrayView name, QByteArrayView value) { m_fields.append({name, value}); }
    void add(QByteArrayView name, qint64 value);
    [[nodiscard]] const Field *begin() const { return m_fields.cbegin(); }
    [[nodiscard]] const Field *end() const { return m_fields.cend(); }

private:
    static constexpr size_t kMaxNumbers = 8;

    QVarLengthArray<Field, 16> m_fields;
    std::array<std::array<char, 24>, kMaxNumbers> m_digits;
    size_t m_numbers = 0;
};

//! \brief The simple filter of a table: words that must all occur in a row, in any field and any
//! case; `-word` must not; `name:word` looks at one field; "two words" is one. The typed language
//! takes this place: what tables need of it is matches().
class TextFilter
{
public:
    TextFilter() = default;
    [[nodiscard]] static TextFilter parse(QStringView text);

    [[nodiscard]] bool isEmpty() const { return m_terms.isEmpty(); }
    [[nodiscard]] bool matches(const Fields &fields) const;

private:
    struct Term
    {
        QByteArray field; //!< empty = any
        QByteArray needle; //!< lower case
        bool negated = false;
    };
    [[nodiscard]] static Term makeTerm(QStringView word, bool quoted);
    [[nodiscard]] static bool occurs(const Term &term, const Fields &fields);

    QList<Term> m_terms;
};

//! \brief True if \a text contains \a needle (lower case ASCII), whatever the case of ASCII
//! letters.
[[nodiscard]] bool containsFolded(QByteArrayView text, QByteArrayView needle);

} // namespace Cordial::Inspector
