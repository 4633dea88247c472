// SPDX-License-Identifier: MIT
#include <cordial/gateway/sessionbook.h>

#include <cordial/core/logging.h>

#include <algorithm>
#include <utility>

namespace Cordial::Gateway {

SessionBook::SessionBook(SessionStore &store, Clock &clock)
    : m_store(store), m_clock(clock), m_timer(clock.makeTimer())
{ }

void SessionBook::adopt(const SessionRecord &record)
{
    Entry &entry = m_entries[record.shard];
    entry.record = record;
    entry.isOpen = true;
}

void SessionBook::begin(quint32 session, const SessionRecord &record)
{
    Entry &entry = m_entries[record.shard];
    entry.begun.emplace_back(session, record);
    if (entry.isOpen)
        return;
    // Written before anybody hears of it: after a kill -9 nothing of it is lost.
    entry.session = session;
    entry.record = record;
    entry.record.sequence = std::max<qint64>(record.sequence - 1, 0);
    entry.isOpen = true;
    entry.isDirty = true;
    changed(m_isSlow ? kSpacingOfNew : Milliseconds(0));
}

void SessionBook::end(quint32 shard, quint32 session)
{
    Entry &entry = m_entries[shard];
    std::erase_if(entry.begun, [session](const auto &begun) { return begun.first == session; });
    if (!entry.isOpen || entry.session != session)
        return;
    entry.isOpen = false;
    entry.isDirty = false;
    m_store.remove(shard);
    changed(kSpacing);
}

void SessionBook::acknowledge(quint32 shard, quint32 session, qint64 sequence)
{
    Entry &entry = m_entries[shard];
    const auto begun = std::find_if(entry.begun.begin(), entry.begun.end(),
                                    [session](const auto &b) { return b.first == session; });
    if (begun != entry.begun.end()) {
        entry.session = session;
        entry.record = begun->second;
        entry.isOpen = true;
        entry.begun.erase(entry.begun.begin(), begun + 1);
    } else if (!entry.isOpen || entry.session != session || sequence <= entry.record.sequence) {
        return;
    }
    if (sequence > entry.record.sequence)
        entry.record.sequence = sequence;
    entry.isDirty = true;
    changed(kSpacing);
}

void SessionBook::replaceAll(const QList<std::pair<quint32, SessionRecord>> &sessions)
{
    for (auto it = m_entries.cbegin(); it != m_entries.cend(); ++it)
        m_store.remove(it.key());
    m_entries.clear();
    for (const auto &[session, record] : sessions) {
        adopt(record);
        m_entries[record.shard].session = session;
        m_entries[record.shard].isDirty = true;
    }
    flush();
}

void SessionBook::changed(Milliseconds spacing)
{
    if (m_timer->isActive() && spacing == kSpacing)
        return;
    const auto sinceLast = m_clock.now() - m_lastWrite;
    if (!m_everWritten || sinceLast >= spacing) {
        flush();
        return;
    }
    m_timer->start(spacing - sinceLast, [this] { flush(); });
}

void SessionBook::flush()
{
    m_timer->stop();
    m_everWritten = true;
    const TimePoint begun = m_clock.now();
    for (Entry &entry : m_entries) {
        if (std::exchange(entry.isDirty, false))
            m_store.put(entry.record);
    }
    const Result<> written = m_store.commit();
    m_lastWrite = m_clock.now();
    m_isSlow = m_lastWrite - begun > kQuickWrite;
    if (!written && !m_failed)
        qCCritical(lcGateway, "%ls; a restart would lose events",
                   qUtf16Printable(written.error().message));
    m_failed = !written;
    if (m_failed)
        m_timer->start(kSpacing, [this] { flush(); });
}

} // namespace Cordial::Gateway
