// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPainterPath>

namespace Cordial::Inspector {

class Theme;

enum class IconName : quint8 {
    Overview,
    Shards,
    Requests,
    Buckets,
    Logs,
    Plugins,
    Commands,
    Search,
    Pause,
    Play,
    Clear,
    Theme,
    More,
    Close,
    Grid,
    Table,
    Copy,
    Details,
    Layout,
    Attach,
    Rail
};

//! \brief A line icon drawn on a grid of 16, sharp at every size, in the theme's present colours:
//! nothing to load, and it follows a change of theme. \a theme must outlive the icon.
[[nodiscard]] QIcon themeIcon(const Theme &theme, IconName name);
//! \brief The strokes of that icon.
[[nodiscard]] QPainterPath iconPath(IconName name);
//! \brief The sign of the program, \a size logical pixels wide.
[[nodiscard]] QPixmap applicationMark(int size, qreal devicePixelRatio);

} // namespace Cordial::Inspector
