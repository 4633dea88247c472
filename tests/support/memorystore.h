// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/cache/cachestore.h>

#include <QByteArrayList>

namespace Cordial::Testing {

//! \brief A cache's lines in memory; a test may spoil them.
class MemoryStore : public Api::CacheStore
{
public:
    Result<> write(const std::function<QByteArray()> &next) override
    {
        lines.clear();
        for (QByteArray line = next(); !line.isEmpty(); line = next())
            lines.append(line);
        return {};
    }
    Result<> read(const std::function<bool(const QByteArray &)> &take) override
    {
        for (const QByteArray &line : lines) {
            if (!take(line))
                break;
        }
        return {};
    }
    Result<> clear() override
    {
        lines.clear();
        return {};
    }
    QByteArrayList lines;
};

} // namespace Cordial::Testing
