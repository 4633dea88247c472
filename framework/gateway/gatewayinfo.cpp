// SPDX-License-Identifier: MIT
#include <cordial/core/jsonreader.h>
#include <cordial/gateway/shardmanager.h>

#include <algorithm>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;

namespace {

struct StartLimit
{
    int total = 1000;
    int remaining = 1000;
    qint64 resetAfter = 0;
    int maxConcurrency = 1;
};

bool readJson(JsonValue &in, StartLimit &out, JsonError &error)
{
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        if (key == "total")
            return Cordial::readJson(value, out.total, error);
        if (key == "remaining")
            return Cordial::readJson(value, out.remaining, error);
        if (key == "reset_after")
            return Cordial::readJson(value, out.resetAfter, error);
        if (key == "max_concurrency")
            return Cordial::readJson(value, out.maxConcurrency, error);
        return true;
    });
}

// More identify keys than any bot has; each costs memory.
constexpr int kMostKeys = 10'000;
constexpr qint64 kLongestResetMs = 1000LL * 60 * 60 * 24 * 100; // what a clock can be set to

struct Answer
{
    QString url;
    int shards = 1;
    StartLimit limit;
};

bool readJson(JsonValue &in, Answer &out, JsonError &error)
{
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        if (isNull(value))
            return true;
        if (key == "url")
            return Cordial::readJson(value, out.url, error);
        if (key == "shards")
            return Cordial::readJson(value, out.shards, error);
        if (key == "session_start_limit")
            return readJson(value, out.limit, error);
        return true;
    });
}

} // namespace

Result<GatewayInfo> parseGatewayInfo(const QByteArray &json)
{
    const auto answer = fromJson<Answer>(json);
    if (!answer) {
        Error error = answer.error();
        return std::move(error).in(u"the answer of /gateway/bot");
    }
    GatewayInfo info;
    info.url = QUrl(answer->url, QUrl::StrictMode);
    if (!info.url.isValid() || info.url.host().isEmpty())
        return makeError(ErrorCode::Decode, u"the answer of /gateway/bot has no usable url"_s);
    if (answer->shards > kMostShards)
        return makeError(ErrorCode::Decode,
                         u"the answer of /gateway/bot wants %1 shards, and there can be %2: give "
                         "--shards"_s.arg(answer->shards)
                             .arg(kMostShards));
    info.shards = std::max(answer->shards, 1);
    info.total = std::max(answer->limit.total, 0);
    info.remaining = std::max(answer->limit.remaining, 0);
    info.resetAfter =
        Milliseconds(std::clamp<qint64>(answer->limit.resetAfter, 0, kLongestResetMs));
    info.maxConcurrency = std::clamp(answer->limit.maxConcurrency, 1, kMostKeys);
    return info;
}

QString toString(ShardEvent::Kind kind)
{
    switch (kind) {
    case ShardEvent::Kind::Connecting:
        return u"connecting"_s;
    case ShardEvent::Kind::Identifying:
        return u"identifying"_s;
    case ShardEvent::Kind::Ready:
        return u"ready"_s;
    case ShardEvent::Kind::Resuming:
        return u"resuming"_s;
    case ShardEvent::Kind::Resumed:
        return u"resumed"_s;
    case ShardEvent::Kind::Disconnected:
        return u"disconnected"_s;
    case ShardEvent::Kind::Waiting:
        return u"waiting"_s;
    case ShardEvent::Kind::Fatal:
        break;
    }
    return u"fatal"_s;
}

} // namespace Cordial::Gateway
