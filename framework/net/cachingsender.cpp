// SPDX-License-Identifier: MIT
#include <cordial/net/cachingsender.h>
#include <cordial/net/requestwriter.h>

#include <QCryptographicHash>

#include <algorithm>
#include <utility>

namespace Cordial::Net {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! \brief The URL, and on whose behalf.
QByteArray keyOf(const Request &request)
{
    QByteArray key = encodePath(request.path);
    if (const QByteArray query = encodeQuery(request.query); !query.isEmpty())
        key += (key.contains('?') ? '&' : '?') + query;
    key += ' ' + QByteArray::number(static_cast<int>(request.auth));
    if (!request.bearer->isEmpty())
        key += QCryptographicHash::hash(*request.bearer, QCryptographicHash::Sha256);
    return key;
}

QByteArray identityOf(const QByteArray &key, const Request &request)
{
    QByteArray identity = key;
    for (const Header &header : *request.headers)
        identity += '\n' + header.first.toLower() + ':' + header.second;
    return identity;
}

QByteArray valueOf(const QList<Header> &headers, const QByteArray &name)
{
    QByteArray out;
    for (const Header &header : headers) {
        if (header.first.compare(name, Qt::CaseInsensitive) == 0)
            out += header.second.trimmed() + ',';
    }
    return out;
}

qint64 sizeOf(const Response &response, const QByteArray &key)
{
    qint64 bytes = response.body.size() + key.size() + 512; // and the nodes around it
    for (const Header &header : response.headers)
        bytes += header.first.size() + header.second.size() + 48;
    return bytes;
}

void setHeader(QList<Header> &headers, const QByteArray &name, const QByteArray &value)
{
    headers.removeIf([&name](const Header &header) {
        return header.first.compare(name, Qt::CaseInsensitive) == 0;
    });
    headers.append({name, value});
}

bool endsLater(const Request &request, const Request &other)
{
    return request.deadline && (!other.deadline || *other.deadline > *request.deadline);
}

} // namespace

CachingSender::CachingSender(std::unique_ptr<Sender> next, qint64 maxBytes, Clock &clock)
    : ExtendingSender(std::move(next)), m_maxBytes(maxBytes), m_clock(clock)
{ }

CachingSender::~CachingSender()
{
    dropNext();
}

QString CachingSender::role() const
{
    return u"caching"_s;
}

void CachingSender::start(const ExchangePtr &exchange, ReplyHandler done)
{
    exchange->seen(m_clock.now());
    const Method method = exchange->request.method;
    if (isMutating(method)) {
        startUnsafe(exchange, std::move(done));
        return;
    }
    const CacheRequest wishes = CacheRequest::of(exchange->request);
    if (!wishes.mayUse)
        next().start(exchange, std::move(done));
    else
        startGet(exchange, std::move(done), wishes);
}

void CachingSender::startUnsafe(const ExchangePtr &exchange, ReplyHandler done)
{
    next().start(exchange, [this, exchange, done = std::move(done)](Result<Response> result) {
        if (result && result->status >= 200 && result->status < 400)
            invalidate(keyOf(exchange->request));
        done(std::move(result));
    });
}

void CachingSender::startGet(const ExchangePtr &exchange, ReplyHandler done,
                             const CacheRequest &wishes)
{
    const QByteArray key = keyOf(exchange->request);
    const EntryIt entry = find(key, exchange->request);
    if (entry != m_entries.end() && isFresh(*entry, wishes)) {
        m_entries.splice(m_entries.begin(), m_entries, entry);
        exchange->fromCache = true;
        exchange->lastStatus = 200;
        done(served(*entry));
        return;
    }
    if (wishes.onlyIfCached) {
        Response none;
        none.status = 504; // RFC 9111, 5.2.1.7
        none.reason = "Gateway Timeout";
        done(none);
        return;
    }
    const QByteArray identity = identityOf(key, exchange->request);
    Follower follower{exchange, std::move(done)};
    if (m_shares && join(identity, follower))
        return;
    const auto flight = std::make_shared<Flight>();
    flight->key = key;
    flight->identity = identity;
    flight->exchange = follower.exchange;
    flight->done = std::move(follower.done);
    fly(flight, wishes);
}

bool CachingSender::join(const QByteArray &identity, Follower &follower)
{
    const FlightPtr flight = m_flights.value(identity);
    if (!flight)
        return false;
    // Only with one that is as urgent and will not be waited for too long.
    const Request &leader = flight->exchange->request;
    const Request &request = follower.exchange->request;
    if (leader.lane > request.lane || endsLater(request, leader))
        return false;
    flight->followers.push_back(std::move(follower));
    return true;
}

void CachingSender::fly(const FlightPtr &flight, const CacheRequest &)
{
    Request &request = flight->exchange->request;
    flight->startedAt = m_clock.now();
    flight->ownHeaders = request.headers;
    flight->isConditional = false;
    const EntryIt entry = find(flight->key, request);
    if (entry != m_entries.end()) {
        flight->isConditional = entry->rule.hasValidator();
        if (!entry->rule.etag.isEmpty())
            request.headers.edit().append({"If-None-Match", entry->rule.etag});
        if (!entry->rule.lastModified.isEmpty())
            request.headers.edit().append({"If-Modified-Since", entry->rule.lastModified});
    }
    if (!m_flights.contains(flight->identity))
        m_flights.insert(flight->identity, flight);
    next().start(flight->exchange,
                 [this, flight](Result<Response> result) { land(flight, std::move(result)); });
}

void CachingSender::land(const FlightPtr &flight, Result<Response> result)
{
    flight->exchange->request.headers = flight->ownHeaders;
    const bool isOwnEnd = !result
        && (result.error().code == ErrorCode::Cancelled
            || result.error().code == ErrorCode::DeadlineExceeded);
    result = absorb(*flight, std::move(result));
    if (m_flights.value(flight->identity) == flight)
        m_flights.remove(flight->identity);
    const ReplyHandler done = std::move(flight->done);
    // What ended the one that went does not concern those who waited for it.
    if (isOwnEnd && !flight->followers.empty()) {
        promote(flight);
        done(std::move(result));
        return;
    }
    const std::vector<Follower> followers = std::exchange(flight->followers, {});
    done(result);
    for (const Follower &follower : followers) {
        follower.exchange->seen(m_clock.now());
        follower.exchange->fromCache = true;
        follower.exchange->lastStatus = result ? result->status : result.error().httpStatus;
        follower.done(result);
    }
}

void CachingSender::promote(const FlightPtr &flight)
{
    const auto heir = std::make_shared<Flight>();
    heir->key = flight->key;
    heir->identity = flight->identity;
    heir->exchange = std::move(flight->followers.front().exchange);
    heir->done = std::move(flight->followers.front().done);
    heir->followers.assign(std::make_move_iterator(flight->followers.begin() + 1),
                           std::make_move_iterator(flight->followers.end()));
    flight->followers.clear();
    fly(heir, CacheRequest::of(heir->exchange->request));
}

Result<Response> CachingSender::absorb(const Flight &flight, Result<Response> result)
{
    if (!result)
        return result;
    if (result->status == 304 && flight.isConditional) {
        const EntryIt entry = find(flight.key, flight.exchange->request);
        if (entry == m_entries.end())
            return makeError(ErrorCode::Network,
                             u"304 for an answer that is not in the cache any more: ask again"_s);
        freshen(*entry, *result, flight);
        m_entries.splice(m_entries.begin(), m_entries, entry);
        flight.exchange->lastStatus = 200;
        return served(*entry);
    }
    const CacheRule rule =
        CacheRule::of(*result, m_clock.now() - flight.startedAt, m_clock.wallNow());
    if (result->status == 200) {
        if (const EntryIt old = find(flight.key, flight.exchange->request); old != m_entries.end())
            erase(old);
    }
    if (rule.mayStore)
        store(flight, *result, rule);
    return result;
}

CachingSender::EntryIt CachingSender::find(const QByteArray &key, const Request &request)
{
    for (auto it = m_byKey.constFind(key); it != m_byKey.constEnd() && it.key() == key; ++it) {
        const EntryIt entry = it.value();
        const bool matches = std::all_of(
            entry->varied.begin(), entry->varied.end(), [&request](const Header &header) {
                return valueOf(request.headers, header.first) == header.second;
            });
        if (matches)
            return entry;
    }
    return m_entries.end();
}

std::chrono::nanoseconds CachingSender::ageOf(const Entry &entry) const
{
    return entry.rule.initialAge + (m_clock.now() - entry.storedAt);
}

bool CachingSender::isFresh(const Entry &entry, const CacheRequest &wishes) const
{
    if (entry.rule.mustRevalidate || wishes.mustRevalidate)
        return false;
    const auto age = ageOf(entry);
    if (wishes.maxAge && age > *wishes.maxAge)
        return false;
    return age + wishes.minFresh.value_or(0s) < entry.rule.lifetime;
}

Response CachingSender::served(const Entry &entry) const
{
    Response response = entry.response;
    response.status = 200;
    const auto age = std::chrono::floor<std::chrono::seconds>(ageOf(entry));
    setHeader(response.headers, "Age", QByteArray::number(qint64(age.count())));
    return response;
}

void CachingSender::store(const Flight &flight, const Response &response, const CacheRule &rule)
{
    Entry entry;
    entry.key = flight.key;
    entry.response = response;
    entry.rule = rule;
    entry.storedAt = m_clock.now();
    for (const QByteArray &name : rule.vary)
        entry.varied.append({name, valueOf(flight.exchange->request.headers, name)});
    entry.bytes = sizeOf(response, entry.key);
    if (entry.bytes > m_maxBytes)
        return;
    m_bytes += entry.bytes;
    m_entries.push_front(std::move(entry));
    m_byKey.insert(flight.key, m_entries.begin());
    while (m_bytes > m_maxBytes)
        erase(std::prev(m_entries.end()));
}

void CachingSender::freshen(Entry &entry, const Response &notModified, const Flight &flight)
{
    for (const Header &header : notModified.headers) {
        // What frames the empty answer says nothing of the stored one.
        if (header.first.compare("Content-Length", Qt::CaseInsensitive) != 0
            && header.first.compare("Content-Encoding", Qt::CaseInsensitive) != 0
            && header.first.compare("Transfer-Encoding", Qt::CaseInsensitive) != 0
            && header.first.compare("Connection", Qt::CaseInsensitive) != 0)
            setHeader(entry.response.headers, header.first, header.second);
    }
    entry.response.headers.removeIf([&](const Header &header) {
        return header.first.compare("Age", Qt::CaseInsensitive) == 0
            && notModified.header("Age").isEmpty();
    });
    entry.rule = CacheRule::of(entry.response, m_clock.now() - flight.startedAt, m_clock.wallNow());
    entry.storedAt = m_clock.now();
}

void CachingSender::erase(EntryIt entry)
{
    m_bytes -= entry->bytes;
    m_byKey.remove(entry->key, entry);
    m_entries.erase(entry);
}

void CachingSender::invalidate(const QByteArray &key)
{
    const QList<EntryIt> entries = m_byKey.values(key);
    for (const EntryIt &entry : entries)
        erase(entry);
}

void CachingSender::clear()
{
    m_byKey.clear();
    m_entries.clear();
    m_bytes = 0;
}

void CachingSender::cancel(const ExchangePtr &exchange)
{
    for (const FlightPtr &flight : std::as_const(m_flights)) {
        auto &followers = flight->followers;
        const auto found =
            std::find_if(followers.begin(), followers.end(),
                         [&](const Follower &follower) { return follower.exchange == exchange; });
        if (found == followers.end())
            continue;
        const ReplyHandler done = std::move(found->done);
        followers.erase(found);
        exchange->seen(m_clock.now());
        Error error = makeError(ErrorCode::Cancelled, u"cancelled"_s);
        setRequest(error, exchange->request);
        done(std::move(error));
        return;
    }
    next().cancel(exchange);
}

} // namespace Cordial::Net
