// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/theme.h"
#include "views/panel.h"

#include <cordial/core/result.h>

#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace Cordial::Inspector {

//! \brief What `cordial-inspector` was asked for.
struct Options
{
    QString attach; //!< name or path; empty = the only running host, if there is one
    std::optional<PanelId> panel;
    Theme::Kind theme = Theme::Kind::Auto;
    bool themeGiven = false;
    QString screenshot;
    std::chrono::milliseconds after{1500};
    QString language; //!< locale of the texts; empty = the desktop's
    bool help = false;
    bool version = false;
};

//! \brief Reads the arguments after the program's name. Errors name the argument and what it may
//! be.
[[nodiscard]] Result<Options> parseCommandLine(const QStringList &arguments);
[[nodiscard]] QString helpText();

} // namespace Cordial::Inspector
