// SPDX-License-Identifier: MIT
#include <cordial/core/manualclock.h>
#include <cordial/gateway/dispatchqueue.h>
#include <cordial/gateway/sessionbook.h>
#include <cordial/gateway/sessionstore.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Cordial;
using namespace Cordial::Gateway;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

SessionRecord record(quint32 shard, qint64 sequence, quint32 count = 4)
{
    return {shard,   count, 513, "session" + QByteArray::number(shard), QUrl(u"wss://r.example"_s),
            sequence};
}

//! A disk that takes its time.
class SlowStore : public FileSessionStore
{
public:
    SlowStore(const QString &path, ManualClock &clock) : FileSessionStore(path), m_clock(clock) { }
    Result<> commit() override
    {
        m_clock.advance(takes);
        if (isFull)
            return makeError(ErrorCode::Io, u"no room"_s);
        return FileSessionStore::commit();
    }
    Milliseconds takes{0};
    bool isFull = false;

private:
    ManualClock &m_clock;
};

Delivery delivery(const QList<QByteArray> &types, qsizetype size)
{
    Delivery out;
    for (const QByteArray &type : types)
        out.dispatches << Dispatch{0, 1, type, QByteArray(size, 'x'), 0};
    return out;
}

} // namespace

class TestSessionStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roundTrip();
    void damaged_data();
    void damaged();
    void otherShardCount();
    void unwritable();
    void replacesFilesOnly();
    void writesThroughLinks();
    void bookWritesWhatIsFinished();
    void bookWritesNewSessionsSoon();
    void bookTriesAgain();
    void claimedByOne();
    void bookTellsSessionsApart();
    void queueIsBounded();
    void queueDropsWhatMayBeMissed();
    void queueKeepsOrder();
};

void TestSessionStore::roundTrip()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(u"sessions"_s);
    FileSessionStore store(path);
    store.put(record(0, 42));
    store.put(record(3, 7));
    QVERIFY(store.commit().isOk());
    QCOMPARE(QFileInfo(path).permissions() & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
    const FileSessionStore again(path);
    QCOMPARE(*again.find(0, 4), record(0, 42));
    QCOMPARE(*again.find(3, 4), record(3, 7));
    QVERIFY(!again.find(1, 4));
    store.remove(3);
    QVERIFY(store.commit().isOk());
    QVERIFY(!FileSessionStore(path).find(3, 4));
    QVERIFY2(!QFile::exists(path + u".cordial-new"_s), "nothing is left beside the file");
}

void TestSessionStore::damaged_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("rainy/empty") << QByteArray();
    QTest::newRow("rainy/cut") << toJson({{0, record(0, 1)}}).first(40);
    QTest::newRow("rainy/binary") << QByteArray("\0\1\2\3", 4);
    QTest::newRow("rainy/other format") << QByteArray(R"({"format":99,"sessions":[]})");
    QTest::newRow("rainy/shard out of range")
        << QByteArray(R"({"format":1,"sessions":[{"shard":9,"shard_count":4,"session_id":"x"}]})");
    QTest::newRow("rainy/no id") << QByteArray(
        R"({"format":1,"sessions":[{"shard":0,"shard_count":4,"session_id":"","sequence":1}]})");
    QTest::newRow("rainy/negative sequence") << QByteArray(
        R"({"format":1,"sessions":[{"shard":0,"shard_count":4,"session_id":"a","sequence":-5}]})");
    QTest::newRow("rainy/no sequence")
        << QByteArray(R"({"format":1,"sessions":[{"shard":0,"shard_count":4,"session_id":"a"}]})");
}

void TestSessionStore::damaged()
{
    QFETCH(QByteArray, bytes);
    QTemporaryDir dir;
    const QString path = dir.filePath(u"sessions"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    FileSessionStore store(path);
    for (quint32 shard = 0; shard < 10; ++shard)
        QVERIFY(!store.find(shard, 4));
    store.put(record(0, 5));
    QVERIFY(store.commit().isOk());
    QCOMPARE(FileSessionStore(path).find(0, 4)->sequence, 5);
}

void TestSessionStore::otherShardCount()
{
    QTemporaryDir dir;
    FileSessionStore store(dir.filePath(u"sessions"_s));
    store.put(record(0, 1, 4));
    store.put(record(1, 1, 4));
    QVERIFY(!store.find(0, 8));
    store.put(record(0, 1, 8));
    QVERIFY(!store.find(1, 4));
    QVERIFY(store.find(0, 8));
}

void TestSessionStore::unwritable()
{
    FileSessionStore store(u"/nonexistent-folder/sessions"_s);
    store.put(record(0, 1));
    const Result<> written = store.commit();
    QVERIFY(!written.isOk());
    QCOMPARE(written.error().code, ErrorCode::Io);
    QVERIFY(written.error().message.contains(u"/nonexistent-folder/sessions"_s));
}

//! As /dev/null: whoever names it does not want it to be gone.
void TestSessionStore::replacesFilesOnly()
{
    const QTemporaryDir directory;
    const QString pipe = directory.filePath(u"pipe"_s);
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    FileSessionStore store(pipe);
    const Result<> claimed = store.claim(0ms);
    QVERIFY(!claimed.isOk());
    QVERIFY(claimed.error().message.contains(u"is not a file"_s));
    store.put(record(0, 1));
    QVERIFY(!store.commit().isOk());
    QVERIFY(!QFileInfo(pipe).isFile());
}

void TestSessionStore::writesThroughLinks()
{
    const QTemporaryDir directory;
    const QString link = directory.filePath(u"link"_s);
    const QString target = directory.filePath(u"target"_s);
    QVERIFY(QFile::link(target, link));
    for (int i = 0; i < 2; ++i) { // the second time the target exists
        FileSessionStore store(link);
        QVERIFY(store.claim(0ms));
        store.put(record(0, i));
        QVERIFY(store.commit());
        QVERIFY(QFileInfo(link).isSymLink());
        QCOMPARE(FileSessionStore(target).find(0, 4)->sequence, i);
    }
}

void TestSessionStore::bookWritesWhatIsFinished()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(u"sessions"_s);
    ManualClock clock;
    FileSessionStore store(path);
    SessionBook book(store, clock);
    const auto onDisk = [&path] {
        const auto found = FileSessionStore(path).find(0, 4);
        return found ? found->sequence : -1;
    };
    book.begin(1, record(0, 1));
    QCOMPARE(onDisk(), 0); // READY is delivered, but nobody has finished with it
    clock.advance(SessionBook::kSpacing);
    book.acknowledge(0, 1, 1);
    QCOMPARE(onDisk(), 1);
    book.acknowledge(0, 1, 5);
    QCOMPARE(onDisk(), 1);
    clock.advance(SessionBook::kSpacing);
    QCOMPARE(onDisk(), 5);
    book.acknowledge(0, 1, 3); // never backwards
    book.flush();
    QCOMPARE(onDisk(), 5);
}

//! Sequences may be a second behind, which only repeats events; a session that is missing is lost.
void TestSessionStore::bookWritesNewSessionsSoon()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(u"sessions"_s);
    ManualClock clock;
    SlowStore store(path, clock);
    SessionBook book(store, clock);
    const auto isOnDisk = [&path](quint32 shard) {
        return FileSessionStore(path).find(shard, 4).has_value();
    };
    book.begin(1, record(0, 1));
    QVERIFY(isOnDisk(0));
    book.acknowledge(0, 1, 2); // waits for its second
    clock.advance(10ms);
    store.takes = 2ms;
    book.begin(1, record(1, 1));
    QVERIFY(isOnDisk(1));
    clock.advance(10ms);
    book.begin(1, record(2, 1));
    QVERIFY(!isOnDisk(2)); // a thousand that begin together are not a thousand slow writes
    clock.advance(SessionBook::kSpacingOfNew - 10ms);
    QVERIFY(isOnDisk(2));
    clock.advance(SessionBook::kSpacingOfNew + 10ms);
    book.begin(1, record(3, 1));
    QVERIFY(isOnDisk(3));
}

void TestSessionStore::bookTriesAgain()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(u"sessions"_s);
    ManualClock clock;
    SlowStore store(path, clock);
    SessionBook book(store, clock);
    store.isFull = true;
    QTest::ignoreMessage(QtCriticalMsg, "no room; a restart would lose events");
    book.begin(1, record(0, 1));
    clock.advance(SessionBook::kSpacing);
    store.isFull = false;
    clock.advance(SessionBook::kSpacing);
    QVERIFY(FileSessionStore(path).find(0, 4).has_value());
}

void TestSessionStore::claimedByOne()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(u"sessions"_s);
    auto first = std::make_unique<FileSessionStore>(path);
    QVERIFY(first->claim());
    FileSessionStore second(path);
    const auto isRefused = [&second] {
        const Result<> claimed = second.claim(0ms);
        return !claimed && claimed.error().message.contains(u"another process"_s);
    };
    QVERIFY(isRefused());
    first->put(record(0, 7));
    QVERIFY(first->commit()); // another file by now
    QVERIFY(isRefused());
    QCOMPARE(QDir(dir.path()).entryList(QDir::Files), QStringList{u"sessions"_s});
    first.reset();
    QVERIFY(second.claim(0ms));
    QVERIFY2(second.find(0, 4).has_value(), "what the first wrote last");
    QVERIFY(!FileSessionStore(dir.filePath(u"no/such/folder"_s)).claim(0ms));
}

void TestSessionStore::bookTellsSessionsApart()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(u"sessions"_s);
    ManualClock clock;
    FileSessionStore store(path);
    SessionBook book(store, clock);
    book.adopt(record(0, 10));
    book.acknowledge(0, 0, 11);
    SessionRecord second = record(0, 1);
    second.sessionId = "second";
    book.end(0, 0);
    book.acknowledge(0, 0, 900); // of the session that is over
    book.flush();
    QVERIFY(!FileSessionStore(path).find(0, 4));
    book.begin(1, second);
    book.acknowledge(0, 0, 901);
    book.flush();
    QCOMPARE(FileSessionStore(path).find(0, 4)->sequence, 0);
    book.acknowledge(0, 1, 1);
    book.end(0, 0); // told late
    book.flush();
    QCOMPARE(FileSessionStore(path).find(0, 4)->sessionId, QByteArray("second"));
    QCOMPARE(FileSessionStore(path).find(0, 4)->sequence, 1);
}

void TestSessionStore::queueIsBounded()
{
    int wakes = 0;
    int drained = 0;
    DispatchQueue queue({100'000, false}, {[&] { ++wakes; }, [&] { ++drained; }});
    QVERIFY(queue.push(delivery({"A"}, 40'000)).goOn);
    QVERIFY(queue.push(delivery({"B"}, 40'000)).goOn);
    QVERIFY(!queue.push(delivery({"C"}, 40'000)).goOn);
    QCOMPARE(wakes, 1); // one wake-up however much comes
    auto taken = queue.take(2);
    QCOMPARE(taken.size(), size_t(2));
    queue.release(DispatchQueue::bytesOf(taken[0]));
    QCOMPARE(drained, 0);
    queue.release(DispatchQueue::bytesOf(taken[1]));
    QCOMPARE(drained, 1);
    QVERIFY(queue.continueOrSleep());
    taken = queue.take(10);
    queue.release(DispatchQueue::bytesOf(taken[0]));
    QVERIFY(!queue.continueOrSleep());
    QCOMPARE(queue.bytes(), 0);
    QVERIFY(queue.push(delivery({"D"}, 1)).goOn);
    QCOMPARE(wakes, 2);
    QCOMPARE(drained, 1);
}

void TestSessionStore::queueDropsWhatMayBeMissed()
{
    const auto names = [](DispatchQueue &queue) {
        QList<QByteArray> out;
        for (const Delivery &one : queue.take(100)) {
            for (const Dispatch &dispatch : one.dispatches)
                out << dispatch.type;
        }
        return out;
    };
    DispatchQueue queue({10'000, true}, {[] { }, [] { }});
    queue.push(delivery({"TYPING_START"}, 6000));
    QCOMPARE(
        queue.push(delivery({"TYPING_START", "MESSAGE_CREATE", "PRESENCE_UPDATE"}, 10)).dropped,
        quint64(2));
    QCOMPARE(names(queue), (QList<QByteArray>{"TYPING_START", "MESSAGE_CREATE"}));
    QCOMPARE(queue.dropped(), 2U);

    DispatchQueue lossless({10'000, false}, {[] { }, [] { }});
    lossless.push(delivery({"TYPING_START"}, 60000));
    lossless.push(delivery({"TYPING_START"}, 10));
    QCOMPARE(names(lossless).size(), 2);
    QCOMPARE(lossless.dropped(), 0U);
}

void TestSessionStore::queueKeepsOrder()
{
    DispatchQueue queue({10'000'000, false}, {[] { }, [] { }});
    for (int i = 0; i < 10; ++i)
        queue.push(delivery({QByteArray::number(i)}, 1));
    auto taken = queue.take(6);
    QCOMPARE(taken.size(), size_t(6));
    taken.pop_front();
    queue.putBack(std::move(taken));
    QList<QByteArray> order;
    for (const Delivery &one : queue.take(100))
        order << one.dispatches[0].type;
    QCOMPARE(order, (QList<QByteArray>{"1", "2", "3", "4", "5", "6", "7", "8", "9"}));
}

QTEST_GUILESS_MAIN(TestSessionStore)
#include "tst_sessionstore.moc"
