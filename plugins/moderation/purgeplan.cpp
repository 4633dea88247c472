// SPDX-License-Identifier: MIT
#include "purgeplan.h"

#include <QSet>

#include <algorithm>

using namespace Cordial;

namespace {

constexpr qsizetype kMostAtOnce = 100;
// One message too old fails the whole request, and it waits in a queue before Discord sees it.
constexpr auto kBulkAge = std::chrono::hours(14 * 24) - std::chrono::minutes(10);

} // namespace

QList<PurgeStep> planPurge(const QList<MessageId> &messages, WallTime now)
{
    QList<MessageId> young;
    QList<MessageId> old;
    QSet<MessageId> seen;
    for (const MessageId id : messages) {
        if (seen.contains(id))
            continue;
        seen.insert(id);
        (now - id.createdAt() < kBulkAge ? young : old).append(id);
    }
    QList<PurgeStep> steps;
    for (qsizetype i = 0; i < young.size(); i += kMostAtOnce)
        steps.append({young.mid(i, kMostAtOnce)});
    for (const MessageId id : std::as_const(old))
        steps.append({{id}});
    return steps;
}
