// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/manualclock.h>
#include <cordial/net/sender.h>

#include <QRandomGenerator>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace Cordial::Net {

//! \brief The answers to requests, in the order they came.
struct Waiter
{
    std::vector<Result<Response>> results;
    ReplyHandler handler()
    {
        return [this](Result<Response> result) { results.push_back(std::move(result)); };
    }
};

//! \brief Keeps what it is given until the test answers it.
class HeldSender : public Sender
{
public:
    struct Held
    {
        ExchangePtr exchange;
        ReplyHandler done;
    };
    explicit HeldSender(Clock &clock) : m_clock(clock) { }

    std::vector<Held> held;
    int total = 0;
    bool tellsSent = true; //!< that the first byte has gone out

    void start(const ExchangePtr &exchange, ReplyHandler done) override
    {
        ++total;
        ++exchange->attempts;
        m_startedAt[exchange.get()] = m_clock.now();
        if (tellsSent)
            exchange->tellSent();
        held.push_back({exchange, std::move(done)});
    }
    void cancel(const ExchangePtr &exchange) override
    {
        for (size_t i = 0; i < held.size(); ++i) {
            if (held[i].exchange == exchange) {
                answer(i, makeError(ErrorCode::Cancelled, QStringLiteral("cancelled")));
                return;
            }
        }
    }
    void answer(size_t index, Result<Response> result)
    {
        Held one = std::move(held.at(index));
        held.erase(held.begin() + static_cast<std::ptrdiff_t>(index));
        if (result)
            one.exchange->lastStatus = result->status;
        one.exchange->onWire += m_clock.now() - m_startedAt[one.exchange.get()];
        one.exchange->seen(m_clock.now());
        one.done(std::move(result));
    }
    [[nodiscard]] bool isAsync() const override { return true; }

private:
    Clock &m_clock;
    std::map<const Exchange *, TimePoint> m_startedAt;
};

inline Response response(int status, QList<Header> headers = {}, QByteArray body = {})
{
    Response out;
    out.status = status;
    out.headers = std::move(headers);
    out.body = std::move(body);
    return out;
}

inline ExchangePtr exchangeOf(Method method, const QString &path, QByteArray body = {})
{
    auto exchange = std::make_shared<Exchange>();
    exchange->request.method = method;
    exchange->request.path = path;
    exchange->request.body = std::move(body);
    return exchange;
}

//! \brief An honest Discord that counts what arrives, in simulated time.
class ModelServer : public Sender
{
public:
    struct Rule
    {
        QByteArray hash;
        int limit = 5;
        Milliseconds window{5000};
        bool slides = false;
    };
    struct Arrival
    {
        TimePoint at;
        QByteArray bucket;
        quint64 id = 0;
        Method method = Method::Get;
        Lane lane = Lane::Normal;
    };

    ModelServer(ManualClock &clock, quint32 seed) : m_clock(clock), m_random(seed) { }

    //! What limits a request; no hash = nothing.
    std::function<Rule(const Request &)> ruleOf;
    Milliseconds leastWay{1};
    Milliseconds mostWay{40};
    Milliseconds thinking{0}; //!< between counting and answering
    int globalLimit = 0;
    int refused = 0;
    int globallyRefused = 0;
    std::vector<Arrival> arrivals;

    void start(const ExchangePtr &exchange, ReplyHandler done) override
    {
        ++exchange->attempts;
        exchange->tellSent();
        after(way(), [this, exchange, done = std::move(done)] { arrive(exchange, done); });
    }
    [[nodiscard]] bool isAsync() const override { return true; }

private:
    Milliseconds way()
    {
        return Milliseconds(m_random.bounded(int(leastWay.count()), int(mostWay.count()) + 1));
    }
    void after(Milliseconds delay, std::function<void()> what)
    {
        auto timer = m_clock.makeTimer();
        Timer *raw = timer.get();
        m_timers.push_back(std::move(timer));
        raw->start(delay, std::move(what));
    }
    void arrive(const ExchangePtr &exchange, const ReplyHandler &done)
    {
        const Rule rule = ruleOf(exchange->request);
        const TimePoint now = m_clock.now();
        const QByteArray top = exchange->request.path.section(u'/', 2, 2).toLatin1();
        arrivals.push_back({now, rule.hash + ':' + top, exchange->request.id,
                            exchange->request.method, exchange->request.lane});
        Response out =
            rule.hash.isEmpty() ? response(200) : limited(rule, rule.hash + ':' + top, now);
        if (globalLimit > 0)
            countGlobally(out, now);
        exchange->tooMany += out.status == 429 ? 1 : 0;
        // The time to the reset is written when the answer leaves.
        after(thinking, [this, exchange, done, out, now]() mutable {
            const auto passed = std::chrono::duration<double>(m_clock.now() - now).count();
            for (Header &header : out.headers) {
                if (header.first == "X-RateLimit-Reset-After")
                    header.second = QByteArray::number(
                        std::max(0.0, header.second.toDouble() - passed), 'f', 3);
            }
            after(way(), [this, exchange, done, out] {
                exchange->seen(m_clock.now());
                exchange->lastStatus = out.status;
                done(out);
            });
        });
    }
    Response limited(const Rule &rule, const QByteArray &key, TimePoint now)
    {
        std::deque<TimePoint> &times = m_times[key];
        if (rule.slides) {
            while (!times.empty() && now - times.front() >= rule.window)
                times.pop_front();
        } else if (!times.empty() && now - times.front() >= rule.window) {
            times.clear();
        }
        const bool full = int(times.size()) >= rule.limit;
        if (!full)
            times.push_back(now);
        const auto left = std::chrono::duration<double>(times.front() + rule.window - now).count();
        const double epoch =
            std::chrono::duration<double>(m_clock.wallNow().time_since_epoch()).count() + left;
        QList<Header> headers{
            {"X-RateLimit-Bucket", rule.hash},
            {"X-RateLimit-Limit", QByteArray::number(rule.limit)},
            {"X-RateLimit-Remaining", QByteArray::number(rule.limit - int(times.size()))},
            {"X-RateLimit-Reset", QByteArray::number(epoch, 'f', 3)},
            {"X-RateLimit-Reset-After", QByteArray::number(left, 'f', 3)}};
        if (!full)
            return response(200, headers, "{}");
        ++refused;
        headers.append(Header("X-RateLimit-Scope", "user"));
        return response(429, headers,
                        "{\"message\":\"slow\",\"global\":false,\"retry_after\":"
                            + QByteArray::number(left, 'f', 3) + '}');
    }
    void countGlobally(Response &out, TimePoint now)
    {
        while (!m_global.empty() && now - m_global.front() >= std::chrono::seconds(1))
            m_global.pop_front();
        m_global.push_back(now);
        if (int(m_global.size()) <= globalLimit)
            return;
        ++globallyRefused;
        out = response(429, {{"X-RateLimit-Global", "true"}},
                       "{\"message\":\"slow\",\"global\":true,\"retry_after\":1}");
    }

    ManualClock &m_clock;
    QRandomGenerator m_random;
    std::map<QByteArray, std::deque<TimePoint>> m_times;
    std::deque<TimePoint> m_global;
    std::vector<std::unique_ptr<Timer>> m_timers;
};

} // namespace Cordial::Net
