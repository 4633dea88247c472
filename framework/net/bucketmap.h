// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/net/bucket.h>

#include <QHash>

#include <memory>
#include <unordered_map>

namespace Cordial::Net {

//! \brief Owns the routes and buckets of a rate limiter, and finds them by key.
class BucketMap
{
public:
    using Buckets = std::unordered_map<Bucket *, std::unique_ptr<Bucket>>;

    [[nodiscard]] RouteState *findRoute(const QByteArray &key) const { return m_routes.value(key); }
    //! \brief A route that was not known, in a bucket of its own.
    RouteState &addRoute(Route route);
    [[nodiscard]] Bucket *findBucket(const QByteArray &key) const { return m_byKey.value(key); }
    //! \brief An empty bucket for the same resource as \a like.
    Bucket &addBucket(const QByteArray &key, const QByteArray &hash, const Bucket &like);
    void rename(Bucket &bucket, const QByteArray &key, const QByteArray &hash);
    //! \brief With its routes.
    void drop(Bucket &bucket);

    [[nodiscard]] const Buckets &buckets() const { return m_buckets; }
    [[nodiscard]] qsizetype bucketCount() const { return qsizetype(m_buckets.size()); }
    [[nodiscard]] qsizetype routeCount() const { return qsizetype(m_routeStore.size()); }

private:
    QHash<QByteArray, RouteState *> m_routes;
    std::unordered_map<RouteState *, std::unique_ptr<RouteState>> m_routeStore;
    QHash<QByteArray, Bucket *> m_byKey;
    Buckets m_buckets;
};

} // namespace Cordial::Net
