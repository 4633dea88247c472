// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session.h"
#include "widgets/shapelabel.h"

#include <QStatusBar>

namespace Cordial::Inspector {

//! \brief The link in words and shape, as the top bar and the status bar say it.
struct LinkWords
{
    Shape shape = Shape::Ring;
    Tone tone = Tone::Muted;
    QString text{};
};

//! \brief Always at the bottom: link, round trip, kB/s, events lost, cost in the host, own frame.
class StatusStrip : public QStatusBar
{
    Q_OBJECT

public:
    StatusStrip(const Theme &theme, Session &session, QWidget *parent = nullptr);

    [[nodiscard]] static LinkWords linkWords(const Session &session);

    void refresh();
    //! \brief How long the longest of the last frames took to paint.
    void setFrameTime(std::chrono::nanoseconds time) { m_frame = time; }
    [[nodiscard]] ShapeLabel *link() const { return m_link; }
    [[nodiscard]] ShapeLabel *lost() const { return m_lost; }

private:
    Session &m_session;
    ShapeLabel *m_link, *m_roundTrip, *m_rate, *m_lost, *m_cost, *m_frameLabel;
    std::chrono::nanoseconds m_frame{};
};

} // namespace Cordial::Inspector
