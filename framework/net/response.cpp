// SPDX-License-Identifier: MIT
#include <cordial/net/observer.h>
#include <cordial/net/response.h>

namespace Cordial::Net {

QByteArray Response::header(QByteArrayView name) const
{
    for (const Header &header : headers) {
        if (header.first.compare(name, Qt::CaseInsensitive) == 0)
            return header.second;
    }
    return {};
}

SenderObserver &SenderObserver::none()
{
    static SenderObserver observer;
    return observer;
}

} // namespace Cordial::Net
