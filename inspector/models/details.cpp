// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/details.h"

#include "theme/format.h"

namespace Cordial::Inspector {

QString orDash(const QByteArray &text)
{
    return text.isEmpty() ? Format::unknown() : QString::fromUtf8(text);
}

QString orDash(qint64 microseconds)
{
    return microseconds < 0 ? Format::unknown() : Format::duration(microseconds * 1000);
}

void appendExtra(QList<Detail> &details, const ExtraFields &extra)
{
    for (const ExtraField &field : extra) {
        QString value = field.value.toString();
        if (!field.unit.isEmpty())
            value += QChar(0x00a0) + QString::fromUtf8(field.unit);
        details.append({QString::fromUtf8(field.name), value, Tone::Muted, Shape::None});
    }
}

} // namespace Cordial::Inspector
