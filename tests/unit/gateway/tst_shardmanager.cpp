// SPDX-License-Identifier: MIT
// Whole life cycles over real sockets, against a scripted server that shares no code with the
// framework but Qt's.
#include "scaledclock.h"

#include <cordial/gateway/sessionstore.h>
#include <cordial/gateway/shardmanager.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QTimer>
#include <QWebSocket>
#include <QWebSocketServer>

#include <functional>
#include <zlib.h>

using namespace Cordial;
using namespace Cordial::Gateway;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! One connection as the script sees it.
class Peer : public QObject
{
    Q_OBJECT
public:
    Peer(QWebSocket *socket, QObject *parent) : QObject(parent), m_socket(socket)
    {
        socket->setParent(this);
        connect(socket, &QWebSocket::textMessageReceived, this, [this](const QString &text) {
            const QJsonObject payload = QJsonDocument::fromJson(text.toUtf8()).object();
            if (payload[u"op"_s].toInt() == 1)
                onHeartbeat(payload);
            else
                Q_EMIT received(payload);
        });
        if (socket->requestUrl().query().contains(u"zlib-stream"_s))
            deflateInit(&m_stream.emplace(), 6);
    }
    ~Peer() override
    {
        if (m_stream)
            deflateEnd(&*m_stream);
    }

    void sendRaw(const QByteArray &text)
    {
        if (!m_stream) {
            m_socket->sendTextMessage(QString::fromUtf8(text));
            return;
        }
        QByteArray out(qsizetype(deflateBound(&*m_stream, uLong(text.size()))) + 64,
                       Qt::Uninitialized);
        m_stream->next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.constData()));
        m_stream->avail_in = uInt(text.size());
        m_stream->next_out = reinterpret_cast<Bytef *>(out.data());
        m_stream->avail_out = uInt(out.size());
        deflate(&*m_stream, Z_SYNC_FLUSH);
        m_socket->sendBinaryMessage(out.first(out.size() - qsizetype(m_stream->avail_out)));
    }
    void send(const QJsonObject &payload)
    {
        sendRaw(QJsonDocument(payload).toJson(QJsonDocument::Compact));
    }
    void hello(int interval = 41250)
    {
        send({{u"op"_s, 10}, {u"d"_s, QJsonObject{{u"heartbeat_interval"_s, interval}}}});
    }
    void dispatch(const QString &type, qint64 sequence, const QJsonObject &data = {})
    {
        send({{u"op"_s, 0}, {u"s"_s, sequence}, {u"t"_s, type}, {u"d"_s, data}});
    }
    void ready(const QString &session = u"abc"_s, const QString &resumeUrl = {})
    {
        dispatch(u"READY"_s, 1,
                 {{u"session_id"_s, session},
                  {u"resume_gateway_url"_s, resumeUrl.isEmpty() ? home : resumeUrl},
                  {u"guilds"_s, QJsonArray()}});
    }
    void numbers(qint64 first, qint64 last)
    {
        for (qint64 i = first; i <= last; ++i)
            dispatch(u"N"_s, i, {{u"n"_s, i}});
    }
    void close(int code) { m_socket->close(QWebSocketProtocol::CloseCode(code)); }
    void cut() { m_socket->abort(); }

    QString home;
    bool acknowledges = true;
    QJsonArray beats;
    [[nodiscard]] int closeCode() const { return int(m_socket->closeCode()); }
    [[nodiscard]] bool isGone() const { return !m_socket->isValid(); }
    [[nodiscard]] QUrl url() const { return m_socket->requestUrl(); }

Q_SIGNALS:
    void received(const QJsonObject &payload);

private:
    void onHeartbeat(const QJsonObject &payload)
    {
        beats.append(payload[u"d"_s]);
        if (acknowledges)
            send({{u"op"_s, 11}});
    }

    QWebSocket *m_socket;
    std::optional<z_stream> m_stream;
};

//! Calls the script for each connection, numbered from 1.
class Server : public QObject
{
public:
    using Script = std::function<void(Peer &peer, int number)>;

    explicit Server(Script script)
        : m_server(u"scripted"_s, QWebSocketServer::NonSecureMode), m_script(std::move(script))
    {
        m_server.listen(QHostAddress::LocalHost);
        connect(&m_server, &QWebSocketServer::newConnection, this, [this] {
            while (QWebSocket *socket = m_server.nextPendingConnection()) {
                auto *peer = new Peer(socket, this);
                peer->home = url();
                peers << peer;
                m_script(*peer, int(peers.size()));
            }
        });
    }
    [[nodiscard]] QString url() const
    {
        return u"ws://127.0.0.1:"_s + QString::number(m_server.serverPort());
    }

    QList<Peer *> peers;

private:
    QWebSocketServer m_server;
    Script m_script;
};

// Backoff, identify slots and lingering connections, without the waiting.
constexpr int kFast = 20;
constexpr int kAsIs = 1; // for heartbeats of 100 ms

//! A manager and what it has told so far.
struct Client
{
    explicit Client(const Server &server, ShardManagerConfig config = {},
                    SessionStore *store = nullptr, int speed = kFast)
        : Client(QUrl(server.url()), std::move(config), store, speed)
    { }
    explicit Client(const QUrl &url, ShardManagerConfig config = {}, SessionStore *store = nullptr,
                    int speed = kFast)
        : clock(speed)
    {
        config.token = Secret(QByteArrayView("tok"));
        config.intents = 513;
        manager = std::make_unique<ShardManager>(config, clock, MetricSink::none());
        manager->setSessionStore(store);
        QObject::connect(manager.get(), &ShardManager::dispatched, manager.get(),
                         [this](const QList<Dispatch> &batch) {
                             for (const Dispatch &one : batch) {
                                 types << QString::fromLatin1(one.type);
                                 if (one.type == "N")
                                     numbers << one.sequence;
                             }
                         });
        QObject::connect(manager.get(), &ShardManager::shardChanged, manager.get(),
                         [this](const ShardEvent &event) {
                             states << toString(event.kind);
                             reasons << event.reason;
                         });
        QObject::connect(manager.get(), &ShardManager::fatal, manager.get(),
                         [this](quint32, const Error &error) { fatal = error; });
        GatewayInfo info;
        info.url = url;
        manager->start(info);
    }

    bool stop()
    {
        QSignalSpy stopped(manager.get(), &ShardManager::stopped);
        manager->stop();
        return stopped.wait(5000);
    }

    Testing::ScaledClock clock;
    std::unique_ptr<ShardManager> manager;
    QStringList types;
    QList<qint64> numbers;
    QStringList states;
    QStringList reasons;
    std::optional<Error> fatal;
};

QList<qint64> range(qint64 first, qint64 last)
{
    QList<qint64> out;
    for (qint64 i = first; i <= last; ++i)
        out << i;
    return out;
}

int opOf(const QJsonObject &payload)
{
    return payload[u"op"_s].toInt();
}

//! Identifies or resumes whoever comes; \a first says what becomes of the first connection.
Server::Script resuming(std::function<void(Peer &)> first)
{
    return [first = std::move(first)](Peer &peer, int number) {
        QObject::connect(
            &peer, &Peer::received, &peer, [&peer, number, first](const QJsonObject &payload) {
                if (opOf(payload) == 2)
                    peer.ready(u"session %1"_s.arg(number));
                if (opOf(payload) == 6)
                    peer.dispatch(u"RESUMED"_s, payload[u"d"_s][u"seq"_s].toInteger() + 1);
                if (number == 1)
                    first(peer);
            });
        peer.hello();
    };
}

ShardManagerConfig with(Compression compression)
{
    ShardManagerConfig config;
    config.compression = compression;
    return config;
}

} // namespace

class TestShardManager : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void dropInTheMiddle_data();
    void dropInTheMiddle();
    void reconnects_data();
    void reconnects();
    void fatalCodes_data();
    void fatalCodes();
    void zombie();
    void deadResumeUrl();
    void refusedUpgradeThenWell();
    void helloIsLate();
    void blockedConsumerCostsNoHeartbeat();
    void backPressure();
    void sessionsOutliveTheManager();
    void manyShards();
    void stopsWhileNobodyAnswers();
    void commands();
    void insecureUrl();
};

void TestShardManager::dropInTheMiddle_data()
{
    QTest::addColumn<int>("compression");
    QTest::newRow("happy/JSON") << int(Compression::None);
    QTest::newRow("happy/zlib") << int(Compression::ZlibStream);
    QTest::newRow("happy/auto against a server of plain text") << int(Compression::Auto);
}

void TestShardManager::dropInTheMiddle()
{
    QFETCH(int, compression);
    Server server([](Peer &peer, int number) {
        connect(&peer, &Peer::received, &peer, [&peer, number](const QJsonObject &payload) {
            if (number == 1) {
                peer.ready();
                peer.numbers(2, 501);
                QTimer::singleShot(50, &peer, [&peer] { peer.cut(); });
                return;
            }
            if (opOf(payload) != 6 || payload[u"d"_s][u"session_id"_s] != u"abc"_s)
                return;
            // More is replayed than was missed.
            const qint64 sequence = payload[u"d"_s][u"seq"_s].toInteger();
            peer.numbers(qMax<qint64>(sequence - 20, 2), 1001);
            peer.dispatch(u"RESUMED"_s, 1002);
        });
        peer.hello();
    });
    Client client(server, with(Compression(compression)));
    QTRY_VERIFY_WITH_TIMEOUT(client.types.contains(u"RESUMED"_s), 10000);
    QCOMPARE(client.numbers, range(2, 1001));
    QCOMPARE(server.peers.size(), 2);
    QVERIFY(client.stop());
    QTRY_COMPARE(server.peers[1]->closeCode(), 4000);
}

void TestShardManager::reconnects_data()
{
    QTest::addColumn<QString>("payload");
    QTest::addColumn<int>("code");
    QTest::addColumn<QStringList>("types");
    const QStringList resumed{u"READY"_s, u"RESUMED"_s};
    const QStringList identified{u"READY"_s, u"READY"_s};
    QTest::newRow("happy/op 7") << u"{\"op\":7,\"d\":null}"_s << 0 << resumed;
    QTest::newRow("happy/op 9 true") << u"{\"op\":9,\"d\":true}"_s << 0 << resumed;
    QTest::newRow("rainy/op 9 false") << u"{\"op\":9,\"d\":false}"_s << 0 << identified;
    QTest::newRow("rainy/garbage") << u"{\"op\":0,\"s\":2,"_s << 0 << resumed;
    QTest::newRow("rainy/no JSON at all") << u"<html>"_s << 0 << resumed;
    QTest::newRow("happy/close 1000") << QString() << 1000 << resumed;
    QTest::newRow("happy/close 1001") << QString() << 1001 << resumed;
    QTest::newRow("happy/close 4000") << QString() << 4000 << resumed;
    QTest::newRow("rainy/close 4009") << QString() << 4009 << identified;
    QTest::newRow("happy/close 4999") << QString() << 4999 << resumed;
}

void TestShardManager::reconnects()
{
    QFETCH(QString, payload);
    QFETCH(int, code);
    Server server(resuming([&](Peer &peer) {
        if (code != 0)
            peer.close(code);
        else
            peer.sendRaw(payload.toUtf8());
    }));
    Client client(server, with(Compression::None));
    QTRY_COMPARE_WITH_TIMEOUT(client.types.size(), 2, 12000);
    QTEST(client.types, "types");
    QVERIFY(client.stop());
    // Never ended by us: 1000 and 1001 would end the session.
    if (code == 0)
        QCOMPARE(server.peers[0]->closeCode(), 4000);
}

void TestShardManager::fatalCodes_data()
{
    QTest::addColumn<int>("code");
    for (const int code : {4004, 4010, 4011, 4012, 4013, 4014})
        QTest::addRow("rainy/%d", code) << code;
}

void TestShardManager::fatalCodes()
{
    QFETCH(int, code);
    Server server([code](Peer &peer, int) {
        connect(&peer, &Peer::received, &peer, [&peer, code] { peer.close(code); });
        peer.hello();
    });
    Client client(server, with(Compression::None));
    QTRY_VERIFY_WITH_TIMEOUT(client.fatal.has_value(), 5000);
    QCOMPARE(client.fatal->discordCode, code);
    QCOMPARE(client.states.last(), u"fatal"_s);
    QTest::qWait(200); // 4 s on this clock: longer than the first backoff
    QCOMPARE(server.peers.size(), 1);
    QVERIFY(client.stop());
}

void TestShardManager::zombie()
{
    Server server([](Peer &peer, int number) {
        connect(&peer, &Peer::received, &peer, [&peer](const QJsonObject &payload) {
            opOf(payload) == 2 ? peer.ready() : peer.dispatch(u"RESUMED"_s, 2);
        });
        peer.acknowledges = number > 1;
        peer.hello(200);
    });
    Client client(server, with(Compression::None), nullptr, kAsIs);
    QTRY_VERIFY_WITH_TIMEOUT(client.types.contains(u"RESUMED"_s), 8000);
    QVERIFY(client.reasons.join(u' ').contains(u"zombie"_s));
    QCOMPARE(server.peers[0]->beats.size(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(server.peers[1]->beats.size() > 2, 5000);
    QCOMPARE(server.peers[1]->beats.last().toInteger(), 2);
    QVERIFY(client.stop());
}

void TestShardManager::deadResumeUrl()
{
    QTcpServer closedPort;
    QVERIFY(closedPort.listen(QHostAddress::LocalHost));
    const QString dead = u"ws://127.0.0.1:"_s + QString::number(closedPort.serverPort());
    closedPort.close();
    Server server([dead](Peer &peer, int) {
        connect(&peer, &Peer::received, &peer, [&peer, dead](const QJsonObject &payload) {
            if (opOf(payload) == 2) {
                peer.ready(u"abc"_s, dead);
                QTimer::singleShot(50, &peer, [&peer] { peer.cut(); });
            } else {
                peer.dispatch(u"RESUMED"_s, 2);
            }
        });
        peer.hello();
    });
    Client client(server, with(Compression::None));
    QTRY_VERIFY_WITH_TIMEOUT(client.types.contains(u"RESUMED"_s), 10000);
    QCOMPARE(server.peers.size(), 2);
    QVERIFY(client.stop());
}

void TestShardManager::refusedUpgradeThenWell()
{
    QTcpServer door;
    QVERIFY(door.listen(QHostAddress::LocalHost));
    QByteArrayList targets;
    connect(&door, &QTcpServer::newConnection, &door, [&] {
        QTcpSocket *socket = door.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket, &targets] {
            targets << socket->readAll().split(' ').value(1);
            socket->write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            socket->disconnectFromHost();
        });
    });
    const QUrl url(u"ws://127.0.0.1:"_s + QString::number(door.serverPort()));
    Client client(url, with(Compression::Auto));
    QTRY_VERIFY_WITH_TIMEOUT(targets.size() >= 3, 15000);
    QCOMPARE(targets[0], QByteArray("/?v=10&encoding=json&compress=zstd-stream"));
    QCOMPARE(targets[1], QByteArray("/?v=10&encoding=json&compress=zlib-stream"));
    QCOMPARE(targets[2], QByteArray("/?v=10&encoding=json"));
    QVERIFY(client.reasons.join(u' ').contains(u"400"_s));
    QVERIFY(client.stop());
}

void TestShardManager::helloIsLate()
{
    Server server([](Peer &peer, int) {
        connect(&peer, &Peer::received, &peer, [&peer] { peer.ready(); });
        // Another frame first, one that nobody knows, and a beat that is asked for early.
        peer.send({{u"op"_s, 99}, {u"d"_s, QJsonObject{{u"x"_s, 1}}}});
        peer.send({{u"op"_s, 1}});
        QTimer::singleShot(300, &peer, [&peer] { peer.hello(); });
    });
    Client client(server, with(Compression::None));
    QTRY_COMPARE_WITH_TIMEOUT(client.types, QStringList{u"READY"_s}, 5000);
    // The first of its own may follow at any moment after HELLO, with the sequence it has by then.
    const QJsonArray beats = server.peers[0]->beats;
    const QList<QJsonArray> allowed{
        {QJsonValue::Null}, {QJsonValue::Null, QJsonValue::Null}, {QJsonValue::Null, 1}};
    QVERIFY2(allowed.contains(beats),
             QJsonDocument(beats).toJson(QJsonDocument::Compact).constData());
    QVERIFY(client.stop());
}

void TestShardManager::blockedConsumerCostsNoHeartbeat()
{
    // The server in a thread of its own: the consumer below blocks this one.
    QThread thread;
    thread.start();
    QObject context;
    context.moveToThread(&thread);
    Server *server = nullptr;
    QMetaObject::invokeMethod(
        &context,
        [&server] {
            server = new Server([](Peer &peer, int) {
                connect(&peer, &Peer::received, &peer, [&peer] {
                    peer.ready();
                    peer.numbers(2, 100);
                });
                peer.hello(100);
            });
        },
        Qt::BlockingQueuedConnection);
    const auto beats = [&] {
        qsizetype count = 0;
        QMetaObject::invokeMethod(
            &context, [&] { count = server->peers.isEmpty() ? 0 : server->peers[0]->beats.size(); },
            Qt::BlockingQueuedConnection);
        return count;
    };
    Client client(*server, with(Compression::None), nullptr, kAsIs);
    QTRY_VERIFY_WITH_TIMEOUT(client.manager->isReady(), 5000);
    const qsizetype before = beats();
    QThread::sleep(1); // a slot that blocks
    QVERIFY2(beats() - before >= 8, qPrintable(QString::number(beats() - before)));
    QTRY_COMPARE_WITH_TIMEOUT(client.numbers, range(2, 100), 5000);
    QVERIFY(client.stop());
    QMetaObject::invokeMethod(&context, [&] { delete server; }, Qt::BlockingQueuedConnection);
    thread.quit();
    thread.wait();
}

void TestShardManager::backPressure()
{
    Server server([](Peer &peer, int) {
        connect(&peer, &Peer::received, &peer, [&peer] {
            peer.ready();
            // A few at a time: a server that is busy writing acknowledges nothing.
            auto *more = new QTimer(&peer);
            connect(more, &QTimer::timeout, &peer, [&peer, more, next = qint64(2)]() mutable {
                for (const qint64 end = next + 50; next < end; ++next)
                    peer.dispatch(u"N"_s, next, {{u"pad"_s, QString(2000, u'x')}});
                if (next > 3001)
                    more->stop();
            });
            more->start(0);
        });
        peer.hello(100);
    });
    ShardManagerConfig config = with(Compression::None);
    config.queueBytes = 256 * 1024;
    Client client(server, config, nullptr, kAsIs);
    client.manager->setDelivering(false);
    QTest::qWait(1300);
    QVERIFY2(client.manager->queuedBytes() < 1024 * 1024,
             qPrintable(QString::number(client.manager->queuedBytes())));
    QCOMPARE(server.peers.size(), 1); // no zombie: unread ACKs say nothing
    QVERIFY(server.peers[0]->beats.size() >= 8);
    QVERIFY(client.numbers.isEmpty());
    client.manager->setDelivering(true);
    QTRY_COMPARE_WITH_TIMEOUT(client.numbers, range(2, 3001), 10000);
    QVERIFY(client.stop());
}

void TestShardManager::sessionsOutliveTheManager()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(u"sessions"_s);
    qint64 resumedAt = -1;
    Server server([&resumedAt](Peer &peer, int) {
        connect(&peer, &Peer::received, &peer, [&](const QJsonObject &payload) {
            if (opOf(payload) == 2) {
                peer.ready();
                peer.numbers(2, 50);
                return;
            }
            resumedAt = payload[u"d"_s][u"seq"_s].toInteger();
            peer.numbers(resumedAt + 1, 100);
            peer.dispatch(u"RESUMED"_s, 101);
        });
        peer.hello();
    });
    {
        FileSessionStore store(path);
        Client client(server, with(Compression::None), &store);
        QTRY_COMPARE_WITH_TIMEOUT(client.numbers.size(), 49, 5000);
        QVERIFY(client.stop());
    }
    FileSessionStore store(path);
    Client client(server, with(Compression::None), &store);
    QTRY_VERIFY_WITH_TIMEOUT(client.types.contains(u"RESUMED"_s), 5000);
    QCOMPARE(resumedAt, 50);
    QCOMPARE(client.numbers, range(51, 100));
    QVERIFY(!client.states.contains(u"identifying"_s));
    QVERIFY(client.stop());

    // Another shard count: the session is worth nothing.
    ShardManagerConfig two = with(Compression::None);
    two.shardCount = 2;
    two.lastShard = 0;
    FileSessionStore again(path);
    Client other(server, two, &again);
    QTRY_VERIFY_WITH_TIMEOUT(other.types.contains(u"READY"_s), 5000);
    QVERIFY(other.stop());
}

void TestShardManager::manyShards()
{
    QList<qint64> identifiedAt;
    QList<int> order;
    Testing::ScaledClock clock(3);
    const TimePoint begin = clock.now();
    Server server([&](Peer &peer, int) {
        connect(&peer, &Peer::received, &peer, [&](const QJsonObject &payload) {
            identifiedAt << std::chrono::duration_cast<Milliseconds>(clock.now() - begin).count();
            order << payload[u"d"_s][u"shard"_s][0].toInt();
            peer.ready();
        });
        peer.hello();
    });
    ShardManagerConfig config = with(Compression::None);
    config.shardCount = 8;
    config.firstShard = 2;
    config.lastShard = 5;
    config.token = Secret(QByteArrayView("tok"));
    ShardManager manager(config, clock, MetricSink::none());
    QSignalSpy ready(&manager, &ShardManager::ready);
    GatewayInfo info;
    info.url = QUrl(server.url());
    info.maxConcurrency = 2;
    manager.start(info);
    QVERIFY(ready.wait(12000));
    QCOMPARE(manager.shardCount(), 8);
    std::sort(order.begin(), order.begin() + 2); // keys are independent of each other
    std::sort(order.begin() + 2, order.end());
    QCOMPARE(order, (QList<int>{2, 3, 4, 5}));
    QVERIFY(identifiedAt[2] - identifiedAt[0] >= 5000);
    QVERIFY(identifiedAt[3] - identifiedAt[0] <= 6000);
    QSignalSpy stopped(&manager, &ShardManager::stopped);
    manager.stop();
    QVERIFY(stopped.wait(5000));
}

void TestShardManager::stopsWhileNobodyAnswers()
{
    QTcpServer mute; // takes the connection and never says a word
    QVERIFY(mute.listen(QHostAddress::LocalHost));
    Client client(QUrl(u"ws://127.0.0.1:"_s + QString::number(mute.serverPort())));
    QTRY_VERIFY_WITH_TIMEOUT(mute.hasPendingConnections(), 5000);
    QElapsedTimer time;
    time.start();
    QVERIFY(client.stop());
    QVERIFY(time.elapsed() < 4000);
}

void TestShardManager::commands()
{
    QList<QJsonObject> got;
    Server server([&](Peer &peer, int) {
        connect(&peer, &Peer::received, &peer, [&](const QJsonObject &payload) {
            if (opOf(payload) == 2)
                peer.ready();
            else
                got << payload;
        });
        peer.hello();
    });
    Client client(server, with(Compression::None));
    const QByteArray presence = R"({"op":3,"d":{"status":"idle"}})";
    QVERIFY(client.manager->send(0, presence).isOk()); // waits for READY
    QCOMPARE(client.manager->send(7, presence).error().code, ErrorCode::InvalidArgument);
    QCOMPARE(
        client.manager->send(0, R"({"op":3,"d":{"status":")" + QByteArray(5000, 'x') + R"("}})")
            .error()
            .code,
        ErrorCode::TooLarge);
    QTRY_COMPARE_WITH_TIMEOUT(got.size(), 1, 5000);
    QCOMPARE(opOf(got[0]), 3);
    QVERIFY(client.stop());
    QCOMPARE(client.manager->send(0, presence).error().code, ErrorCode::Closed);
}

void TestShardManager::insecureUrl()
{
    Client client(QUrl(u"ws://192.0.2.1:1"_s), with(Compression::None));
    QTRY_VERIFY_WITH_TIMEOUT(client.reasons.join(u' ').contains(u"unencrypted"_s), 5000);
    QVERIFY(client.stop());
}

QTEST_GUILESS_MAIN(TestShardManager)
#include "tst_shardmanager.moc"
