// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/typed/ids.h>
#include <cordial/core/clock.h>
#include <cordial/core/metrics.h>
#include <cordial/core/result.h>

#include <QHash>
#include <QString>

#include <memory>
#include <optional>

namespace Cordial::Commands {

//! \brief Counts the answers to typed commands that wait, in all and by channel: people type sooner
//! than Discord takes messages. Shared, as answers may outlive the registry. Thread: the client's.
class AnswerLimit : public std::enable_shared_from_this<AnswerLimit>
{
public:
    static constexpr qsizetype kMost = 1'000;
    static constexpr qsizetype kMostInChannel = 50;

    //! \brief \a clock outlives this; \a metrics the next close().
    AnswerLimit(Clock &clock, MetricSink &metrics);

    //! \brief Held while an answer waits.
    using Place = std::shared_ptr<void>;
    //! \brief A place for an answer to \a command, which names it in the log. Errors: TooLarge.
    [[nodiscard]] Result<Place> enter(ChannelId channel, const QString &command);
    //! \brief Reports nothing from here on.
    void close() { m_metrics = nullptr; }

private:
    void leave(ChannelId channel);
    void noteRefusal(const QString &command, const QString &why);
    void report();

    Clock &m_clock;
    MetricSink *m_metrics;
    QHash<ChannelId, qsizetype> m_waiting; //!< Of channels where any wait.
    qsizetype m_total = 0;
    quint64 m_refused = 0;
    std::optional<TimePoint> m_complained;
};

} // namespace Cordial::Commands
