// SPDX-License-Identifier: MIT
#include <cordial/net/contentdecoder.h>
#include <cordial/net/errorbody.h>
#include <cordial/net/ratelimitheaders.h>
#include <cordial/net/requestwriter.h>
#include <cordial/net/route.h>

#include <QTest>

#include <zlib.h>

using namespace Cordial;
using namespace Cordial::Net;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Request requestOf(Method method, const QString &path)
{
    Request request;
    request.method = method;
    request.path = path;
    return request;
}

} // namespace

//! The small pure parsers of the module.
class TestNetParsers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void flatten();
    void headers_data();
    void headers();
    void routes_data();
    void routes();
    void gzip();
    void loopback_data();
    void loopback();
};

void TestNetParsers::flatten()
{
    const auto errors = flattenErrors(
        R"({"_errors":[{"code":"R","message":"root"}],"embeds":{"0":{"fields":{"1":{"_errors":[)"
        R"({"code":"A","message":"one"},{"code":"B","message":"two"}]}}},"10":{"_errors":[]}},)"
        R"("x":5})");
    QCOMPARE(errors,
             (QList<FieldError>{{u""_s, u"R"_s, u"root"_s},
                                {u"embeds[0].fields[1]"_s, u"A"_s, u"one"_s},
                                {u"embeds[0].fields[1]"_s, u"B"_s, u"two"_s}}));
    Response html;
    html.status = 502;
    html.body = "<html>Bad gateway</html>";
    const Error error = errorOf({}, html);
    QCOMPARE(error.httpStatus, 502);
    QVERIFY(error.message.contains(u"<html>Bad gateway</html>"_s));
}

void TestNetParsers::headers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("ms");
    QTest::newRow("happy/decimals") << QByteArray("1.250") << qint64(1250);
    QTest::newRow("happy/whole") << QByteArray(" 3 ") << qint64(3000);
    QTest::newRow("rainy/negative") << QByteArray("-1") << qint64(-1);
    QTest::newRow("rainy/nan") << QByteArray("nan") << qint64(-1);
    QTest::newRow("rainy/inf") << QByteArray("inf") << qint64(-1);
    QTest::newRow("rainy/huge") << QByteArray("1e300") << qint64(-1);
    QTest::newRow("rainy/text") << QByteArray("banana") << qint64(-1);
    QTest::newRow("rainy/tail") << QByteArray("1s") << qint64(-1);
    QTest::newRow("rainy/empty") << QByteArray() << qint64(-1);
}

void TestNetParsers::headers()
{
    QFETCH(const QByteArray, text);
    QFETCH(const qint64, ms);
    const auto parsed = parseSeconds(text);
    QCOMPARE(parsed ? std::chrono::duration_cast<Milliseconds>(*parsed).count() : -1, ms);
}

void TestNetParsers::routes_data()
{
    QTest::addColumn<Method>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("top");
    const auto row = [](Method method, const char *path, const char *pattern, const char *top) {
        QTest::newRow(path) << method << QString::fromLatin1(path) << QByteArray(pattern)
                            << QByteArray(top);
    };
    row(Method::Get, "/channels/1/messages/2?a=3", "/channels/{channel_id}/messages/{message_id}",
        "1");
    row(Method::Put, "/channels/1/messages/2/reactions/%F0%9F%94%A5/@me",
        "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me", "1");
    row(Method::Get, "/guilds/5/members/6", "/guilds/{guild_id}/members/{user_id}", "5");
    row(Method::Get, "/invites/abc", "/invites/{code}", "");
    row(Method::Get, "/users/@me", "/users/@me", "");
    row(Method::Get, "/applications/1/guilds/2/commands",
        "/applications/{application_id}/guilds/{guild_id}/commands", "");
    row(Method::Get, "/", "", "");
    const Route hook = Route::of(requestOf(Method::Post, u"/webhooks/9/secret"_s), {});
    QVERIFY(!hook.key().contains("secret"));
    QVERIFY(!hook.isFollowUp);
}

void TestNetParsers::routes()
{
    QFETCH(const Method, method);
    QFETCH(const QString, path);
    QFETCH(const QByteArray, pattern);
    QFETCH(const QByteArray, top);
    const Route route = Route::of(requestOf(method, path), {});
    QCOMPARE(route.path, pattern);
    QCOMPARE(route.topLevel, top);
}

void TestNetParsers::gzip()
{
    QByteArray packed(200, '\0');
    z_stream stream{};
    QCOMPARE(deflateInit2(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    QByteArray plain("hello hello hello");
    stream.next_in = reinterpret_cast<Bytef *>(plain.data());
    stream.avail_in = uInt(plain.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = uInt(packed.size());
    QCOMPARE(deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed.truncate(qsizetype(stream.total_out));
    deflateEnd(&stream);
    QCOMPARE(*decodeContent(packed, "gzip"), plain);
    QCOMPARE(*decodeContent(plain, "identity"), plain);
    // Any cut is an error, never a shorter body.
    for (qsizetype size = 1; size < packed.size(); ++size)
        QVERIFY(!decodeContent(packed.left(size), "gzip"));
    QVERIFY(!decodeContent(packed, "gzip", 5));
    QVERIFY(!decodeContent(packed, "br"));
}

void TestNetParsers::loopback_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("happy/https") << u"https://discord.com/api/v10"_s << true;
    QTest::newRow("happy/localhost") << u"http://localhost:1/"_s << true;
    QTest::newRow("happy/127") << u"http://127.3.2.1:1/"_s << true;
    QTest::newRow("happy/v6") << u"http://[::1]:1/"_s << true;
    QTest::newRow("rainy/http") << u"http://discord.com/"_s << false;
    QTest::newRow("rainy/looks local") << u"http://localhost.evil.com/"_s << false;
    QTest::newRow("rainy/ftp") << u"ftp://localhost/"_s << false;
    QTest::newRow("rainy/none") << u""_s << false;
}

void TestNetParsers::loopback()
{
    QFETCH(const QString, url);
    QFETCH(const bool, allowed);
    QCOMPARE(checkApiUrl(QUrl(url), false).isOk(), allowed);
}

QTEST_GUILESS_MAIN(TestNetParsers)
#include "tst_netparsers.moc"
