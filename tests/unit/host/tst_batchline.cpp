// SPDX-License-Identifier: MIT
#include <cordial/host/batchline.h>

#include <cordial/core/jsontext.h>

#include <QTest>

using namespace Cordial;
using namespace Cordial::Host;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestBatchLine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void good();
    void bad_data();
    void bad();
    void body_data();
    void body();
    void error_data();
    void error();
};

void TestBatchLine::good()
{
    const BatchLine line = parseBatchLine(
        R"({"id": 12345678901234567890123, "method":"POST","path":"/x","json":{"n":1.00},)"
        R"("query":{"a":1.50,"b":[true,"x",null],"c":null,"d":"ü"},"reason":"r","deadline":1.5,)"
        R"("priority":"high"})",
        TimePoint());
    QCOMPARE(line.id, QByteArray("12345678901234567890123"));
    QVERIFY(bool(line.request));
    const Net::Request &request = *line.request;
    QCOMPARE(request.method, Net::Method::Post);
    QCOMPARE(request.body, QByteArray(R"({"n":1.00})"));
    QCOMPARE(*request.query,
             (QList<std::pair<QString, QString>>{
                 {u"a"_s, u"1.50"_s}, {u"b"_s, u"true"_s}, {u"b"_s, u"x"_s}, {u"d"_s, u"ü"_s}}));
    QCOMPARE(*request.reason, u"r"_s);
    QCOMPARE(*request.deadline, TimePoint() + 1500ms);
    QCOMPARE(request.lane, Net::Lane::High);
}

void TestBatchLine::bad_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("id");
    const auto row = [](const char *name, const char *line, const char *id) {
        QTest::newRow(name) << QByteArray(line) << QByteArray(id);
    };
    row("rainy/not JSON", "hello", "null");
    row("rainy/array", "[1]", "null");
    row("rainy/two values", "{} {}", "null");
    row("rainy/no id", R"({"method":"GET","path":"/x"})", "null");
    row("rainy/id null", R"({"id":null,"method":"GET","path":"/x"})", "null");
    row("rainy/no method", R"({"id":"a\u0062","path":"/x"})", R"("a\u0062")");
    row("rainy/lower case", R"({"id":1,"method":"get","path":"/x"})", "1");
    row("rainy/URL", R"({"id":1,"method":"GET","path":"http://x/"})", "1");
    row("rainy/other host", R"({"id":1,"method":"GET","path":"//x/"})", "1");
    row("rainy/deadline 0", R"({"id":1,"method":"GET","path":"/x","deadline":0})", "1");
    row("rainy/deadline text", R"({"id":1,"method":"GET","path":"/x","deadline":"1"})", "1");
    row("rainy/priority", R"({"id":1,"method":"GET","path":"/x","priority":"urgent"})", "1");
    row("rainy/query object", R"({"id":1,"method":"GET","path":"/x","query":{"a":{}}})", "1");
    row("rainy/query nested", R"({"id":1,"method":"GET","path":"/x","query":{"a":[[1]]}})", "1");
    row("rainy/query text", R"({"id":1,"method":"GET","path":"/x","query":"a=b"})", "1");
    row("rainy/reason empty", R"({"id":1,"method":"GET","path":"/x","reason":""})", "1");
}

void TestBatchLine::bad()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QByteArray, id);
    const BatchLine parsed = parseBatchLine(line, TimePoint());
    QVERIFY(!parsed.request);
    QCOMPARE(parsed.id, id);
    const QByteArray out = formatBadLine(parsed.id, parsed.request.error());
    const QByteArray head = "{\"id\":" + id
        + ",\"status\":null,\"attempts\":0,\"waited_ms\":0,\"reason_waited\":null,\"error\":\"";
    QVERIFY(out.startsWith(head));
    QVERIFY(isJsonText(out));
}

void TestBatchLine::body_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("happy/JSON") << QByteArray(R"({"a":1.00,"b":123456789012345678901})")
                                << QByteArray(R"({"a":1.00,"b":123456789012345678901})");
    QTest::newRow("happy/lines") << QByteArray("{\r\n \"a\": 1\n}\n")
                                 << QByteArray("{   \"a\": 1 }");
    QTest::newRow("happy/empty") << QByteArray() << QByteArray("null");
    QTest::newRow("rainy/text") << QByteArray("a\n\"b\"") << QByteArray(R"("a\n\"b\"")");
}

void TestBatchLine::body()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, expected);
    Net::Response response;
    response.status = 200;
    response.body = body;
    Net::Outcome outcome;
    outcome.result = response;
    outcome.status = 200;
    outcome.trace.attempts = 2;
    outcome.trace.waited = 1500ms;
    outcome.trace.longestWait = WaitReason::RateLimited;
    const QByteArray line =
        "{\"id\":\"i\",\"status\":200,\"attempts\":2,\"waited_ms\":1500,\"reason_waited\":"
        "\"429\",\"body\":"
        + expected + '}';
    QCOMPARE(formatOutcome("\"i\"", {}, outcome), line);
}

void TestBatchLine::error_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("word");
    QTest::newRow("rainy/deadline") << ErrorCode::DeadlineExceeded << u"deadline"_s;
    QTest::newRow("rainy/cancelled") << ErrorCode::Cancelled << u"cancelled"_s;
    QTest::newRow("rainy/closed") << ErrorCode::Closed << u"cancelled"_s;
    QTest::newRow("rainy/invalid") << ErrorCode::InvalidRequestBudget << u"invalid"_s;
    QTest::newRow("rainy/cloudflare") << ErrorCode::CloudflareBan << u"cloudflare"_s;
}

void TestBatchLine::error()
{
    QFETCH(const ErrorCode, code);
    QFETCH(const QString, word);
    QVERIFY(errorText(makeError(code, u"x"_s)).contains(word));

    Net::Response response;
    response.status = 400;
    response.body = R"({"code":50035,"message":"Invalid Form Body","errors":{"embeds":{"1":{)"
                    R"("fields":{"0":{"value":{"_errors":[{"code":"A","message":"b"},)"
                    R"({"code":"C","message":"d"}]}}}}}}})";
    Net::Outcome outcome;
    outcome.result = response;
    outcome.status = 400;
    const QByteArray line = formatOutcome("1", {}, outcome);
    QVERIFY(line.contains("50035 Invalid Form Body\\nembeds[1].fields[0].value: A "
                          "b\\nembeds[1].fields[0].value: C d"));
}

QTEST_GUILESS_MAIN(TestBatchLine)
#include "tst_batchline.moc"
