// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>

class QApplication;

namespace Cordial::Inspector {

//! \brief What a colour means, never which colour it is. Every use also carries a shape or a word.
enum class Tone : quint8 { Text, Muted, Faint, Accent, Good, Warn, Bad, Info, Special };

//! \brief The colours of one theme. Text tones keep 4.5:1 on window, surface and raised.
struct Colors
{
    QColor window, surface, raised, overlay;
    QColor border, borderStrong;
    QColor text, muted, faint;
    QColor accent, onAccent, selection, hover;
    QColor good, warn, bad, info, special;
};

[[nodiscard]] const Colors &darkColors();
[[nodiscard]] const Colors &lightColors();
//! \brief Contrast of two opaque colours by WCAG 2.1, 1 to 21.
[[nodiscard]] double contrastRatio(const QColor &a, const QColor &b);
//! \brief \a top laid over \a bottom with \a opacity in 0..1.
[[nodiscard]] QColor mix(const QColor &bottom, const QColor &top, double opacity);

//! \brief Look of the whole program: colours, fonts, distances. GUI thread.
class Theme : public QObject
{
    Q_OBJECT

public:
    enum class Kind : quint8 { Dark, Light, Auto };
    Q_ENUM(Kind)

    //! Distances are multiples of this many logical pixels.
    static constexpr int kUnit = 4;
    static constexpr int kRowHeight = 26;
    static constexpr int kHeaderHeight = 28;
    static constexpr int kPanelHeaderHeight = 44;
    static constexpr int kRadius = 6;

    explicit Theme(Kind kind, QObject *parent = nullptr);

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] bool isDark() const { return m_dark; }
    [[nodiscard]] const Colors &colors() const { return m_dark ? darkColors() : lightColors(); }
    [[nodiscard]] const QColor &tone(Tone tone) const;

    [[nodiscard]] const QFont &body() const { return m_body; }
    [[nodiscard]] const QFont &strong() const { return m_strong; }
    [[nodiscard]] const QFont &small() const { return m_small; }
    [[nodiscard]] const QFont &caption() const { return m_caption; }
    [[nodiscard]] const QFont &mono() const { return m_mono; }
    [[nodiscard]] const QFont &title() const { return m_title; }
    [[nodiscard]] const QFont &display() const { return m_display; }

    //! \brief Changes the theme of the running program; every window follows at once.
    void setKind(Kind kind);
    //! \brief Sets style, palette, font and style sheet of the application.
    void apply();

Q_SIGNALS:
    //! Colours changed; painted widgets repaint on it. Not emitted for the same theme again.
    void changed();

private:
    [[nodiscard]] QPalette palette() const;
    void makeFonts();

    Kind m_kind;
    bool m_systemDark = false;
    bool m_dark = true;
    QFont m_body, m_strong, m_small, m_caption, m_mono, m_title, m_display;
};

} // namespace Cordial::Inspector
