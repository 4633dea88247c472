// SPDX-License-Identifier: MIT
#include <cordial/core/epolldispatcher.h>

#include <QSocketNotifier>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QtTest>

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Cordial;
using namespace std::chrono_literals;

namespace {

using SteadyClock = std::chrono::steady_clock;

class LoopThread : public QThread
{
public:
    explicit LoopThread(std::function<void()> body) : m_body(std::move(body)) { }
    void run() override { m_body(); }

private:
    std::function<void()> m_body;
};

//! Runs \a body in a thread with an event loop of ours or of Qt's.
void inThread(bool ours, const std::function<void()> &body)
{
    LoopThread thread(body);
    if (ours) {
        auto loop = EpollDispatcher::create();
        QVERIFY(loop);
        thread.setEventDispatcher(loop.release());
    }
    thread.start();
    QVERIFY(thread.wait(60'000));
}

bool turn(QEventLoop::ProcessEventsFlags flags = QEventLoop::AllEvents)
{
    return QThread::currentThread()->eventDispatcher()->processEvents(flags);
}

//! Turns of this thread's loop until \a done, for 10 s at most.
bool turnUntil(const std::function<bool()> &done)
{
    QTimer tick; // so that a turn ends in any case
    tick.start(100);
    const auto end = SteadyClock::now() + 10s;
    while (!done() && SteadyClock::now() < end)
        turn(QEventLoop::WaitForMoreEvents);
    return done();
}

void turnFor(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

//! Two descriptors, connected: what is said at one end is heard at the other.
class Pair
{
public:
    Pair()
    {
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, m_ends.data())
            != 0)
            qFatal("no socket pair");
    }
    ~Pair()
    {
        hangUp();
        ::close(m_ends[0]);
    }
    Pair(const Pair &) = delete;
    Pair &operator=(const Pair &) = delete;

    [[nodiscard]] int end() const { return m_ends[0]; }
    void say() const { QCOMPARE(::write(m_ends[1], "x", 1), 1); }
    void hear() const
    {
        std::array<char, 16> buffer{};
        QVERIFY(::read(m_ends[0], buffer.data(), buffer.size()) > 0);
    }
    void hangUp()
    {
        if (m_ends[1] >= 0)
            ::close(m_ends[1]);
        m_ends[1] = -1;
    }

private:
    std::array<int, 2> m_ends{-1, -1};
};

class Ticker : public QObject
{
public:
    explicit Ticker(std::function<void()> tick = [] { }) : m_tick(std::move(tick)) { }
    int ticks = 0;

private:
    void timerEvent(QTimerEvent *) override
    {
        ++ticks;
        m_tick();
    }
    std::function<void()> m_tick;
};

class Hearer : public QSocketNotifier
{
public:
    explicit Hearer(
        int fd, std::function<void()> heard = [] { },
        QSocketNotifier::Type type = QSocketNotifier::Read)
        : QSocketNotifier(fd, type)
    {
        connect(this, &QSocketNotifier::activated, this, [this, heard = std::move(heard)] {
            ++times;
            heard();
        });
    }
    int times = 0;
};

} // namespace

//! What Qt's own event loops do is the measure: most of this runs on both.
class TestEpollDispatcher : public QObject
{
    Q_OBJECT

private:
    static void bothLoops()
    {
        QTest::addColumn<bool>("ours");
        QTest::newRow("Qt's") << false;
        QTest::newRow("epoll") << true;
    }
    static void onThisLoop(const std::function<void()> &body)
    {
        QFETCH(bool, ours);
        inThread(ours, body);
    }

private Q_SLOTS:
    void timersFireInOrderAndNeverEarly_data() { bothLoops(); }
    void timersFireInOrderAndNeverEarly()
    {
        onThisLoop([] {
            QList<int> fired;
            const auto start = SteadyClock::now();
            std::vector<std::unique_ptr<Ticker>> tickers;
            for (const int delay : {60, 20, 40, 0, 41}) {
                tickers.push_back(std::make_unique<Ticker>([&fired, delay, start] {
                    if (fired.contains(delay))
                        return;
                    QVERIFY(SteadyClock::now() - start >= std::chrono::milliseconds(delay));
                    fired << delay;
                }));
                tickers.back()->startTimer(delay, Qt::PreciseTimer);
            }
            QVERIFY(turnUntil([&] { return fired.size() == 5; }));
            QCOMPARE(fired, (QList<int>{0, 20, 40, 41, 60}));
        });
    }

    void timersRepeatAndEnd_data() { bothLoops(); }
    void timersRepeatAndEnd()
    {
        onThisLoop([] {
            int id = 0;
            Ticker ticker;
            Ticker once([&] { once.killTimer(id); });
            ticker.startTimer(5, Qt::PreciseTimer);
            id = once.startTimer(5, Qt::PreciseTimer);
            const auto start = SteadyClock::now();
            QVERIFY(turnUntil([&] { return ticker.ticks == 10; }));
            QVERIFY(SteadyClock::now() - start >= 50ms);
            QCOMPARE(once.ticks, 1);
        });
    }

    void tellsOfItsTimers_data() { bothLoops(); }
    void tellsOfItsTimers()
    {
        onThisLoop([] {
            auto *loop = QThread::currentThread()->eventDispatcher();
            Ticker one;
            Ticker other;
            QVERIFY(loop->registeredTimers(&one).isEmpty());
            const int slow = one.startTimer(60'000, Qt::PreciseTimer);
            const int soon = one.startTimer(30, Qt::PreciseTimer);
            other.startTimer(5, Qt::PreciseTimer);
            QList<int> intervals;
            for (const auto &timer : loop->registeredTimers(&one))
                intervals << timer.interval;
            std::ranges::sort(intervals);
            QCOMPARE(intervals, (QList<int>{30, 60'000}));
            const int left = loop->remainingTime(slow);
            QVERIFY2(left > 50'000 && left <= 60'000, qPrintable(QString::number(left)));
            QThread::msleep(40);
            QCOMPARE(loop->remainingTime(soon), 0);
            QVERIFY(loop->unregisterTimer(soon));
            QCOMPARE(loop->registeredTimers(&one).size(), 1);
            QVERIFY(loop->unregisterTimers(&one));
            QVERIFY(turnUntil([&] { return other.ticks > 3; }));
            QCOMPARE(one.ticks, 0);
        });
    }

    // The heartbeat of a loop in a handler must not call the handler that runs the loop.
    void aTimerDoesNotFireInItsOwnHandler_data() { bothLoops(); }
    void aTimerDoesNotFireInItsOwnHandler()
    {
        onThisLoop([] {
            int most = 0;
            int depth = 0;
            Ticker other;
            Ticker nested([&] {
                most = std::max(most, ++depth);
                turnFor(60ms);
                --depth;
            });
            nested.startTimer(10, Qt::PreciseTimer);
            other.startTimer(10, Qt::PreciseTimer);
            QVERIFY(turnUntil([&] { return nested.ticks == 2; }));
            QCOMPARE(most, 1);
            QVERIFY2(other.ticks >= 6, qPrintable(QString::number(other.ticks)));
        });
    }

    // While it fires, waiting for it would be a loop without rest.
    void aLoopInAHandlerRests()
    {
        inThread(true, [] {
            int turns = 0;
            auto *loop = QThread::currentThread()->eventDispatcher();
            QObject::connect(loop, &QAbstractEventDispatcher::aboutToBlock, loop, [&] { ++turns; });
            Ticker nested([&] { turnFor(60ms); });
            nested.startTimer(10, Qt::PreciseTimer);
            QVERIFY(turnUntil([&] { return nested.ticks == 1; }));
            QVERIFY2(turns < 10, qPrintable(QString::number(turns)));
        });
    }

    // It was due in the outer turn as well, and has had its turn.
    void whatFiredInAnInnerLoopDoesNotFireEarly_data() { bothLoops(); }
    void whatFiredInAnInnerLoopDoesNotFireEarly()
    {
        onThisLoop([] {
            std::array<std::unique_ptr<Ticker>, 2> both;
            bool inner = false;
            for (auto &ticker : both) {
                ticker = std::make_unique<Ticker>([&] {
                    if (!std::exchange(inner, true))
                        turn();
                });
                ticker->startTimer(500, Qt::PreciseTimer);
            }
            QThread::msleep(510);
            turn();
            turn();
            QCOMPARE(both[0]->ticks, 1);
            QCOMPARE(both[1]->ticks, 1);
        });
    }

    void handlersMayEndOtherTimers_data() { bothLoops(); }
    void handlersMayEndOtherTimers()
    {
        onThisLoop([] {
            std::array<std::unique_ptr<Ticker>, 2> both;
            int fired = 0;
            for (size_t i = 0; i < 2; ++i) {
                both[i] = std::make_unique<Ticker>([&, i] {
                    ++fired;
                    both[1 - i].reset();
                });
                both[i]->startTimer(5, Qt::PreciseTimer);
            }
            QThread::msleep(20);
            turn();
            QCOMPARE(fired, 1);
            turnFor(30ms);
            QVERIFY(bool(both[0]) != bool(both[1]));
        });
    }

    void idleTimersLetSocketsThrough_data() { bothLoops(); }
    void idleTimersLetSocketsThrough()
    {
        onThisLoop([] {
            const Pair pair;
            Ticker idle;
            idle.startTimer(0);
            Hearer hearer(pair.end(), [&] { pair.hear(); });
            turn();
            pair.say();
            QVERIFY(turnUntil([&] { return hearer.times == 1; }));
            QVERIFY(idle.ticks > 0);
            QVERIFY2(idle.ticks < 10, qPrintable(QString::number(idle.ticks)));
        });
    }

    void socketsSpeakUntilTheyAreRead_data() { bothLoops(); }
    void socketsSpeakUntilTheyAreRead()
    {
        onThisLoop([] {
            const Pair pair;
            bool reads = false;
            Hearer hearer(pair.end(), [&] {
                if (reads)
                    pair.hear();
            });
            pair.say();
            turn();
            turn();
            QCOMPARE(hearer.times, 2);
            hearer.setEnabled(false);
            turn();
            QCOMPARE(hearer.times, 2);
            hearer.setEnabled(true);
            reads = true;
            turn();
            QCOMPARE(hearer.times, 3);
            turn();
            QCOMPARE(hearer.times, 3);
        });
    }

    void kindsOfNotifiersAreToldApart_data() { bothLoops(); }
    void kindsOfNotifiersAreToldApart()
    {
        onThisLoop([] {
            Pair pair;
            Hearer reads(pair.end());
            auto writes = std::make_unique<Hearer>(pair.end(), [] { }, QSocketNotifier::Write);
            turn();
            QCOMPARE(reads.times, 0);
            QCOMPARE(writes->times, 1);
            writes->setEnabled(false);
            pair.say();
            turn();
            QCOMPARE(reads.times, 1);
            QCOMPARE(writes->times, 1);
            // Who waits for room to write learns that there is nobody any more.
            writes->setEnabled(true);
            pair.hangUp();
            turn();
            QCOMPARE(reads.times, 2);
            QCOMPARE(writes->times, 2);
            writes.reset();
            turn();
            QCOMPARE(reads.times, 3);
        });
    }

    void handlersMayEndOtherNotifiers_data() { bothLoops(); }
    void handlersMayEndOtherNotifiers()
    {
        onThisLoop([] {
            std::array<Pair, 2> pairs;
            std::array<std::unique_ptr<Hearer>, 2> both;
            int heard = 0;
            for (size_t i = 0; i < 2; ++i) {
                both[i] = std::make_unique<Hearer>(pairs[i].end(), [&, i] {
                    ++heard;
                    both[1 - i].reset();
                });
                pairs[i].say();
            }
            turn();
            QCOMPARE(heard, 1);
        });
    }

    // What was ready belongs to the descriptor of before, not to its successor of the same number.
    void aNumberTakenOverIsNotReady()
    {
        inThread(true, [] {
            std::array<Pair, 2> pairs;
            const Pair quiet;
            std::array<std::unique_ptr<Hearer>, 2> both;
            std::unique_ptr<Hearer> successor;
            for (size_t i = 0; i < 2; ++i) {
                both[i] = std::make_unique<Hearer>(pairs[i].end(), [&, i] {
                    pairs[i].hear();
                    const int number = pairs[1 - i].end();
                    both[1 - i].reset();
                    QCOMPARE(::dup2(quiet.end(), number), number);
                    successor = std::make_unique<Hearer>(number);
                });
                pairs[i].say();
            }
            turn();
            QVERIFY(successor);
            QCOMPARE(successor->times, 0);
            turn();
            QCOMPARE(successor->times, 0);
            quiet.say();
            turn();
            QCOMPARE(successor->times, 1);
        });
    }

    void aDescriptorClosedBehindItsBackIsWatchedAgain()
    {
        inThread(true, [] {
            const Pair first;
            const Pair second;
            Hearer reads(first.end(), [&] { first.hear(); });
            // The number stays and what it stands for changes; the notifier for writing is news.
            QCOMPARE(::dup2(second.end(), first.end()), first.end());
            Hearer writes(first.end(), [] { }, QSocketNotifier::Write);
            turn();
            QCOMPARE(writes.times, 1);
            writes.setEnabled(false);
            second.say();
            turn();
            QCOMPARE(reads.times, 1);
        });
    }

    // Its copy would go on waking otherwise, and nobody could take it out.
    void aCopyOfWhatWasClosedIsQuiet_data() { bothLoops(); }
    void aCopyOfWhatWasClosedIsQuiet()
    {
        onThisLoop([] {
            auto pair = std::make_unique<Pair>();
            auto hearer = std::make_unique<Hearer>(pair->end());
            const int copy = ::dup(pair->end());
            pair->say();
            hearer.reset();
            pair.reset();
            int turns = 0;
            auto *loop = QThread::currentThread()->eventDispatcher();
            QObject::connect(loop, &QAbstractEventDispatcher::aboutToBlock, loop, [&] { ++turns; });
            turnFor(50ms);
            QVERIFY2(turns < 10, qPrintable(QString::number(turns)));
            ::close(copy);
        });
    }

    // B's news were A's loop's to hear: A's own turn has nothing to tell any more.
    void newsHeardInAnInnerLoopAreNotToldAgain()
    {
        inThread(true, [] {
            std::array<Pair, 2> pairs;
            std::array<std::unique_ptr<Hearer>, 2> both;
            bool inner = false;
            for (size_t i = 0; i < 2; ++i) {
                both[i] = std::make_unique<Hearer>(pairs[i].end(), [&, i] {
                    pairs[i].hear(); // which fails when there is nothing
                    if (!std::exchange(inner, true))
                        turn();
                });
                pairs[i].say();
            }
            QVERIFY(turnUntil([&] { return both[0]->times + both[1]->times == 2; }));
            turn();
            QCOMPARE(both[0]->times, 1);
            QCOMPARE(both[1]->times, 1);
        });
    }

    void socketsCanBeLeftOut()
    {
        inThread(true, [] {
            const Pair pair;
            Hearer hearer(pair.end());
            pair.say();
            bool posted = false;
            Ticker ticker;
            ticker.startTimer(0);
            QMetaObject::invokeMethod(&ticker, [&] { posted = true; }, Qt::QueuedConnection);
            turn(QEventLoop::ExcludeSocketNotifiers);
            turn(QEventLoop::ExcludeSocketNotifiers);
            QVERIFY(posted);
            QVERIFY(ticker.ticks > 0);
            QCOMPARE(hearer.times, 0);
            turn();
            QCOMPARE(hearer.times, 1);
        });
    }

    void saysThatTheWaitIsOverBeforeAnythingIsHandled()
    {
        inThread(true, [] {
            QStringList story;
            const Pair pair;
            auto *loop = QThread::currentThread()->eventDispatcher();
            QObject::connect(loop, &QAbstractEventDispatcher::aboutToBlock, loop,
                             [&] { story << QStringLiteral("rests"); });
            QObject::connect(loop, &QAbstractEventDispatcher::awake, loop,
                             [&] { story << QStringLiteral("awake"); });
            const Hearer hearer(pair.end(), [&] {
                pair.hear();
                story << QStringLiteral("heard");
            });
            pair.say();
            turn(QEventLoop::WaitForMoreEvents);
            QCOMPARE(story.mid(story.size() - 3).join(QLatin1Char(' ')),
                     QStringLiteral("rests awake heard"));
            story.clear();
            turn();
            QVERIFY(story.isEmpty());
        });
    }

    void aWakeUpEndsOneWait()
    {
        auto owned = EpollDispatcher::create();
        QVERIFY(owned);
        owned->wakeUp();
        owned->wakeUp();
        QVERIFY(owned->processEvents(QEventLoop::AllEvents));
        QVERIFY(!owned->processEvents(QEventLoop::AllEvents));
    }

    void postsFromAllThreadsArrive_data() { bothLoops(); }
    void postsFromAllThreadsArrive()
    {
        onThisLoop([] {
            constexpr int kThreads = 4;
            constexpr int kEach = 20'000;
            QObject target;
            std::array<int, kThreads> next{};
            int arrived = 0;
            std::vector<std::unique_ptr<QThread>> posters;
            for (int t = 0; t < kThreads; ++t) {
                posters.emplace_back(QThread::create([&, t] {
                    for (int i = 0; i < kEach; ++i) {
                        QMetaObject::invokeMethod(
                            &target,
                            [&, t, i] {
                                QCOMPARE(next[size_t(t)]++, i);
                                ++arrived;
                            },
                            Qt::QueuedConnection);
                        if (i % 64 == 0)
                            QThread::yieldCurrentThread();
                    }
                }));
                posters.back()->start();
            }
            // Without a timer: a wake-up that is lost stops this.
            while (arrived < kThreads * kEach)
                turn(QEventLoop::WaitForMoreEvents);
            for (const auto &poster : posters)
                QVERIFY(poster->wait());
        });
    }

    void theTurnThatAPostEndsDeliversIt_data() { bothLoops(); }
    void theTurnThatAPostEndsDeliversIt()
    {
        onThisLoop([] {
            QObject target;
            bool arrived = false;
            turn();
            const std::unique_ptr<QThread> poster(QThread::create([&] {
                QThread::msleep(50);
                QMetaObject::invokeMethod(&target, [&] { arrived = true; }, Qt::QueuedConnection);
            }));
            poster->start();
            turn(QEventLoop::WaitForMoreEvents);
            QVERIFY(arrived);
            QVERIFY(poster->wait());
        });
    }

    void quitsFromOtherThreads_data() { bothLoops(); }
    void quitsFromOtherThreads()
    {
        QFETCH(bool, ours);
        for (int i = 0; i < 300; ++i) {
            QThread thread;
            if (ours)
                thread.setEventDispatcher(EpollDispatcher::create().release());
            thread.start();
            if (i % 3 == 0)
                QThread::yieldCurrentThread();
            thread.quit();
            QVERIFY(thread.wait(10'000));
        }
    }

    void whatEndsWithItsThreadIsDeletedThere_data() { bothLoops(); }
    void whatEndsWithItsThreadIsDeletedThere()
    {
        QFETCH(bool, ours);
        QThread thread;
        if (ours)
            thread.setEventDispatcher(EpollDispatcher::create().release());
        auto *worker = new Ticker;
        std::atomic<QThread *> deletedIn = nullptr;
        worker->moveToThread(&thread);
        connect(&thread, &QThread::finished, worker, &QObject::deleteLater);
        connect(
            worker, &QObject::destroyed, worker, [&] { deletedIn = QThread::currentThread(); },
            Qt::DirectConnection);
        thread.start();
        QMetaObject::invokeMethod(
            worker, [worker] { worker->startTimer(1); }, Qt::QueuedConnection);
        QTRY_VERIFY(worker->ticks > 0);
        thread.quit();
        QVERIFY(thread.wait(10'000));
        QCOMPARE(deletedIn.load(), &thread);
    }

    void deletesLaterInTheLoopThatAskedFor_data() { bothLoops(); }
    void deletesLaterInTheLoopThatAskedFor()
    {
        onThisLoop([] {
            QPointer<QObject> object = new QObject;
            bool livedThroughInnerLoop = false;
            QEventLoop outer;
            QMetaObject::invokeMethod(
                &outer,
                [&] {
                    object->deleteLater();
                    turnFor(20ms);
                    livedThroughInnerLoop = !object.isNull();
                    QMetaObject::invokeMethod(&outer, [&] { outer.quit(); }, Qt::QueuedConnection);
                },
                Qt::QueuedConnection);
            outer.exec();
            QVERIFY(livedThroughInnerLoop);
            turn();
            QVERIFY(object.isNull());
        });
    }

    void carriesTcp_data() { bothLoops(); }
    void carriesTcp()
    {
        onThisLoop([] {
            constexpr int kSockets = 50;
            const QByteArray message(100'000, 'm');
            QTcpServer server;
            QVERIFY(server.listen(QHostAddress::LocalHost));
            connect(&server, &QTcpServer::newConnection, &server, [&] {
                while (QTcpSocket *socket = server.nextPendingConnection())
                    connect(socket, &QTcpSocket::readyRead, socket,
                            [socket] { socket->write(socket->readAll()); });
            });
            std::vector<std::unique_ptr<QTcpSocket>> sockets;
            qint64 returned = 0;
            int gone = 0;
            for (int i = 0; i < kSockets; ++i) {
                sockets.push_back(std::make_unique<QTcpSocket>());
                QTcpSocket *socket = sockets.back().get();
                connect(socket, &QTcpSocket::connected, socket,
                        [socket, &message] { socket->write(message); });
                connect(socket, &QTcpSocket::readyRead, socket,
                        [socket, &returned] { returned += socket->readAll().size(); });
                connect(socket, &QTcpSocket::disconnected, socket, [&gone] { ++gone; });
                socket->connectToHost(QHostAddress::LocalHost, server.serverPort());
            }
            QVERIFY(turnUntil([&] { return returned == kSockets * message.size(); }));
            for (QTcpSocket *socket : server.findChildren<QTcpSocket *>())
                socket->disconnectFromHost();
            QVERIFY(turnUntil([&] { return gone == kSockets; }));
        });
    }

    // Qt's loops take some 100 times longer with so many.
    void aTurnCostsTheSameWithManySockets()
    {
        rlimit limit{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limit), 0);
        limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 8192);
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limit), 0);
        if (limit.rlim_cur < 4200)
            QSKIP("fewer descriptors than this needs");
        inThread(true, [] {
            constexpr int kTurns = 2000;
            const Pair busy;
            const Hearer hearer(busy.end(), [&] { busy.hear(); });
            const auto best = [&] {
                auto least = SteadyClock::duration::max();
                for (int round = 0; round < 5; ++round) {
                    const auto start = SteadyClock::now();
                    for (int i = 0; i < kTurns; ++i) {
                        busy.say();
                        turn(QEventLoop::WaitForMoreEvents);
                    }
                    least = std::min(least, SteadyClock::now() - start);
                }
                return std::chrono::duration<double, std::micro>(least).count() / kTurns;
            };
            const double alone = best();
            std::vector<std::unique_ptr<Pair>> pairs;
            std::vector<std::unique_ptr<Hearer>> hearers;
            for (int i = 0; i < 2000; ++i) {
                pairs.push_back(std::make_unique<Pair>());
                hearers.push_back(std::make_unique<Hearer>(pairs.back()->end()));
            }
            const double among = best();
            qInfo("%.2f us alone, %.2f us among 2,000 quiet sockets", alone, among);
            QVERIFY(among < 4 * alone);
        });
    }

    void saysWhenThereAreNoDescriptorsLeft()
    {
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
        rlimit none = before;
        none.rlim_cur = 3;
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &none), 0);
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(QStringLiteral("no event loop on epoll")));
        const auto loop = EpollDispatcher::create();
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &before), 0);
        QVERIFY(!loop);
    }
};

QTEST_GUILESS_MAIN(TestEpollDispatcher)
#include "tst_epolldispatcher.moc"
