// SPDX-License-Identifier: MIT
#include <cordial/api/typed/pagewalk.h>

#include <algorithm>

namespace Cordial::Api {

using namespace Qt::StringLiterals;

PageWalk::PageWalk(PageRule rule, PageWay way, std::optional<quint64> from,
                   std::optional<qint64> pageSize)
    : m_rule(rule)
    , m_way(way)
    , m_from(from)
    , m_pageSize(std::clamp(pageSize.value_or(rule.most), rule.least, rule.most))
{
    if (!m_from && m_way == PageWay::After && m_rule.saysStart)
        m_from = 0;
}

void PageWalk::setMost(qsizetype items)
{
    m_left = std::max<qsizetype>(items, 0);
    m_isAtEnd = m_isAtEnd || items <= 0;
}

PageRequest PageWalk::next() const
{
    const qint64 wanted = m_left ? std::min<qint64>(*m_left, m_pageSize) : m_pageSize;
    return {m_way, m_from, std::max(wanted, m_rule.least)};
}

QList<qsizetype> PageWalk::beyond(const QList<quint64> &keys) const
{
    QList<qsizetype> order;
    order.reserve(keys.size());
    for (qsizetype i = 0; i < keys.size(); ++i) {
        const bool isPast = m_from
            && ((m_way == PageWay::Before && keys[i] >= *m_from)
                || (m_way == PageWay::After && keys[i] <= *m_from));
        if (!isPast)
            order.append(i);
    }
    if (m_way == PageWay::Offset)
        return order;
    std::stable_sort(order.begin(), order.end(), [&](qsizetype left, qsizetype right) {
        return m_way == PageWay::After ? keys[left] < keys[right] : keys[left] > keys[right];
    });
    return order;
}

Result<QList<qsizetype>> PageWalk::take(const QList<quint64> &keys, std::optional<bool> hasMore)
{
    const qint64 asked = next().limit;
    QList<qsizetype> order = beyond(keys);
    if (order.isEmpty() && !keys.isEmpty())
        return makeError(ErrorCode::Decode,
                         u"the list does not go on: what was asked for begins beyond %1"_s.arg(
                             m_from.value_or(0)));
    m_isAtEnd = order.isEmpty() || m_way == PageWay::Around || !hasMore.value_or(true)
        || (!hasMore && keys.size() < asked);
    if (m_way == PageWay::Offset) {
        m_from = m_from.value_or(0) + quint64(keys.size());
        m_isAtEnd = m_isAtEnd || *m_from > m_rule.lastOffset;
    } else if (!order.isEmpty()) {
        m_from = keys[order.last()];
    }
    if (m_left) {
        order.resize(std::min(order.size(), *m_left));
        *m_left -= order.size();
        m_isAtEnd = m_isAtEnd || *m_left == 0;
    }
    return order;
}

} // namespace Cordial::Api
