// SPDX-License-Identifier: MIT
#include <cordial/api/json.h>

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <optional>

namespace Cordial {

namespace {

//! \a count digits at \a at; -1 if there is anything else.
int digitsAt(std::string_view text, size_t at, size_t count)
{
    int value = 0;
    for (size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

//! Takes the digits behind the point off the front of \a text; rounded as QDateTime does it.
int takeMilliseconds(std::string_view &text)
{
    size_t end = 1;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9')
        ++end;
    int value = 0;
    for (size_t i = 1; i <= 3; ++i)
        value = value * 10 + (i < end ? text[i] - '0' : 0);
    const bool isRoundedUp = end > 4 && text[4] >= '5';
    text.remove_prefix(end);
    return value + (isRoundedUp ? 1 : 0);
}

//! "+00:00", "-05:30" or "Z".
std::optional<std::chrono::minutes> offsetOf(std::string_view zone)
{
    if (zone == "Z")
        return std::chrono::minutes(0);
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':')
        return std::nullopt;
    const int hours = digitsAt(zone, 1, 2);
    const int minutes = digitsAt(zone, 4, 2);
    if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
        return std::nullopt;
    return std::chrono::minutes((zone[0] == '-' ? -1 : 1) * (hours * 60 + minutes));
}

//! The one form that Discord writes, "2024-02-29T12:00:00.123000+00:00": every message has some,
//! and QDateTime takes 5,000 instructions for each. What looks otherwise is left to QDateTime.
std::optional<Timestamp> readUsualForm(std::string_view text)
{
    using namespace std::chrono;
    constexpr size_t kSeconds = 19; // "2024-02-29T12:00:00"
    if (text.size() <= kSeconds || text[4] != '-' || text[7] != '-' || text[10] != 'T'
        || text[13] != ':' || text[16] != ':')
        return std::nullopt;
    const year_month_day date(year(digitsAt(text, 0, 4)), month(unsigned(digitsAt(text, 5, 2))),
                              day(unsigned(digitsAt(text, 8, 2))));
    const int hour = digitsAt(text, 11, 2);
    const int minute = digitsAt(text, 14, 2);
    const int second = digitsAt(text, 17, 2);
    if (!date.ok() || int(date.year()) < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59
        || second < 0 || second > 59)
        return std::nullopt;
    text.remove_prefix(kSeconds);
    const int fraction = text[0] == '.' ? takeMilliseconds(text) : 0;
    const auto offset = offsetOf(text);
    if (!offset)
        return std::nullopt;
    return Timestamp(sys_days(date)) + hours(hour) + minutes(minute) + seconds(second)
        + milliseconds(fraction) - *offset;
}

} // namespace

bool readJson(JsonValue &in, Timestamp &out, JsonError &error)
{
    std::string_view raw;
    if (in.get_string().get(raw) != simdjson::SUCCESS)
        return error.fail("expected a string");
    if (const auto usual = readUsualForm(raw)) {
        out = *usual;
        return true;
    }
    const QString text = QString::fromUtf8(raw.data(), qsizetype(raw.size()));
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!time.isValid())
        return error.fail("expected an ISO 8601 time");
    out = Timestamp(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
    return true;
}

void writeJson(JsonWriter &writer, Timestamp value)
{
    const qint64 milliseconds = value.time_since_epoch().count();
    writer.string(QDateTime::fromMSecsSinceEpoch(milliseconds, QTimeZone::utc())
                      .toString(u"yyyy-MM-ddTHH:mm:ss.zzz'000+00:00'"));
}

qsizetype characterCount(QStringView text)
{
    return std::count_if(text.begin(), text.end(),
                         [](QChar unit) { return !unit.isLowSurrogate(); });
}

} // namespace Cordial
