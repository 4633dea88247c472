// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/telemetry/wire/fields.h>
#include <cordial/telemetry/wire/frame.h>

#include <QByteArray>
#include <QList>

#include <optional>

namespace Cordial::Wire {

// Encoders give a whole frame; decoders take its payload and give nothing if it is malformed.
// Items past those named here belong to a newer minor version and are passed over.

//! Another major version is refused with Bye; the same major always understands each other.
inline constexpr quint16 kMajor = 1;
inline constexpr quint16 kMinor = 0;
inline constexpr std::string_view kMagic = "cordial";
//! What a receiver should grant at least: no single data frame that a host makes is longer.
inline constexpr qsizetype kLongestDataFrame = 64 * 1024;

//! \brief One field of a stream as the sender knows it.
struct FieldSchema
{
    QByteArray name;
    FieldType type = FieldType::Unsigned;
    QByteArray unit;

    bool operator==(const FieldSchema &) const = default;
};

struct StreamSchema
{
    quint16 stream = 0;
    QByteArray name;
    StreamKind kind = StreamKind::State;
    QList<FieldSchema> fields;

    bool operator==(const StreamSchema &) const = default;
};

//! \brief The streams of this version.
[[nodiscard]] const QList<StreamSchema> &ownSchema();

//! \brief The first frame in each direction; the client speaks first, with an empty schema.
//! [magic, major, minor, capabilities, instance, process id, name, [monotonic ns, wall ms], schema]
struct Hello
{
    quint16 major = kMajor;
    quint16 minor = kMinor;
    quint64 capabilities = 0; //!< bits; none is defined in 1.0 (everything is read-only)
    quint64 instance = 0; //!< random for each process
    quint64 processId = 0;
    QByteArray name;
    qint64 monotonicNs = 0; //!< the sender's clocks at the same moment
    qint64 wallMs = 0;
    QList<StreamSchema> schema;

    bool operator==(const Hello &) const = default;
};
[[nodiscard]] QByteArray encode(const Hello &hello);
[[nodiscard]] std::optional<Hello> decodeHello(QByteArrayView payload);

//! \brief The whole wish of a client: [[[stream], ...]]. Streams not named are switched off, a
//! newly named one begins with a snapshot. Naming an unknown stream is no error.
struct Subscribe
{
    QList<quint16> streams;

    bool operator==(const Subscribe &) const = default;
};
[[nodiscard]] QByteArray encode(const Subscribe &subscribe);
[[nodiscard]] std::optional<Subscribe> decodeSubscribe(QByteArrayView payload);

//! \brief What stands before the rows of a Snapshot or Delta: [from, to, [row...], [removed...]].
//! A reader that stands at \a from stands at \a to afterwards. Of an event stream these count
//! events, so that the frame holds to - from of them; of a state stream they are versions.
struct Batch
{
    quint64 from = 0;
    quint64 to = 0;
};

//! \brief [first, count]: these events of the frame's stream will never come. With a state stream:
//! so many changes were dropped before they could be conflated; rows may be out of date.
struct Lost
{
    quint64 first = 0;
    quint64 count = 0;

    bool operator==(const Lost &) const = default;
};
[[nodiscard]] QByteArray encode(quint16 stream, const Lost &lost);
[[nodiscard]] std::optional<Lost> decodeLost(QByteArrayView payload);

//! \brief [bytes]: so many more bytes of Snapshot, Delta and Lost frames, headers counted, may be
//! sent. A client that grants less than kLongestDataFrame at a time may wait for ever.
struct Credit
{
    quint64 bytes = 0;

    bool operator==(const Credit &) const = default;
};
[[nodiscard]] QByteArray encode(const Credit &credit);
[[nodiscard]] std::optional<Credit> decodeCredit(QByteArrayView payload);

//! \brief [id, sender's monotonic ns]
struct Ping
{
    quint64 id = 0;
    qint64 sentNs = 0;

    bool operator==(const Ping &) const = default;
};
[[nodiscard]] QByteArray encode(const Ping &ping);
[[nodiscard]] std::optional<Ping> decodePing(QByteArrayView payload);

//! \brief [id, the ping's time, own monotonic ns, own wall ms]
struct Pong
{
    quint64 id = 0;
    qint64 pingNs = 0;
    qint64 monotonicNs = 0;
    qint64 wallMs = 0;

    bool operator==(const Pong &) const = default;
};
[[nodiscard]] QByteArray encode(const Pong &pong);
[[nodiscard]] std::optional<Pong> decodePong(QByteArrayView payload);

enum class ByeCode : quint8 {
    Leaving = 0, //!< the sender goes on purpose
    Version = 1, //!< other major version: trying again is of no use
    Busy = 2, //!< as many clients as may be
    Stalled = 3, //!< nothing was taken for too long
    Protocol = 4 //!< what came could not be understood
};
static_assert(int(ByeCode::Protocol) == 4);

//! \brief [code, text for people]: the last frame.
struct Bye
{
    ByeCode code = ByeCode::Leaving;
    QByteArray text;

    bool operator==(const Bye &) const = default;
};
[[nodiscard]] QByteArray encode(const Bye &bye);
[[nodiscard]] std::optional<Bye> decodeBye(QByteArrayView payload);

} // namespace Cordial::Wire
