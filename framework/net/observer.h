// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/metrics.h>
#include <cordial/net/request.h>

namespace Cordial::Net {

struct Exchange;
class Bucket;

//! \brief Watches a chain at work. Called in the chain's thread, in the middle of it: an observer
//! takes notes and starts nothing. The default takes none.
class SenderObserver
{
public:
    SenderObserver() = default;
    SenderObserver(const SenderObserver &) = delete;
    SenderObserver &operator=(const SenderObserver &) = delete;
    virtual ~SenderObserver() = default;

    //! \brief \a exchange must wait, or waits for something else now. \a place = requests before
    //! it.
    virtual void waiting(const Exchange &, const Bucket &, WaitReason, TimePoint /*until*/,
                         quint32 /*place*/)
    { }
    virtual void started(const Exchange &) { }
    virtual void uploaded(const Exchange &, qint64 /*sent*/, qint64 /*total*/) { }
    virtual void bucketChanged(const Bucket &) { }
    virtual void bucketGone(const Bucket &) { }
    //! \brief Requests in the current window of the global limit.
    virtual void globalChanged(int /*used*/, int /*limit*/, TimePoint /*resetAt*/) { }
    //! \brief Invalid requests (401, 403, 429) of the last ten minutes.
    virtual void invalidChanged(int /*count*/, int /*limit*/, TimePoint /*resetAt*/) { }
    virtual void tokenRefused() { }

    [[nodiscard]] static SenderObserver &none();
};

} // namespace Cordial::Net
