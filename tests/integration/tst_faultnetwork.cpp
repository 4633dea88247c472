// SPDX-License-Identifier: MIT
// The fault matrix, network: whatever happens below WebSocket, a shard ends in READY or RESUMED
// with no event lost or repeated.
#include "connectproxy.h"
#include "gatewaymodel.h"

#include <cordial/gateway/sockettransport.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Cordial;
using namespace Cordial::Gateway;
using namespace Cordial::Testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Cut
{
    GatewayModel::Fault strike;
    int heartbeatMs = 41250;
};

ShardManagerConfig trusting()
{
    ShardManagerConfig config;
    config.caFile = RawGateway::authority();
    return config;
}

QString closedPort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return u"127.0.0.1:"_s + QString::number(server.serverPort());
}

//! \brief An address that drops what it is sent without a word: a listener whose queue is full.
class Swallower
{
public:
    Swallower(const QString &address, quint16 port) : m_address(QHostAddress(address)), m_port(port)
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int yes = 1;
        ::setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        const sockaddr_in name = nameOf();
        const auto *generic = reinterpret_cast<const sockaddr *>(&name);
        if (::bind(m_listener, generic, sizeof name) != 0 || ::listen(m_listener, 0) != 0)
            qFatal("cannot listen on %s", qPrintable(address));
        for (int i = 0; i < 4; ++i) {
            const int filler = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
            (void)::connect(filler, generic, sizeof name);
            m_fillers.append(filler);
        }
    }
    ~Swallower()
    {
        for (const int filler : std::as_const(m_fillers))
            ::close(filler);
        ::close(m_listener);
    }
    Swallower(const Swallower &) = delete;
    Swallower &operator=(const Swallower &) = delete;

private:
    [[nodiscard]] sockaddr_in nameOf() const
    {
        sockaddr_in name = {};
        name.sin_family = AF_INET;
        name.sin_port = htons(m_port);
        name.sin_addr.s_addr = htonl(m_address.toIPv4Address());
        return name;
    }

    QHostAddress m_address;
    quint16 m_port;
    int m_listener;
    QList<int> m_fillers;
};

qint64 allEvents(const GatewayModel &model)
{
    return 1 + model.before + model.missed + 1 + model.after;
}

} // namespace

Q_DECLARE_METATYPE(Cut)

class TestFaultNetwork : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cuts_data();
    void cuts();
    void badCertificates_data();
    void badCertificates();
    void deadResumeUrls_data();
    void deadResumeUrls();
    void manyAddresses_data();
    void manyAddresses();
    void noSuchHost();
    void proxy();
    void proxyRefuses_data();
    void proxyRefuses();
    void slowServer_data();
    void slowServer();
    void authorityOfTheSystem();
    void manyAtOnce();
    void stopsInEveryOutage_data();
    void stopsInEveryOutage();
};

void TestFaultNetwork::cuts_data()
{
    QTest::addColumn<Cut>("cut");
    const auto row = [](const char *name, GatewayModel::Fault strike, int heartbeatMs = 41250) {
        QTest::newRow(name) << Cut{std::move(strike), heartbeatMs};
    };
    row("rainy/dropped", [](RawPeer &peer) { peer.drop(); });
    row("rainy/reset", [](RawPeer &peer) { peer.reset(); });
    row("rainy/dropped inside a header", [](RawPeer &peer) {
        peer.write(QByteArray("\x82\x7e", 2));
        peer.drop();
    });
    row("rainy/dropped inside a frame", [](RawPeer &peer) {
        peer.write(serverFrame(0x82, QByteArray(60'000, 'x')).first(30'000));
        peer.drop();
    });
    row("rainy/reset inside a fragmented message", [](RawPeer &peer) {
        peer.frame(0x01, "{\"op\":0,");
        peer.reset();
    });
    row("rainy/half open", [](RawPeer &peer) { peer.fallSilent(); }, 6000);
    row(
        "rainy/half open inside a frame",
        [](RawPeer &peer) {
            peer.write(serverFrame(0x82, QByteArray(60'000, 'x')).first(30'000));
            peer.fallSilent();
        },
        6000);
    row("rainy/events, but no ACKs", [](RawPeer &peer) { peer.acksLeft = 0; }, 6000);
    row("rainy/one ACK, then none", [](RawPeer &peer) { peer.acksLeft = 1; }, 6000);
}

void TestFaultNetwork::cuts()
{
    QFETCH(Cut, cut);
    GatewayModel model(cut.strike);
    model.heartbeatMs = cut.heartbeatMs;
    GatewayWatch watch(model.server.url());
    AWAIT_COMPARE(watch.last(), allEvents(model), 8000);
    QCOMPARE(watch.gap(), QString());
    QCOMPARE(model.identifies, 1);
    QCOMPARE(model.resumes, 1);
    QVERIFY(watch.stop());
    AWAIT_COMPARE(model.server.peers.last()->closeCode, 4000, 2000);
    for (const RawPeer *peer : std::as_const(model.server.peers))
        QVERIFY(!peer->violated && peer->closeCode != 1000 && peer->closeCode != 1001);
}

void TestFaultNetwork::badCertificates_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("reason");
    QTest::newRow("rainy/self-signed") << u"selfsigned"_s << u"self-signed"_s;
    QTest::newRow("rainy/another host") << u"otherhost"_s << u"host name"_s;
    QTest::newRow("rainy/expired") << u"expired"_s << u"expired"_s;
}

//! Never a byte of the token over it; the shard goes on trying, and is ready once all is well.
void TestFaultNetwork::badCertificates()
{
    QFETCH(QString, certificate);
    QFETCH(QString, reason);
    GatewayModel model({}, certificate);
    GatewayWatch watch(model.server.url(), trusting());
    AWAIT_VERIFY(watch.count(ShardEvent::Kind::Waiting) >= 2, 8000);
    QVERIFY2(watch.reasons().contains(reason), qPrintable(watch.reasons()));
    for (const RawPeer *peer : std::as_const(model.server.peers))
        QVERIFY(peer->target.isEmpty());
    model.server.setCertificate(u"good"_s);
    AWAIT_COMPARE(watch.last(), 1 + model.before, 12000);
    QCOMPARE(model.identifies, 1);
    QVERIFY(watch.stop());
}

void TestFaultNetwork::deadResumeUrls_data()
{
    QTest::addColumn<QString>("resumeUrl");
    QTest::newRow("rainy/closed port") << u"ws://"_s + closedPort();
    QTest::newRow("rainy/no such host") << u"wss://resume.invalid"_s;
    QTest::newRow("rainy/TLS where there is none") << u"wss://"_s + closedPort();
    QTest::newRow("rainy/unencrypted elsewhere") << u"ws://192.0.2.1"_s;
    QTest::newRow("rainy/no URL") << u"nonsense"_s;
    QTest::newRow("rainy/mute") << u"mute"_s;
    QTest::newRow("rainy/refuses") << u"refuses"_s;
    QTest::newRow("rainy/no HELLO") << u"no HELLO"_s;
    QTest::newRow("rainy/no answer to RESUME") << u"no RESUMED"_s;
}

void TestFaultNetwork::deadResumeUrls()
{
    QFETCH(QString, resumeUrl);
    GatewayModel model([](RawPeer &peer) { peer.drop(); });
    GatewayModel other;
    const bool hasServer = !resumeUrl.contains(u"://"_s) && resumeUrl != u"nonsense"_s;
    other.heartbeatMs = 4000;
    other.onUpgrade = [&resumeUrl](RawPeer &peer, int) {
        if (resumeUrl == u"refuses"_s) {
            peer.write("HTTP/1.1 404 Not Found\r\n\r\n");
            peer.drop();
        }
        return resumeUrl == u"no HELLO"_s || resumeUrl == u"no RESUMED"_s;
    };
    other.onHello = [&resumeUrl](RawPeer &, int) { return resumeUrl != u"no HELLO"_s; };
    other.onPayload = [](RawPeer &peer, const QJsonObject &) {
        peer.fallSilent();
        return false;
    };
    model.resumeUrl = hasServer ? other.server.url() : resumeUrl;
    GatewayWatch watch(model.server.url());
    AWAIT_COMPARE(watch.last(), allEvents(model), 12000);
    QCOMPARE(watch.gap(), QString());
    QCOMPARE(model.identifies, 1);
    QCOMPARE(model.resumes, 1);
    QCOMPARE(other.server.peers.size(), hasServer ? 1 : 0);
    QVERIFY(watch.stop());
}

void TestFaultNetwork::manyAddresses_data()
{
    QTest::addColumn<QStringList>("addresses");
    QTest::newRow("rainy/the first refuses") << QStringList{u"127.0.0.9"_s, u"127.0.0.1"_s};
    QTest::newRow("rainy/the first swallows") << QStringList{u"127.0.0.2"_s, u"127.0.0.1"_s};
    QTest::newRow("rainy/three swallow")
        << QStringList{u"127.0.0.2"_s, u"127.0.0.3"_s, u"127.0.0.4"_s, u"127.0.0.1"_s};
    QTest::newRow("happy/the second is not needed") << QStringList{u"127.0.0.1"_s, u"127.0.0.2"_s};
}

//! A network of which a part is dead, as IPv6 often is: what answers is found in the first try.
void TestFaultNetwork::manyAddresses()
{
    QFETCH(QStringList, addresses);
    GatewayModel model({}, u"good"_s);
    // Nobody accepts there, and the queue is full: what comes more is dropped without a word.
    std::vector<std::unique_ptr<Swallower>> holes;
    for (const QString &address : {u"127.0.0.2"_s, u"127.0.0.3"_s, u"127.0.0.4"_s})
        holes.push_back(std::make_unique<Swallower>(address, model.server.port()));
    SocketSettings settings;
    settings.ssl = *sslConfigurationWith(RawGateway::authority());
    for (const QString &address : addresses)
        settings.addresses << QHostAddress(address);
    ScaledClock clock(20);
    ShardManagerConfig config;
    config.token = Secret(QByteArrayView("tok"));
    config.intents = 513;
    ShardManager manager(config, clock, MetricSink::none());
    manager.setTransportFactory([&] { return std::make_unique<SocketTransport>(settings, clock); });
    QStringList states;
    connect(&manager, &ShardManager::shardChanged, this,
            [&states](const ShardEvent &event) { states << toString(event.kind); });
    GatewayInfo info;
    info.url = QUrl(model.server.url(u"localhost"_s));
    manager.start(info);
    AWAIT_COMPARE(model.identifies, 1, 5000);
    AWAIT_VERIFY(states.contains(u"ready"_s), 5000);
    QVERIFY2(!states.contains(u"disconnected"_s), qPrintable(states.join(u' ')));
    QSignalSpy stopped(&manager, &ShardManager::stopped);
    manager.stop();
    QVERIFY(stopped.wait(5000));
}

void TestFaultNetwork::noSuchHost()
{
    GatewayWatch watch(u"wss://gateway.invalid"_s);
    AWAIT_VERIFY(watch.count(ShardEvent::Kind::Waiting) >= 3, 12000);
    QVERIFY2(watch.reasons().contains(u"Host not found"_s), qPrintable(watch.reasons()));
    QVERIFY(watch.fatal.isEmpty());
    QVERIFY(watch.stop());
}

//! The name is looked up by the proxy: here nobody knows it.
void TestFaultNetwork::proxy()
{
    GatewayModel model([](RawPeer &peer) { peer.drop(); }, u"good"_s); // as READY must arrive
    model.resumeHost = u"gateway.test"_s;
    ConnectProxy proxy;
    ShardManagerConfig config = trusting();
    config.proxy = proxy.url();
    GatewayWatch watch(model.server.url(u"gateway.test"_s), config);
    AWAIT_COMPARE(watch.last(), allEvents(model), 8000);
    QCOMPARE(watch.gap(), QString());
    const QByteArray line =
        "CONNECT gateway.test:" + QByteArray::number(model.server.port()) + " HTTP/1.1";
    QCOMPARE(proxy.requests, (QByteArrayList{line, line}));
    QVERIFY(watch.stop());
}

void TestFaultNetwork::proxyRefuses_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("rainy/403") << QByteArray("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("rainy/502") << QByteArray("HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("rainy/wants a password") << QByteArray(
        "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("rainy/not there") << QByteArray();
}

void TestFaultNetwork::proxyRefuses()
{
    QFETCH(QByteArray, answer);
    GatewayModel model({}, u"good"_s);
    ConnectProxy proxy(answer);
    ShardManagerConfig config = trusting();
    config.proxy = answer.isEmpty() ? QUrl(u"http://"_s + closedPort()) : proxy.url();
    GatewayWatch watch(model.server.url(), config);
    AWAIT_VERIFY(watch.count(ShardEvent::Kind::Waiting) >= 3, 8000);
    QVERIFY2(watch.reasons().contains(u"proxy"_s, Qt::CaseInsensitive),
             qPrintable(watch.reasons()));
    QVERIFY(model.server.peers.isEmpty());
    QVERIFY(watch.stop());
}

void TestFaultNetwork::slowServer_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::newRow("happy/plain") << QString();
    QTest::newRow("happy/TLS") << u"good"_s;
}

//! Byte by byte, each in a segment of its own.
void TestFaultNetwork::slowServer()
{
    QFETCH(QString, certificate);
    GatewayModel model({}, certificate);
    QByteArray bytes;
    model.server.onRequest = [&](RawPeer &peer, int) {
        auto *timer = new QTimer(&peer);
        bytes = serverFrame(0x81, R"({"op":10,"d":{"heartbeat_interval":41250}})");
        peer.acceptUpgrade();
        peer.onPayload = [&](RawPeer &, const QJsonObject &) {
            bytes += serverFrame(0x81, R"({"op":0,"s":1,"t":"READY","d":{"session_id":"a"}})");
            for (int s = 2; s <= 5; ++s)
                bytes += serverFrame(
                    0x81, "{\"op\":0,\"s\":" + QByteArray::number(s) + R"(,"t":"N","d":1})");
        };
        QObject::connect(timer, &QTimer::timeout, &peer, [&] {
            for (int i = 0; i < 8 && !bytes.isEmpty(); ++i) {
                peer.write(bytes.first(1));
                bytes.remove(0, 1);
            }
        });
        timer->start(1ms);
    };
    ShardManagerConfig config = trusting();
    config.compression = Compression::None;
    GatewayWatch watch(model.server.url(), config, nullptr, {}, 4);
    AWAIT_COMPARE(watch.last(), 5, 8000);
    QCOMPARE(watch.gap(), QString());
    QCOMPARE(model.server.peers.size(), 1);
    QVERIFY(watch.stop());
}

//! An authority that is added does not take the place of the system's.
void TestFaultNetwork::authorityOfTheSystem()
{
    GatewayModel model({}, u"good"_s);
    ShardManagerConfig config;
    config.caFile = QStringLiteral(CORDIAL_TLS_DIR "/selfsigned.pem");
    GatewayWatch watch(model.server.url(u"localhost"_s), config);
    AWAIT_VERIFY(watch.reasons().contains(u"no TLS"_s), 8000);
    const QSslConfiguration before = QSslConfiguration::defaultConfiguration();
    QSslConfiguration system = before;
    QVERIFY(system.addCaCertificates(QStringLiteral(CORDIAL_TLS_DIR "/ca.pem")));
    QSslConfiguration::setDefaultConfiguration(system);
    AWAIT_COMPARE(watch.last(), 1 + model.before, 8000);
    QSslConfiguration::setDefaultConfiguration(before);
    QVERIFY(watch.stop());
}

//! All at once, and not one IDENTIFY more; each shard's events without a gap.
void TestFaultNetwork::manyAtOnce()
{
    constexpr int kShards = 64;
    GatewayModel model;
    model.before = model.after = 5;
    model.heartbeatMs = 20'000;
    ShardManagerConfig config;
    config.shardCount = kShards;
    GatewayInfo info;
    info.maxConcurrency = kShards;
    GatewayWatch watch(model.server.url(), config, nullptr, info);
    AWAIT_COMPARE(watch.count(ShardEvent::Kind::Ready), kShards, 15000);
    const QList<RawPeer *> first = model.server.peers;
    for (RawPeer *peer : first) {
        model.emitUnsent(*peer, 7);
        peer->reset();
    }
    AWAIT_COMPARE(watch.count(ShardEvent::Kind::Resumed), kShards, 15000);
    QCOMPARE(model.identifies, kShards);
    QCOMPARE(model.resumes, kShards);
    const qint64 last = 1 + model.before + 7 + 1 + model.after;
    const auto isWhole = [&] {
        QHash<quint32, qint64> before;
        for (const Dispatch &dispatch : std::as_const(watch.dispatches))
            if (dispatch.sequence != std::exchange(before[dispatch.shard], dispatch.sequence) + 1)
                return false;
        return before.size() == kShards
            && std::all_of(before.cbegin(), before.cend(), [&](qint64 s) { return s == last; });
    };
    AWAIT_VERIFY(isWhole(), 5000);
    QVERIFY(watch.stop());
}

void TestFaultNetwork::stopsInEveryOutage_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("rainy/closed port") << u"ws://"_s + closedPort();
    QTest::newRow("rainy/no such host") << u"wss://gateway.invalid"_s;
    QTest::newRow("rainy/no route") << u"wss://192.0.2.1"_s;
}

void TestFaultNetwork::stopsInEveryOutage()
{
    QFETCH(QString, url);
    GatewayWatch watch(url);
    QTest::qWait(200);
    QElapsedTimer time;
    time.start();
    QVERIFY(watch.stop());
    QVERIFY2(time.elapsed() < 3000, qPrintable(QString::number(time.elapsed())));
}

QTEST_GUILESS_MAIN(TestFaultNetwork)
#include "tst_faultnetwork.moc"
