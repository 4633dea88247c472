// SPDX-License-Identifier: MIT
#include <cordial/core/result.h>

#include <QtTest>

#include <memory>

using namespace Cordial;
using namespace Qt::StringLiterals;

class TestResult : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valueAndError()
    {
        const Result<int> good = 7;
        const Result<int> bad = makeError(ErrorCode::NotFound, u"no such channel"_s);
        QVERIFY(good);
        QCOMPARE(*good, 7);
        QVERIFY(!bad);
        QCOMPARE(bad.error().code, ErrorCode::NotFound);
        QCOMPARE(bad.valueOr(3), 3);
    }

    void moveOnlyValue()
    {
        Result<std::unique_ptr<int>> result(std::make_unique<int>(5));
        const std::unique_ptr<int> taken = std::move(result).value();
        QCOMPARE(*taken, 5);
    }

    void defaultIsAnError()
    {
        QVERIFY(!Result<int>());
        QCOMPARE(Result<int>().error().code, ErrorCode::Cancelled);
        QCOMPARE(Result<int>().error(), Result<int>(Result<int>().error()).error());
    }

    //! A copy is its own; what was moved has gone along, and both may be assigned again.
    void copiesAndMoves()
    {
        const Error error = makeError(ErrorCode::NotFound, u"gone"_s);
        Result<QString> first = error;
        Result<QString> copy = first;
        QCOMPARE(copy, first);
        QCOMPARE(std::move(first).error(), error);
        QCOMPARE(copy.error(), error);
        Result<QString> moved = std::move(copy);
        QCOMPARE(moved.error(), error);
        copy = u"text"_s;
        QVERIFY(copy && !moved && copy != moved);
        QCOMPARE(*copy, u"text"_s);
        moved = copy;
        QCOMPARE(moved, copy);
        moved = error;
        QVERIFY(!moved);
        QCOMPARE(moved.error(), error);
        moved = std::move(moved).error();
        QCOMPARE(moved.error(), error);

        Result<> none = error;
        const Result<> same = none;
        QCOMPARE(same, none);
        QVERIFY(same != Result<>());
        const Result<> taken = std::move(none);
        QCOMPARE(taken, same);
        QVERIFY(!none); // fails still, though it cannot say why
        none = {};
        QVERIFY(none.isOk());
    }

    //! There is one for each type that an operation returns, and it is moved at every step.
    void isLittleLargerThanItsValue()
    {
        static_assert(sizeof(Result<qint64>) <= 24);
        static_assert(sizeof(Result<>) <= 16);
        static_assert(!std::is_copy_constructible_v<Result<std::unique_ptr<int>>>);
    }

    void voidIsOk() { QVERIFY(Result<>()); }

    void text()
    {
        Error error = makeError(ErrorCode::Http, u"Invalid Form Body"_s);
        error.httpStatus = 400;
        error.discordCode = 50035;
        error.request = u"POST /channels/1/messages"_s;
        error.fieldErrors.append(
            {u"embeds[1].fields[0].value"_s, u"BASE_TYPE_REQUIRED"_s, u"This field is required"_s});
        QCOMPARE(error.toString(),
                 u"POST /channels/1/messages: HTTP 400: 50035 Invalid Form Body\n"
                 "embeds[1].fields[0].value: BASE_TYPE_REQUIRED This field is required"_s);
        QVERIFY(std::move(error)
                    .in(u"commands.sync")
                    .toString()
                    .contains(u"commands.sync: Invalid Form Body"_s));
    }

    void everyCodeHasAName()
    {
        QCOMPARE(nameOf(ErrorCode::InvalidArgument), u"InvalidArgument"_s);
        QCOMPARE(nameOf(ErrorCode::CloudflareBan), u"CloudflareBan"_s);
        QCOMPARE(nameOf(ErrorCode::Closed), u"Closed"_s);
    }
};

QTEST_GUILESS_MAIN(TestResult)
#include "tst_result.moc"
