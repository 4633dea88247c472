// SPDX-License-Identifier: MIT
#include <cordial/telemetry/wire/messages.h>

#include <algorithm>
#include <limits>

namespace Cordial::Wire {

namespace {

// More than any version will have; a sender that names more is not believed.
constexpr quint64 kMostStreams = 256;
constexpr quint64 kMostFields = 256;

std::string_view asText(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<size_t>(bytes.size())};
}

//! \brief A frame whose payload is one array of fixed length.
class Message
{
public:
    Message(FrameType type, quint64 items, quint16 stream = 0)
        : m_mark(beginFrame(m_out, type, stream))
    {
        m_out.array(items);
    }
    CborWriter *operator->() { return &m_out; }
    CborWriter &out() { return m_out; }
    [[nodiscard]] QByteArray take()
    {
        endFrame(m_out, m_mark);
        return m_out.copy();
    }

private:
    CborWriter m_out{64};
    qsizetype m_mark;
};

//! \brief Reads an array item by item; the rest is passed over by finish().
class Items
{
public:
    explicit Items(CborReader &in) : m_in(in), m_ok(in.enterArray(m_left)) { }

    Items &number(quint64 &value)
    {
        m_ok = take() && m_in.readUnsigned(value);
        return *this;
    }
    template <typename Small>
    Items &small(Small &value)
    {
        quint64 number = 0;
        m_ok = take() && m_in.readUnsigned(number)
            && number <= static_cast<quint64>(std::numeric_limits<Small>::max());
        value = static_cast<Small>(number);
        return *this;
    }
    Items &integer(qint64 &value)
    {
        m_ok = take() && m_in.readInteger(value);
        return *this;
    }
    Items &text(QByteArray &value)
    {
        QByteArrayView view;
        m_ok = take() && m_in.readText(view);
        value = view.toByteArray();
        return *this;
    }
    //! \brief Calls \a each(in) for every entry of an array of at most \a most.
    template <typename Each>
    Items &list(quint64 most, Each &&each)
    {
        quint64 count = 0;
        m_ok = take() && m_in.enterArray(count) && count <= most;
        for (quint64 i = 0; m_ok && i < count; ++i)
            m_ok = each(m_in);
        return *this;
    }
    [[nodiscard]] bool finish() { return m_ok && m_in.skip(m_left); }

private:
    [[nodiscard]] bool take()
    {
        if (!m_ok || m_left == 0)
            return false;
        --m_left;
        return true;
    }

    CborReader &m_in;
    quint64 m_left = 0;
    bool m_ok;
};

template <typename Fields>
StreamSchema schemaOf()
{
    // Only names are wanted: a row whose members all are one number serves for every stream.
    struct AnyRow
    {
        int shard, shardCount, state, identifyKey, lastCloseCode, resumes, reconnects, guilds,
            sendsInWindow, stateSince, latencyUs, latencyP95Us, lastAckAt, sequence, events,
            dropped, sessionPrefix, waitingFor, key, hash, routes, topLevel, limit, remaining,
            resetAt, windowNs, queued, inFlight, headWaitsSince, rateLimitedUser, rateLimitedShared,
            rateLimitedGlobal, name, value, id, phase, reason, lane, attempts, status, at, queuedAt,
            startedAt, waitUntil, requestBytes, responseBytes, place, method, route, path,
            bucketKey, plugin, error, wallMs, level, request, category, text, version, loadNs,
            handled, errors, handlerP50Us, handlerP99Us, invoked, refused, lastUs;
    };
    AnyRow row{};
    StreamSchema schema{static_cast<quint16>(Fields::kStream),
                        QByteArray(Fields::kName.data(), qsizetype(Fields::kName.size())),
                        Fields::kKind,
                        {}};
    Fields::each(row, [&schema](const Field &field, int) {
        schema.fields.append({QByteArray(field.name.data(), qsizetype(field.name.size())),
                              field.type,
                              QByteArray(field.unit.data(), qsizetype(field.unit.size()))});
    });
    return schema;
}

void write(CborWriter &out, const StreamSchema &schema)
{
    out.array(4);
    out.unsignedInteger(schema.stream);
    out.text(asText(schema.name));
    out.unsignedInteger(static_cast<quint64>(schema.kind));
    out.array(static_cast<quint64>(schema.fields.size()));
    for (const FieldSchema &field : schema.fields) {
        out.array(3);
        out.text(asText(field.name));
        out.unsignedInteger(static_cast<quint64>(field.type));
        out.text(asText(field.unit));
    }
}

bool readField(CborReader &in, QList<FieldSchema> &fields)
{
    FieldSchema field;
    quint8 type = 0;
    if (!Items(in).text(field.name).small(type).text(field.unit).finish())
        return false;
    field.type = static_cast<FieldType>(type);
    fields.append(std::move(field));
    return true;
}

bool readStream(CborReader &in, QList<StreamSchema> &streams)
{
    StreamSchema schema;
    quint8 kind = 0;
    const bool ok =
        Items(in)
            .small(schema.stream)
            .text(schema.name)
            .small(kind)
            .list(kMostFields, [&](CborReader &field) { return readField(field, schema.fields); })
            .finish();
    schema.kind = static_cast<StreamKind>(kind);
    if (ok)
        streams.append(std::move(schema));
    return ok;
}

} // namespace

const QList<StreamSchema> &ownSchema()
{
    static const QList<StreamSchema> schema{schemaOf<ShardFields>(),  schemaOf<BucketFields>(),
                                            schemaOf<GaugeFields>(),  schemaOf<RequestFields>(),
                                            schemaOf<LogFields>(),    schemaOf<PluginFields>(),
                                            schemaOf<CommandFields>()};
    return schema;
}

QByteArray encode(const Hello &hello)
{
    Message message(FrameType::Hello, 9);
    message->text(kMagic);
    message->unsignedInteger(hello.major);
    message->unsignedInteger(hello.minor);
    message->unsignedInteger(hello.capabilities);
    message->unsignedInteger(hello.instance);
    message->unsignedInteger(hello.processId);
    message->text(asText(hello.name));
    message->array(2);
    message->integer(hello.monotonicNs);
    message->integer(hello.wallMs);
    message->array(static_cast<quint64>(hello.schema.size()));
    for (const StreamSchema &schema : hello.schema)
        write(message.out(), schema);
    return message.take();
}

std::optional<Hello> decodeHello(QByteArrayView payload)
{
    CborReader in(payload);
    Items items(in);
    QByteArray magic;
    Hello hello;
    items.text(magic).small(hello.major);
    if (asText(magic) != kMagic)
        return std::nullopt;
    // What follows belongs to a major version: of another one nothing more can be read.
    items.small(hello.minor);
    if (hello.major != kMajor)
        return items.finish() ? std::optional(hello) : std::nullopt;
    items.number(hello.capabilities)
        .number(hello.instance)
        .number(hello.processId)
        .text(hello.name);
    int clock = 0;
    items.list(2, [&](CborReader &time) {
        return time.readInteger(clock++ == 0 ? hello.monotonicNs : hello.wallMs);
    });
    items.list(kMostStreams, [&](CborReader &stream) { return readStream(stream, hello.schema); });
    return items.finish() && clock == 2 ? std::optional(std::move(hello)) : std::nullopt;
}

QByteArray encode(const Subscribe &subscribe)
{
    Message message(FrameType::Subscribe, 1);
    message->array(static_cast<quint64>(subscribe.streams.size()));
    for (const quint16 stream : subscribe.streams) {
        message->array(1);
        message->unsignedInteger(stream);
    }
    return message.take();
}

std::optional<Subscribe> decodeSubscribe(QByteArrayView payload)
{
    CborReader in(payload);
    Subscribe subscribe;
    const bool ok = Items(in)
                        .list(kMostStreams,
                              [&](CborReader &entry) {
                                  quint16 stream = 0;
                                  const bool read = Items(entry).small(stream).finish();
                                  subscribe.streams.append(stream);
                                  return read;
                              })
                        .finish();
    return ok ? std::optional(std::move(subscribe)) : std::nullopt;
}

QByteArray encode(quint16 stream, const Lost &lost)
{
    Message message(FrameType::Lost, 2, stream);
    message->unsignedInteger(lost.first);
    message->unsignedInteger(lost.count);
    return message.take();
}

std::optional<Lost> decodeLost(QByteArrayView payload)
{
    CborReader in(payload);
    Lost lost;
    const bool ok = Items(in).number(lost.first).number(lost.count).finish();
    return ok ? std::optional(lost) : std::nullopt;
}

QByteArray encode(const Credit &credit)
{
    Message message(FrameType::Credit, 1);
    message->unsignedInteger(credit.bytes);
    return message.take();
}

std::optional<Credit> decodeCredit(QByteArrayView payload)
{
    CborReader in(payload);
    Credit credit;
    const bool ok = Items(in).number(credit.bytes).finish();
    return ok ? std::optional(credit) : std::nullopt;
}

QByteArray encode(const Ping &ping)
{
    Message message(FrameType::Ping, 2);
    message->unsignedInteger(ping.id);
    message->integer(ping.sentNs);
    return message.take();
}

std::optional<Ping> decodePing(QByteArrayView payload)
{
    CborReader in(payload);
    Ping ping;
    const bool ok = Items(in).number(ping.id).integer(ping.sentNs).finish();
    return ok ? std::optional(ping) : std::nullopt;
}

QByteArray encode(const Pong &pong)
{
    Message message(FrameType::Pong, 4);
    message->unsignedInteger(pong.id);
    message->integer(pong.pingNs);
    message->integer(pong.monotonicNs);
    message->integer(pong.wallMs);
    return message.take();
}

std::optional<Pong> decodePong(QByteArrayView payload)
{
    CborReader in(payload);
    Pong pong;
    const bool ok = Items(in)
                        .number(pong.id)
                        .integer(pong.pingNs)
                        .integer(pong.monotonicNs)
                        .integer(pong.wallMs)
                        .finish();
    return ok ? std::optional(pong) : std::nullopt;
}

QByteArray encode(const Bye &bye)
{
    Message message(FrameType::Bye, 2);
    message->unsignedInteger(static_cast<quint64>(bye.code));
    message->text(asText(bye.text));
    return message.take();
}

std::optional<Bye> decodeBye(QByteArrayView payload)
{
    CborReader in(payload);
    Bye bye;
    quint8 code = 0;
    const bool ok = Items(in).small(code).text(bye.text).finish();
    bye.code = static_cast<ByeCode>(code);
    return ok ? std::optional(std::move(bye)) : std::nullopt;
}

} // namespace Cordial::Wire
