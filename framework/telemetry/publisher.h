// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/metrics.h>
#include <cordial/core/result.h>

#include <QString>

#include <memory>

namespace Cordial::Telemetry {

//! \brief How a host shows itself.
struct PublisherConfig
{
    QString path; //!< of the socket; empty: after the name, in the folder of the user's hosts
    QString name; //!< what the inspector lists; letters, digits, '.', '_', '-'
    Clock &clock; //!< thread-safe, outlives the publisher
};

//! \brief What became of the records; see Publisher::statistics().
struct PublisherStatistics
{
    quint32 clients = 0; //!< attached now
    quint64 lost = 0; //!< records turned away by full rings
    quint64 droppedForClients = 0; //!< events that slow clients were not sent
    quint64 evicted = 0; //!< rows that left because a table was full
    double cost = 0; //!< of watching, as a part of one core, over the last second
};

//! \brief Shows what the process does to inspectors on this machine.
//!
//! report() may be called from any thread; it never blocks, allocates or encodes, except that a
//! thread's first report takes a lock once to get its ring. A thread of the publisher's own
//! ("cordial-telemetry") collects every 50 ms (250 ms with nobody attached), keeps the latest
//! states, and speaks to the clients. All else is for the thread that made the publisher. Must
//! outlive everyone who reports to it.
class Publisher : public MetricSink
{
public:
    explicit Publisher(PublisherConfig config);
    ~Publisher() override;

    //! \brief Listens on \a path, or on that of the configuration. States are kept from
    //! construction on, so that this may come late.
    //! Errors: InvalidArgument for an impossible name or path, Io (which says why) otherwise.
    Result<> listen(const QString &path = {});
    //! \brief Says good-bye to the clients and removes the socket. listen() may follow.
    void close();
    //! \brief The socket's path while it listens, else empty.
    [[nodiscard]] QString path() const;
    //! \brief As of the last round; thread-safe.
    [[nodiscard]] PublisherStatistics statistics() const;

    void report(const ShardRecord &record) override;
    void report(const BucketRecord &record) override;
    void report(const GaugeRecord &record) override;
    void report(const RequestRecord &record) override;
    void report(const LogRecord &record) override;
    void report(const PluginRecord &record) override;
    void report(const CommandRecord &record) override;

private:
    class Private;
    template <typename Record>
    void push(MetricStream stream, const Record &record, qint64 at, bool state);

    std::unique_ptr<Private> d;
};

} // namespace Cordial::Telemetry
