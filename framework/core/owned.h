// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

namespace Cordial {

//! \brief The same text in memory of its own. A literal's is that of the code it stands in, which
//! for a plugin is unmapped one day: what may be read after that is kept like this. Copies only
//! what is borrowed (literals, fromRawData()); anything else costs a look at a pointer.
[[nodiscard]] inline QString owned(QString text)
{
    if (text.isNull() || text.data_ptr().isMutable())
        return text;
    return QString(text.constData(), text.size());
}

[[nodiscard]] inline QByteArray owned(QByteArray bytes)
{
    if (bytes.isNull() || bytes.data_ptr().isMutable())
        return bytes;
    return QByteArray(bytes.constData(), bytes.size());
}

} // namespace Cordial
