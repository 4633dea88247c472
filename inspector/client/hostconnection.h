// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rows.h"

#include <cordial/core/backoff.h>
#include <cordial/core/clock.h>

#include <QObject>

#include <memory>
#include <optional>

namespace Cordial::Inspector {

//! \brief How things stand with the host.
enum class LinkState : quint8 {
    Detached, //!< attach() was not called, or detach() was
    Connecting, //!< first attempt, nothing shown yet
    Attached, //!< live
    Stale, //!< lost; what is shown is old, trying again
    Refused //!< the host said no for good (other major version, attach() to nonsense)
};

//! \brief Who we are attached to, from its Hello.
struct HostInfo
{
    QByteArray name;
    quint64 instance = 0; //!< random for each process: another one = restarted
    quint64 processId = 0;
    quint16 major = 0;
    quint16 minor = 0;
    qint64 wallOffsetMs =
        0; //!< host's calendar (ms since the epoch) minus local Clock::now() in ms

    bool operator==(const HostInfo &) const = default;
};

//! \brief For the status bar.
struct LinkStatistics
{
    qint64 roundTripUs = -1; //!< -1 = not measured yet
    double bytesPerSecond = 0;
    quint64 received = 0; //!< events shown (requests and logs) since attach()
    quint64 lost = 0; //!< events that the host, its rings or we dropped, exactly, since attach()
    quint64 malformed = 0; //!< rows that could not be decoded; counted in lost as well

    bool operator==(const LinkStatistics &) const = default;
};

//! \brief A live view into one host: connects, subscribes, decodes, reconnects.
//!
//! Lives in the thread that made it, which needs an event loop: the GUI thread is fine, a thread
//! of its own too (all signals carry values). Never blocks: what arrives is decoded in slices of
//! 4 ms. On loss the rows stay with whoever shows them: nothing is emitted but stateChanged(Stale);
//! after reconnecting each stream begins again with snapshotBegun().
class HostConnection : public QObject
{
    Q_OBJECT
public:
    //! \brief Bit n = MetricStream(n).
    using Streams = quint32;
    static constexpr Streams kAllStreams = 0x7f;

    explicit HostConnection(Clock &clock, QObject *parent = nullptr,
                            RandomSource random = systemRandom());
    ~HostConnection() override;

    //! \brief Attaches to the host of that name, or to a socket path if \a nameOrPath has a '/'.
    //! Forgets the previous host.
    void attach(const QString &nameOrPath);
    //! \brief Says good-bye; statistics stay readable.
    void detach();
    //! \brief What is to be sent; all by default. Can be changed at any time; a stream that is
    //! switched on again begins with a snapshot.
    void setStreams(Streams streams);
    [[nodiscard]] Streams streams() const;

    [[nodiscard]] LinkState state() const;
    //! \brief Why the state is what it is, for people; empty while attached.
    [[nodiscard]] QString reason() const;
    [[nodiscard]] HostInfo host() const;
    [[nodiscard]] LinkStatistics statistics() const;
    //! \brief Since when the shown data is old; nothing while attached or before the first attach.
    [[nodiscard]] std::optional<TimePoint> staleSince() const;

Q_SIGNALS:
    void stateChanged(Cordial::Inspector::LinkState state, const QString &reason);
    //! \brief Another process answers under that name: ids, counters and rows of the old one mean
    //! nothing any more. Emitted before the first snapshotBegun().
    void hostRestarted(const Cordial::Inspector::HostInfo &host);
    //! \brief All rows of a state stream follow through its changed signal, in one or more
    //! batches: forget the rows you have. Event streams (requests, logs) say this as well; they
    //! keep what they have unless hostRestarted() came.
    void snapshotBegun(Cordial::MetricStream stream);
    void snapshotEnded(Cordial::MetricStream stream);

    //! Rows are whole: insert or replace by identity. \a removed are identities that left; none of
    //! them is in \a rows of the same signal.
    void shardsChanged(const QList<Cordial::Inspector::ShardRow> &rows,
                       const QList<quint32> &removed);
    void bucketsChanged(const QList<Cordial::Inspector::BucketRow> &rows,
                        const QList<QByteArray> &removed);
    void gaugesChanged(const QList<Cordial::Inspector::GaugeRow> &rows,
                       const QList<QByteArray> &removed);
    void pluginsChanged(const QList<Cordial::Inspector::PluginRow> &rows,
                        const QList<QByteArray> &removed);
    void commandsChanged(const QList<Cordial::Inspector::CommandRow> &rows,
                         const QList<QByteArray> &removed);
    void requestsArrived(const QList<Cordial::Inspector::RequestEvent> &events);
    void logsArrived(const QList<Cordial::Inspector::LogLine> &lines);

    //! \brief \a count events of \a stream will never arrive.
    void eventsLost(Cordial::MetricStream stream, quint64 count);
    //! \brief Once a second while attached, and on every loss.
    void statisticsChanged(const Cordial::Inspector::LinkStatistics &statistics);

private:
    class Private; // hostlink.h
    std::unique_ptr<Private> d;
};

} // namespace Cordial::Inspector

Q_DECLARE_METATYPE(Cordial::Inspector::LinkState)
Q_DECLARE_METATYPE(Cordial::Inspector::HostInfo)
Q_DECLARE_METATYPE(Cordial::Inspector::LinkStatistics)
