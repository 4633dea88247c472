// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/net/cachepolicy.h>
#include <cordial/net/sender.h>

#include <QHash>

#include <list>
#include <memory>
#include <vector>

namespace Cordial::Net {

//! \brief Answers GETs from a private cache where RFC 9111 permits, asks with validators where it
//! must, and makes identical GETs under way at one time one request.
//!
//! Bounded by bytes, the least recently used goes first. Never serves what is stale. Thread: its
//! maker's.
class CachingSender : public ExtendingSender
{
public:
    CachingSender(std::unique_ptr<Sender> next, qint64 maxBytes, Clock &clock);
    ~CachingSender() override;

    void start(const ExchangePtr &exchange, ReplyHandler done) override;
    void cancel(const ExchangePtr &exchange) override;
    [[nodiscard]] QString role() const override;

    void clear();
    [[nodiscard]] qint64 bytes() const { return m_bytes; }
    [[nodiscard]] qsizetype count() const { return qsizetype(m_entries.size()); }
    //! \brief Whether identical GETs share one request; they do by default.
    void setShares(bool shares) { m_shares = shares; }

private:
    struct Entry
    {
        QByteArray key;
        Response response;
        CacheRule rule;
        TimePoint storedAt;
        QList<Header> varied; //!< the request's values of the headers named in Vary
        qint64 bytes = 0;
    };
    using EntryIt = std::list<Entry>::iterator;
    struct Follower
    {
        ExchangePtr exchange;
        ReplyHandler done;
    };
    //! A GET under way and those who wait for the same answer.
    struct Flight
    {
        QByteArray key;
        QByteArray identity;
        ExchangePtr exchange;
        ReplyHandler done;
        std::vector<Follower> followers;
        QList<Header> ownHeaders; //!< before validators were added
        TimePoint startedAt;
        bool isConditional = false;
    };
    using FlightPtr = std::shared_ptr<Flight>;

    void startUnsafe(const ExchangePtr &exchange, ReplyHandler done);
    void startGet(const ExchangePtr &exchange, ReplyHandler done, const CacheRequest &wishes);
    [[nodiscard]] EntryIt find(const QByteArray &key, const Request &request);
    [[nodiscard]] bool isFresh(const Entry &entry, const CacheRequest &wishes) const;
    [[nodiscard]] std::chrono::nanoseconds ageOf(const Entry &entry) const;
    [[nodiscard]] Response served(const Entry &entry) const;
    [[nodiscard]] bool join(const QByteArray &identity, Follower &follower);
    void fly(const FlightPtr &flight, const CacheRequest &wishes);
    void land(const FlightPtr &flight, Result<Response> result);
    void promote(const FlightPtr &flight);
    [[nodiscard]] Result<Response> absorb(const Flight &flight, Result<Response> result);
    void store(const Flight &flight, const Response &response, const CacheRule &rule);
    void freshen(Entry &entry, const Response &notModified, const Flight &flight);
    void erase(EntryIt entry);
    void invalidate(const QByteArray &key);

    qint64 m_maxBytes;
    Clock &m_clock;
    bool m_shares = true;
    std::list<Entry> m_entries; //!< the most recently used first
    QMultiHash<QByteArray, EntryIt> m_byKey;
    QHash<QByteArray, FlightPtr> m_flights;
    qint64 m_bytes = 0;
};

} // namespace Cordial::Net
