// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Cordial::Inspector {

class Theme;

//! \brief The style sheet of the frame of the program: bars, fields, headers, scroll bars.
//! Cells of tables are painted by CellDelegate and cost no style.
[[nodiscard]] QString styleSheet(const Theme &theme);

} // namespace Cordial::Inspector
