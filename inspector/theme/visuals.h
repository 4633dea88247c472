// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/theme.h"

#include <cordial/core/metrics.h>

#include <QCoreApplication>
#include <QString>

class QPainter;
class QRectF;

namespace Cordial::Inspector {

//! \brief A small figure before a word: state is never told by colour alone.
enum class Shape : quint8 {
    None,
    Disc,
    Ring,
    HalfDisc,
    Quarter,
    Triangle,
    Diamond,
    Square,
    Cross,
    Dash,
    Hourglass,
    Loop,
    Check
};

//! \brief Texture of a waiting reason.
enum class Hatch : quint8 { Solid, Rising, Falling, Crossed, Horizontal, Vertical, Dots, Dense };

//! \brief How one value of an enumeration looks and reads.
struct Visual
{
    Tone tone = Tone::Muted;
    Shape shape = Shape::None;
    Hatch hatch = Hatch::Solid;
    QString name{}; //!< translated, one or two words
    QString hint{}; //!< translated, a sentence for the tooltip; may be empty
};

class Visuals
{
    Q_DECLARE_TR_FUNCTIONS(Cordial::Inspector::Visuals)

public:
    [[nodiscard]] static Visual of(ShardState state);
    [[nodiscard]] static Visual of(WaitReason reason);
    [[nodiscard]] static Visual of(RequestPhase phase);
    //! \brief Of an HTTP status: 2xx good, 3xx info, 429 warning, 4xx and 5xx bad.
    [[nodiscard]] static Visual ofStatus(int status);
    [[nodiscard]] static Visual ofLogLevel(int level);
    [[nodiscard]] static Visual ofPluginState(const QByteArray &state);
    [[nodiscard]] static QString laneName(int lane);
    //! \brief Meaning of a gateway close code, empty if it is unknown.
    //! \source topics/opcodes-and-status-codes.mdx
    [[nodiscard]] static QString closeCodeMeaning(int code);
};

//! \brief Draws \a shape centred in \a box, crisp at every scale.
void drawShape(QPainter &painter, const QRectF &box, Shape shape, const QColor &color);
//! \brief Fills \a box with a tint of \a color and its texture.
void drawHatch(QPainter &painter, const QRectF &box, Hatch hatch, const QColor &color,
               const QColor &ground);

} // namespace Cordial::Inspector
