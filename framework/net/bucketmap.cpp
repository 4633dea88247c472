// SPDX-License-Identifier: MIT
#include <cordial/net/bucketmap.h>

#include <utility>

namespace Cordial::Net {

RouteState &BucketMap::addRoute(Route route)
{
    auto state = std::make_unique<RouteState>();
    state->key = route.key();
    state->route = std::move(route);
    auto bucket = std::make_unique<Bucket>();
    bucket->key = state->key;
    bucket->topLevel = state->route.topLevel;
    bucket->topLevelId = state->route.topLevelId;
    bucket->routes.insert(state.get());
    state->bucket = bucket.get();
    m_byKey.insert(bucket->key, bucket.get());
    m_buckets.emplace(bucket.get(), std::move(bucket));
    RouteState &out = *state;
    m_routes.insert(out.key, state.get());
    m_routeStore.emplace(state.get(), std::move(state));
    return out;
}

Bucket &BucketMap::addBucket(const QByteArray &key, const QByteArray &hash, const Bucket &like)
{
    auto bucket = std::make_unique<Bucket>();
    bucket->key = key;
    bucket->hash = hash;
    bucket->topLevel = like.topLevel;
    bucket->topLevelId = like.topLevelId;
    Bucket &out = *bucket;
    m_byKey.insert(key, &out);
    m_buckets.emplace(&out, std::move(bucket));
    return out;
}

void BucketMap::rename(Bucket &bucket, const QByteArray &key, const QByteArray &hash)
{
    m_byKey.remove(bucket.key);
    bucket.key = key;
    bucket.hash = hash;
    m_byKey.insert(key, &bucket);
}

void BucketMap::drop(Bucket &bucket)
{
    for (RouteState *route : bucket.routes) {
        m_routes.remove(route->key);
        m_routeStore.erase(route);
    }
    m_byKey.remove(bucket.key);
    m_buckets.erase(&bucket);
}

} // namespace Cordial::Net
