// SPDX-License-Identifier: MIT
#include <cordial/core/rare.h>

#include <QList>
#include <QString>
#include <QTest>

using namespace Cordial;
using namespace Qt::StringLiterals;

class TestRare : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isAPointer();
    void readsAsWhatItHolds();
    void copiesAreDeep();
    void movedFromIsEmpty();
};

void TestRare::isAPointer()
{
    QCOMPARE(sizeof(Rare<QList<int>>), sizeof(void *));
}

void TestRare::readsAsWhatItHolds()
{
    Rare<QList<int>> numbers;
    QVERIFY(numbers->isEmpty());
    numbers.edit().append(1);
    numbers.edit().append(2);
    QCOMPARE(*numbers, (QList<int>{1, 2}));
    numbers = {3};
    const QList<int> &list = numbers;
    QCOMPARE(list, QList<int>{3});
    numbers = {4, 5};
    QCOMPARE(*numbers, (QList<int>{4, 5}));
    numbers = QList<int>();
    QCOMPARE(&*numbers, &*Rare<QList<int>>()); // nothing is kept for it
    Rare<QList<std::pair<QString, QString>>> pairs;
    pairs = {{u"a"_s, u"b"_s}};
    QCOMPARE(pairs->size(), 1);
    pairs = {{u"a"_s, u"b"_s}, {u"c"_s, u"d"_s}};
    QCOMPARE(pairs->at(1).second, u"d"_s);
    pairs = {};
    QVERIFY(pairs->isEmpty());
    const Rare<QString> text = u"text"_s;
    QCOMPARE(*text, u"text"_s);
}

void TestRare::copiesAreDeep()
{
    Rare<QList<int>> first = QList<int>{1};
    Rare<QList<int>> second = first;
    second.edit().append(2);
    QCOMPARE(*first, QList<int>{1});
    QCOMPARE(*second, (QList<int>{1, 2}));
    first = second;
    second = Rare<QList<int>>();
    QCOMPARE(*first, (QList<int>{1, 2}));
    QVERIFY(second->isEmpty());
    const Rare<QList<int>> &self = first;
    first = self;
    QCOMPARE(*first, (QList<int>{1, 2}));
}

void TestRare::movedFromIsEmpty()
{
    Rare<QList<int>> first = QList<int>{1};
    const Rare<QList<int>> second = std::move(first);
    QCOMPARE(*second, QList<int>{1});
    QVERIFY(first->isEmpty()); // NOLINT(bugprone-use-after-move): that is what it promises
}

QTEST_GUILESS_MAIN(TestRare)
#include "tst_rare.moc"
