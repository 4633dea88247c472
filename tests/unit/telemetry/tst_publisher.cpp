// SPDX-License-Identifier: MIT
#include "client/hostconnection.h"

#include <cordial/telemetry/publisher.h>
#include <cordial/telemetry/wire/endpoint.h>
#include <cordial/telemetry/wire/messages.h>

#include <QLocalServer>
#include <QLocalSocket>
#include <QPointer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Cordial;
using namespace Cordial::Inspector;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Telemetry::Publisher;

namespace {

mode_t modeOf(const QString &path)
{
    struct stat status{};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}

ShardRecord shard(quint32 number)
{
    ShardRecord record;
    record.shard = number;
    record.shardCount = 16;
    record.state = ShardState::Ready;
    return record;
}

//! \brief What a window would hold of one host.
struct View
{
    explicit View(Clock &clock) : connection(clock)
    {
        QObject::connect(&connection, &HostConnection::shardsChanged, &connection,
                         [this](const QList<ShardRow> &rows) {
                             for (const ShardRow &row : rows)
                                 shards.insert(row.shard, row);
                         });
        QObject::connect(&connection, &HostConnection::gaugesChanged, &connection,
                         [this](const QList<GaugeRow> &rows) {
                             for (const GaugeRow &row : rows)
                                 gauges.insert(row.name, row);
                         });
        QObject::connect(&connection, &HostConnection::requestsArrived, &connection,
                         [this](const QList<RequestEvent> &events) {
                             for (const RequestEvent &event : events) {
                                 ordered = ordered && event.at >= lastAt;
                                 lastAt = event.at;
                                 ++requests;
                             }
                         });
        QObject::connect(&connection, &HostConnection::snapshotEnded, &connection,
                         [this] { ++snapshots; });
        QObject::connect(&connection, &HostConnection::stateChanged, &connection,
                         [this](LinkState state) { states.append(state); });
        QObject::connect(&connection, &HostConnection::hostRestarted, &connection,
                         [this] { ++restarts; });
    }

    HostConnection connection;
    QMap<quint32, ShardRow> shards;
    QMap<QByteArray, GaugeRow> gauges;
    QList<LinkState> states;
    quint64 requests = 0;
    qint64 lastAt = 0;
    bool ordered = true;
    int snapshots = 0;
    int restarts = 0;
};

} // namespace

class tst_Publisher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void socketIsPrivate();
    void listensAgain();
    void listenErrors_data();
    void listenErrors();
    void liveSocketIsAnError();
    void staleSocketIsReplaced();
    void lockedFolderIsAnError();
    void looseFolderIsTightened();
    void hostsAreListed();
    void clientSeesStateAndEvents();
    void timesAreMapped();
    void threadsFloodAndAllIsAccountedFor();
    void lostHostIsStaleAndComesBack();
    void killedHost();
    void fiveClients();
    void deafClientDoesNotHurt();
    void foreignServers_data();
    void foreignServers();
    void attachingNonsense();
    void listenersMayDoAnything();

private:
    std::unique_ptr<QTemporaryDir> m_runtime;
    SystemClock m_clock;
};

void tst_Publisher::init()
{
    m_runtime = std::make_unique<QTemporaryDir>();
    qputenv("XDG_RUNTIME_DIR", m_runtime->path().toUtf8());
}

void tst_Publisher::socketIsPrivate()
{
    QString path;
    {
        Publisher publisher({{}, u"bot"_s, m_clock});
        QVERIFY(publisher.listen());
        path = publisher.path();
        QCOMPARE(path, m_runtime->path() + u"/cordial/bot.sock");
        QCOMPARE(modeOf(path), mode_t(0600));
        QCOMPARE(modeOf(Wire::hostFolder()), mode_t(0700));
        QVERIFY(Wire::isLive(path));
        QVERIFY(!publisher.listen()); // already
        publisher.close();
        QVERIFY(!QFile::exists(path));
        QTRY_VERIFY(!Wire::isLive(path));
        QVERIFY(publisher.listen());
    }
    QVERIFY(!QFile::exists(path));
    QCOMPARE(QDir(Wire::hostFolder()).entryList(QDir::System | QDir::Files).size(), 0);
}

void tst_Publisher::listensAgain()
{
    // The server of before is closed in its thread meanwhile, and Qt removes what that was bound
    // to.
    Publisher publisher({{}, u"bot"_s, m_clock});
    for (int i = 0; i < 500; ++i) {
        const Result<> result = publisher.listen();
        QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
        publisher.close();
        while (i % 2 == 0 && Wire::isLive(m_runtime->path() + u"/cordial/bot.sock"))
            std::this_thread::yield();
    }
}

void tst_Publisher::listenErrors_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("code");
    QTest::newRow("rainy/empty name") << QString() << int(ErrorCode::InvalidArgument);
    QTest::newRow("rainy/bad name") << u"a b"_s << int(ErrorCode::InvalidArgument);
    QTest::newRow("rainy/hidden") << u".bot"_s << int(ErrorCode::InvalidArgument);
    QTest::newRow("rainy/too long")
        << u"/tmp/"_s + QString(200, u'x') << int(ErrorCode::InvalidArgument);
    QTest::newRow("rainy/no folder") << u"/nowhere/at/all/x.sock"_s << int(ErrorCode::Io);
    QTest::newRow("rainy/no socket") << u"FILE"_s << int(ErrorCode::Io);
}

void tst_Publisher::listenErrors()
{
    QFETCH(QString, path);
    QFETCH(int, code);
    if (path == u"FILE") {
        path = m_runtime->filePath(u"plain"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    Publisher publisher({{}, {}, m_clock});
    const auto result = publisher.listen(path);
    QVERIFY(!result);
    QCOMPARE(int(result.error().code), code);
    QVERIFY(!result.error().message.isEmpty());
    QVERIFY(!result.error().message.contains(u'\n'));
    QVERIFY(publisher.path().isEmpty());
}

void tst_Publisher::liveSocketIsAnError()
{
    Publisher first({{}, u"bot"_s, m_clock});
    Publisher second({{}, u"bot"_s, m_clock});
    QVERIFY(first.listen());
    const auto result = second.listen();
    QVERIFY(!result);
    QVERIFY2(result.error().message.contains(u"another host is listening"),
             qPrintable(result.error().message));
    QVERIFY(Wire::isLive(first.path()));
}

void tst_Publisher::staleSocketIsReplaced()
{
    QVERIFY(QDir().mkpath(Wire::hostFolder()));
    const QString path = Wire::socketPath(u"bot"_s);
    QVERIFY(QFile::exists(Wire::hostFolder()));
    {
        // A server that died: its file stays.
        QLocalServer dead;
        QVERIFY(dead.listen(path));
        QCOMPARE(::link(QFile::encodeName(path).constData(),
                        QFile::encodeName(path + u".old").constData()),
                 0);
    }
    QVERIFY(QFile::rename(path + u".old", path));
    QVERIFY(!Wire::isLive(path));
    Publisher publisher({{}, u"bot"_s, m_clock});
    const auto result = publisher.listen();
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    QVERIFY(Wire::isLive(path));
}

//! Whoever may open the folder may lock it; a host must not hang on that.
void tst_Publisher::lockedFolderIsAnError()
{
    const QString folder = m_runtime->filePath(u"shared"_s);
    QVERIFY(QDir().mkdir(folder));
    const int lock = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_CLOEXEC);
    QVERIFY(lock >= 0);
    QCOMPARE(::flock(lock, LOCK_EX), 0);
    // Ends the wait that would have no end.
    std::jthread rescue([lock](const std::stop_token &stop) {
        for (int i = 0; i < 300 && !stop.stop_requested(); ++i)
            std::this_thread::sleep_for(10ms);
        ::flock(lock, LOCK_UN);
    });
    Publisher publisher({{}, u"bot"_s, m_clock});
    QElapsedTimer time;
    time.start();
    const auto result = publisher.listen(folder + u"/bot.sock");
    QVERIFY2(time.elapsed() < 2000, "listen() waits for the lock");
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Io);
    QVERIFY2(result.error().message.contains(folder), qPrintable(result.error().message));
    QVERIFY2(result.error().message.contains(u"name a socket"), qPrintable(result.error().message));
    rescue.request_stop();
    rescue.join();
    QVERIFY(publisher.listen(folder + u"/bot.sock"));
    ::close(lock);
}

void tst_Publisher::looseFolderIsTightened()
{
    QVERIFY(QDir().mkpath(Wire::hostFolder()));
    QCOMPARE(::chmod(QFile::encodeName(Wire::hostFolder()).constData(), 0777), 0);
    QVERIFY(Wire::availableHosts().isEmpty()); // not trusted
    Publisher publisher({{}, u"bot"_s, m_clock});
    QVERIFY(publisher.listen());
    QCOMPARE(modeOf(Wire::hostFolder()), mode_t(0700));
}

void tst_Publisher::hostsAreListed()
{
    QVERIFY(Wire::availableHosts().isEmpty());
    Publisher b({{}, u"b"_s, m_clock});
    Publisher a({{}, u"a"_s, m_clock});
    QVERIFY(a.listen() && b.listen());
    QCOMPARE(Wire::availableHosts(), (QStringList{u"a"_s, u"b"_s}));
    // Asking must not use up places.
    for (int i = 0; i < 50; ++i)
        QVERIFY(Wire::isLive(a.path()));
    View view(m_clock);
    view.connection.attach(u"a"_s);
    QTRY_COMPARE(view.connection.state(), LinkState::Attached);
    a.close();
    QTRY_COMPARE(Wire::availableHosts(), QStringList{u"b"_s});
}

void tst_Publisher::clientSeesStateAndEvents()
{
    Publisher publisher({{}, u"bot"_s, m_clock});
    for (quint32 i = 0; i < 16; ++i)
        publisher.report(shard(i));
    QVERIFY(!publisher.wants(MetricStream::Requests));
    publisher.report(RequestRecord{}); // nobody's: not even counted
    QVERIFY(publisher.listen());
    View view(m_clock);
    view.connection.attach(u"bot"_s);
    QTRY_COMPARE(view.shards.size(), 16);
    QCOMPARE(view.connection.host().name, "bot"_ba);
    QCOMPARE(view.connection.host().processId, quint64(::getpid()));
    QTRY_VERIFY(publisher.wants(MetricStream::Requests));
    RequestRecord record;
    record.id = 5;
    record.at = 1;
    publisher.report(record);
    QTRY_COMPARE(view.requests, 1U);
    QTRY_VERIFY(view.gauges.contains("telemetry"));
    QVERIFY(view.gauges.value("telemetry").value < 0.2);
    QTRY_VERIFY(view.connection.statistics().roundTripUs >= 0);
    QCOMPARE(view.connection.statistics().received, 1U);
    QCOMPARE(publisher.statistics().clients, 1U);
    view.connection.detach();
    QTRY_VERIFY(!publisher.wants(MetricStream::Requests));
    QTRY_COMPARE(publisher.statistics().clients, 0U);
    QCOMPARE(view.states, (QList{LinkState::Connecting, LinkState::Attached, LinkState::Detached}));
}

void tst_Publisher::timesAreMapped()
{
    Publisher publisher({{}, u"bot"_s, m_clock});
    QVERIFY(publisher.listen());
    const qint64 now = std::chrono::nanoseconds(m_clock.now().time_since_epoch()).count();
    ShardRecord record = shard(0);
    record.stateSince = now;
    publisher.report(record);
    View view(m_clock);
    view.connection.attach(u"bot"_s);
    QTRY_COMPARE(view.shards.size(), 1);
    // Both ends share one clock here: the mapping may only be off by half a round trip.
    QVERIFY(std::abs(view.shards.value(0).stateSince - now) < 100'000'000);
    QCOMPARE(view.shards.value(0).lastAckAt, 0); // never stays never
    const qint64 wall = std::chrono::milliseconds(std::chrono::duration_cast<Milliseconds>(
                                                      m_clock.wallNow().time_since_epoch()))
                            .count();
    QVERIFY(std::abs(view.connection.host().wallOffsetMs + now / 1'000'000 - wall) < 5000);
}

void tst_Publisher::threadsFloodAndAllIsAccountedFor()
{
    constexpr int kThreads = 4;
    constexpr quint64 kEach = 50'000;
    Publisher publisher({{}, u"bot"_s, m_clock});
    QVERIFY(publisher.listen());
    View view(m_clock);
    view.connection.attach(u"bot"_s);
    QTRY_VERIFY(publisher.wants(MetricStream::Requests) && view.snapshots >= 7);
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
            for (quint64 i = 0; i < kEach; ++i) {
                RequestRecord record;
                record.id = i;
                record.route = "/channels/{channel.id}/messages";
                publisher.report(record);
                if (i % 100 == 0)
                    publisher.report(shard(quint32(t)));
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    const auto done = [&] {
        const LinkStatistics statistics = view.connection.statistics();
        return statistics.received + statistics.lost;
    };
    QTRY_COMPARE_WITH_TIMEOUT(done(), kThreads * kEach, 20'000);
    QCOMPARE(view.connection.statistics().received, view.requests);
    QTRY_COMPARE(view.connection.statistics().lost,
                 publisher.statistics().lost + publisher.statistics().droppedForClients);
    qInfo("shown %llu, lost %llu of %llu", view.requests, view.connection.statistics().lost,
          kThreads * kEach);
}

void tst_Publisher::lostHostIsStaleAndComesBack()
{
    View view(m_clock);
    view.connection.attach(u"bot"_s);
    QTRY_VERIFY(!view.connection.reason().isEmpty());
    QCOMPARE(view.connection.state(), LinkState::Connecting);
    QVERIFY(!view.connection.staleSince());
    quint64 first = 0;
    {
        Publisher publisher({{}, u"bot"_s, m_clock});
        publisher.report(shard(0));
        QVERIFY(publisher.listen());
        QTRY_COMPARE_WITH_TIMEOUT(view.connection.state(), LinkState::Attached, 10'000);
        QTRY_COMPARE(view.shards.size(), 1);
        first = view.connection.host().instance;
    }
    QTRY_COMPARE(view.connection.state(), LinkState::Stale);
    QVERIFY(view.connection.staleSince());
    QCOMPARE(view.shards.size(), 1); // what was shown stays
    QCOMPARE(view.restarts, 0);
    Publisher publisher({{}, u"bot"_s, m_clock});
    QVERIFY(publisher.listen());
    QTRY_COMPARE_WITH_TIMEOUT(view.connection.state(), LinkState::Attached, 10'000);
    QVERIFY(view.connection.host().instance != first);
    QCOMPARE(view.restarts, 1);
    QVERIFY(!view.connection.staleSince());
}

//! A host that is killed says no Bye; its last frame may be cut anywhere.
void tst_Publisher::killedHost()
{
    const QString path = m_runtime->filePath(u"killed.sock"_s);
    QLocalServer server;
    QVERIFY(server.listen(path));
    QPointer<QLocalSocket> accepted;
    connect(&server, &QLocalServer::newConnection, this, [&] {
        QLocalSocket *socket = server.nextPendingConnection();
        accepted = socket;
        connect(socket, &QLocalSocket::readyRead, socket, [socket, greeted = false]() mutable {
            socket->readAll();
            if (!std::exchange(greeted, true))
                socket->write(encode(Wire::Hello{})
                              + encode(quint16(3), Wire::Lost{0, 5}).chopped(1));
        });
    });
    View view(m_clock);
    view.connection.attach(path);
    QTRY_COMPARE(view.connection.state(), LinkState::Attached);
    accepted->abort();
    QTRY_COMPARE(view.connection.state(), LinkState::Stale);
    QVERIFY(view.connection.staleSince());
    QVERIFY(view.connection.reason().contains(u"has broken"));
    // The same process answers again: nothing restarted.
    QTRY_COMPARE_WITH_TIMEOUT(view.connection.state(), LinkState::Attached, 10'000);
    QCOMPARE(view.restarts, 0);
}

void tst_Publisher::fiveClients()
{
    Publisher publisher({{}, u"bot"_s, m_clock});
    QVERIFY(publisher.listen());
    std::array<std::unique_ptr<View>, 5> views;
    for (size_t i = 0; i < 4; ++i) {
        views[i] = std::make_unique<View>(m_clock);
        views[i]->connection.attach(u"bot"_s);
        QTRY_COMPARE(views[i]->connection.state(), LinkState::Attached);
    }
    views[4] = std::make_unique<View>(m_clock);
    views[4]->connection.attach(u"bot"_s);
    QTRY_VERIFY(views[4]->connection.reason().contains(u"as many clients"));
    QCOMPARE(views[4]->connection.state(), LinkState::Connecting);
    QCOMPARE(publisher.statistics().clients, 4U);
    views[0].reset();
    QTRY_COMPARE_WITH_TIMEOUT(views[4]->connection.state(), LinkState::Attached, 10'000);
}

void tst_Publisher::deafClientDoesNotHurt()
{
    Publisher publisher({{}, u"bot"_s, m_clock});
    QVERIFY(publisher.listen());
    QLocalSocket deaf;
    deaf.setReadBufferSize(1);
    deaf.connectToServer(publisher.path());
    QVERIFY(deaf.waitForConnected());
    deaf.write(encode(Wire::Hello{}));
    deaf.write(encode(Wire::Subscribe{{0, 3, 4}}));
    deaf.write(encode(Wire::Credit{~quint64(0)}));
    QTRY_VERIFY(publisher.wants(MetricStream::Requests));
    View view(m_clock);
    view.connection.attach(u"bot"_s);
    QTRY_VERIFY(view.snapshots >= 7);
    quint64 sent = 0;
    for (int round = 0; round < 60; ++round) {
        for (int i = 0; i < 500; ++i, ++sent)
            publisher.report(RequestRecord{});
        QTRY_COMPARE(view.connection.statistics().received + view.connection.statistics().lost,
                     sent);
    }
    QCOMPARE(view.connection.statistics().lost, publisher.statistics().lost);
    QCOMPARE(view.connection.state(), LinkState::Attached);
    deaf.abort();
    QTRY_COMPARE(publisher.statistics().clients, 1U);
}

void tst_Publisher::foreignServers_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("refused");
    Wire::Hello future;
    future.major = 2;
    QTest::newRow("rainy/other major") << encode(future) << true;
    QTest::newRow("rainy/told so") << encode(Wire::Bye{Wire::ByeCode::Version, "no"}) << true;
    QTest::newRow("rainy/http") << "HTTP/1.1 400 Bad Request\r\n\r\n"_ba << false;
    QTest::newRow("rainy/cut") << encode(Wire::Hello{}).chopped(3) << false;
    QTest::newRow("rainy/bye") << encode(Wire::Bye{Wire::ByeCode::Busy, "busy"}) << false;
    QTest::newRow("rainy/nothing") << QByteArray() << false;
}

void tst_Publisher::foreignServers()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, refused);
    const QString path = m_runtime->filePath(u"foreign.sock"_s);
    QLocalServer server;
    QVERIFY(server.listen(path));
    int connections = 0;
    connect(&server, &QLocalServer::newConnection, this, [&] {
        QLocalSocket *socket = server.nextPendingConnection();
        ++connections;
        connect(socket, &QLocalSocket::readyRead, socket, [socket, answer] {
            if (socket->readAll().isEmpty())
                return;
            socket->write(answer);
            socket->disconnectFromServer();
        });
    });
    View view(m_clock);
    view.connection.attach(path);
    if (refused) {
        QTRY_COMPARE(view.connection.state(), LinkState::Refused);
        QVERIFY(!view.connection.reason().isEmpty());
        return;
    }
    QTRY_VERIFY_WITH_TIMEOUT(connections >= 2, 10'000); // it tries again
    QVERIFY(view.connection.state() == LinkState::Connecting);
    QVERIFY(!view.connection.reason().isEmpty());
}

void tst_Publisher::attachingNonsense()
{
    View view(m_clock);
    view.connection.attach(u"no such name!"_s);
    QCOMPARE(view.connection.state(), LinkState::Refused);
    view.connection.attach(u"/tmp/"_s + QString(300, u'y'));
    QCOMPARE(view.connection.state(), LinkState::Refused);
    view.connection.attach(u"fine"_s);
    QCOMPARE(view.connection.state(), LinkState::Connecting);
    view.connection.detach();
    QCOMPARE(view.connection.state(), LinkState::Detached);
}

void tst_Publisher::listenersMayDoAnything()
{
    Publisher publisher({{}, u"bot"_s, m_clock});
    QVERIFY(publisher.listen());
    for (quint32 i = 0; i < 100; ++i)
        publisher.report(shard(i));
    // Detach and attach again inside a signal.
    auto view = std::make_unique<View>(m_clock);
    int rounds = 0;
    connect(&view->connection, &HostConnection::shardsChanged, &view->connection, [&] {
        if (++rounds < 5)
            view->connection.attach(u"bot"_s);
    });
    view->connection.attach(u"bot"_s);
    QTRY_COMPARE(rounds, 5);
    // And go away inside one.
    bool gone = false;
    connect(&view->connection, &HostConnection::snapshotBegun, this, [&] {
        if (!std::exchange(gone, true))
            view.reset();
    });
    view->connection.attach(u"bot"_s);
    QTRY_VERIFY(gone && !view);
    QTRY_COMPARE(publisher.statistics().clients, 0U);
}

QTEST_GUILESS_MAIN(tst_Publisher)
#include "tst_publisher.moc"
