// SPDX-License-Identifier: MIT
#include <cordial/net/cachepolicy.h>

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>

namespace Cordial::Net {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kLongest = std::chrono::hours(24 * 365);

//! \brief delta-seconds; too large counts as very long, nonsense as nothing. RFC 9111, 1.2.2
std::optional<std::chrono::seconds> deltaSeconds(const QByteArray &text)
{
    if (text.isEmpty()
        || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    bool ok = false;
    const qint64 value = text.toLongLong(&ok);
    const std::chrono::seconds longest = kLongest;
    return ok ? std::min(std::chrono::seconds(value), longest) : longest;
}

//! \brief All values of a header in one list, as RFC 9110, 5.3 allows to combine them.
QByteArray combined(const QList<Header> &headers, QByteArrayView name)
{
    QByteArray out;
    for (const Header &header : headers) {
        if (header.first.compare(name, Qt::CaseInsensitive) != 0)
            continue;
        if (!out.isEmpty())
            out += ',';
        out += header.second;
    }
    return out;
}

bool hasAny(const QList<Header> &headers, std::initializer_list<const char *> names)
{
    return std::any_of(headers.begin(), headers.end(), [names](const Header &header) {
        return std::any_of(names.begin(), names.end(), [&header](const char *name) {
            return header.first.compare(name, Qt::CaseInsensitive) == 0;
        });
    });
}

//! \brief Splits at commas outside quotes.
QList<QByteArray> splitList(const QByteArray &text)
{
    QList<QByteArray> parts;
    QByteArray part;
    bool quoted = false;
    for (const char c : text) {
        if (c == '"')
            quoted = !quoted;
        if (c == ',' && !quoted)
            parts.append(std::exchange(part, {}).trimmed());
        else
            part += c;
    }
    parts.append(part.trimmed());
    parts.removeAll(QByteArray());
    return parts;
}

constexpr qint64 kYear2200 = 7'258'118'400'000; // in ms since the epoch

std::chrono::nanoseconds lifetimeOf(const Response &response,
                                    const QMap<QByteArray, QByteArray> &directives)
{
    if (directives.contains("max-age")) // s-maxage is for shared caches
        return deltaSeconds(directives.value("max-age")).value_or(0s);
    const auto expires = parseHttpDate(response.header("Expires"));
    const auto date = parseHttpDate(response.header("Date"));
    if (!expires || !date)
        return 0s;
    return std::clamp<std::chrono::nanoseconds>(*expires - *date, 0s, kLongest);
}

std::chrono::nanoseconds initialAgeOf(const Response &response, std::chrono::nanoseconds delay,
                                      WallTime received)
{
    const auto said = deltaSeconds(response.header("Age").trimmed()).value_or(0s) + delay;
    const auto date = parseHttpDate(response.header("Date"));
    const std::chrono::nanoseconds apparent =
        date ? std::clamp<std::chrono::nanoseconds>(received - *date, 0s, kLongest) : 0s;
    return std::max<std::chrono::nanoseconds>(said, apparent);
}

} // namespace

QMap<QByteArray, QByteArray> cacheDirectives(const QList<Header> &headers)
{
    QMap<QByteArray, QByteArray> out;
    const QList<QByteArray> parts = splitList(combined(headers, "Cache-Control"));
    for (const QByteArray &part : parts) {
        const qsizetype equals = part.indexOf('=');
        const QByteArray name = (equals < 0 ? part : part.left(equals)).trimmed().toLower();
        QByteArray value = equals < 0 ? QByteArray() : part.sliced(equals + 1).trimmed();
        if (value.size() >= 2 && value.startsWith('"') && value.endsWith('"'))
            value = value.sliced(1, value.size() - 2);
        if (!out.contains(name)) // of duplicates the first counts: RFC 9111, 4.2.1
            out.insert(name, value);
    }
    return out;
}

std::optional<WallTime> parseHttpDate(const QByteArray &text)
{
    static const std::array kForms{u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s,
                                   u"dddd, dd-MMM-yy HH:mm:ss 'GMT'"_s,
                                   u"ddd MMM d HH:mm:ss yyyy"_s};
    const QString trimmed = QString::fromLatin1(text).simplified();
    for (const QString &form : kForms) {
        QDateTime time = QLocale::c().toDateTime(trimmed, form);
        if (!time.isValid())
            continue;
        // A year of two digits more than 50 years ahead is of the last century: RFC 9110, 5.6.7.
        if (form == kForms[1] && time.date().year() < 1970)
            time = time.addYears(100);
        time.setTimeSpec(Qt::UTC);
        // Beyond these a date in nanoseconds overflows; they mean "long ago" and "never".
        return WallTime(Milliseconds(std::clamp<qint64>(time.toMSecsSinceEpoch(), 0, kYear2200)));
    }
    return std::nullopt;
}

CacheRequest CacheRequest::of(const Request &request)
{
    CacheRequest out;
    const auto directives = cacheDirectives(request.headers);
    const bool isConditional = hasAny(request.headers,
                                      {"If-None-Match", "If-Modified-Since", "If-Match",
                                       "If-Unmodified-Since", "If-Range", "Range"});
    out.mayUse = request.method == Method::Get && request.body.isEmpty() && request.files->isEmpty()
        && !isConditional && !directives.contains("no-store");
    const bool pragma = !directives.contains("no-cache")
        && combined(request.headers, "Cache-Control").isEmpty()
        && combined(request.headers, "Pragma").toLower().contains("no-cache");
    out.mustRevalidate = directives.contains("no-cache") || pragma;
    out.maxAge = deltaSeconds(directives.value("max-age"));
    out.minFresh = deltaSeconds(directives.value("min-fresh"));
    out.onlyIfCached = directives.contains("only-if-cached");
    return out;
}

CacheRule CacheRule::of(const Response &response, std::chrono::nanoseconds delay, WallTime received)
{
    CacheRule rule;
    const auto directives = cacheDirectives(response.headers);
    rule.etag = response.header("ETag").trimmed();
    rule.lastModified = response.header("Last-Modified").trimmed();
    rule.mustRevalidate = directives.contains("no-cache");
    rule.lifetime = lifetimeOf(response, directives);
    rule.initialAge = initialAgeOf(response, delay, received);
    const QList<QByteArray> names = splitList(combined(response.headers, "Vary").toLower());
    rule.vary = names;
    const bool isUseful = rule.hasValidator() || (rule.lifetime > 0s && !rule.mustRevalidate);
    rule.mayStore = response.status == 200 && !directives.contains("no-store")
        && !names.contains("*") && isUseful;
    return rule;
}

} // namespace Cordial::Net
