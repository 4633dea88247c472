// SPDX-License-Identifier: MIT
#include <cordial/gateway/upgrade.h>
#include <cordial/gateway/websocketparser.h>

#include <QTest>
#include <QUrl>

#include <cstring>
#include <random>

using namespace Cordial;
using namespace Cordial::Gateway;
using namespace Qt::StringLiterals;
using Kind = WebSocketParser::Kind;

namespace {

struct Seen
{
    Kind kind;
    QByteArray payload;
    int code = 0;
    bool operator==(const Seen &) const = default;
};

//! A frame as a server sends it.
QByteArray frame(int opcode, const QByteArray &payload, bool isFinal = true, bool longest = false)
{
    QByteArray out(1, char((isFinal ? 0x80 : 0) | opcode));
    const auto size = quint64(payload.size());
    const auto put = [&out, size](int bytes) {
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
            out += char(size >> shift);
    };
    if (longest || size > 0xffff) {
        out += char(127);
        put(8);
    } else if (size > 125) {
        out += char(126);
        put(2);
    } else {
        out += char(size);
    }
    return out + payload;
}

void write(WebSocketParser &parser, const QByteArray &bytes)
{
    std::memcpy(parser.prepare(bytes.size()), bytes.constData(), size_t(bytes.size()));
    parser.commit(bytes.size());
}

void collect(WebSocketParser &parser, QList<Seen> &seen)
{
    for (;;) {
        const auto event = parser.next();
        if (event.kind == Kind::NeedMore)
            return;
        seen << Seen{event.kind, event.payload.toByteArray(), event.code};
        if (event.kind == Kind::Error)
            return;
    }
}

} // namespace

class TestWebSocketParser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parse_data();
    void parse();
    void splitAnywhere();
    void manyMegabytes();
    void limit();
    void clientFrames_data();
    void clientFrames();
    void randomBytes();
    void upgrade_data();
    void upgrade();
    void retryAfter_data();
    void retryAfter();
    void reasonPhrase();
    void upgradeRequestLine();
};

void TestWebSocketParser::parse_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("events");
    QTest::addColumn<int>("lastKind");
    QTest::addColumn<QByteArray>("lastPayload");
    QTest::addColumn<int>("lastCode");
    const auto row = [](const char *name, const QByteArray &bytes, int events, Kind kind,
                        const QByteArray &payload, int code = 0) {
        QTest::newRow(name) << bytes << events << int(kind) << payload << code;
    };
    const QByteArray big(70000, 'b');
    row("happy/text", frame(1, "hello"), 1, Kind::Text, "hello");
    row("happy/empty", frame(2, ""), 1, Kind::Binary, "");
    row("happy/16 bit length", frame(2, QByteArray(300, 'x')), 1, Kind::Binary,
        QByteArray(300, 'x'));
    row("happy/64 bit length", frame(2, big), 1, Kind::Binary, big);
    row("happy/64 bit length for few bytes", frame(1, "hi", true, true), 1, Kind::Text, "hi");
    row("happy/fragments", frame(1, "he", false) + frame(0, "l", false) + frame(0, "lo"), 1,
        Kind::Text, "hello");
    row("happy/a fragment splits a character", frame(1, "\xc3", false) + frame(0, "\xa9"), 1,
        Kind::Text, "\xc3\xa9");
    row("happy/ping between fragments", frame(1, "he", false) + frame(9, "p") + frame(0, "llo"), 2,
        Kind::Text, "hello");
    row("happy/two messages", frame(1, "a") + frame(2, "b"), 2, Kind::Binary, "b");
    row("happy/close with reason", frame(8, QByteArray("\x0f\xa9", 2) + "bye"), 1, Kind::Close,
        "bye", 4009);
    row("happy/close without code", frame(8, ""), 1, Kind::Close, "", WebSocketParser::kNoCode);
    row("rainy/close of one byte", frame(8, "x"), 1, Kind::Error, "a close frame of one byte",
        1002);
    row("rainy/masked", QByteArray("\x81\x81....x"), 1, Kind::Error, "the server masked a frame",
        1002);
    row("rainy/reserved bit", QByteArray("\xc1\x01x"), 1, Kind::Error, "reserved bits are set",
        1002);
    row("rainy/unknown opcode", frame(3, "x"), 1, Kind::Error, "an unknown frame opcode", 1002);
    row("rainy/continuation of nothing", frame(0, "x"), 1, Kind::Error,
        "a continuation without a beginning", 1002);
    row("rainy/message in a message", frame(1, "a", false) + frame(1, "b"), 1, Kind::Error,
        "a new message inside a fragmented one", 1002);
    row("rainy/fragmented ping", frame(9, "x", false), 1, Kind::Error, "a fragmented control frame",
        1002);
    row("rainy/long ping", frame(9, QByteArray(126, 'x')), 1, Kind::Error,
        "a control frame over 125 bytes", 1002);
    row("rainy/huge length", QByteArray("\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff", 10), 1,
        Kind::Error, "a frame over the limit", 1009);
}

void TestWebSocketParser::parse()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, events);
    QFETCH(int, lastKind);
    QFETCH(QByteArray, lastPayload);
    QFETCH(int, lastCode);
    WebSocketParser whole(1024 * 1024);
    QList<Seen> seen;
    write(whole, bytes);
    collect(whole, seen);
    QCOMPARE(seen.size(), events);
    QCOMPARE(int(seen.last().kind), lastKind);
    QCOMPARE(seen.last().payload, lastPayload);
    QCOMPARE(seen.last().code, lastCode);

    WebSocketParser piecemeal(1024 * 1024);
    QList<Seen> again;
    for (const char byte : bytes) {
        write(piecemeal, QByteArray(1, byte));
        collect(piecemeal, again);
        if (!again.isEmpty() && again.last().kind == Kind::Error)
            break;
    }
    QVERIFY(again == seen);
}

void TestWebSocketParser::splitAnywhere()
{
    const QByteArray bytes = frame(1, "first") + frame(2, QByteArray(200, 'x'), false)
        + frame(9, "ping") + frame(0, "end") + frame(8, "\x0f\xa0");
    WebSocketParser whole(4096);
    QList<Seen> expected;
    write(whole, bytes);
    collect(whole, expected);
    QCOMPARE(expected.size(), 4);
    for (qsizetype cut = 1; cut < bytes.size(); ++cut) {
        WebSocketParser parser(4096);
        QList<Seen> seen;
        write(parser, bytes.first(cut));
        collect(parser, seen);
        parser.trim();
        write(parser, bytes.sliced(cut));
        collect(parser, seen);
        QVERIFY2(seen == expected, qPrintable(QString::number(cut)));
    }
}

void TestWebSocketParser::manyMegabytes()
{
    const QByteArray half(6 * 1024 * 1024, 'm');
    const QByteArray bytes = frame(1, half, false) + frame(0, half) + frame(1, "after");
    WebSocketParser parser(64 * 1024 * 1024);
    QList<Seen> seen;
    for (qsizetype at = 0; at < bytes.size(); at += 65536) {
        write(parser, bytes.sliced(at, qMin<qsizetype>(65536, bytes.size() - at)));
        collect(parser, seen);
    }
    QCOMPARE(seen.size(), 2);
    QVERIFY(seen[0].payload == half + half);
    QCOMPARE(seen[1].payload, QByteArray("after"));
}

void TestWebSocketParser::limit()
{
    WebSocketParser parser(1000);
    QList<Seen> seen;
    write(parser, frame(1, QByteArray(600, 'x'), false) + frame(0, QByteArray(500, 'x')));
    collect(parser, seen);
    QCOMPARE(seen.size(), 1);
    QCOMPARE(seen[0].code, int(WebSocketParser::kTooLarge));
    parser.reset();
    seen.clear();
    write(parser, frame(1, QByteArray(1000, 'x')));
    collect(parser, seen);
    QCOMPARE(int(seen[0].kind), int(Kind::Text));
}

void TestWebSocketParser::clientFrames_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {0, 1, 125, 126, 65535, 65536, 100000})
        QTest::addRow("happy/%d bytes", size) << size;
}

void TestWebSocketParser::clientFrames()
{
    QFETCH(int, size);
    QByteArray payload(size, Qt::Uninitialized);
    for (int i = 0; i < size; ++i)
        payload[i] = char(i * 7);
    const std::array<uchar, 4> mask{0x11, 0x22, 0x33, 0xf4};
    const QByteArray out = encodeFrame(FrameOpcode::Text, payload, mask);
    QCOMPARE(uchar(out[0]), uchar(0x81));
    QVERIFY((uchar(out[1]) & 0x80) != 0);
    // Unmasked by hand and without the mask it is what a server would send.
    const int header = size < 126 ? 2 : size < 65536 ? 4 : 10;
    QByteArray plain = out.first(header);
    plain[1] = char(plain[1] & 0x7f);
    for (qsizetype i = 0; i < size; ++i)
        plain += char(uchar(out[header + 4 + i]) ^ mask[size_t(i) & 3]);
    WebSocketParser parser(1024 * 1024);
    QList<Seen> seen;
    write(parser, plain);
    collect(parser, seen);
    QCOMPARE(seen.size(), 1);
    QVERIFY(seen[0].payload == payload);
}

void TestWebSocketParser::randomBytes()
{
    std::mt19937 random(7);
    for (int round = 0; round < 3000; ++round) {
        WebSocketParser parser(5000);
        QList<Seen> seen;
        for (int chunk = 0; chunk < 4; ++chunk) {
            QByteArray bytes(qsizetype(random() % 300), Qt::Uninitialized);
            for (char &byte : bytes)
                byte = char(random() % 4 == 0 ? 0x80 | (random() % 11) : random() % 256);
            write(parser, bytes);
            collect(parser, seen);
            for (const Seen &one : seen)
                QVERIFY(one.payload.size() <= 5000);
        }
    }
}

void TestWebSocketParser::upgrade_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("httpStatus");
    const QByteArray accept = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";
    const QByteArray good = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n";
    using Status = UpgradeReply::Status;
    const auto row = [](const char *name, const QByteArray &answer, Status status, int http = 0) {
        QTest::newRow(name) << answer << int(status) << http;
    };
    row("happy/plain", good + "Connection: Upgrade\r\n" + accept + "\r\nrest", Status::Accepted);
    row("happy/list and case",
        "HTTP/1.1 101 X\r\nuPGRADE: WebSocket\r\nconnection: keep-alive, upgrade\r\n" + accept
            + "\r\n",
        Status::Accepted);
    row("happy/not all there yet", good + "Connection: Upg", Status::NeedMore);
    row("rainy/forbidden", "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", Status::Refused,
        403);
    row("rainy/wrong accept", good + "Connection: Upgrade\r\nSec-WebSocket-Accept: AAAA\r\n\r\n",
        Status::Malformed);
    row("rainy/no connection header", good + accept + "\r\n", Status::Malformed);
    row("rainy/extension not asked for",
        good + "Connection: Upgrade\r\nSec-WebSocket-Extensions: permessage-deflate\r\n" + accept
            + "\r\n",
        Status::Malformed);
    row("rainy/not HTTP", "SSH-2.0-OpenSSH\r\n\r\n", Status::Malformed);
    row("rainy/endless head", QByteArray(20000, 'x'), Status::Malformed);
}

void TestWebSocketParser::upgrade()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, status);
    QFETCH(int, httpStatus);
    // The key and its answer are the example of RFC 6455, section 1.3.
    const UpgradeReply reply = readUpgradeReply(answer, "dGhlIHNhbXBsZSBub25jZQ==", {});
    QCOMPARE(int(reply.status), status);
    QCOMPARE(reply.httpStatus, httpStatus);
    if (answer.endsWith("rest"))
        QCOMPARE(reply.consumed, answer.size() - 4);
}

void TestWebSocketParser::retryAfter_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<qint64>("ms"); // -1 = none
    const auto row = [](const char *name, const QByteArray &value, qint64 ms) {
        QTest::newRow(name) << value << ms;
    };
    row("happy/seconds", "3", 3000);
    row("happy/none", "0", 0);
    row("happy/fraction", "3.0004", 3001);
    row("happy/date", "Sun, 22 Nov 2026 12:00:06 GMT", 6000);
    row("happy/date that is over", "Sun, 22 Nov 2026 11:00:00 GMT", 0);
    row("rainy/over a day", "100000", 86'400'000);
    row("rainy/number of many digits", "99999999999999999999", 86'400'000);
    row("rainy/infinite", "inf", 86'400'000);
    row("rainy/date in years", "Sun, 22 Nov 2099 12:00:06 GMT", 86'400'000);
    row("rainy/negative", "-1", -1);
    row("rainy/nan", "nan", -1);
    row("rainy/word", "soon", -1);
    row("rainy/empty", "", -1);
}

void TestWebSocketParser::retryAfter()
{
    QFETCH(const QByteArray, value);
    QFETCH(const qint64, ms);
    const WallTime noon(
        Milliseconds(QDateTime({2026, 11, 22}, {12, 0}, Qt::UTC).toMSecsSinceEpoch()));
    const UpgradeReply reply = readUpgradeReply(
        QByteArray("HTTP/1.1 429 Too Many Requests\r\nRetry-After: " + value + "\r\n\r\n"), "key",
        noon);
    QCOMPARE(reply.retryAfter.has_value(), ms >= 0);
    QCOMPARE(reply.retryAfter.value_or(Milliseconds(-1)).count(), ms);
}

void TestWebSocketParser::reasonPhrase()
{
    const auto messageOf = [](const QByteArray &phrase) {
        return readUpgradeReply(QByteArray("HTTP/1.1 503 " + phrase + "\r\n\r\n"), "key", {})
            .message;
    };
    QVERIFY(messageOf("Service Unavailable").endsWith(u"HTTP 503 Service Unavailable"_s));
    for (const char *phrase : {"", "\x1b[31mred", "Bot abc.def.1234", "\xff"})
        QVERIFY2(messageOf(phrase).trimmed().endsWith(u"HTTP 503"_s), phrase);
    QVERIFY(messageOf(QByteArray(1000, 'x')).endsWith(u"HTTP 503"_s));
}

void TestWebSocketParser::upgradeRequestLine()
{
    const QByteArray request =
        upgradeRequest(QUrl(QStringLiteral("ws://[::1]:81/?v=10&encoding=json")), "KEY");
    QVERIFY(request.startsWith("GET /?v=10&encoding=json HTTP/1.1\r\n"));
    QVERIFY(request.contains("Host: [::1]:81\r\n"));
    QVERIFY(request.contains("Sec-WebSocket-Key: KEY\r\n"));
    QVERIFY(request.endsWith("\r\n\r\n"));
}

QTEST_GUILESS_MAIN(TestWebSocketParser)
#include "tst_websocketparser.moc"
