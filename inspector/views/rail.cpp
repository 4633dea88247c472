// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/rail.h"

#include <QApplication>
#include <QLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

RailButton::RailButton(const Theme &theme, IconName icon, const QString &text, QWidget *parent)
    : QAbstractButton(parent), m_theme(theme), m_figures(theme.small()), m_icon(icon)
{
    setText(text);
    setAccessibleName(text);
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void RailButton::setBadge(const QString &badge)
{
    if (badge == m_badge)
        return;
    m_badge = badge;
    setAccessibleDescription(badge);
    update();
}

void RailButton::setCompact(bool compact)
{
    m_compact = compact;
    updateGeometry();
}

QSize RailButton::sizeHint() const
{
    return {m_compact ? 40 : 176, 34};
}

void RailButton::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void RailButton::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

void RailButton::paintEvent(QPaintEvent *)
{
    const Colors &c = m_theme.colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool lit = isChecked() || underMouse();
    painter.setPen(hasFocus() ? QPen(c.accent, 1) : QPen(Qt::NoPen));
    painter.setBrush(isChecked() ? c.overlay : underMouse() ? c.hover : QColor(Qt::transparent));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 1.5, -0.5, -1.5), Theme::kRadius,
                            Theme::kRadius);
    themeIcon(m_theme, m_icon)
        .paint(&painter, QRect(12, height() / 2 - 8, 16, 16), Qt::AlignCenter, QIcon::Normal,
               lit ? QIcon::On : QIcon::Off);
    if (m_compact)
        return;
    const QRectF box(40, 0, width() - 50.0, height());
    painter.setFont(isChecked() ? m_theme.strong() : m_theme.body());
    painter.setPen(lit ? c.text : c.muted);
    const qreal badge = m_badge.isEmpty() ? 0 : m_figures.width(m_badge) + 8;
    painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight,
                                                      static_cast<int>(box.width() - badge)));
    painter.setFont(m_theme.small());
    painter.setPen(lit ? c.muted : c.faint);
    m_figures.draw(painter, box, Qt::AlignRight, m_badge);
}

Rail::Rail(const Theme &theme, QWidget *parent) : QToolBar(parent), m_theme(theme)
{
    setObjectName(u"rail"_s);
    setWindowTitle(tr("Panels"));
    setAccessibleName(tr("Panels"));
    setMovable(false);
    setFloatable(false);
    setOrientation(Qt::Vertical);
    setContextMenuPolicy(Qt::PreventContextMenu);
    layout()->setContentsMargins(8, 4, 8, 8);
    layout()->setSpacing(2);
}

void Rail::addPanel(const Panel &panel, const QString &hint)
{
    auto *button = new RailButton(m_theme, panelIconName(panel.id()), panel.title(), this);
    button->setToolTip(hint);
    m_buttons[static_cast<size_t>(panel.id())] = button;
    const PanelId id = panel.id();
    connect(button, &QAbstractButton::clicked, this, [this, id] {
        Q_EMIT panelRequested(id, QApplication::keyboardModifiers() & Qt::ControlModifier);
    });
    addWidget(button);
}

void Rail::setBadge(PanelId id, const QString &badge)
{
    button(id)->setBadge(badge);
}

void Rail::setShown(PanelId id, bool shown)
{
    button(id)->setChecked(shown);
}

void Rail::setCompact(bool compact)
{
    m_compact = compact;
    for (RailButton *button : m_buttons)
        button->setCompact(compact);
}

} // namespace Cordial::Inspector
