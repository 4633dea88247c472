// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/theme.h"

#include "theme/stylesheet.h"

#include <QApplication>
#include <QFontDatabase>
#include <QStyle>
#include <QStyleFactory>
#include <QToolTip>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

namespace {

QColor rgb(QRgb value)
{
    return QColor::fromRgb(value);
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

//! The first of \a families that is installed, else the system's own choice.
QString installed(const QStringList &families, QFontDatabase::SystemFont fallback)
{
    const QStringList known = QFontDatabase::families();
    for (const QString &family : families) {
        if (known.contains(family))
            return family;
    }
    return QFontDatabase::systemFont(fallback).family();
}

QFont makeFont(const QString &family, int pixels, QFont::Weight weight)
{
    QFont font(family);
    font.setPixelSize(pixels);
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

} // namespace

const Colors &darkColors()
{
    static const Colors colors{.window = rgb(0x14161a),
                               .surface = rgb(0x191c21),
                               .raised = rgb(0x20242b),
                               .overlay = rgb(0x292e37),
                               .border = rgb(0x2a2f38),
                               .borderStrong = rgb(0x414957),
                               .text = rgb(0xe7eaf0),
                               .muted = rgb(0xa7b0be),
                               .faint = rgb(0x858f9f),
                               .accent = rgb(0x7d9bff),
                               .onAccent = rgb(0x0d1220),
                               .selection = rgb(0x2a3655),
                               .hover = rgb(0x22262d),
                               .good = rgb(0x4cc38a),
                               .warn = rgb(0xe5ab47),
                               .bad = rgb(0xf7757f),
                               .info = rgb(0x5fb2f5),
                               .special = rgb(0xb79cf7)};
    return colors;
}

const Colors &lightColors()
{
    static const Colors colors{.window = rgb(0xf3f4f7),
                               .surface = rgb(0xffffff),
                               .raised = rgb(0xf9fafb),
                               .overlay = rgb(0xe9ecf1),
                               .border = rgb(0xe2e5eb),
                               .borderStrong = rgb(0xc3c9d4),
                               .text = rgb(0x191d25),
                               .muted = rgb(0x4d5666),
                               .faint = rgb(0x656f80),
                               .accent = rgb(0x3355d1),
                               .onAccent = rgb(0xffffff),
                               .selection = rgb(0xdfe6fd),
                               .hover = rgb(0xf2f4f8),
                               .good = rgb(0x147a50),
                               .warn = rgb(0x915c00),
                               .bad = rgb(0xc4283a),
                               .info = rgb(0x1266b0),
                               .special = rgb(0x6d46c4)};
    return colors;
}

double contrastRatio(const QColor &a, const QColor &b)
{
    const double first = luminance(a) + 0.05;
    const double second = luminance(b) + 0.05;
    return first > second ? first / second : second / first;
}

QColor mix(const QColor &bottom, const QColor &top, double opacity)
{
    const auto blend = [opacity](float low, float high) {
        return static_cast<float>(low + (high - low) * opacity);
    };
    return QColor::fromRgbF(blend(bottom.redF(), top.redF()), blend(bottom.greenF(), top.greenF()),
                            blend(bottom.blueF(), top.blueF()));
}

Theme::Theme(Kind kind, QObject *parent) : QObject(parent), m_kind(kind)
{
    // Read before our own palette replaces what the desktop asked for.
    m_systemDark = QApplication::palette().color(QPalette::Window).lightnessF() < 0.5F;
    m_dark = kind == Kind::Auto ? m_systemDark : kind == Kind::Dark;
    makeFonts();
}

const QColor &Theme::tone(Tone tone) const
{
    const Colors &c = colors();
    switch (tone) {
    case Tone::Text:
        return c.text;
    case Tone::Muted:
        return c.muted;
    case Tone::Faint:
        return c.faint;
    case Tone::Accent:
        return c.accent;
    case Tone::Good:
        return c.good;
    case Tone::Warn:
        return c.warn;
    case Tone::Bad:
        return c.bad;
    case Tone::Info:
        return c.info;
    case Tone::Special:
        return c.special;
    }
    return c.text;
}

void Theme::setKind(Kind kind)
{
    m_kind = kind;
    const bool dark = kind == Kind::Auto ? m_systemDark : kind == Kind::Dark;
    if (dark == m_dark)
        return;
    m_dark = dark;
    apply();
    Q_EMIT changed();
}

void Theme::apply()
{
    if (QApplication::style()->name() != u"fusion"_s)
        QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    QApplication::setPalette(palette());
    QApplication::setFont(m_body);
    QToolTip::setFont(m_small);
    QToolTip::setPalette(palette());
    qApp->setStyleSheet(styleSheet(*this));
}

QPalette Theme::palette() const
{
    const Colors &c = colors();
    QPalette palette(c.raised, c.window);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Base, c.surface);
    palette.setColor(QPalette::AlternateBase, c.raised);
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::PlaceholderText, c.faint);
    palette.setColor(QPalette::Button, c.raised);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::BrightText, c.bad);
    palette.setColor(QPalette::ToolTipBase, c.overlay);
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::Highlight, c.selection);
    palette.setColor(QPalette::HighlightedText, c.text);
    palette.setColor(QPalette::Link, c.accent);
    palette.setColor(QPalette::LinkVisited, c.special);
    palette.setColor(QPalette::Light, c.overlay);
    palette.setColor(QPalette::Midlight, c.overlay);
    palette.setColor(QPalette::Mid, c.borderStrong);
    palette.setColor(QPalette::Dark, c.border);
    palette.setColor(QPalette::Shadow, m_dark ? QColor(0, 0, 0) : c.borderStrong);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, mix(c.window, c.faint, 0.7));
    return palette;
}

void Theme::makeFonts()
{
    // Nothing is bundled: the best of what is installed, down to the system's own font.
    const QString sans = installed({u"Inter"_s, u"SF Pro Text"_s, u"Segoe UI"_s, u"Noto Sans"_s,
                                    u"Cantarell"_s, u"DejaVu Sans"_s},
                                   QFontDatabase::GeneralFont);
    const QString fixed = installed({u"JetBrains Mono"_s, u"SF Mono"_s, u"Cascadia Mono"_s,
                                     u"DejaVu Sans Mono"_s, u"Liberation Mono"_s},
                                    QFontDatabase::FixedFont);
    m_body = makeFont(sans, 13, QFont::Normal);
    m_strong = makeFont(sans, 13, QFont::DemiBold);
    m_small = makeFont(sans, 12, QFont::Normal);
    m_caption = makeFont(sans, 11, QFont::Medium);
    m_title = makeFont(sans, 15, QFont::DemiBold);
    m_display = makeFont(sans, 26, QFont::DemiBold);
    m_mono = makeFont(fixed, 12, QFont::Normal);
    m_mono.setStyleHint(QFont::Monospace);
}

} // namespace Cordial::Inspector
