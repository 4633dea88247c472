// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <optional>

namespace Cordial::Api {

//! \brief A colour as embeds, containers and roles have it: 0xRRGGBB.
class Color
{
public:
    constexpr Color() = default;
    //! \brief The lower 24 bits of \a rgb.
    constexpr explicit Color(quint32 rgb) : m_rgb(rgb & 0xFFFFFF) { }
    [[nodiscard]] static constexpr Color fromRgb(quint8 red, quint8 green, quint8 blue)
    {
        return Color(quint32(red) << 16 | quint32(green) << 8 | quint32(blue));
    }
    //! \brief \a hue in degrees, any; the others 0 to 1, cut to that.
    [[nodiscard]] static Color fromHsv(double hue, double saturation, double value);
    //! \brief "#5865f2", "5865F2", "0x5865f2", "#abc" or "rgb(88, 101, 242)"; nothing otherwise.
    [[nodiscard]] static std::optional<Color> fromString(QStringView text);

    [[nodiscard]] constexpr quint32 rgb() const { return m_rgb; }
    [[nodiscard]] constexpr quint8 red() const { return quint8(m_rgb >> 16); }
    [[nodiscard]] constexpr quint8 green() const { return quint8(m_rgb >> 8); }
    [[nodiscard]] constexpr quint8 blue() const { return quint8(m_rgb); }
    //! \brief "#5865f2"
    [[nodiscard]] QString toString() const;
    //! \brief Whether dark text reads better on it than light text, by WCAG 2's luminance.
    [[nodiscard]] bool isLight() const;

    constexpr bool operator==(const Color &) const = default;

private:
    quint32 m_rgb = 0;
};

//! \brief Discord's own colours, from its brand guidelines and the roles of its clients.
namespace Colors {
inline constexpr Color Default{0x000000};
inline constexpr Color White{0xFFFFFF};
inline constexpr Color Black{0x23272A};
inline constexpr Color Blurple{0x5865F2};
inline constexpr Color Green{0x57F287};
inline constexpr Color Yellow{0xFEE75C};
inline constexpr Color Fuchsia{0xEB459E};
inline constexpr Color Red{0xED4245};
inline constexpr Color Aqua{0x1ABC9C};
inline constexpr Color DarkAqua{0x11806A};
inline constexpr Color DarkGreen{0x1F8B4C};
inline constexpr Color Blue{0x3498DB};
inline constexpr Color DarkBlue{0x206694};
inline constexpr Color Purple{0x9B59B6};
inline constexpr Color DarkPurple{0x71368A};
inline constexpr Color Magenta{0xE91E63};
inline constexpr Color DarkMagenta{0xAD1457};
inline constexpr Color Gold{0xF1C40F};
inline constexpr Color DarkGold{0xC27C0E};
inline constexpr Color Orange{0xE67E22};
inline constexpr Color DarkOrange{0xA84300};
inline constexpr Color DarkRed{0x992D22};
inline constexpr Color Grey{0x95A5A6};
inline constexpr Color DarkGrey{0x979C9F};
inline constexpr Color LightGrey{0xBCC0C0};
inline constexpr Color Greyple{0x99AAB5};
} // namespace Colors

} // namespace Cordial::Api
