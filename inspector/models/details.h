// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/rows.h"
#include "models/cell.h"

namespace Cordial::Inspector {

//! \brief A dash instead of nothing, so that a pane never has holes.
[[nodiscard]] QString orDash(const QByteArray &text);
//! \brief Microseconds as a duration, a dash for -1.
[[nodiscard]] QString orDash(qint64 microseconds);
//! \brief Fields of a newer host, shown as they are.
void appendExtra(QList<Detail> &details, const ExtraFields &extra);

} // namespace Cordial::Inspector
