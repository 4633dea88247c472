// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Cordial::Inspector::Format {

// Numbers for people, in the language of the program, three significant digits, with their unit.

//! \brief "482 µs", "12.4 ms", "1.25 s", "2 m 05 s", "3 h 12 m", "5 d 3 h"; negative reads as 0.
[[nodiscard]] QString duration(qint64 nanoseconds);
//! \brief For what runs down before one's eyes: always tenths of a second below a minute.
[[nodiscard]] QString countdown(qint64 nanoseconds);
//! \brief "512 B", "12.4 kB", "3.1 MB".
[[nodiscard]] QString bytes(double count);
//! \brief "12,345".
[[nodiscard]] QString count(quint64 value);
//! \brief "0", "0.4", "12.5", "1,204": for rates.
[[nodiscard]] QString rate(double value);
//! \brief "14:03:22.118" in local time; empty for 0.
[[nodiscard]] QString timeOfDay(qint64 wallMilliseconds);
//! \brief A dash for what is not known.
[[nodiscard]] QString unknown();

} // namespace Cordial::Inspector::Format
