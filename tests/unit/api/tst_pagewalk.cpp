// SPDX-License-Identifier: MIT
// Which page comes next, and what of a page belongs to a walk.
#include <cordial/api/typed/pagewalk.h>

#include <QTest>

#include <algorithm>

using namespace Cordial;
using namespace Cordial::Api;
using namespace Qt::StringLiterals;

namespace {

constexpr PageRule kMessages{PageWay::Before, false, 1, 100, 0};
constexpr PageRule kBans{PageWay::After, true, 1, 1000, 0};
constexpr PageRule kThreads{PageWay::Before, false, 2, 100, 0};
constexpr PageRule kSearch{PageWay::Offset, false, 1, 25, 9975};

//! \brief A list as Discord keeps one: ids 1 to \a size; pages come from new to old.
QList<quint64> serve(quint64 size, const PageRequest &page)
{
    QList<quint64> out;
    const quint64 from = page.from.value_or(0);
    if (page.way == PageWay::After) {
        for (quint64 id = from + 1; id <= size && out.size() < page.limit; ++id)
            out.prepend(id);
        return out;
    }
    for (quint64 id = page.from ? from - 1 : size; id >= 1 && out.size() < page.limit; --id)
        out.append(id);
    return out;
}

QList<quint64> take(PageWalk &walk, const QList<quint64> &keys, std::optional<bool> hasMore = {})
{
    const auto order = walk.take(keys, hasMore);
    QList<quint64> out;
    for (const qsizetype position : order ? *order : QList<qsizetype>())
        out.append(keys.at(position));
    return out;
}

} // namespace

class TestPageWalk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void walksThroughAll_data();
    void walksThroughAll();
    void staysWithinTheRule_data();
    void staysWithinTheRule();
    void aroundIsOnePage();
    void saysWhereItBegins();
    void theListsWordBeatsAShortPage();
    void offsetsEnd();
    void aListThatDoesNotGoOn();
    void whatLiesBehindIsDropped();
    void equalTimesStayTogether();
};

void TestPageWalk::walksThroughAll_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("pageSize");
    QTest::addColumn<bool>("forward");
    QTest::addColumn<int>("requests");
    QTest::newRow("happy/backward, last page short") << 250 << 100 << false << 3;
    QTest::newRow("happy/backward, last page full") << 200 << 100 << false << 3;
    QTest::newRow("happy/forward") << 7 << 3 << true << 3;
    QTest::newRow("happy/one item a page") << 3 << 1 << true << 4;
    QTest::newRow("happy/less than a page") << 5 << 100 << false << 1;
    QTest::newRow("happy/nothing") << 0 << 100 << true << 1;
}

void TestPageWalk::walksThroughAll()
{
    QFETCH(int, size);
    QFETCH(int, pageSize);
    QFETCH(bool, forward);
    QFETCH(int, requests);
    PageWalk walk(kMessages, forward ? PageWay::After : PageWay::Before, std::nullopt, pageSize);
    QList<quint64> seen;
    int asked = 0;
    for (; !walk.isAtEnd() && asked < 1000; ++asked)
        seen += take(walk, serve(quint64(size), walk.next()));
    QCOMPARE(asked, requests);
    QCOMPARE(seen.size(), qsizetype(size));
    QVERIFY(forward ? std::is_sorted(seen.begin(), seen.end())
                    : std::is_sorted(seen.rbegin(), seen.rend()));
}

void TestPageWalk::staysWithinTheRule_data()
{
    QTest::addColumn<std::optional<qint64>>("pageSize");
    QTest::addColumn<std::optional<qsizetype>>("most");
    QTest::addColumn<QList<qint64>>("limits");
    using Size = std::optional<qint64>;
    using Most = std::optional<qsizetype>;
    QTest::newRow("happy/all it may") << Size() << Most() << QList<qint64>{100, 100, 100};
    QTest::newRow("happy/no more than wanted") << Size() << Most(150) << QList<qint64>{100, 50};
    QTest::newRow("rainy/page too large") << Size(5000) << Most(150) << QList<qint64>{100, 50};
    QTest::newRow("rainy/page too small") << Size(-3) << Most(3) << QList<qint64>{2, 2};
    QTest::newRow("rainy/fewer wanted than a page has") << Size(50) << Most(1) << QList<qint64>{2};
    QTest::newRow("rainy/nothing wanted") << Size() << Most(0) << QList<qint64>{};
    QTest::newRow("rainy/less than nothing") << Size() << Most(-1) << QList<qint64>{};
}

void TestPageWalk::staysWithinTheRule()
{
    QFETCH(std::optional<qint64>, pageSize);
    QFETCH(std::optional<qsizetype>, most);
    QFETCH(QList<qint64>, limits);
    PageWalk walk(kThreads, PageWay::Before, std::nullopt, pageSize);
    if (most)
        walk.setMost(*most);
    QList<qint64> asked;
    qsizetype seen = 0;
    while (!walk.isAtEnd() && asked.size() < 10) {
        asked += walk.next().limit;
        seen += take(walk, serve(250, walk.next())).size();
    }
    QCOMPARE(asked, limits);
    QCOMPARE(seen, std::max<qsizetype>(most.value_or(250), 0));
}

void TestPageWalk::aroundIsOnePage()
{
    PageWalk walk(kMessages, PageWay::Around, 50, 5);
    QCOMPARE(walk.next(), (PageRequest{PageWay::Around, 50, 5}));
    QCOMPARE(take(walk, {48, 49, 50, 51, 52}), (QList<quint64>{52, 51, 50, 49, 48}));
    QVERIFY(walk.isAtEnd());
}

void TestPageWalk::saysWhereItBegins()
{
    QCOMPARE(PageWalk(kBans, PageWay::After, std::nullopt, 10).next(),
             (PageRequest{PageWay::After, 0, 10}));
    QCOMPARE(PageWalk(kBans, PageWay::Before, std::nullopt, 10).next(),
             (PageRequest{PageWay::Before, std::nullopt, 10}));
    QCOMPARE(PageWalk(kMessages, PageWay::After, 7, 10).next(),
             (PageRequest{PageWay::After, 7, 10}));
}

void TestPageWalk::theListsWordBeatsAShortPage()
{
    PageWalk walk(kThreads, PageWay::Before, std::nullopt, 10);
    QCOMPARE(take(walk, {9, 8}, true), (QList<quint64>{9, 8}));
    QVERIFY(!walk.isAtEnd());
    QCOMPARE(take(walk, {7, 6, 5, 4, 3, 2, 1}, false).size(), 7);
    QVERIFY(walk.isAtEnd());
    PageWalk empty(kThreads, PageWay::Before, std::nullopt, 10);
    QCOMPARE(take(empty, {}, true), QList<quint64>());
    QVERIFY2(empty.isAtEnd(), "more is said to come, but from where?");
}

void TestPageWalk::offsetsEnd()
{
    PageWalk walk(kSearch, PageWay::Offset, std::nullopt, std::nullopt);
    QCOMPARE(walk.next(), (PageRequest{PageWay::Offset, std::nullopt, 25}));
    const QList<quint64> full(25, 0);
    QCOMPARE(take(walk, full).size(), 25);
    QCOMPARE(walk.next(), (PageRequest{PageWay::Offset, 25, 25}));
    int pages = 1;
    for (; !walk.isAtEnd() && pages < 1000; ++pages)
        (void)take(walk, full);
    QCOMPARE(pages, 400); // offsets 0 to 9975
}

void TestPageWalk::aListThatDoesNotGoOn()
{
    PageWalk walk(kMessages, PageWay::Before, std::nullopt, 2);
    QCOMPARE(take(walk, {9, 8}), (QList<quint64>{9, 8}));
    const auto again = walk.take({9, 8}, {});
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Decode);
    QVERIFY(again.error().message.contains(u"beyond 8"_s));
    QCOMPARE(walk.next(), (PageRequest{PageWay::Before, 8, 2}));
}

void TestPageWalk::whatLiesBehindIsDropped()
{
    PageWalk walk(kMessages, PageWay::After, 10, 4);
    QCOMPARE(take(walk, {12, 11, 10, 9}), (QList<quint64>{11, 12}));
    QVERIFY(!walk.isAtEnd());
    QCOMPARE(walk.next().from, std::optional<quint64>(12));
}

void TestPageWalk::equalTimesStayTogether()
{
    PageWalk walk(kThreads, PageWay::Before, 100, 4);
    const auto order = walk.take({90, 95, 95, 80}, true);
    QVERIFY(order);
    QCOMPARE(*order, (QList<qsizetype>{1, 2, 0, 3}));
}

QTEST_APPLESS_MAIN(TestPageWalk)
#include "tst_pagewalk.moc"
