// SPDX-License-Identifier: MIT
#include <cordial/api/color.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace Cordial::Api {

namespace {

std::optional<Color> fromHex(QStringView digits)
{
    const bool isHex = std::all_of(digits.begin(), digits.end(), [](QChar c) {
        return QStringView(u"0123456789abcdefABCDEF").contains(c);
    });
    if (!isHex || (digits.size() != 6 && digits.size() != 3))
        return std::nullopt;
    const quint32 number = digits.toUInt(nullptr, 16);
    if (digits.size() == 6)
        return Color(number);
    const auto twice = [number](int shift) { return quint8((number >> shift & 0xF) * 0x11); };
    return Color::fromRgb(twice(8), twice(4), twice(0));
}

std::optional<Color> fromFunction(QStringView inside)
{
    const auto parts = inside.split(u',');
    if (parts.size() != 3)
        return std::nullopt;
    std::array<quint8, 3> channels{};
    for (size_t i = 0; i < channels.size(); ++i) {
        const QStringView part = parts[qsizetype(i)].trimmed();
        bool ok = false;
        const uint number = part.toUInt(&ok);
        if (!ok || number > 255 || !part.front().isDigit())
            return std::nullopt;
        channels[i] = quint8(number);
    }
    return Color::fromRgb(channels[0], channels[1], channels[2]);
}

// source: WCAG 2.2, "relative luminance"
double linear(quint8 channel)
{
    const double share = channel / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

} // namespace

Color Color::fromHsv(double hue, double saturation, double value)
{
    const double chosen = std::isfinite(hue) ? hue : 0;
    const double s = std::clamp(std::isfinite(saturation) ? saturation : 0, 0.0, 1.0);
    const double v = std::clamp(std::isfinite(value) ? value : 0, 0.0, 1.0);
    const double turn = chosen - 360 * std::floor(chosen / 360);
    const auto channel = [&](double offset) {
        const double k = std::fmod(offset + turn / 60, 6);
        const double share = v - v * s * std::max(0.0, std::min({k, 4 - k, 1.0}));
        return quint8(std::lround(share * 255));
    };
    return fromRgb(channel(5), channel(3), channel(1));
}

std::optional<Color> Color::fromString(QStringView text)
{
    const QStringView trimmed = text.trimmed();
    if (trimmed.startsWith(u"rgb(") && trimmed.endsWith(u')'))
        return fromFunction(trimmed.sliced(4, trimmed.size() - 5));
    if (trimmed.startsWith(u'#'))
        return fromHex(trimmed.sliced(1));
    if (trimmed.startsWith(u"0x") || trimmed.startsWith(u"0X"))
        return fromHex(trimmed.sliced(2));
    return trimmed.size() == 6 ? fromHex(trimmed) : std::nullopt;
}

QString Color::toString() const
{
    return QStringLiteral("#%1").arg(m_rgb, 6, 16, QLatin1Char('0'));
}

bool Color::isLight() const
{
    const double luminance =
        0.2126 * linear(red()) + 0.7152 * linear(green()) + 0.0722 * linear(blue());
    // Where the contrast with black overtakes the one with white.
    return luminance > 0.179;
}

} // namespace Cordial::Api
