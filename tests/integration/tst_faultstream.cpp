// SPDX-License-Identifier: MIT
// The fault matrix, bytes: frames, compressed streams and JSON as they should never come, and as
// they may come though nobody expects it.
#include "gatewaymodel.h"

using namespace Cordial;
using namespace Cordial::Gateway;
using namespace Cordial::Testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QList<std::pair<const char *, Compression>> kCompressions = {
    {"JSON", Compression::None},
    {"zlib", Compression::ZlibStream},
    {"zstd", Compression::ZstdStream},
};

ShardManagerConfig with(int compression)
{
    ShardManagerConfig config;
    config.compression = Compression(compression);
    config.caFile = RawGateway::authority();
    return config;
}

QByteArray numbered(qint64 s, const QByteArray &data)
{
    return "{\"t\":\"N\",\"s\":" + QByteArray::number(s) + ",\"op\":0,\"d\":" + data + '}';
}

} // namespace

class TestFaultStream : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void broken_data();
    void broken();
    void brokenOverTls_data();
    void brokenOverTls();
    void harmless_data();
    void harmless();
    void harmlessOverTls_data();
    void harmlessOverTls();
    void garbageForGood_data();
    void garbageForGood();
    void fallsBack();
    void splitCharacters();

private:
    static void checkBroken(const QString &certificate);
    static void checkHarmless(const QString &certificate);
};

void TestFaultStream::broken_data()
{
    QTest::addColumn<int>("compression");
    QTest::addColumn<Strike>("strike");
    const auto row = [](const char *name, Compression compression, GatewayModel::Fault strike) {
        QTest::newRow(name) << int(compression) << Strike{std::move(strike)};
    };
    const auto eachCompression = [](const QByteArray &name, const GatewayModel::Fault &strike) {
        for (const auto &[kind, compression] : kCompressions)
            QTest::addRow("rainy/%s, %s", name.constData(), kind)
                << int(compression) << Strike{strike};
    };
    const auto eachText = [&](const char *name, const QByteArray &text) {
        eachCompression(name, [text](RawPeer &peer) { peer.text(text); });
    };
    eachText("no JSON", "<html>502</html>");
    eachText("half a payload", R"({"op":0,"s":22,"t":"N","d":{)");
    eachText("a word", "null");
    eachText("an array", "[]");
    eachText("two payloads in one", R"({"op":11}{"op":11})");
    eachText("broken d", R"({"op":0,"s":22,"t":"N","d":{"a":[1,2}})");
    eachText("a control character in d", "{\"op\":0,\"s\":22,\"t\":\"N\",\"d\":\"\x01\"}");
    eachText("not UTF-8", "{\"op\":0,\"s\":22,\"t\":\"N\",\"d\":\"\xff\xc3\"}");
    eachText("s is text", R"({"op":0,"s":"22","t":"N","d":1})");
    eachText("s is negative", R"({"op":0,"s":-1,"t":"N","d":1})");
    eachText("t is a number", R"({"op":0,"s":22,"t":5,"d":1})");
    eachText("op is text", R"({"op":"0","s":22,"t":"N","d":1})");
    eachText("no op", R"({"s":22,"t":"N","d":1})");
    eachText("HELLO again, broken", R"({"op":10,"d":{"heartbeat_interval":0}})");
    // For zlib it says nothing: there the flush marker ends a payload, not the message.
    for (const Compression compression : {Compression::None, Compression::ZstdStream})
        QTest::addRow("rainy/an empty message, %d", int(compression))
            << int(compression)
            << Strike{[](RawPeer &peer) { peer.frame(quint8(0x80 | peer.messageOpcode()), {}); }};

    for (const Compression compression : {Compression::ZlibStream, Compression::ZstdStream}) {
        const QByteArray kind = compression == Compression::ZlibStream ? "zlib" : "zstd";
        const auto packed = [&](const char *name, GatewayModel::Fault strike) {
            QTest::addRow("rainy/%s: %s", kind.constData(), name)
                << int(compression) << Strike{std::move(strike)};
        };
        packed("noise", [](RawPeer &peer) {
            QByteArray noise(400, Qt::Uninitialized);
            for (qsizetype i = 0; i < noise.size(); ++i)
                noise[i] = char(i * 37 + 11);
            peer.frame(0x82, noise);
            peer.frame(0x82, noise + QByteArray("\0\0\xff\xff", 4));
        });
        packed("one bit wrong", [](RawPeer &peer) {
            QByteArray bytes =
                peer.packed(numbered(22, '"' + QByteArray(500, 'a') + "bcdefghijk\""));
            for (qsizetype i = 2; i < bytes.size(); i += 3)
                bytes[i] = char(bytes[i] ^ 0x10);
            peer.frame(0x82, bytes);
            peer.text("{\"op\":11}");
        });
        packed("truncated", [](RawPeer &peer) {
            const QByteArray bytes = peer.packed(numbered(22, "\"abcdefghijklmnopqrstuvwxyz\""));
            peer.frame(0x82, bytes.first(bytes.size() / 2));
            peer.text("{\"op\":11}");
        });
        packed("a message left out", [](RawPeer &peer) {
            (void)peer.packed(numbered(22, "\"abcdefghijklmnopqrstuvwxyz0123456789\""));
            peer.text(numbered(23, "\"abcdefghijklmnopqrstuvwxyz0123456789\""));
            peer.text("{\"op\":11}");
        });
        packed("the stream ends", [](RawPeer &peer) {
            peer.frame(0x82, peer.compressor().compress("{\"op\":11}", true));
            peer.frame(0x82, "more");
        });
        packed("a bomb",
               [](RawPeer &peer) { peer.text('"' + QByteArray(80 * 1024 * 1024, 'x') + '"'); });
    }

    const auto frames = [&](const char *name, const QByteArray &bytes) {
        row(name, Compression::None, [bytes](RawPeer &peer) { peer.write(bytes); });
    };
    frames("rainy/frame: masked", serverFrame(0x81, "{\"op\":11}", true));
    frames("rainy/frame: reserved bit", serverFrame(0xc1, "{\"op\":11}"));
    frames("rainy/frame: unknown data opcode", serverFrame(0x83, "{\"op\":11}"));
    frames("rainy/frame: unknown control opcode", serverFrame(0x8b, {}));
    frames("rainy/frame: continuation of nothing", serverFrame(0x80, "{\"op\":11}"));
    frames("rainy/frame: a message inside another",
           serverFrame(0x01, "{") + serverFrame(0x81, "{}"));
    frames("rainy/frame: fragmented ping", serverFrame(0x09, {}));
    frames("rainy/frame: ping over 125 bytes", serverFrame(0x89, QByteArray(126, 'x')));
    frames("rainy/frame: close of one byte", serverFrame(0x88, "x"));
    frames("rainy/frame: 2^63 bytes", QByteArray("\x81\x7f\x80\0\0\0\0\0\0\0", 10));
    frames("rainy/frame: 1 GiB", QByteArray("\x81\x7f\0\0\0\0\x40\0\0\0", 10));
    frames("rainy/frame: HTTP again", "HTTP/1.1 500 Oops\r\n\r\n");
    row("rainy/frame: fragments without end", Compression::None, [](RawPeer &peer) {
        peer.frame(0x01, "[");
        for (int i = 0; i < 70; ++i)
            peer.frame(0x00, QByteArray(1024 * 1024, '1'));
    });
}

void TestFaultStream::broken()
{
    checkBroken({});
}

void TestFaultStream::brokenOverTls_data()
{
    broken_data();
}

void TestFaultStream::brokenOverTls()
{
    checkBroken(u"good"_s);
}

void TestFaultStream::checkBroken(const QString &certificate)
{
    QFETCH(int, compression);
    QFETCH(Strike, strike);
    GatewayModel model(strike.run, certificate);
    GatewayWatch watch(model.server.url(), with(compression));
    const int last = 1 + model.before + model.missed + 1 + model.after;
    AWAIT_COMPARE(watch.last(), last, 10000);
    QCOMPARE(watch.gap(), QString());
    QCOMPARE(model.identifies, 1);
    QCOMPARE(model.resumes, 1);
    const int code = model.server.peers.first()->closeCode;
    QVERIFY2(code != 1000 && code != 1001, qPrintable(QString::number(code)));
    QVERIFY(watch.stop());
}

void TestFaultStream::harmless_data()
{
    QTest::addColumn<int>("compression");
    QTest::addColumn<Strike>("strike");
    QTest::addColumn<int>("more"); // events without s
    const auto row = [](const QByteArray &name, const GatewayModel::Fault &strike, int more = 0) {
        for (const auto &[kind, compression] : kCompressions)
            QTest::addRow("happy/%s, %s", name.constData(), kind)
                << int(compression) << Strike{strike} << more;
    };
    row("unknown opcode", [](RawPeer &peer) { peer.text(R"({"op":99,"d":{"x":[1,2,3]}})"); });
    row("an opcode only clients send", [](RawPeer &peer) { peer.text(R"({"d":null,"op":2})"); });
    row("HELLO again", [](RawPeer &peer) { peer.hello(40000); });
    row("ACK nobody asked for", [](RawPeer &peer) { peer.text(R"({"op":11,"d":{}})"); });
    row("null s", [](RawPeer &peer) { peer.text(R"({"op":0,"s":null,"t":"X","d":{"a":1}})"); }, 1);
    row("no s and no t", [](RawPeer &peer) { peer.text(R"({"op":0,"d":{"a":1}})"); }, 1);
    row("no d", [](RawPeer &peer) { peer.text(R"({"op":0,"s":null,"t":"X"})"); }, 1);
    row(
        "more keys, spaces, lines",
        [](RawPeer &peer) {
            peer.text("\n{ \"x\" : {\"op\":7} ,\r\n\t\"d\" : [ ] , \"t\":\"X\",\"op\" : 0 }\n ");
        },
        1);
    row(
        "7 MB",
        [](RawPeer &peer) {
            peer.text(R"({"op":0,"t":"X","d":")" + QByteArray(7'000'000, 'y') + "\"}");
        },
        1);
    row(
        "deep",
        [](RawPeer &peer) {
            peer.text(R"({"op":0,"t":"X","d":)" + QByteArray(900, '[') + QByteArray(900, ']')
                      + '}');
        },
        1);
    row("ping and pong", [](RawPeer &peer) {
        peer.frame(0x89, "abc");
        peer.frame(0x8a, {});
        peer.frame(0x89, {});
    });
    row(
        "an empty fragment and pings between",
        [](RawPeer &peer) {
            const QByteArray bytes = peer.packed(R"({"op":0,"t":"X","d":"abcdefghijklmnopq"})");
            peer.fragments(peer.messageOpcode(), bytes, {1, 1, 5, 9}, serverFrame(0x89, "between"));
        },
        1);
    row(
        "a fragment a byte",
        [](RawPeer &peer) {
            const QByteArray bytes = peer.packed(R"({"op":0,"t":"X","d":"abcdefghijklmnopq"})");
            QList<qsizetype> cuts;
            for (qsizetype i = 1; i < bytes.size(); ++i)
                cuts << i;
            peer.fragments(peer.messageOpcode(), bytes, cuts);
        },
        1);
    row(
        "5 MB in fragments",
        [](RawPeer &peer) {
            const QByteArray bytes =
                peer.packed(R"({"op":0,"t":"X","d":")" + QByteArray(5'000'000, 'z') + "\"}");
            peer.fragments(peer.messageOpcode(), bytes, {bytes.size() / 3, bytes.size() / 2});
        },
        1);
    row(
        "plain text in between",
        [](RawPeer &peer) { peer.frame(0x81, R"({"op":0,"t":"X","d":1})"); }, 1);
    QTest::addRow("happy/zlib: a payload in many messages")
        << int(Compression::ZlibStream) << Strike{[](RawPeer &peer) {
               const QByteArray bytes = peer.packed(R"({"op":0,"t":"X","d":"abcdefghijklmnop"})");
               for (const char byte : bytes)
                   peer.frame(0x82, QByteArray(1, byte));
           }}
        << 1;
}

//! What a shard has to live with: it neither reconnects nor loses count.
void TestFaultStream::harmless()
{
    checkHarmless({});
}

void TestFaultStream::harmlessOverTls_data()
{
    harmless_data();
}

void TestFaultStream::harmlessOverTls()
{
    checkHarmless(u"good"_s);
}

void TestFaultStream::checkHarmless(const QString &certificate)
{
    QFETCH(int, compression);
    QFETCH(Strike, strike);
    QFETCH(int, more);
    GatewayModel *self = nullptr;
    GatewayModel model(
        [&](RawPeer &peer) {
            strike.run(peer);
            self->emitEvents(peer, 10);
        },
        certificate);
    self = &model;
    model.missed = 0;
    GatewayWatch watch(model.server.url(), with(compression));
    AWAIT_COMPARE(watch.last(), 1 + model.before + 10, 8000);
    QCOMPARE(watch.dispatches.size(), 1 + model.before + more + 10);
    QCOMPARE(watch.gap(), QString());
    QCOMPARE(model.server.peers.size(), 1);
    QVERIFY(watch.stop());
    AWAIT_COMPARE(model.server.peers.first()->closeCode, 4000, 2000);
}

void TestFaultStream::garbageForGood_data()
{
    QTest::addColumn<int>("compression");
    for (const auto &[kind, compression] : kCompressions)
        QTest::addRow("rainy/%s", kind) << int(compression);
}

//! A server that answers every RESUME with garbage is asked ever more slowly, and the session is
//! still there when it comes to its senses.
void TestFaultStream::garbageForGood()
{
    QFETCH(int, compression);
    GatewayModel model([](RawPeer &peer) { peer.drop(); });
    int answered = 0;
    model.onPayload = [&answered](RawPeer &peer, const QJsonObject &payload) {
        if (payload[u"op"_s] != 6 || ++answered > 4)
            return true;
        peer.text("garbage");
        return false;
    };
    GatewayWatch watch(model.server.url(), with(compression));
    const int last = 1 + model.before + model.missed + 1 + model.after;
    AWAIT_COMPARE(watch.last(), last, 12000);
    QCOMPARE(watch.gap(), QString());
    QCOMPARE(model.identifies, 1);
    QVERIFY(watch.stop());
}

//! Compression that never works is given up; nobody has to say so.
void TestFaultStream::fallsBack()
{
    GatewayModel model;
    model.onUpgrade = [](RawPeer &peer, int) {
        if (!peer.target.contains("compress="))
            return true;
        peer.acceptUpgrade();
        peer.frame(0x82, "neither zlib nor zstd");
        return false;
    };
    GatewayWatch watch(model.server.url(), with(int(Compression::Auto)));
    AWAIT_COMPARE(watch.last(), 1 + model.before, 10000);
    QCOMPARE(model.server.peers.size(), 3);
    QVERIFY(model.server.peers[0]->target.contains("zstd-stream"));
    QVERIFY(model.server.peers[1]->target.contains("zlib-stream"));
    QVERIFY(watch.stop());
}

//! One message, cut at every place: also inside its characters of two, three and four bytes.
void TestFaultStream::splitCharacters()
{
    const QByteArray text = "{\"op\":0,\"t\":\"X\",\"d\":\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"}";
    GatewayModel model([&text](RawPeer &peer) {
        for (qsizetype cut = 1; cut < text.size(); ++cut)
            peer.fragments(1, text, {cut});
    });
    model.missed = 0;
    GatewayWatch watch(model.server.url(), with(int(Compression::None)));
    AWAIT_COMPARE(watch.dispatches.size(), 1 + model.before + text.size() - 1, 8000);
    for (const Dispatch &dispatch : std::as_const(watch.dispatches))
        if (dispatch.type == "X")
            QCOMPARE(dispatch.data, QByteArray("\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\""));
    QCOMPARE(model.server.peers.size(), 1);
    QVERIFY(watch.stop());
}

QTEST_GUILESS_MAIN(TestFaultStream)
#include "tst_faultstream.moc"
