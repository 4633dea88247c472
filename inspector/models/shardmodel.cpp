// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/shardmodel.h"

#include "models/details.h"
#include "theme/format.h"

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

namespace {

constexpr int kSendLimit = 120;

QString sinceText(qint64 now, qint64 then)
{
    return then == 0 ? Format::unknown() : Format::duration(now - then);
}

QString closeCodeText(const ShardRow &row)
{
    return row.lastCloseCode == 0 ? Format::unknown() : QString::number(row.lastCloseCode);
}

Tone latencyTone(qint64 microseconds)
{
    if (microseconds < 0)
        return Tone::Faint;
    return microseconds > 1'000'000 ? Tone::Bad : microseconds > 400'000 ? Tone::Warn : Tone::Text;
}

Tone sendTone(int sends)
{
    return sends >= 110 ? Tone::Bad
        : sends >= 90   ? Tone::Warn
        : sends == 0    ? Tone::Faint
                        : Tone::Text;
}

Tone quietZero(quint64 value, Tone tone = Tone::Text)
{
    return value == 0 ? Tone::Faint : tone;
}

} // namespace

ShardModel::ShardModel(Clock &clock, QObject *parent) : StateModel(clock, makeColumns(), parent)
{
    sort(Shard, Qt::AscendingOrder);
}

QList<Column> ShardModel::makeColumns()
{
    const auto figure = CellKind::Figure;
    return {
        {u"shard"_s, tr("Shard"), {}, figure, 64},
        {u"state"_s, tr("State"), {}, CellKind::Text, 124},
        {u"since"_s, tr("For"), tr("How long it has been in this state"), figure, 84, false, true},
        {u"latency"_s, tr("Latency"), tr("Last heartbeat to its ACK"), figure, 84},
        {u"p95"_s, tr("p95"), tr("95 of 100 heartbeats were answered faster"), figure, 80},
        {u"rate"_s, tr("Events/s"), {}, figure, 80},
        {u"trend"_s, tr("Last minute"), tr("Events per second over the last minute"),
         CellKind::Spark, 108},
        {u"guilds"_s, tr("Guilds"), {}, figure, 72},
        {u"sends"_s, tr("Sends"), tr("Sent in the last 60 s, of 120"), CellKind::Countdown, 96},
        {u"ack"_s, tr("Last ACK"), tr("Time since the last heartbeat was answered"), figure, 84,
         false, true},
        {u"seq"_s, tr("Sequence"), {}, figure, 92},
        {u"session"_s, tr("Session"), tr("First characters of the session"), CellKind::Mono, 104},
        {u"resumes"_s, tr("Resumes"), {}, figure, 76},
        {u"reconnects"_s, tr("Reconnects"), {}, figure, 90},
        {u"close"_s, tr("Close code"), tr("The last close code and its meaning"), CellKind::Text,
         180},
        {u"key"_s, tr("Key"), tr("Identify key: shard modulo max_concurrency"), figure, 56},
        {u"dropped"_s, tr("Dropped"), tr("Events dropped by the bounded queue"), figure, 80},
        {u"note"_s, tr("Waiting for"), {}, CellKind::Text, 200, true},
    };
}

Cell ShardModel::cellOf(Handle handle, int column) const
{
    const ShardRow &r = row(handle);
    switch (column) {
    case Shard:
        return {.text = QString::number(r.shard)};
    case State: {
        const Visual visual = Visuals::of(r.state);
        return {.text = visual.name, .tone = visual.tone, .shape = visual.shape};
    }
    case Since:
        return {.text = sinceText(now(), r.stateSince), .tone = Tone::Muted};
    case Latency:
        return {.text = orDash(r.latencyUs), .tone = latencyTone(r.latencyUs)};
    case LatencyP95:
        return {.text = orDash(r.latencyP95Us), .tone = latencyTone(r.latencyP95Us)};
    case EventRate: {
        const float rate = rateOf(handle);
        return {.text = Format::rate(static_cast<double>(rate)),
                .tone = rate < 0.05F ? Tone::Faint : Tone::Text};
    }
    case Trend: {
        Cell cell{.text = Format::rate(static_cast<double>(rateOf(handle)))};
        cell.history = historyOf(handle);
        return cell;
    }
    case Guilds:
        return {.text = Format::count(r.guilds), .tone = quietZero(r.guilds)};
    case Sends: {
        Cell cell{.text = u"%1/%2"_s.arg(r.sendsInWindow).arg(kSendLimit)};
        cell.hint = tr("%1 of %2 messages to the gateway in the last 60 s")
                        .arg(r.sendsInWindow)
                        .arg(kSendLimit);
        cell.tone = sendTone(r.sendsInWindow);
        cell.end = qMin(1.0, r.sendsInWindow / static_cast<double>(kSendLimit));
        return cell;
    }
    case LastAck:
        return {.text = sinceText(now(), r.lastAckAt), .tone = Tone::Muted};
    case Sequence:
        return {.text = r.sequence < 0 ? Format::unknown() : QString::number(r.sequence),
                .tone = r.sequence < 0 ? Tone::Faint : Tone::Text};
    case Session:
        return {.text = orDash(r.sessionPrefix), .tone = Tone::Muted};
    case Resumes:
        return {.text = Format::count(r.resumes), .tone = quietZero(r.resumes)};
    case Reconnects:
        return {.text = Format::count(r.reconnects), .tone = quietZero(r.reconnects)};
    case CloseCode: {
        const QString meaning = Visuals::closeCodeMeaning(r.lastCloseCode);
        const QString text = closeCodeText(r);
        return {.text = meaning.isEmpty() ? text : QString(text + u"  " + meaning),
                .tone = r.lastCloseCode == 0 ? Tone::Faint : Tone::Muted};
    }
    case IdentifyKey:
        return {.text = QString::number(r.identifyKey), .tone = Tone::Muted};
    case Dropped:
        return {.text = Format::count(r.dropped), .tone = quietZero(r.dropped, Tone::Warn)};
    case Note:
        return {.text = QString::fromUtf8(r.waitingFor), .tone = Tone::Muted};
    default:
        return {};
    }
}

QList<Detail> ShardModel::detailsOf(Handle handle) const
{
    const ShardRow &r = row(handle);
    const Visual state = Visuals::of(r.state);
    QList<Detail> details{
        {tr("Shard"), tr("%1 of %2").arg(r.shard).arg(r.shardCount)},
        {tr("State"), state.name, state.tone, state.shape},
        {tr("For"), sinceText(now(), r.stateSince)},
        {tr("Waiting for"), orDash(r.waitingFor)},
        {tr("Latency"), orDash(r.latencyUs), latencyTone(r.latencyUs)},
        {tr("p95"), orDash(r.latencyP95Us), latencyTone(r.latencyP95Us)},
        {tr("Last ACK"), sinceText(now(), r.lastAckAt)},
        {tr("Events/s"), Format::rate(static_cast<double>(rateOf(handle)))},
        {tr("Events"), Format::count(r.events)},
        {tr("Dropped"), Format::count(r.dropped), r.dropped > 0 ? Tone::Warn : Tone::Text},
        {tr("Guilds"), Format::count(r.guilds)},
        {tr("Sends"), u"%1/%2"_s.arg(r.sendsInWindow).arg(kSendLimit), sendTone(r.sendsInWindow)},
        {tr("Sequence"), r.sequence < 0 ? Format::unknown() : QString::number(r.sequence)},
        {tr("Session"), orDash(r.sessionPrefix)},
        {tr("Resumes"), Format::count(r.resumes)},
        {tr("Reconnects"), Format::count(r.reconnects)},
        {tr("Close code"), cellOf(handle, CloseCode).text},
        {tr("Key"), QString::number(r.identifyKey)},
    };
    appendExtra(details, r.extra);
    return details;
}

bool ShardModel::lessThan(Handle a, Handle b, int column) const
{
    const ShardRow &x = row(a);
    const ShardRow &y = row(b);
    switch (column) {
    case State:
        return x.state < y.state;
    case Since:
        return x.stateSince > y.stateSince;
    case Latency:
        return x.latencyUs < y.latencyUs;
    case LatencyP95:
        return x.latencyP95Us < y.latencyP95Us;
    case EventRate:
    case Trend:
        return rateOf(a) < rateOf(b);
    case Guilds:
        return x.guilds < y.guilds;
    case Sends:
        return x.sendsInWindow < y.sendsInWindow;
    case LastAck:
        return x.lastAckAt > y.lastAckAt;
    case Sequence:
        return x.sequence < y.sequence;
    case Session:
        return x.sessionPrefix < y.sessionPrefix;
    case Resumes:
        return x.resumes < y.resumes;
    case Reconnects:
        return x.reconnects < y.reconnects;
    case CloseCode:
        return x.lastCloseCode < y.lastCloseCode;
    case IdentifyKey:
        return x.identifyKey < y.identifyKey;
    case Dropped:
        return x.dropped < y.dropped;
    case Note:
        return x.waitingFor < y.waitingFor;
    default:
        return x.shard < y.shard;
    }
}

void ShardModel::collectFields(Handle handle, Fields &fields) const
{
    const ShardRow &r = row(handle);
    static constexpr std::array<const char *, 7> kStates{
        "disconnected", "connecting", "identifying", "ready", "resuming", "waiting", "fatal"};
    fields.add("shard", r.shard);
    fields.add("state", kStates[qMin<size_t>(static_cast<size_t>(r.state), kStates.size() - 1)]);
    fields.add("session", r.sessionPrefix);
    fields.add("close", r.lastCloseCode);
    fields.add("key", r.identifyKey);
    fields.add("note", r.waitingFor);
}

void ShardModel::sampleRates()
{
    const qint64 at = now();
    const double seconds = static_cast<double>(at - m_sampledAt) / 1e9;
    m_sampledAt = at;
    std::vector<Handle> changed;
    float total = 0;
    bool sampled = false;
    for (const auto &[shard, handle] : identities()) {
        Rate &rate = m_rates[handle];
        const quint64 events = row(handle).events;
        const bool counted = rate.known && seconds > 0 && events >= rate.events;
        const float fresh =
            counted ? static_cast<float>(static_cast<double>(events - rate.events) / seconds) : 0;
        const float before = rate.perSecond;
        rate.perSecond = rate.count < 2 ? fresh : rate.perSecond * 0.6F + fresh * 0.4F;
        rate.events = events;
        const bool wasKnown = rate.known;
        rate.known = true;
        // A first look has nothing to compare with: no sample, instead of a false zero.
        if (!wasKnown)
            continue;
        sampled = true;
        total += rate.perSecond;
        rate.samples[rate.next] = rate.perSecond;
        rate.next = (rate.next + 1) % kSamples;
        rate.count = qMin(rate.count + 1, kSamples);
        if (before > 0 || rate.perSecond > 0)
            changed.push_back(handle);
    }
    if (sampled)
        m_totals.append(total);
    if (m_totals.size() > static_cast<qsizetype>(kSamples))
        m_totals.removeFirst();
    if (isPaused())
        return;
    std::sort(changed.begin(), changed.end());
    refreshRows(changed);
}

float ShardModel::rateOf(Handle handle) const
{
    const auto found = m_rates.find(handle);
    return found == m_rates.end() ? 0 : found->second.perSecond;
}

QList<float> ShardModel::historyOf(Handle handle) const
{
    const auto found = m_rates.find(handle);
    if (found == m_rates.end())
        return {};
    const Rate &rate = found->second;
    QList<float> values;
    values.reserve(static_cast<qsizetype>(rate.count));
    for (size_t i = 0; i < rate.count; ++i)
        values.append(rate.samples[(rate.next + kSamples - rate.count + i) % kSamples]);
    return values;
}

float ShardModel::eventRate(quint32 shard) const
{
    const auto found = identities().find(shard);
    return found == identities().end() ? 0 : rateOf(found->second);
}

QList<float> ShardModel::history(quint32 shard) const
{
    const auto found = identities().find(shard);
    return found == identities().end() ? QList<float>{} : historyOf(found->second);
}

std::array<int, 7> ShardModel::countByState() const
{
    std::array<int, 7> counts{};
    for (const auto &[shard, handle] : identities())
        ++counts[qMin<size_t>(static_cast<size_t>(row(handle).state), counts.size() - 1)];
    return counts;
}

} // namespace Cordial::Inspector
