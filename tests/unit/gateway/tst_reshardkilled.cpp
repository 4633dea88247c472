// SPDX-License-Identifier: MIT
// A process that is killed in the middle of a reshard, and the next one.
#include "reshardbench.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

using namespace Cordial;
using namespace Cordial::Gateway;

class TestReshardKilled : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void killed_data();
    void killed();
};

void TestReshardKilled::killed_data()
{
    QTest::addColumn<bool>("isOver");
    QTest::newRow("rainy/while the new shards start") << false;
    QTest::newRow("rainy/after they have taken over") << true;
}

//! What is on the disk at any moment is one whole set of sessions: the next process resumes the set
//! that delivered, and nothing is lost.
void TestReshardKilled::killed()
{
    QFETCH(bool, isOver);
    Testing::SandboxFixture sandbox(unlimited());
    QVERIFY(sandbox.start().isOk());
    QTemporaryDir dir;
    const QString left = dir.filePath(u"left"_s);
    std::optional<Chatter> chatter;
    QStringList delivered;
    {
        FileSessionStore store(dir.filePath(u"sessions"_s));
        Bot bot(sandbox, 2, &store);
        bot.manager->start(infoOf(sandbox));
        QTRY_VERIFY_WITH_TIMEOUT(bot.manager->isReady(), 5000);
        chatter.emplace(sandbox);
        QTRY_VERIFY_WITH_TIMEOUT(bot.contents.size() > 20, 5000);
        const auto resharded = bot.manager->reshard(infoOf(sandbox), quick(4));
        if (isOver) {
            QTRY_VERIFY_WITH_TIMEOUT(resharded.isFinished(), 15000);
            QVERIFY(resharded.result().isOk());
        }
        QTest::qWait(2500); // the file is at most 2 s behind
        QCOMPARE(resharded.isFinished(), isOver);
        // All that a kill leaves: the file as it is at this moment, and connections that end.
        QVERIFY(QFile::copy(dir.filePath(u"sessions"_s), left));
        delivered = bot.contents;
        bot.isStopped = true;
        bot.manager.reset();
    }
    QCOMPARE(delivered, chatter->said.first(delivered.size()));
    FileSessionStore store(left);
    Bot next(sandbox, isOver ? 4 : 2, &store);
    next.manager->start(infoOf(sandbox));
    const qsizetype atStart = chatter->said.size();
    QTRY_VERIFY_WITH_TIMEOUT(chatter->said.size() > atStart + 100, 5000);
    chatter->stop();
    QTRY_COMPARE_WITH_TIMEOUT(next.contents.value(next.contents.size() - 1), chatter->said.last(),
                              5000);
    QVERIFY(!next.types.contains(u"READY"_s)); // resumed, no IDENTIFY spent
    const qsizetype first = chatter->said.indexOf(next.contents.first());
    QVERIFY2(first > 0 && first <= delivered.size(), qPrintable(QString::number(first)));
    QCOMPARE(next.contents, chatter->said.sliced(first));
}

QTEST_GUILESS_MAIN(TestReshardKilled)
#include "tst_reshardkilled.moc"
