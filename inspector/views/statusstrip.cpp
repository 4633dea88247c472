// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/statusstrip.h"

#include "theme/format.h"

#include <QHBoxLayout>
#include <QLocale>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Cordial::Inspector {

LinkWords StatusStrip::linkWords(const Session &session)
{
    switch (session.linkState()) {
    case LinkState::Detached:
        return {Shape::Ring, Tone::Muted, tr("Not attached")};
    case LinkState::Connecting:
        return {Shape::HalfDisc, Tone::Info, tr("Connecting")};
    case LinkState::Attached:
        return {Shape::Disc, Tone::Good, tr("Live")};
    case LinkState::Stale: {
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(session.staleFor());
        return {Shape::Hourglass, Tone::Warn,
                tr("Stale %1")
                    .arg(seconds < 60s ? u"%1 s"_s.arg(seconds.count())
                                       : Format::duration(session.staleFor().count()))};
    }
    case LinkState::Refused:
        return {Shape::Cross, Tone::Bad, tr("Refused")};
    }
    return {};
}

StatusStrip::StatusStrip(const Theme &theme, Session &session, QWidget *parent)
    : QStatusBar(parent)
    , m_session(session)
    , m_link(new ShapeLabel(theme))
    , m_roundTrip(new ShapeLabel(theme))
    , m_rate(new ShapeLabel(theme))
    , m_lost(new ShapeLabel(theme))
    , m_cost(new ShapeLabel(theme))
    , m_frameLabel(new ShapeLabel(theme))
{
    setSizeGripEnabled(false);
    m_link->setAccessibleName(tr("Link"));
    m_roundTrip->setToolTip(tr("Time to the host and back"));
    m_rate->setToolTip(tr("What the host sends"));
    m_lost->setToolTip(tr("Events that the host or the way dropped: what is shown and what is "
                          "lost is all there was"));
    m_cost->setToolTip(tr("What being watched costs the host, as a part of one core"));
    m_frameLabel->setToolTip(tr("The longest of the last frames of this window"));
    auto *box = new QWidget(this);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(12, 0, 8, 0);
    layout->setSpacing(20);
    layout->addWidget(m_link);
    layout->addStretch(1);
    for (ShapeLabel *label : {m_roundTrip, m_rate, m_lost, m_cost, m_frameLabel})
        layout->addWidget(label);
    addWidget(box, 1);
    refresh();
}

void StatusStrip::refresh()
{
    const LinkStatistics &s = m_session.statistics();
    const bool live = m_session.linkState() == LinkState::Attached;
    const LinkWords words = linkWords(m_session);
    const QString &reason = m_session.linkReason();
    m_link->setState(words.shape, words.tone,
                     reason.isEmpty() || live ? words.text
                                              : QString(words.text + u" \u00b7 " + reason));
    m_link->setToolTip(reason);
    m_roundTrip->setFigure(tr("Round trip"),
                           live && s.roundTripUs >= 0 ? Format::duration(s.roundTripUs * 1000)
                                                      : Format::unknown());
    m_rate->setFigure(tr("In"),
                      live ? tr("%1/s").arg(Format::bytes(s.bytesPerSecond)) : Format::unknown());
    m_lost->setFigure(tr("Lost"), Format::count(s.lost), s.lost > 0 ? Tone::Warn : Tone::Text);
    const GaugeRow *cost = m_session.gauge("telemetry");
    m_cost->setFigure(
        tr("Host cost"),
        live && cost ? QString(QLocale().toString(cost->value * 100, 'f', 2) + QChar(0x00a0) + u'%')
                     : Format::unknown());
    m_frameLabel->setFigure(tr("Frame"),
                            m_frame > 0ns ? Format::duration(m_frame.count()) : Format::unknown(),
                            m_frame > 50ms ? Tone::Warn : Tone::Text);
}

} // namespace Cordial::Inspector
