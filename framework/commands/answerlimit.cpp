// SPDX-License-Identifier: MIT
#include "answerlimit_p.h"

#include <cordial/core/logging.h>

namespace Cordial::Commands {

namespace {
//! Where one answer is refused, many are.
constexpr Milliseconds kComplainAgain{60'000};
} // namespace

AnswerLimit::AnswerLimit(Clock &clock, MetricSink &metrics) : m_clock(clock), m_metrics(&metrics)
{ }

Result<AnswerLimit::Place> AnswerLimit::enter(ChannelId channel, const QString &command)
{
    QString why;
    if (m_waiting.value(channel) >= kMostInChannel)
        why = QStringLiteral("in channel %1 %2 answers wait already")
                  .arg(channel.toString())
                  .arg(kMostInChannel);
    else if (m_total >= kMost)
        why = QStringLiteral("%1 answers to typed commands wait already").arg(kMost);
    if (!why.isEmpty()) {
        noteRefusal(command, why);
        return makeError(ErrorCode::TooLarge, why);
    }
    ++m_waiting[channel];
    ++m_total;
    report();
    return Place(nullptr, [self = shared_from_this(), channel](void *) { self->leave(channel); });
}

void AnswerLimit::leave(ChannelId channel)
{
    --m_total;
    if (--m_waiting[channel] == 0)
        m_waiting.remove(channel);
    report();
}

void AnswerLimit::noteRefusal(const QString &command, const QString &why)
{
    ++m_refused;
    report();
    const TimePoint now = m_clock.now();
    if (m_complained && now - *m_complained < kComplainAgain)
        return;
    m_complained = now;
    qCWarning(lcCommands).noquote() << "an answer to" << command << "is refused:" << why
                                    << "(refused so far:" << m_refused << u')';
}

void AnswerLimit::report()
{
    if (m_metrics == nullptr || !m_metrics->wants(MetricStream::Gauges))
        return;
    GaugeRecord record;
    record.name = "typed answers waiting";
    record.value = static_cast<double>(m_total);
    record.limit = static_cast<double>(kMost);
    m_metrics->report(record);
    record.name = "typed answers refused";
    record.value = static_cast<double>(m_refused);
    record.limit = 0;
    m_metrics->report(record);
}

} // namespace Cordial::Commands
