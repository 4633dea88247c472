// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/rows.h"
#include "models/eventmodel.h"

#include <QHash>

#include <map>

namespace Cordial::Inspector {

//! \brief One request, put together from its events.
struct RequestRow
{
    RequestEvent event; //!< the newest
    WaitReason waitedFor = WaitReason::None; //!< the last reason it waited for
    qint64 endedAt = 0; //!< 0 while it is under way
    bool cutOff = false; //!< its end was among events that got lost

    [[nodiscard]] bool isOpen() const { return endedAt == 0 && !cutOff; }
};

//! \brief Requests, oldest first; a row changes as its request goes on.
class RequestModel : public EventModel<RequestRow>
{
    Q_OBJECT

public:
    enum ColumnIndex {
        Status,
        Time,
        Method,
        Path,
        Reason,
        Wait,
        Total,
        Waterfall,
        Attempts,
        Priority,
        Size,
        Plugin,
        Bucket,
        Identity,
        ColumnCount
    };

    static constexpr size_t kDefaultCapacity = 200'000;

    explicit RequestModel(Clock &clock, QObject *parent = nullptr);

    void arrive(const QList<RequestEvent> &events);
    //! \brief Events were lost: the end of requests that are open now may be among them.
    void noteLoss();
    //! \brief Calendar time of local clock time 0, in milliseconds since the epoch.
    void setWallOffset(qint64 milliseconds) { m_wallOffset = milliseconds; }

    void clear() override;
    [[nodiscard]] qsizetype pendingCount() const override;
    [[nodiscard]] bool isTicking() const override { return !m_open.isEmpty(); }

    //! \brief Requests under way, counted by what they wait for; `None` = on the wire or queued.
    [[nodiscard]] std::array<int, 9> openByReason() const;
    //! \brief The width of the waterfall column in time.
    [[nodiscard]] qint64 waterfallSpan() const { return m_span; }
    [[nodiscard]] qint64 waitOf(const RequestRow &row) const;
    [[nodiscard]] qint64 totalOf(const RequestRow &row) const;
    //! \brief A command line that repeats the request; the token stays a variable.
    [[nodiscard]] static QString curlCommand(const RequestEvent &event);

protected:
    [[nodiscard]] Cell cellOf(Handle handle, int column) const override;
    [[nodiscard]] QList<Detail> detailsOf(Handle handle) const override;
    [[nodiscard]] bool lessThan(Handle a, Handle b, int column) const override;
    void collectFields(Handle handle, Fields &fields) const override;
    void applyPending() override;
    void rowEvicted(const RequestRow &row) override;

private:
    //! An open request without news for so long after a loss is shown as cut off.
    static constexpr qint64 kCutOffAfter = 60'000'000'000;

    [[nodiscard]] static QList<Column> makeColumns();
    static void advance(RequestRow &row, const RequestEvent &event);
    void keepNew(const RequestEvent &event);
    void boundPending();
    void applyUpdates();
    void noteOpen(const RequestRow &row);
    [[nodiscard]] std::vector<Handle> closeCutOff();
    void rescale();
    [[nodiscard]] Cell statusCell(const RequestRow &row) const;
    [[nodiscard]] Cell reasonCell(const RequestRow &row) const;
    [[nodiscard]] Cell waitCell(const RequestRow &row) const;
    [[nodiscard]] Cell waterfallCell(const RequestRow &row) const;
    [[nodiscard]] QString timeText(qint64 at) const;

    QHash<quint64, Handle> m_handles; //!< of stored requests by id
    QHash<quint64, WaitReason> m_open; //!< under way, by id
    std::deque<RequestRow> m_fresh; //!< arrived, not stored yet
    QHash<quint64, quint64> m_freshIndex; //!< by id; position + m_freshDropped
    quint64 m_freshDropped = 0;
    std::map<Handle, QList<RequestEvent>> m_updates;
    qint64 m_wallOffset = 0;
    qint64 m_span = 1'000'000'000;
    qint64 m_lossAt = 0;
};

} // namespace Cordial::Inspector
