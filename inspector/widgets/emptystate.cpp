// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/emptystate.h"

#include "theme/theme.h"

#include <QPainter>

namespace Cordial::Inspector {

void paintEmptyState(QPainter &painter, const QRect &box, const Theme &theme, const QString &title,
                     const QString &text)
{
    const Colors &c = theme.colors();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const int middle = box.top() + box.height() * 2 / 5;
    if (box.height() > 160) {
        // Three rows that are not there yet.
        painter.setPen(Qt::NoPen);
        const int widths[] = {120, 88, 104};
        for (int i = 0; i < 3; ++i) {
            painter.setBrush(mix(c.surface, c.borderStrong, 0.55 - 0.13 * i));
            painter.drawRoundedRect(
                QRectF(box.center().x() - 60, middle - 56 + i * 14, widths[i], 6), 3, 3);
        }
    }
    const int width = qMin(box.width() - 32, 420);
    const QRect head(box.center().x() - width / 2, middle, width, 24);
    painter.setFont(theme.strong());
    painter.setPen(c.muted);
    painter.drawText(head, Qt::AlignHCenter | Qt::AlignVCenter, title);
    painter.setFont(theme.body());
    painter.setPen(c.faint);
    painter.drawText(head.translated(0, 26).adjusted(0, 0, 0, 60),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, text);
    painter.restore();
}

} // namespace Cordial::Inspector
