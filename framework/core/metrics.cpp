// SPDX-License-Identifier: MIT
#include <cordial/core/metrics.h>

namespace Cordial {

MetricSink &MetricSink::none()
{
    static MetricSink sink;
    return sink;
}

} // namespace Cordial
