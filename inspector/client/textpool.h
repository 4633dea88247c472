// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSet>

namespace Cordial::Inspector {

//! \brief Lets equal texts share one buffer: a million requests have a few hundred routes. Bounded:
//! when full it starts afresh (texts in use stay with their rows).
class TextPool
{
public:
    [[nodiscard]] QByteArray shared(QByteArrayView text)
    {
        if (text.isEmpty())
            return {};
        const auto found = m_texts.constFind(QByteArray::fromRawData(text.data(), text.size()));
        if (found != m_texts.constEnd())
            return *found;
        if (m_texts.size() >= kMost)
            m_texts.clear();
        return *m_texts.insert(text.toByteArray());
    }

private:
    static constexpr qsizetype kMost = 16'384;
    QSet<QByteArray> m_texts;
};

} // namespace Cordial::Inspector
