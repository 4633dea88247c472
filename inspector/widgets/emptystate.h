// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QPainter;
class QRect;

namespace Cordial::Inspector {

class Theme;

//! \brief What an empty panel says: a title, and a sentence on what would fill it.
void paintEmptyState(QPainter &painter, const QRect &box, const Theme &theme, const QString &title,
                     const QString &text);

} // namespace Cordial::Inspector
