// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/format.h"

#include <QDateTime>
#include <QLocale>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Cordial::Inspector::Format {

namespace {

constexpr QChar kNoBreakSpace(0x00a0);

//! Three significant digits: 1.25, 12.4, 482.
QString significant(double value)
{
    const int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return QLocale().toString(value, 'f', decimals);
}

QString withUnit(const QString &number, QStringView unit)
{
    return number + kNoBreakSpace + unit;
}

QString twoParts(qint64 big, QStringView bigUnit, qint64 little, QStringView littleUnit)
{
    return QString::number(big) + kNoBreakSpace + bigUnit + kNoBreakSpace
        + u"%1"_s.arg(little, 2, 10, QChar(u'0')) + kNoBreakSpace + littleUnit;
}

QString longDuration(qint64 seconds)
{
    if (seconds < 3600)
        return twoParts(seconds / 60, u"m", seconds % 60, u"s");
    if (seconds < 86400)
        return twoParts(seconds / 3600, u"h", seconds / 60 % 60, u"m");
    return twoParts(seconds / 86400, u"d", seconds / 3600 % 24, u"h");
}

} // namespace

QString duration(qint64 nanoseconds)
{
    const double ns = static_cast<double>(qMax<qint64>(0, nanoseconds));
    if (ns == 0)
        return withUnit(u"0"_s, u"ms");
    if (std::ceil(ns / 1e3) < 1000)
        return withUnit(QLocale().toString(std::ceil(ns / 1e3), 'f', 0), u"\u00b5s");
    if (ns < 999.5e6)
        return withUnit(significant(ns / 1e6), u"ms");
    if (ns < 59.95e9)
        return withUnit(significant(ns / 1e9), u"s");
    return longDuration(static_cast<qint64>(std::llround(ns / 1e9)));
}

QString countdown(qint64 nanoseconds)
{
    const double seconds = static_cast<double>(qMax<qint64>(0, nanoseconds)) / 1e9;
    if (seconds >= 60)
        return longDuration(static_cast<qint64>(std::ceil(seconds)));
    return withUnit(QLocale().toString(seconds, 'f', 1), u"s");
}

QString bytes(double count)
{
    if (count < 1000)
        return withUnit(QLocale().toString(std::round(count), 'f', 0), u"B");
    if (count < 999.5e3)
        return withUnit(significant(count / 1e3), u"kB");
    if (count < 999.5e6)
        return withUnit(significant(count / 1e6), u"MB");
    return withUnit(significant(count / 1e9), u"GB");
}

QString count(quint64 value)
{
    return QLocale().toString(value);
}

QString rate(double value)
{
    if (value < 0.05)
        return u"0"_s;
    return QLocale().toString(value, 'f', value < 99.95 ? 1 : 0);
}

QString timeOfDay(qint64 wallMilliseconds)
{
    if (wallMilliseconds == 0)
        return {};
    return QDateTime::fromMSecsSinceEpoch(wallMilliseconds).time().toString(u"HH:mm:ss.zzz"_s);
}

QString unknown()
{
    return QStringLiteral("\u2013");
}

} // namespace Cordial::Inspector::Format
