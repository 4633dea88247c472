// SPDX-License-Identifier: MIT
#include <cordial/core/secret.h>

#include <QtTest>

#include <sstream>
#include <type_traits>

using namespace Cordial;
using namespace Qt::StringLiterals;

template <typename T>
concept Debuggable = requires(QDebug debug, const T &value) { debug << value; };
template <typename T>
concept Streamable = requires(std::ostream &out, const T &value) { out << value; };
static_assert(Debuggable<QByteArray> && !Debuggable<Secret> && !Streamable<Secret>);
static_assert(!std::is_convertible_v<Secret, QByteArray>
              && !std::is_convertible_v<Secret, QString>);

class TestSecret : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void copiesAreTheirOwn()
    {
        QByteArray plain = "abc.def"_ba;
        Secret first(plain);
        {
            const Secret second = first;
            QCOMPARE(second.reveal(), plain);
        }
        // Wiping the copy left the original and the source alone.
        QCOMPARE(first.reveal(), "abc.def"_ba);
        QCOMPARE(plain, "abc.def"_ba);
    }

    void equals()
    {
        const Secret secret("abc"_ba);
        QVERIFY(secret.equals("abc"));
        QVERIFY(!secret.equals("abd"));
        QVERIFY(!secret.equals("ab"));
        QVERIFY(!secret.equals("abcd"));
        QVERIFY(Secret().isEmpty());
    }

    void redactPath_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("redacted");
        QTest::newRow("webhook") << "/webhooks/1/tOkEn"_ba << "/webhooks/1/***"_ba;
        QTest::newRow("follow-up") << "/webhooks/1/tOkEn/messages/@original?wait=true"_ba
                                   << "/webhooks/1/***/messages/@original?wait=true"_ba;
        QTest::newRow("query after the token")
            << "/webhooks/1/tOkEn?wait=true"_ba << "/webhooks/1/***?wait=true"_ba;
        QTest::newRow("interaction")
            << "/interactions/5/aW50/callback"_ba << "/interactions/5/***/callback"_ba;
        QTest::newRow("nothing to hide") << "/channels/1/messages"_ba << "/channels/1/messages"_ba;
        QTest::newRow("webhook by id") << "/webhooks/1"_ba << "/webhooks/1"_ba;
        QTest::newRow("empty") << ""_ba << ""_ba;
    }
    void redactPath()
    {
        QFETCH(QByteArray, path);
        QTEST(Cordial::redactPath(path), "redacted");
    }
};

QTEST_GUILESS_MAIN(TestSecret)
#include "tst_secret.moc"
