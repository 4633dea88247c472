// SPDX-License-Identifier: MIT
#include <cordial/core/secret.h>

#include <QList>

#include <cstring>
#include <utility>

namespace Cordial {

Secret::Secret(QByteArrayView value)
    // A deep copy: wiping must not touch, nor be undone by, somebody else's buffer.
    : m_value(value.data(), value.size())
{ }

Secret::Secret(const Secret &other) : Secret(QByteArrayView(other.m_value))
{ }

Secret::Secret(Secret &&other) noexcept : m_value(std::exchange(other.m_value, {}))
{ }

Secret &Secret::operator=(Secret other) noexcept
{
    m_value.swap(other.m_value);
    return *this;
}

Secret::~Secret()
{
    if (m_value.isEmpty())
        return;
    explicit_bzero(m_value.data(), static_cast<size_t>(m_value.size()));
}

bool Secret::equals(QByteArrayView other) const
{
    if (other.size() != m_value.size())
        return false;
    unsigned char difference = 0;
    for (qsizetype i = 0; i < other.size(); ++i)
        difference |= static_cast<unsigned char>(other[i] ^ m_value[i]);
    return difference == 0;
}

QByteArray redactPath(QByteArrayView path)
{
    // /webhooks/{id}/{token}/... and /interactions/{id}/{token}/...
    QList<QByteArray> parts = path.toByteArray().split('/');
    for (qsizetype i = 0; i + 2 < parts.size(); ++i) {
        if (parts[i] == "webhooks" || parts[i] == "interactions") {
            const qsizetype query = parts[i + 2].indexOf('?');
            parts[i + 2] = query < 0 ? QByteArrayLiteral("***")
                                     : QByteArrayLiteral("***") + parts[i + 2].sliced(query);
        }
    }
    return parts.join('/');
}

} // namespace Cordial
