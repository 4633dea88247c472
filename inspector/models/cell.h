// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/visuals.h"

#include <QList>
#include <QString>

namespace Cordial::Inspector {

//! \brief How the cells of a column are painted.
enum class CellKind : quint8 {
    Text, //!< elided at the end, a shape before it if there is one
    Path, //!< elided in the middle
    Mono,
    Figure, //!< a number: right-aligned, tabular
    Reason, //!< hatched swatch and word
    Pips, //!< filled of total
    Countdown, //!< time left over a draining bar
    Waterfall, //!< waiting, then on the wire, on a shared scale
    Spark //!< a small line of the recent past
};

//! \brief One column of a live table.
struct Column
{
    QString id{}; //!< stable, for saved layouts and `id:value` in filters
    QString title{};
    QString hint{}; //!< tooltip of the header
    CellKind kind = CellKind::Text;
    int width = 96;
    bool stretches = false;
    bool ticks = false; //!< depends on the time of day: repainted at 30 Hz
    bool hidden = false; //!< at first; the header's menu shows it
};

//! \brief A cell, ready to be painted; made only for what is visible.
struct Cell
{
    QString text{}; //!< always complete: also what is copied, read aloud and shown as a tooltip
    QString hint{};
    Tone tone = Tone::Text;
    Shape shape = Shape::None;
    Hatch hatch = Hatch::Solid;
    qint32 filled = -1; //!< Pips
    qint32 total = -1;
    double begin = 0; //!< Waterfall, Countdown: parts of the width, 0 to 1
    double middle = 0;
    double end = 0;
    QList<float> history{}; //!< Spark
};

//! \brief One line of a detail pane.
struct Detail
{
    QString label{};
    QString value{};
    Tone tone = Tone::Text;
    Shape shape = Shape::None;
};

} // namespace Cordial::Inspector
