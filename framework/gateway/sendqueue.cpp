// SPDX-License-Identifier: MIT
#include <cordial/gateway/sendqueue.h>

#include <cordial/gateway/opcode.h>

#include <algorithm>
#include <utility>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;

SendPriority priorityOf(int opcode)
{
    switch (Opcode(opcode)) {
    case Opcode::VoiceStateUpdate:
        return SendPriority::Prompt;
    case Opcode::PresenceUpdate:
        return SendPriority::Normal;
    default:
        return SendPriority::Bulk;
    }
}

SendQueue::SendQueue(Clock &clock) : m_clock(clock), m_limiter(clock)
{ }

qsizetype SendQueue::waiting() const
{
    size_t count = 0;
    for (const auto &lane : m_lanes)
        count += lane.size();
    return qsizetype(count);
}

Result<> SendQueue::push(QByteArray payload, SendPriority priority)
{
    if (waiting() >= kMost) {
        Error error = makeError(ErrorCode::RateLimited,
                                QString::number(kMost)
                                    % u" commands wait already: send fewer than 120 a minute"_s);
        error.retryAfter = nextIn();
        return error;
    }
    m_lanes[size_t(priority)].push_back({std::move(payload), m_clock.now()});
    return {};
}

bool SendQueue::isAskedTwice(const QByteArray &payload, SendPriority priority) const
{
    const auto &lane = m_lanes[size_t(priority)];
    return priority == SendPriority::Bulk
        && std::any_of(lane.begin(), lane.end(),
                       [&payload](const Entry &entry) { return entry.payload == payload; });
}

bool SendQueue::remove(const QByteArray &payload)
{
    auto &lane = m_lanes[size_t(SendPriority::Bulk)];
    return std::erase_if(lane, [&payload](const Entry &entry) { return entry.payload == payload; })
        > 0;
}

std::deque<SendQueue::Entry> *SendQueue::nextLane()
{
    std::deque<Entry> *first = nullptr;
    std::deque<Entry> *oldest = nullptr;
    for (auto &lane : m_lanes) {
        if (lane.empty())
            continue;
        if (first == nullptr)
            first = &lane;
        if (oldest == nullptr || lane.front().since < oldest->front().since)
            oldest = &lane;
    }
    const bool isOverdue =
        oldest != nullptr && m_clock.now() - oldest->front().since >= SendLimiter::kWindow;
    return isOverdue ? oldest : first;
}

QByteArrayList SendQueue::takeAll()
{
    QByteArrayList all;
    for (auto &lane : m_lanes) {
        for (Entry &entry : std::exchange(lane, {}))
            all.append(std::move(entry.payload));
    }
    return all;
}

std::optional<QByteArray> SendQueue::take()
{
    std::deque<Entry> *lane = nextLane();
    if (lane == nullptr || !m_limiter.tryCommand())
        return std::nullopt;
    QByteArray payload = std::move(lane->front().payload);
    lane->pop_front();
    return payload;
}

} // namespace Cordial::Gateway
