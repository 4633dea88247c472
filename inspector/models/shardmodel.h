// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/rows.h"
#include "models/statemodel.h"

namespace Cordial::Inspector {

struct ShardTraits
{
    using Row = ShardRow;
    using Id = quint32;
    static const Id &id(const Row &row) { return row.shard; }
};

//! \brief The shards of the host; also what the grid draws from.
class ShardModel : public StateModel<ShardTraits>
{
    Q_OBJECT

public:
    enum ColumnIndex {
        Shard,
        State,
        Since,
        Latency,
        LatencyP95,
        EventRate,
        Trend,
        Guilds,
        Sends,
        LastAck,
        Sequence,
        Session,
        Resumes,
        Reconnects,
        CloseCode,
        IdentifyKey,
        Dropped,
        Note,
        ColumnCount
    };

    explicit ShardModel(Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] bool isTicking() const override { return totalCount() > 0; }
    //! \brief Events a second, smoothed over a few seconds.
    [[nodiscard]] float eventRate(quint32 shard) const;
    //! \brief The last minute of eventRate(), one value a second, oldest first.
    [[nodiscard]] QList<float> history(quint32 shard) const;
    //! \brief The same for all shards together.
    [[nodiscard]] const QList<float> &totalHistory() const { return m_totals; }
    //! \brief Takes one sample of every rate. Called once a second by the session.
    void sampleRates();
    //! \brief How many shards are in each state, by the number of ShardState.
    [[nodiscard]] std::array<int, 7> countByState() const;

protected:
    [[nodiscard]] Cell cellOf(Handle handle, int column) const override;
    [[nodiscard]] QList<Detail> detailsOf(Handle handle) const override;
    [[nodiscard]] bool lessThan(Handle a, Handle b, int column) const override;
    void collectFields(Handle handle, Fields &fields) const override;
    void rowForgotten(Handle handle) override { m_rates.erase(handle); }

private:
    static constexpr size_t kSamples = 60;
    struct Rate
    {
        quint64 events = 0;
        float perSecond = 0;
        std::array<float, kSamples> samples{};
        size_t next = 0;
        size_t count = 0;
        bool known = false;
    };

    [[nodiscard]] static QList<Column> makeColumns();
    [[nodiscard]] QList<float> historyOf(Handle handle) const;
    [[nodiscard]] float rateOf(Handle handle) const;

    std::unordered_map<Handle, Rate> m_rates;
    QList<float> m_totals;
    qint64 m_sampledAt = 0;
};

} // namespace Cordial::Inspector
