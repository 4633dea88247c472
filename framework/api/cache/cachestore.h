// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>

#include <functional>

namespace Cordial::Api {

//! \brief Where a cache is between two runs of a process. Lines of JSON without line ends, in
//! order.
class CacheStore
{
public:
    CacheStore() = default;
    CacheStore(const CacheStore &) = delete;
    CacheStore &operator=(const CacheStore &) = delete;
    virtual ~CacheStore() = default;

    //! \brief Replaces what is in it by the lines that \a next gives until one is empty; all or
    //! nothing. Errors: Io.
    [[nodiscard]] virtual Result<> write(const std::function<QByteArray()> &next) = 0;
    //! \brief Hands out every line until \a take says no; a store that has never been written to
    //! has none. Errors: Io; TooLarge for a line over 4 MB.
    [[nodiscard]] virtual Result<> read(const std::function<bool(const QByteArray &)> &take) = 0;
    //! \brief Makes it one that has never been written to. Errors: Io.
    [[nodiscard]] virtual Result<> clear() = 0;
};

//! \brief A file, replaced as a whole, readable by its owner only.
class FileCacheStore : public CacheStore
{
public:
    explicit FileCacheStore(QString path) : m_path(std::move(path)) { }
    [[nodiscard]] Result<> write(const std::function<QByteArray()> &next) override;
    [[nodiscard]] Result<> read(const std::function<bool(const QByteArray &)> &take) override;
    [[nodiscard]] Result<> clear() override;

private:
    QString m_path;
};

} // namespace Cordial::Api
