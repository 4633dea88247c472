// SPDX-License-Identifier: MIT
#include <cordial/telemetry/wire/frame.h>
#include <cordial/telemetry/wire/messages.h>

#include <QRandomGenerator>
#include <QtTest>

using namespace Cordial::Wire;
using namespace Qt::StringLiterals;

namespace {

struct Seen
{
    FrameHeader header;
    QByteArray payload;

    bool operator==(const Seen &) const = default;
};

void drain(FrameParser &parser, QList<Seen> &seen)
{
    while (const auto frame = parser.next())
        seen.append({frame->header, frame->payload.toByteArray()});
}

QByteArray header(quint32 length)
{
    QByteArray bytes(kHeaderSize, '\0');
    bytes[0] = char(length >> 24);
    bytes[1] = char(length >> 16);
    bytes[2] = char(length >> 8);
    bytes[3] = char(length);
    bytes[4] = char(FrameType::Ping);
    return bytes;
}

} // namespace

class tst_FrameParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void layoutIsPinned();
    void splitAtEveryByte();
    void randomPieces();
    void unknownTypesComeThrough();
    void longest_data();
    void longest();
    void truncatedStaysPending();
    void memoryIsBounded();
};

void tst_FrameParser::layoutIsPinned()
{
    QCOMPARE(encode(0x0102, Lost{3, 4}).toHex(), "0000000305000102820304"_ba);
    QCOMPARE(encode(Credit{1000}).toHex(), "0000000406000000811903e8"_ba);
}

void tst_FrameParser::splitAtEveryByte()
{
    const QByteArray bytes = encode(Ping{1, 2}) + encode(4, Lost{5, 6}) + encode(Bye{});
    QList<Seen> whole;
    FrameParser once;
    once.feed(bytes);
    drain(once, whole);
    QCOMPARE(whole.size(), 3);
    for (qsizetype at = 0; at <= bytes.size(); ++at) {
        QList<Seen> seen;
        FrameParser parser;
        parser.feed(QByteArrayView(bytes).first(at));
        drain(parser, seen);
        parser.feed(QByteArrayView(bytes).sliced(at));
        drain(parser, seen);
        QCOMPARE(seen, whole);
        QCOMPARE(parser.pending(), 0);
    }
}

void tst_FrameParser::randomPieces()
{
    QRandomGenerator random(7);
    QByteArray bytes;
    QList<Seen> expected;
    for (int i = 0; i < 200; ++i) {
        CborWriter out;
        const quint16 stream = quint16(random.bounded(65536));
        const qsizetype mark = beginFrame(out, FrameType::Delta, stream, 3);
        const QByteArray payload(random.bounded(2000), char('a' + i % 26));
        out.raw(payload);
        endFrame(out, mark);
        bytes += out.copy();
        expected.append({{quint32(payload.size()), quint8(FrameType::Delta), 3, stream}, payload});
    }
    QList<Seen> seen;
    FrameParser parser;
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype piece = qMin<qsizetype>(bytes.size() - at, 1 + random.bounded(3000));
        parser.feed(QByteArrayView(bytes).sliced(at, piece));
        at += piece;
        if (random.bounded(3) > 0)
            drain(parser, seen);
    }
    drain(parser, seen);
    QCOMPARE(seen, expected);
}

void tst_FrameParser::unknownTypesComeThrough()
{
    QByteArray bytes = header(2);
    bytes[4] = char(200);
    bytes += "xy";
    FrameParser parser;
    parser.feed(bytes);
    const auto frame = parser.next();
    QVERIFY(frame);
    QCOMPARE(frame->header.type, 200);
    QVERIFY(parser.error().isEmpty());
}

void tst_FrameParser::longest_data()
{
    QTest::addColumn<quint32>("length");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("happy/empty") << 0U << true;
    QTest::newRow("happy/1 MiB") << quint32(kLongestPayload) << true;
    QTest::newRow("rainy/one more") << quint32(kLongestPayload + 1) << false;
    QTest::newRow("rainy/most") << 0xffffffffU << false;
}

void tst_FrameParser::longest()
{
    QFETCH(quint32, length);
    QFETCH(bool, accepted);
    FrameParser parser;
    parser.feed(header(length));
    if (accepted) {
        parser.feed(QByteArray(qsizetype(length), 'x'));
        const auto frame = parser.next();
        QVERIFY(frame);
        QCOMPARE(frame->payload.size(), qsizetype(length));
        return;
    }
    QVERIFY(!parser.next());
    QVERIFY(!parser.error().isEmpty());
    parser.feed(encode(Ping{}));
    QVERIFY(!parser.next());
    QCOMPARE(parser.pending(), 0);
}

void tst_FrameParser::truncatedStaysPending()
{
    const QByteArray bytes = encode(Ping{1, 2});
    FrameParser parser;
    parser.feed(QByteArrayView(bytes).chopped(1));
    QVERIFY(!parser.next());
    QVERIFY(parser.error().isEmpty());
    QCOMPARE(parser.pending(), bytes.size() - 1);
}

void tst_FrameParser::memoryIsBounded()
{
    FrameParser parser;
    const QByteArray frame = encode(Ping{1, 2});
    for (int i = 0; i < 100'000; ++i) {
        parser.feed(frame);
        QVERIFY(parser.next());
        QVERIFY(parser.pending() == 0);
    }
}

QTEST_GUILESS_MAIN(tst_FrameParser)
#include "tst_frameparser.moc"
