// SPDX-License-Identifier: MIT
#include <cordial/gateway/payloads.h>

#include <cordial/core/jsonreader.h>
#include <cordial/core/jsonwriter.h>
#include <cordial/gateway/opcode.h>

#include <QUrlQuery>

#include <algorithm>
#include <array>
#include <utility>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;

namespace {

JsonWriter begin(Opcode op)
{
    JsonWriter writer;
    writer.beginObject().key("op").number(int(op)).key("d");
    return writer;
}

JsonWriter &sequenceValue(JsonWriter &writer, std::optional<qint64> sequence)
{
    return sequence ? writer.number(*sequence) : writer.null();
}

constexpr std::array kCommands{Opcode::PresenceUpdate, Opcode::VoiceStateUpdate,
                               Opcode::RequestGuildMembers, Opcode::RequestSoundboardSounds,
                               Opcode::RequestChannelInfo};

struct LongField
{
    QByteArray path;
    qsizetype bytes = 0;
};

//! The scalar that takes most room. The payload comes from our own process: the depth is bounded.
void findLongest(simdjson::dom::element element, const QByteArray &path, int depth, LongField &out)
{
    if (depth > 32)
        return;
    if (simdjson::dom::object object; element.get(object) == simdjson::SUCCESS) {
        for (const auto &[key, value] : object) {
            const QByteArray name(key.data(), qsizetype(key.size()));
            findLongest(value, path.isEmpty() ? name : QByteArray(path + '.' + name), depth + 1,
                        out);
        }
        return;
    }
    if (simdjson::dom::array array; element.get(array) == simdjson::SUCCESS) {
        const auto bytes = qsizetype(simdjson::minify(array).size());
        bool isNested = false;
        qsizetype index = 0;
        for (const simdjson::dom::element value : array) {
            isNested = isNested || value.is_object() || value.is_array();
            findLongest(value, path + '[' + QByteArray::number(index++) + ']', depth + 1, out);
        }
        if (!isNested && bytes > out.bytes)
            out = {path, bytes};
        return;
    }
    const auto bytes = qsizetype(simdjson::minify(element).size());
    if (bytes > out.bytes)
        out = {path, bytes};
}

Error tooLarge(const QByteArray &payload)
{
    QByteArray bytes = payload;
    const auto view = padded(bytes);
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    LongField longest;
    if (parser.parse(view.data(), view.size(), false).get(root) == simdjson::SUCCESS)
        findLongest(root, {}, 0, longest);
    Error error = makeError(ErrorCode::TooLarge,
                            u"a gateway payload may have "_s % QString::number(kLongestPayload)
                                % u" bytes, this one has "_s % QString::number(payload.size()));
    if (!longest.path.isEmpty()) {
        error.path = QString::fromUtf8(longest.path);
        error.message +=
            u"; shorten "_s % error.path % u", which takes "_s % QString::number(longest.bytes);
    }
    return error;
}

} // namespace

QByteArray heartbeatPayload(std::optional<qint64> sequence)
{
    JsonWriter writer = begin(Opcode::Heartbeat);
    return sequenceValue(writer, sequence).endObject().take();
}

QByteArray identifyPayload(const Secret &token, const IdentifyFields &fields)
{
    JsonWriter writer = begin(Opcode::Identify);
    writer.beginObject().key("token").string(token.reveal());
    writer.key("intents").number(qint64(fields.intents));
    writer.key("properties").beginObject();
    writer.key("os").string("linux").key("browser").string("cordial").key("device").string(
        "cordial");
    writer.endObject();
    writer.key("large_threshold").number(fields.largeThreshold);
    writer.key("shard").beginArray();
    writer.number(qint64(fields.shard)).number(qint64(fields.shardCount)).endArray();
    if (!fields.presence.isEmpty())
        writer.key("presence").raw(fields.presence);
    return writer.endObject().endObject().take();
}

QByteArray resumePayload(const Secret &token, const Session &session,
                         std::optional<qint64> sequence)
{
    JsonWriter writer = begin(Opcode::Resume);
    writer.beginObject().key("token").string(token.reveal());
    writer.key("session_id").string(session.id).key("seq");
    return sequenceValue(writer, sequence).endObject().endObject().take();
}

QUrl gatewayUrl(const QUrl &base, Compression compression)
{
    QUrl url = base;
    url.setPath(u"/"_s);
    QUrlQuery query;
    query.addQueryItem(u"v"_s, QString::number(kGatewayVersion));
    query.addQueryItem(u"encoding"_s, u"json"_s);
    if (compression == Compression::ZlibStream)
        query.addQueryItem(u"compress"_s, u"zlib-stream"_s);
    if (compression == Compression::ZstdStream)
        query.addQueryItem(u"compress"_s, u"zstd-stream"_s);
    url.setQuery(query);
    url.setFragment({});
    url.setUserInfo({});
    return url;
}

int opcodeOf(const QByteArray &payload)
{
    QByteArray bytes = payload;
    const auto view = padded(bytes);
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    int64_t op = -1;
    const bool isRead = parser.parse(view.data(), view.size(), false).get(root) == simdjson::SUCCESS
        && root["op"].get(op) == simdjson::SUCCESS;
    return isRead && std::in_range<int>(op) ? int(op) : -1;
}

Result<> checkLength(const QByteArray &payload)
{
    return payload.size() > kLongestPayload ? Result<>(tooLarge(payload)) : Result<>();
}

Result<> checkCommand(const QByteArray &payload)
{
    const int op = opcodeOf(payload);
    if (op < 0)
        return makeError(ErrorCode::InvalidArgument,
                         u"a gateway command is a JSON object with an op"_s);
    const bool isCommand = std::any_of(kCommands.begin(), kCommands.end(),
                                       [op](Opcode command) { return int(command) == op; });
    if (!isCommand)
        return makeError(ErrorCode::InvalidArgument,
                         u"op "_s % QString::number(op) % u" is not a command a bot may send"_s);
    return checkLength(payload);
}

} // namespace Cordial::Gateway
