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

    void defaultIsAnError() { QVERIFY(!Result<int>()); }
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
