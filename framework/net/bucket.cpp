// SPDX-License-Identifier: MIT
#include <cordial/net/bucket.h>

#include <algorithm>
#include <numeric>

namespace Cordial::Net {

namespace {
constexpr std::chrono::seconds kForgetAfter{60};
constexpr std::chrono::seconds kFirstAnswer{3};
constexpr std::chrono::minutes kFurtherAnswers{15};
} // namespace

std::optional<TimePoint> Ticket::latestStart() const
{
    const Request &request = exchange->request;
    if (!isExempt)
        return request.deadline;
    const bool isKnown = request.interactionAt != TimePoint();
    const TimePoint began = isKnown ? request.interactionAt : exchange->submittedAt;
    const TimePoint end =
        route->route.isInteraction ? began + kFirstAnswer : began + kFurtherAnswers;
    return std::min(end, request.deadline.value_or(end));
}

bool Strand::isEmpty() const
{
    return reads.empty() && writesInFlight == 0
        && std::all_of(writes.begin(), writes.end(),
                       [](const TicketQueue &queue) { return queue.empty(); });
}

quint32 Strand::size() const
{
    size_t size = reads.size();
    for (const TicketQueue &queue : writes)
        size += queue.size();
    return static_cast<quint32>(size);
}

quint32 Bucket::queuedTotal() const
{
    return std::accumulate(queued.begin(), queued.end(), quint32(0));
}

quint32 Bucket::surelyBefore(const Ticket &ticket, TimePoint now) const
{
    quint32 before = 0;
    for (const auto &[of, strand] : strands) {
        if (of.first > ticket.lane)
            break;
        if (of.first < ticket.lane)
            before += claims(strand, now);
        else if (of.second == ticket.plugin)
            before += static_cast<quint32>(strand.queueOf(ticket).size());
    }
    return before;
}

quint32 Bucket::place(const Strand &strand, quint32 own) const
{
    quint32 before = own;
    for (const auto &[of, other] : strands) {
        if (of.first > strand.lane)
            break;
        if (of.first < strand.lane)
            before += other.size();
        else if (&other != &strand)
            before += std::min(other.size(), own);
    }
    return before;
}

Strand &Bucket::strandOf(Lane lane, int plugin)
{
    Strand &strand = strands[{lane, plugin}];
    strand.bucket = this;
    strand.lane = lane;
    strand.plugin = plugin;
    return strand;
}

Strand &Bucket::strandOf(const Ticket &ticket)
{
    return strandOf(ticket.lane, ticket.plugin);
}

quint32 Bucket::claims(const Strand &strand, TimePoint now) const
{
    size_t count = strand.reads.size();
    for (size_t i = 0; i < strand.writes.size(); ++i) {
        const TicketQueue &queue = strand.writes.at(i);
        if (!queue.empty() && now >= subLimitUntil.at(i)
            && now >= queue.begin()->second.exchange->notBefore)
            count += queue.size();
    }
    return static_cast<quint32>(count);
}

Ticket *Bucket::firstWrite(Strand &strand, TimePoint now, TimePoint &wake) const
{
    Ticket *first = nullptr;
    for (size_t i = 0; i < strand.writes.size(); ++i) {
        TicketQueue &queue = strand.writes.at(i);
        if (queue.empty())
            continue;
        if (now < subLimitUntil.at(i))
            wake = std::min(wake, subLimitUntil.at(i));
        else if (first == nullptr || queue.begin()->first < first->order())
            first = &queue.begin()->second;
    }
    if (first == nullptr || now >= first->exchange->notBefore)
        return first;
    // A repeat keeps its place: what comes after it in order waits with it.
    wake = std::min(wake, first->exchange->notBefore);
    return nullptr;
}

Ticket *Bucket::candidate(Strand &strand, int available, quint32 ahead, bool writesAhead,
                          TimePoint now, TimePoint &wake) const
{
    Ticket *write = strand.writesInFlight == 0 ? firstWrite(strand, now, wake) : nullptr;
    if (writesAhead)
        write = nullptr;
    if (available <= 0 || static_cast<quint32>(available) <= ahead)
        return nullptr;
    Ticket *read = strand.reads.empty() ? nullptr : &strand.reads.begin()->second;
    if (read == nullptr || write == nullptr)
        return read != nullptr ? read : write;
    return read->order() < write->order() ? read : write;
}

quint32 Bucket::burst(const Strand &strand, quint32 room, bool writesAhead)
{
    const bool someWrite = strand.writesInFlight == 0 && !writesAhead
        && std::any_of(strand.writes.begin(), strand.writes.end(),
                       [](const TicketQueue &queue) { return !queue.empty(); });
    const size_t most = strand.reads.size() + (someWrite ? 1 : 0);
    return static_cast<quint32>(std::min<size_t>(most, room));
}

bool Bucket::isIdle(TimePoint now) const
{
    return inFlight.empty() && queuedTotal() == 0 && now - lastUsed > kForgetAfter
        && now > window.resetAt() && now > window.blockedUntil()
        && std::all_of(subLimitUntil.begin(), subLimitUntil.end(),
                       [now](TimePoint until) { return now > until; });
}

QByteArray Bucket::routeNames() const
{
    QByteArray names;
    for (const RouteState *state : routes) {
        if (!names.isEmpty())
            names += ", ";
        names += state->route.method + ' ' + state->route.path;
    }
    return names;
}

} // namespace Cordial::Net
