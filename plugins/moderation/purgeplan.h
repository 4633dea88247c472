// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/ids.h>

#include <QList>

//! \brief One request of a purge: a single deletion, or 2 to 100 at once.
struct PurgeStep
{
    QList<Cordial::MessageId> messages;

    [[nodiscard]] bool isBulk() const { return messages.size() > 1; }
    bool operator==(const PurgeStep &) const = default;
};

//! \brief How to delete \a messages with the fewest requests: the young ones in bulk, those that
//! Discord takes one by one only (14 days and older) after them. Nothing is named twice.
//! \source resources/message.mdx, "Bulk Delete Messages"
[[nodiscard]] QList<PurgeStep> planPurge(const QList<Cordial::MessageId> &messages,
                                         Cordial::WallTime now);
