// SPDX-License-Identifier: MIT
#include <cordial/gateway/closecode.h>
#include <cordial/gateway/envelope.h>
#include <cordial/gateway/intents.h>
#include <cordial/gateway/opcode.h>
#include <cordial/gateway/payloads.h>
#include <cordial/gateway/shardmanager.h>

#include <QTest>

using namespace Cordial;
using namespace Cordial::Gateway;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray text(std::string_view view)
{
    return QByteArray(view.data(), qsizetype(view.size()));
}

//! The reader wants readable bytes behind the text.
Result<Envelope> read(QByteArray &json)
{
    json.reserve(json.size() + 64);
    return readEnvelope({json.constData(), size_t(json.size())});
}

} // namespace

class TestPayloads : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void envelope_data();
    void envelope();
    void brokenEnvelope_data();
    void brokenEnvelope();
    void contents();
    void outgoing();
    void urls_data();
    void urls();
    void commands_data();
    void commands();
    void intentNames_data();
    void intentNames();
    void fatalCodes_data();
    void fatalCodes();
    void gatewayInfo();
};

void TestPayloads::envelope_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("op");
    QTest::addColumn<qint64>("sequence");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("data");
    const auto row = [](const char *name, const char *json, int op, qint64 sequence,
                        const char *type, const char *data) {
        QTest::newRow(name) << QByteArray(json) << op << sequence << QByteArray(type)
                            << QByteArray(data);
    };
    row("happy/as Discord sends it", R"({"t":"X","s":5,"op":0,"d":{"a":[1,{"b":"}"}]}})", 0, 5, "X",
        R"({"a":[1,{"b":"}"}]})");
    row("happy/d first", R"({"d":[1, 2 ],"op":0,"s":null,"t":"Y"})", 0, -1, "Y", "[1, 2 ]");
    row("happy/nulls", R"({"t":null,"s":null,"op":11,"d":null})", 11, -1, "", "null");
    row("happy/no d", R"({"op":11})", 11, -1, "", "");
    row("happy/scalar d with spaces", "{ \"op\" : 9 , \"d\" : true \n }", 9, -1, "", "true");
    row("happy/string d", R"({"op":99,"d":"a\"b"})", 99, -1, "", R"("a\"b")");
    row("happy/large numbers stay text", R"({"op":0,"s":1,"t":"N","d":12345678901234567890123})", 0,
        1, "N", "12345678901234567890123");
    row("happy/unknown fields", R"({"op":0,"x":{"op":3},"s":2,"t":"T","d":{}})", 0, 2, "T", "{}");
}

void TestPayloads::envelope()
{
    QFETCH(QByteArray, json);
    QFETCH(int, op);
    QFETCH(qint64, sequence);
    const auto envelope = read(json);
    QVERIFY2(envelope.isOk(), qPrintable(envelope ? QString() : envelope.error().message));
    QCOMPARE(envelope->op, op);
    QCOMPARE(envelope->sequence.value_or(-1), sequence);
    QTEST(text(envelope->type), "type");
    QTEST(text(envelope->data), "data");
}

void TestPayloads::brokenEnvelope_data()
{
    QTest::addColumn<QByteArray>("json");
    const char *const bad[] = {"",
                               " ",
                               "nonsense",
                               "[]",
                               "5",
                               "{",
                               R"({"op":})",
                               R"({"op":"0"})",
                               R"({"s":1})",
                               R"({"op":0,"s":"1"})",
                               R"({"op":0,"s":-1})",
                               R"({"op":0,"t":5})",
                               R"({"op":0,"d":{"a":1)",
                               R"({"op":0,"d":{}} more)",
                               R"({"op":99999999999})",
                               "{\"op\":0,\"t\":\"\xff\xfe\"}",
                               R"({"op":0,"t":"unterminated)"};
    for (const char *json : bad)
        QTest::addRow("rainy/%s", json) << QByteArray(json);
}

void TestPayloads::brokenEnvelope()
{
    QFETCH(QByteArray, json);
    const auto envelope = read(json);
    QVERIFY(!envelope.isOk());
    QCOMPARE(envelope.error().code, ErrorCode::Decode);
}

void TestPayloads::contents()
{
    QCOMPARE(*readHello(R"({"_trace":["x"],"heartbeat_interval":41250})"), 41250ms);
    QCOMPARE(*readHello(R"({"heartbeat_interval":41250.0})"), 41250ms);
    for (const char *bad :
         {"{}", "null", R"({"heartbeat_interval":0})", R"({"heartbeat_interval":"1"})",
          R"({"heartbeat_interval":0.9})", R"({"heartbeat_interval":-41250})",
          R"({"heartbeat_interval":1e300})", ""})
        QVERIFY2(!readHello(bad).isOk(), bad);
    QVERIFY(readInvalidSession("true"));
    QVERIFY(!readInvalidSession("false") && !readInvalidSession("null"));
    const auto ready = readReady(
        R"({"v":10,"session_id":"abc","resume_gateway_url":"wss://x.example/","guilds":[{"id":"1"},{"id":"2"}]})");
    QCOMPARE(ready->sessionId, QByteArray("abc"));
    QCOMPARE(ready->resumeUrl, QUrl(u"wss://x.example/"_s));
    QCOMPARE(ready->guilds, 2U);
    QVERIFY(readReady(R"({"session_id":"abc"})")->resumeUrl.isEmpty());
    QVERIFY(
        readReady(R"({"session_id":"abc","resume_gateway_url":"no url"})")->resumeUrl.isEmpty());
    QCOMPARE(readReady(R"({"resume_gateway_url":[5],"session_id":"abc"})")->sessionId,
             QByteArray("abc")); // The session is worth more than where it was to be resumed.
    QVERIFY(!readReady("{}").isOk());
}

void TestPayloads::outgoing()
{
    QCOMPARE(heartbeatPayload(251), QByteArray(R"({"op":1,"d":251})"));
    QCOMPARE(heartbeatPayload(std::nullopt), QByteArray(R"({"op":1,"d":null})"));
    const Secret token(QByteArrayView("tok"));
    QCOMPARE(resumePayload(token, {"abc", {}}, 7),
             QByteArray(R"({"op":6,"d":{"token":"tok","session_id":"abc","seq":7}})"));
    QCOMPARE(
        identifyPayload(token, {2, 4, 513, 50, R"({"status":"idle"})"}),
        QByteArray(
            R"({"op":2,"d":{"token":"tok","intents":513,"properties":{"os":"linux","browser":"cordial","device":"cordial"},"large_threshold":50,"shard":[2,4],"presence":{"status":"idle"}}})"));
}

void TestPayloads::urls_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<int>("compression");
    QTest::addColumn<QString>("url");
    const auto row = [](const char *name, const char *base, Compression compression,
                        const char *url) {
        QTest::newRow(name) << QString::fromLatin1(base) << int(compression)
                            << QString::fromLatin1(url);
    };
    row("happy/no path", "wss://gateway.discord.gg", Compression::None,
        "wss://gateway.discord.gg/?v=10&encoding=json");
    row("happy/zlib", "wss://gateway.discord.gg/", Compression::ZlibStream,
        "wss://gateway.discord.gg/?v=10&encoding=json&compress=zlib-stream");
    row("happy/zstd", "ws://127.0.0.1:8080", Compression::ZstdStream,
        "ws://127.0.0.1:8080/?v=10&encoding=json&compress=zstd-stream");
    row("rainy/a path", "wss://x.example/evil/../p", Compression::None,
        "wss://x.example/?v=10&encoding=json");
    row("happy/parameters of others go", "wss://user@x.example/?v=9&foo=1#frag", Compression::None,
        "wss://x.example/?v=10&encoding=json");
}

void TestPayloads::urls()
{
    QFETCH(QString, base);
    QFETCH(int, compression);
    QTEST(gatewayUrl(QUrl(base), Compression(compression)).toString(), "url");
}

void TestPayloads::commands_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<int>("error");
    QTest::addColumn<QString>("names");
    const QByteArray head = R"({"op":3,"d":{"status":"online","activities":[{"name":")";
    const QByteArray tail = R"("}]}})";
    const auto sized = [&](qsizetype size) -> QByteArray {
        return head + QByteArray(size - head.size() - tail.size(), 'x') + tail;
    };
    QTest::newRow("happy/presence") << sized(100) << -1 << QString();
    QTest::newRow("happy/exactly the limit") << sized(kLongestPayload) << -1 << QString();
    QTest::newRow("rainy/one byte more")
        << sized(kLongestPayload + 1) << int(ErrorCode::TooLarge) << u"d.activities[0].name"_s;
    QTest::newRow("rainy/long list")
        << QByteArray(R"({"op":8,"d":{"guild_id":"1","user_ids":[)"
                      + QByteArray("\"123456789012345678\",").repeated(300) + "\"1\"]}}")
        << int(ErrorCode::TooLarge) << u"d.user_ids"_s;
    QTest::newRow("rainy/identify is ours")
        << QByteArray(R"({"op":2,"d":{}})") << int(ErrorCode::InvalidArgument) << u"op 2"_s;
    QTest::newRow("rainy/no JSON")
        << QByteArray("hello") << int(ErrorCode::InvalidArgument) << u"JSON"_s;
}

void TestPayloads::commands()
{
    QFETCH(QByteArray, payload);
    QFETCH(int, error);
    QFETCH(QString, names);
    const Result<> checked = checkCommand(payload);
    QCOMPARE(checked.isOk(), error < 0);
    if (error < 0)
        return;
    QCOMPARE(int(checked.error().code), error);
    QVERIFY2(checked.error().message.contains(names), qPrintable(checked.error().message));
}

void TestPayloads::intentNames_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("ok");
    QTest::addColumn<quint32>("intents");
    QTest::newRow("happy/names") << u"GUILDS,GUILD_MESSAGES"_s << true << 513U;
    QTest::newRow("happy/spaces") << u" GUILDS , MESSAGE_CONTENT "_s << true << (1U | 1U << 15);
    QTest::newRow("happy/number") << u"513"_s << true << 513U;
    QTest::newRow("happy/none") << u"0"_s << true << 0U;
    QTest::newRow("happy/former name") << u"GUILD_BANS"_s << true << 4U;
    QTest::newRow("rainy/unknown") << u"GUILDS,NOPE"_s << false << 0U;
    QTest::newRow("rainy/lower case") << u"guilds"_s << false << 0U;
    QTest::newRow("rainy/empty") << u""_s << false << 0U;
    QTest::newRow("rainy/trailing comma") << u"GUILDS,"_s << false << 0U;
    QTest::newRow("rainy/too large") << u"99999999999"_s << false << 0U;
    QTest::newRow("rainy/negative") << u"-1"_s << false << 0U;
}

void TestPayloads::intentNames()
{
    QFETCH(QString, text);
    QFETCH(bool, ok);
    const auto parsed = parseIntents(text);
    QCOMPARE(parsed.isOk(), ok);
    if (ok)
        QTEST(*parsed, "intents");
    QCOMPARE(Gateway::intentNames(1U | 1U << 15 | 1U << 30),
             (QStringList{u"GUILDS"_s, u"MESSAGE_CONTENT"_s, u"1<<30"_s}));
    QCOMPARE(unprivilegedIntents() & kPrivilegedIntents, 0U);
}

void TestPayloads::fatalCodes_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("rainy/4004") << 4004 << QStringList{u"token"_s, u"DISCORD_TOKEN"_s};
    QTest::newRow("rainy/4010") << 4010 << QStringList{u"[2, 4]"_s, u"shard"_s};
    QTest::newRow("rainy/4011") << 4011 << QStringList{u"shard count"_s, u"4"_s};
    QTest::newRow("rainy/4012") << 4012 << QStringList{u"version 10"_s};
    QTest::newRow("rainy/4013") << 4013 << QStringList{u"intents 33026"_s};
    QTest::newRow("rainy/4014") << 4014
                                << QStringList{u"GUILD_MEMBERS"_s, u"GUILD_PRESENCES"_s,
                                               u"MESSAGE_CONTENT"_s,
                                               u"https://discord.com/developers/applications"_s};
}

void TestPayloads::fatalCodes()
{
    QFETCH(int, code);
    QFETCH(QStringList, words);
    QCOMPARE(closePolicy(quint16(code)), ClosePolicy::Fatal);
    const Error error = explainFatalClose(quint16(code), {2, 4, kPrivilegedIntents});
    QCOMPARE(error.code, ErrorCode::GatewayFatal);
    for (const QString &word : words)
        QVERIFY2(error.message.contains(word), qPrintable(error.message));
    QVERIFY(!error.message.contains(u'\n'));
}

void TestPayloads::gatewayInfo()
{
    const auto info = parseGatewayInfo(
        R"({"url":"wss://gateway.discord.gg","shards":9,"session_start_limit":{"total":1000,"remaining":999,"reset_after":14400000,"max_concurrency":16}})");
    QCOMPARE(info->shards, 9);
    QCOMPARE(info->remaining, 999);
    QCOMPARE(info->maxConcurrency, 16);
    QCOMPARE(info->resetAfter, Milliseconds(14400000));
    const auto huge = parseGatewayInfo(
        R"({"url":"wss://a.example","session_start_limit":{"max_concurrency":2000000000}})");
    QVERIFY(huge->maxConcurrency <= 10'000); // each identify key takes memory
    QVERIFY(!parseGatewayInfo(R"({"url":"wss://a.example","shards":2000000000})").isOk());
    const auto sparse =
        parseGatewayInfo(R"({"url":"wss://a.example","shards":null,"session_start_limit":null})");
    QCOMPARE(sparse->shards, 1);
    QCOMPARE(sparse->remaining, 1000);
    const auto late = parseGatewayInfo(
        R"({"url":"wss://a.example","session_start_limit":{"reset_after":9223372036854775807}})");
    QVERIFY(late->resetAfter > 24h && late->resetAfter < 365 * 24h);
    QVERIFY(!parseGatewayInfo("{}").isOk());
    QVERIFY(!parseGatewayInfo("<html>").isOk());
    QVERIFY(!parseGatewayInfo(R"({"url":"/relative"})").isOk());
}

QTEST_GUILESS_MAIN(TestPayloads)
#include "tst_payloads.moc"
