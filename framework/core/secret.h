// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QDebug>

namespace Cordial {

//! \brief A token or key. Cannot be logged, streamed or converted by accident; wiped when it dies.
class Secret
{
public:
    Secret() = default;
    explicit Secret(QByteArrayView value);
    Secret(const Secret &other);
    Secret(Secret &&other) noexcept;
    Secret &operator=(Secret other) noexcept;
    ~Secret();

    [[nodiscard]] bool isEmpty() const { return m_value.isEmpty(); }
    //! \brief The plain value: only for the line that puts it on the wire.
    [[nodiscard]] const QByteArray &reveal() const { return m_value; }
    //! \brief Compares in a time that depends on the lengths only.
    [[nodiscard]] bool equals(QByteArrayView other) const;

    friend QDebug operator<<(QDebug, const Secret &) = delete;

private:
    QByteArray m_value;
};

//! \brief \a text with every part that can be a secret replaced: webhook and interaction tokens in
//! paths.
[[nodiscard]] QByteArray redactPath(QByteArrayView path);

} // namespace Cordial
