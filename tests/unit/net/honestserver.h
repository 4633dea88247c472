// SPDX-License-Identifier: MIT
#pragma once

#include "fakenet.h"

#include <cordial/net/ratelimitheaders.h>
#include <cordial/net/route.h>

#include <cmath>
#include <set>
#include <utility>

namespace Cordial::Net {

//! \brief A Discord that keeps its own rules, in simulated time: counts what arrives, tells what is
//! left when an answer leaves, refuses what is too much. It knows the truth, so that tests can ask
//! it whether a client could have sent.
class HonestServer : public Sender
{
public:
    enum class Refill : quint8 {
        AfterFirst, //!< a window begins with its first request
        Sliding, //!< each request leaves the window one length after it came
        Aligned, //!< windows begin at fixed times, whatever comes
    };
    struct Rule
    {
        QByteArray hash; //!< empty = no limit and no headers
        int limit = 5;
        Milliseconds window{5000};
        Refill refill = Refill::AfterFirst;
    };
    enum class Fate : quint8 {
        Normal,
        LostBefore, //!< the connection breaks before the request arrives
        LostAfter, //!< ... before the answer arrives
        ProxyError, //!< 502 of something before Discord: nothing is counted, no headers
        ServerError, //!< 500 of what is behind the limiter: counted, headers
        Shared, //!< 429 of scope shared
    };
    struct Arrival
    {
        TimePoint at;
        QByteArray bucket;
        ExchangePtr exchange;
        int status = 0;
    };
    //! A 429 that a client could have known of.
    struct Refusal
    {
        QByteArray bucket;
        quint64 id = 0;
        QByteArray route;
        bool global = false;
    };

    HonestServer(ManualClock &clock, quint32 seed) : m_clock(clock), m_random(seed) { }

    std::function<Rule(const Request &)> ruleOf;
    std::function<Fate(const Request &)> fateOf = [](const Request &) { return Fate::Normal; };
    std::function<void(const QByteArray &)> narrator;
    Milliseconds mostConnect{0}; //!< before the first byte goes out
    Milliseconds mostWay{40}; //!< one way
    Milliseconds mostThinking{0}; //!< between counting and answering
    int decimals = 3; //!< of Reset-After, rounded up
    int globalLimit = 0;
    int mostSubLimited = 0; //!< PATCH of a channel's name in ten minutes; 0 = no limit
    std::vector<Arrival> arrivals;
    std::vector<Refusal> refusals; //!< of scopes user and global, avoidable ones
    std::map<QByteArray, int> surprises; //!< by route and hash: 429s that nobody could foresee
    std::vector<TimePoint> globallySent;
    int globallyUnsent = 0; //!< given to us, and not on the wire yet
    TimePoint lastFault;

    void start(const ExchangePtr &exchange, ReplyHandler done) override
    {
        auto flight = std::make_shared<Flight>();
        flight->exchange = exchange;
        flight->done = std::move(done);
        const Route route = Route::of(exchange->request, m_clock.wallNow());
        flight->route = route.key();
        flight->topLevel = route.topLevel;
        flight->isExempt = route.isInteraction || route.isFollowUp;
        flight->fate = fateOf(exchange->request);
        flight->turn = ++m_lastTurn;
        globallyUnsent += flight->isExempt ? 0 : 1;
        m_flights.emplace(exchange.get(), flight);
        ++m_underWay[flight->topLevel];
        ++exchange->attempts;
        tell("   ", *flight, {});
        after(upTo(mostConnect), [this, flight] { send(flight); });
    }
    void cancel(const ExchangePtr &exchange) override
    {
        const auto found = m_flights.find(exchange.get());
        if (found == m_flights.end())
            return;
        lastFault = m_clock.now();
        // A copy: finish() takes it out of the map.
        finish(FlightPtr(found->second),
               makeError(ErrorCode::Cancelled, QStringLiteral("cancelled")));
    }
    [[nodiscard]] bool isAsync() const override { return true; }

    [[nodiscard]] qsizetype underWay() const { return qsizetype(m_flights.size()); }
    [[nodiscard]] int underWayOf(const QByteArray &topLevel) const
    {
        const auto found = m_underWay.find(topLevel);
        return found == m_underWay.end() ? 0 : found->second;
    }
    //! \brief The key of the bucket that a request counts in at this time.
    [[nodiscard]] QByteArray bucketOf(const Request &request) const
    {
        const Rule rule = ruleOf(request);
        return rule.hash + ':' + Route::of(request, m_clock.wallNow()).topLevel;
    }
    //! \brief Whether no answer has told yet that the bucket of a request has changed.
    [[nodiscard]] bool isNews(const Request &request) const
    {
        const auto known = m_known.find(Route::of(request, m_clock.wallNow()).key());
        return known != m_known.end() && !known->second.contains(ruleOf(request).hash);
    }
    //! \brief Since when one more would be let in, if nothing else comes.
    [[nodiscard]] TimePoint roomSince(const Request &request) const
    {
        const Rule rule = ruleOf(request);
        const auto found = m_times.find(bucketOf(request));
        if (rule.hash.isEmpty() || found == m_times.end() || int(found->second.size()) < rule.limit)
            return {};
        return endOf(rule, found->second);
    }

private:
    struct Flight
    {
        ExchangePtr exchange;
        ReplyHandler done;
        QByteArray route;
        QByteArray topLevel;
        Fate fate = Fate::Normal;
        std::set<QByteArray> hashesAtStart;
        quint64 turn = 0; //!< in which the client gave them to us
        bool isExempt = false;
        bool isSent = false;
        bool isOver = false;
        bool isAnswered = false;
        QByteArray surprise;
    };
    using FlightPtr = std::shared_ptr<Flight>;
    struct Counted
    {
        TimePoint at;
        bool foreseen = true; //!< the client knew where it would count
        std::shared_ptr<const Flight> flight;
    };
    using Window = std::deque<Counted>;

    Milliseconds upTo(Milliseconds most)
    {
        return Milliseconds(m_random.bounded(int(most.count()) + 1));
    }
    void after(Milliseconds delay, std::function<void()> what)
    {
        const quint64 id = ++m_lastTimer;
        auto timer = m_clock.makeTimer();
        Timer *raw = timer.get();
        m_timers.emplace(id, std::move(timer));
        raw->start(delay, [this, id, what = std::move(what)] {
            const auto keep = std::move(m_timers.at(id));
            m_timers.erase(id);
            what();
        });
    }
    void send(const FlightPtr &flight)
    {
        if (flight->isOver)
            return;
        flight->isSent = true;
        if (!flight->isExempt) {
            --globallyUnsent;
            globallySent.push_back(m_clock.now());
        }
        if (const auto known = m_known.find(flight->route); known != m_known.end())
            flight->hashesAtStart = known->second;
        tell("-> ", *flight, {});
        flight->exchange->tellSent();
        after(Milliseconds(1) + upTo(mostWay), [this, flight] { arrive(flight); });
    }
    void arrive(const FlightPtr &flight)
    {
        if (flight->fate != Fate::Normal)
            lastFault = m_clock.now();
        if (flight->fate == Fate::LostBefore) {
            finish(flight, makeError(ErrorCode::Network, QStringLiteral("reset")));
            return;
        }
        const Request &request = flight->exchange->request;
        const Rule rule = ruleOf(request);
        const QByteArray bucket = bucketOf(request);
        Response out = answer(flight, rule, bucket);
        arrivals.push_back({m_clock.now(), bucket, flight->exchange, out.status});
        tell("== ", *flight, bucket + ' ' + QByteArray::number(out.status));
        const TimePoint now = m_clock.now();
        after(upTo(mostThinking), [this, flight, rule, bucket, out, now]() mutable {
            // What is left to the reset is written when the answer leaves.
            for (Header &header : out.headers) {
                if (header.first == "X-RateLimit-Reset-After")
                    header.second = seconds(m_resetOf[bucket].value_or(now) - m_clock.now());
            }
            const bool isFull = out.status == 429 && out.header("X-RateLimit-Scope") == "user"
                && out.header("X-RateLimit-Remaining") == "0";
            if (isFull)
                out.body = slowDown(out.header("X-RateLimit-Reset-After"));
            after(Milliseconds(1) + upTo(mostWay),
                  [this, flight, rule, out = std::move(out)] { deliver(flight, rule, out); });
        });
    }
    void deliver(const FlightPtr &flight, const Rule &rule, const Response &out)
    {
        if (flight->isOver)
            return;
        if (flight->fate == Fate::LostAfter) {
            finish(flight, makeError(ErrorCode::Network, QStringLiteral("reset")));
            return;
        }
        flight->isAnswered = true;
        if (!flight->surprise.isEmpty())
            ++surprises[flight->surprise];
        if (!out.header("X-RateLimit-Bucket").isEmpty())
            m_known[flight->route].insert(rule.hash);
        flight->exchange->lastStatus = out.status;
        finish(flight, out);
    }
    void finish(const FlightPtr &flight, Result<Response> result)
    {
        if (std::exchange(flight->isOver, true))
            return;
        tell("<- ", *flight, describe(result));
        --m_underWay[flight->topLevel];
        if (!flight->isSent && !flight->isExempt)
            --globallyUnsent;
        m_flights.erase(flight->exchange.get());
        flight->exchange->seen(m_clock.now());
        flight->done(std::move(result));
    }

    void tell(const QByteArray &what, const Flight &flight, const QByteArray &more) const
    {
        if (!narrator)
            return;
        const Request &request = flight.exchange->request;
        narrator(what + QByteArray::number(request.id) + ' ' + toByteArray(request.method) + ' '
                 + request.path.toLatin1() + ' ' + request.plugin.toLatin1() + " lane "
                 + QByteArray::number(int(request.lane)) + ' ' + more);
    }
    static QByteArray describe(const Result<Response> &result)
    {
        if (!result)
            return result.error().message.toUtf8();
        return QByteArray::number(result->status) + ' ' + result->header("X-RateLimit-Bucket") + ' '
            + result->header("X-RateLimit-Remaining") + '/' + result->header("X-RateLimit-Limit")
            + ' ' + result->header("X-RateLimit-Reset-After");
    }

    Response answer(const FlightPtr &shared, const Rule &rule, const QByteArray &bucket)
    {
        Flight &flight = *shared;
        const TimePoint now = m_clock.now();
        if (flight.fate == Fate::ProxyError)
            return response(502, {}, "<html>bad gateway</html>");
        if (flight.fate == Fate::Shared) {
            return response(429,
                            {{"X-RateLimit-Scope", "shared"},
                             {"X-RateLimit-Remaining", "0"},
                             {"X-RateLimit-Reset-After", "900"}},
                            R"({"message":"busy","retry_after":0.7,"global":false})");
        }
        if (globalLimit > 0 && !flight.isExempt && !countGlobally(now)) {
            refusals.push_back({bucket, flight.exchange->request.id, flight.route, true});
            return response(429, {{"X-RateLimit-Global", "true"}},
                            R"({"message":"slow","global":true,"retry_after":1})");
        }
        if (rule.hash.isEmpty())
            return response(200, {}, "{}");
        const auto headers = [&] {
            const TimePoint end = endOf(rule, m_times[bucket]);
            m_resetOf[bucket] = end;
            const auto wall = std::chrono::duration<double>(
                (m_clock.wallNow() + std::chrono::duration_cast<WallTime::duration>(end - now))
                    .time_since_epoch());
            return QList<Header>{{"X-RateLimit-Bucket", rule.hash},
                                 {"X-RateLimit-Limit", QByteArray::number(rule.limit)},
                                 {"X-RateLimit-Remaining",
                                  QByteArray::number(rule.limit - int(m_times[bucket].size()))},
                                 {"X-RateLimit-Reset", QByteArray::number(wall.count(), 'f', 3)},
                                 {"X-RateLimit-Reset-After", seconds(end - now)}};
        };
        if (!count(rule, bucket, shared)) {
            if (couldKnow(flight, rule, bucket))
                refusals.push_back({bucket, flight.exchange->request.id, flight.route, false});
            else if (!flight.hashesAtStart.contains(rule.hash))
                flight.surprise = flight.route + ' ' + rule.hash;
            QList<Header> all = headers();
            all.append(Header("X-RateLimit-Scope", "user"));
            return response(429, all);
        }
        if (isSubLimited(flight.exchange->request)) {
            QList<Header> all = headers();
            all.append(Header("X-RateLimit-Scope", "user"));
            return response(429, all, R"({"message":"name","global":false,"retry_after":600})");
        }
        return response(flight.fate == Fate::ServerError ? 500 : 200, headers(), "{}");
    }
    static QByteArray slowDown(const QByteArray &left)
    {
        return R"({"message":"slow","global":false,"retry_after":)" + left + '}';
    }
    //! \brief Whether the client could tell that this one would be too many: it knew where it
    //! counts, and nothing came of which it could not know that it counts here too.
    [[nodiscard]] bool couldKnow(const Flight &flight, const Rule &rule, const QByteArray &bucket)
    {
        const Window &window = m_times[bucket];
        return flight.hashesAtStart.contains(rule.hash)
            && std::none_of(window.begin(), window.end(), [&flight](const Counted &other) {
                   // A route that had another bucket until now; a probe that went out later, or of
                   // which nothing came back.
                   return !other.foreseen
                       && (!other.flight->hashesAtStart.empty() || other.flight->turn > flight.turn
                           || !other.flight->isAnswered);
               });
    }
    bool isSubLimited(const Request &request)
    {
        if (mostSubLimited == 0
            || Route::of(request, m_clock.wallNow()).subLimit != SubLimit::ChannelName)
            return false;
        std::deque<TimePoint> &times = m_names[request.path];
        while (!times.empty() && m_clock.now() - times.front() >= std::chrono::minutes(10))
            times.pop_front();
        if (int(times.size()) >= mostSubLimited)
            return true;
        times.push_back(m_clock.now());
        return false;
    }
    [[nodiscard]] TimePoint endOf(const Rule &rule, const Window &times) const
    {
        const TimePoint first = times.empty() ? m_clock.now() : times.front().at;
        if (rule.refill != Refill::Aligned)
            return first + rule.window;
        const auto since = first.time_since_epoch() / rule.window;
        return TimePoint((since + 1) * rule.window);
    }
    bool count(const Rule &rule, const QByteArray &bucket, const FlightPtr &flight)
    {
        const TimePoint now = m_clock.now();
        Window &times = m_times[bucket];
        if (rule.refill == Refill::Sliding) {
            while (!times.empty() && now - times.front().at >= rule.window)
                times.pop_front();
        } else if (!times.empty() && now >= endOf(rule, times)) {
            times.clear();
        }
        if (int(times.size()) >= rule.limit)
            return false;
        times.push_back({now, flight->hashesAtStart.contains(rule.hash), flight});
        return true;
    }
    bool countGlobally(TimePoint now)
    {
        while (!m_global.empty() && now - m_global.front() >= std::chrono::seconds(1))
            m_global.pop_front();
        if (int(m_global.size()) >= globalLimit)
            return false;
        m_global.push_back(now);
        return true;
    }
    [[nodiscard]] QByteArray seconds(std::chrono::nanoseconds time) const
    {
        const double scale = std::pow(10.0, decimals);
        const double value = std::max(0.0, std::chrono::duration<double>(time).count());
        return QByteArray::number(std::ceil(value * scale - 1e-6) / scale, 'f', decimals);
    }

    ManualClock &m_clock;
    QRandomGenerator m_random;
    std::map<QByteArray, Window> m_times;
    std::map<QByteArray, std::optional<TimePoint>> m_resetOf;
    std::map<QString, std::deque<TimePoint>> m_names;
    std::map<QByteArray, std::set<QByteArray>> m_known; //!< what answers have told, by route
    std::deque<TimePoint> m_global;
    std::map<const Exchange *, FlightPtr> m_flights;
    std::map<QByteArray, int> m_underWay;
    std::map<quint64, std::unique_ptr<Timer>> m_timers;
    quint64 m_lastTimer = 0;
    quint64 m_lastTurn = 0;
};

} // namespace Cordial::Net
