// SPDX-License-Identifier: MIT
#include <cordial/api/typed/value.h>

#include <array>
#include <charconv>

namespace Cordial {

bool readMembers(JsonValue &in, JsonError &error, void *map,
                 bool (*readMember)(std::string_view, JsonValue &, void *map, JsonError &))
{
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        return readMember(key, value, map, error);
    });
}

} // namespace Cordial

namespace Cordial::Api {

using simdjson::ondemand::json_type;
using std::chrono::microseconds;

bool rawText(JsonValue &in, std::string_view &out)
{
    json_type type{};
    if (in.type().get(type) != simdjson::SUCCESS)
        return false;
    if (type == json_type::object) {
        simdjson::ondemand::object object;
        return in.get_object().get(object) == simdjson::SUCCESS
            && object.raw_json().get(out) == simdjson::SUCCESS;
    }
    if (type == json_type::array) {
        simdjson::ondemand::array array;
        return in.get_array().get(array) == simdjson::SUCCESS
            && array.raw_json().get(out) == simdjson::SUCCESS;
    }
    out = in.raw_json_token();
    while (!out.empty() && (out.back() == ' ' || (out.back() >= '\t' && out.back() <= '\r')))
        out.remove_suffix(1);
    return !out.empty();
}

bool readJson(JsonValue &in, RawJson &out, JsonError &error)
{
    std::string_view text;
    if (!rawText(in, text))
        return error.fail("broken JSON");
    out.text = QByteArray(text.data(), qsizetype(text.size()));
    return true;
}

void writeJson(JsonWriter &writer, const RawJson &value)
{
    if (value.text.isEmpty())
        writer.null();
    else
        writer.raw(value.text);
}

namespace {

//! Reads a number of exactly \a digits digits off the front.
bool takeNumber(std::string_view &text, size_t digits, int &out)
{
    if (text.size() < digits)
        return false;
    out = 0;
    for (size_t i = 0; i < digits; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        out = out * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return true;
}

bool takeCharacter(std::string_view &text, char wanted)
{
    if (text.empty() || text.front() != wanted)
        return false;
    text.remove_prefix(1);
    return true;
}

constexpr int kFractionDigits = 6;

//! The fraction with its point, if there is one. Digits beyond the sixth are dropped.
bool takeFraction(std::string_view &text, qint64 &micros, int &digits)
{
    if (!takeCharacter(text, '.'))
        return true;
    qint64 scale = 100'000;
    for (int digit = 0; takeNumber(text, 1, digit); ++digits) {
        micros += digit * scale;
        scale /= 10;
    }
    const bool any = digits > 0;
    digits = std::min(digits, kFractionDigits);
    return any;
}

bool takeZone(std::string_view &text, bool &isZulu, std::chrono::minutes &offset)
{
    if (takeCharacter(text, 'Z')) {
        isZulu = true;
        return text.empty();
    }
    const bool west = !text.empty() && text.front() == '-';
    int hours = 0;
    int minutes = 0;
    if (!(takeCharacter(text, '+') || takeCharacter(text, '-')) || !takeNumber(text, 2, hours)
        || !takeCharacter(text, ':') || !takeNumber(text, 2, minutes))
        return false;
    offset = std::chrono::minutes((west ? -1 : 1) * (hours * 60 + minutes));
    return text.empty();
}

bool takeDay(std::string_view &text, std::chrono::sys_days &out)
{
    int year = 0;
    int month = 0;
    int day = 0;
    if (!takeNumber(text, 4, year) || !takeCharacter(text, '-') || !takeNumber(text, 2, month)
        || !takeCharacter(text, '-') || !takeNumber(text, 2, day))
        return false;
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(unsigned(month)),
                                           std::chrono::day(unsigned(day))};
    out = date;
    return date.ok();
}

void putNumber(char *to, int digits, qint64 value)
{
    for (int i = digits - 1; i >= 0; --i, value /= 10)
        to[i] = char('0' + value % 10);
}

} // namespace

DateTime::DateTime(Time time, int fractionDigits, bool isZulu)
    : m_packed(time.time_since_epoch().count() * 16 + (isZulu ? 8 : 0)
               + std::clamp(fractionDigits, 0, kFractionDigits))
{ }

DateTime::Time DateTime::time() const
{
    return Time(microseconds(m_packed >> 4));
}

namespace {

//! Digits at fixed places; whatever else stands there shows in isBad().
class FixedDigits
{
public:
    explicit FixedDigits(const char *text) : m_text(text) { }
    int pair(size_t at) { return digit(at) * 10 + digit(at + 1); }
    bool isBad() const { return m_isBad; }

private:
    int digit(size_t at)
    {
        const unsigned value = static_cast<unsigned char>(m_text[at]) - unsigned('0');
        m_isBad = m_isBad || value > 9;
        return static_cast<int>(value);
    }
    const char *m_text;
    bool m_isBad = false;
};

constexpr std::string_view kShortest = "2015-04-26T06:26:56+00:00";
constexpr std::string_view kLongest = "2015-04-26T06:26:56.936000+00:00";

//! The two forms that Discord writes nearly always.
std::optional<DateTime> fromUsualForm(std::string_view text)
{
    const bool hasFraction = text.size() == kLongest.size();
    if ((!hasFraction && text.size() != kShortest.size()) || text[4] != '-' || text[7] != '-'
        || text[10] != 'T' || text[13] != ':' || text[16] != ':' || !text.ends_with("+00:00")
        || (hasFraction && text[19] != '.'))
        return std::nullopt;
    FixedDigits digits(text.data());
    const int year = digits.pair(0) * 100 + digits.pair(2);
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(unsigned(digits.pair(5))),
                                           std::chrono::day(unsigned(digits.pair(8)))};
    const int hour = digits.pair(11);
    const int minute = digits.pair(14);
    const int second = digits.pair(17);
    const int micros =
        hasFraction ? digits.pair(20) * 10'000 + digits.pair(22) * 100 + digits.pair(24) : 0;
    if (digits.isBad() || !date.ok() || hour > 24 || minute > 59 || second > 60)
        return std::nullopt;
    const DateTime::Time time = DateTime::Time(std::chrono::sys_days(date))
        + std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second)
        + microseconds(micros);
    return DateTime(time, hasFraction ? kFractionDigits : 0, false);
}

} // namespace

std::optional<DateTime> DateTime::fromString(std::string_view text)
{
    if (const std::optional<DateTime> usual = fromUsualForm(text))
        return usual;
    std::chrono::sys_days day;
    int hour = 0;
    int minute = 0;
    int second = 0;
    qint64 micros = 0;
    int digits = 0;
    bool isZulu = false;
    std::chrono::minutes offset{0};
    if (!takeDay(text, day) || !(takeCharacter(text, 'T') || takeCharacter(text, ' '))
        || !takeNumber(text, 2, hour) || !takeCharacter(text, ':') || !takeNumber(text, 2, minute)
        || !takeCharacter(text, ':') || !takeNumber(text, 2, second)
        || !takeFraction(text, micros, digits) || !takeZone(text, isZulu, offset) || hour > 24
        || minute > 59 || second > 60)
        return std::nullopt;
    const Time time = Time(day) + std::chrono::hours(hour) + std::chrono::minutes(minute)
        + std::chrono::seconds(second) + microseconds(micros) - offset;
    return DateTime(time, digits, isZulu);
}

QByteArray DateTime::toByteArray() const
{
    const Time moment = time();
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day date(day);
    qint64 micros = (moment - day).count();
    std::array<char, 33> text{"0000-00-00T00:00:00.000000+00:00"};
    putNumber(text.data(), 4, int(date.year()));
    putNumber(&text[5], 2, unsigned(date.month()));
    putNumber(&text[8], 2, unsigned(date.day()));
    putNumber(&text[20], kFractionDigits, micros % 1'000'000);
    micros /= 1'000'000;
    putNumber(&text[17], 2, micros % 60);
    putNumber(&text[14], 2, micros / 60 % 60);
    putNumber(&text[11], 2, micros / 3600);
    const int digits = int(m_packed & 7);
    QByteArray out(text.data(), digits == 0 ? 19 : 20 + digits);
    out += (m_packed & 8) != 0 ? "Z" : "+00:00";
    return out;
}

bool readJson(JsonValue &in, DateTime &out, JsonError &error)
{
    JsonText text;
    if (!readText(in, text))
        return error.fail("expected an ISO 8601 time");
    const std::optional<DateTime> time = DateTime::fromString(text.utf8);
    if (!time)
        return error.fail("expected an ISO 8601 time");
    out = *time;
    return true;
}

void writeJson(JsonWriter &writer, DateTime value)
{
    writer.string(value.toByteArray());
}

Rest::Rest(const Rest &other)
    : m_content(other.m_content ? std::make_unique<Content>(*other.m_content) : nullptr)
{ }

Rest &Rest::operator=(const Rest &other)
{
    if (this != &other)
        m_content = other.m_content ? std::make_unique<Content>(*other.m_content) : nullptr;
    return *this;
}

Rest::Content &Rest::content()
{
    if (!m_content)
        m_content = std::make_unique<Content>();
    return *m_content;
}

void Rest::addMember(std::string_view rawKey, std::string_view json)
{
    QByteArray &members = content().members;
    // In one expression, so that it grows once.
    members += QByteArrayView(members.isEmpty() ? "\"" : ",\"")
        % QByteArrayView(rawKey.data(), qsizetype(rawKey.size())) % "\":"
        % QByteArrayView(json.data(), qsizetype(json.size()));
}

void Rest::setMissing(quint64 bits)
{
    if (bits != 0 || m_content)
        content().missing = bits;
}

} // namespace Cordial::Api
