// SPDX-License-Identifier: MIT
#include <cordial/sandbox/httpparser.h>
#include <cordial/sandbox/router.h>

#include <QTest>

using namespace Cordial::Sandbox;
using namespace Qt::StringLiterals;

namespace {

//! \brief Feeds \a bytes in pieces of \a size; returns the requests that came out.
QList<HttpRequest> parse(HttpParser &parser, QByteArray bytes, qsizetype size)
{
    QList<HttpRequest> requests;
    while (!bytes.isEmpty() && parser.state() != HttpParser::State::Failed) {
        const qsizetype used =
            parser.feed(QByteArrayView(bytes).first(std::min(size, bytes.size())));
        bytes.remove(0, used);
        if (parser.state() == HttpParser::State::Complete)
            requests.append(parser.takeRequest());
    }
    return requests;
}

const QByteArray kMultipart =
    "--b\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n{\"content\":\"x\"}\r\n"
    "--b\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a \\\"b\\\".txt\"\r\n"
    "Content-Type: text/plain\r\n\r\nline\r\n--not\r\n\r\n--b\r\n"
    "Content-Disposition: form-data; filename=\"\"; name=\"files[1]\"\r\n\r\n\r\n--b--\r\n";

} // namespace

class TestHttpParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pieces_data()
    {
        QTest::addColumn<qsizetype>("size");
        for (const qsizetype size : {1, 2, 3, 7, 64, 100'000})
            QTest::addRow("happy/%lld", qlonglong(size)) << size;
    }

    void pieces()
    {
        QFETCH(qsizetype, size);
        HttpParser parser;
        const QByteArray stream =
            "POST /a?x=1 HTTP/1.1\r\nContent-Length: 5\r\nX-Y: 1\r\nx-y: 2\r\n\r\nhello"
            "GET /b HTTP/1.1\r\n\r\n"
            "PATCH /c HTTP/1.1\r\nTransfer-Encoding: "
            "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        const QList<HttpRequest> requests = parse(parser, stream, size);
        QCOMPARE(requests.size(), 3);
        QCOMPARE(requests.at(0).method, "POST"_ba);
        QCOMPARE(requests.at(0).target, "/a?x=1"_ba);
        QCOMPARE(requests.at(0).body, "hello"_ba);
        QCOMPARE(requests.at(0).header("x-y"_ba), "1, 2"_ba);
        QCOMPARE(requests.at(1).target, "/b"_ba);
        QCOMPARE(requests.at(2).body, "abcde"_ba);
        QVERIFY(parser.isIdle());
        QVERIFY(parser.keepAlive());
    }

    void multipart_data() { pieces_data(); }

    void multipart()
    {
        QFETCH(qsizetype, size);
        HttpParser parser;
        const QByteArray stream =
            "POST /m HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: "
            + QByteArray::number(kMultipart.size()) + "\r\n\r\n" + kMultipart;
        const QList<HttpRequest> requests = parse(parser, stream, size);
        QCOMPARE(requests.size(), 1);
        const HttpRequest &request = requests.first();
        QCOMPARE(request.payloadJson.value_or(QByteArray()), "{\"content\":\"x\"}"_ba);
        QCOMPARE(request.files.size(), 2);
        QCOMPARE(request.files.at(0).field, u"files[0]"_s);
        QCOMPARE(request.files.at(0).fileName, u"a \"b\".txt"_s);
        QCOMPARE(request.files.at(0).contentType, u"text/plain"_s);
        // "line\r\n--not\r\n": what looks like a boundary is not one.
        QCOMPARE(request.files.at(0).size, qint64(13));
        QCOMPARE(request.files.at(1).size, qint64(0));
        QVERIFY(request.body.isEmpty());
    }

    void failures_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<int>("status");
        QTest::newRow("rainy/garbage") << "hello there\r\n\r\n"_ba << 400;
        QTest::newRow("rainy/length")
            << "POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n"_ba << 413;
        QTest::newRow("rainy/header")
            << QByteArray("GET / HTTP/1.1\r\nX: " + QByteArray(70'000, 'x') + "\r\n\r\n") << 431;
        QTest::newRow("rainy/url")
            << QByteArray("GET /" + QByteArray(70'000, 'x') + " HTTP/1.1\r\n\r\n") << 431;
        QTest::newRow("rainy/openMultipart")
            << "POST / HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b\r\n"
               "Content-Length: 5\r\n\r\n--b\r\n"_ba
            << 400;
    }

    void failures()
    {
        QFETCH(QByteArray, stream);
        QFETCH(int, status);
        HttpParser parser;
        QVERIFY(parse(parser, stream, 1000).isEmpty());
        QCOMPARE(parser.state(), HttpParser::State::Failed);
        QCOMPARE(parser.failureStatus(), status);
    }

    void routes()
    {
        Router router;
        const auto handler = [](ApiCall &) { return HttpResponse::empty(); };
        router.add("GET"_ba, "/a/{x}"_ba, handler);
        router.add("PUT"_ba, "/a/{x}"_ba, handler);
        router.add("GET"_ba, "/a/{x}/b"_ba, handler);
        QCOMPARE(router.match("GET"_ba, "/a/%F0%9F%91%8D").params.value("x"_ba),
                 "\xF0\x9F\x91\x8D"_ba);
        QVERIFY(router.match("HEAD"_ba, "/a/1").route != nullptr);
        QVERIFY(router.match("DELETE"_ba, "/a/1").methodMissing);
        QCOMPARE(router.match("DELETE"_ba, "/a/1").allowed, (QByteArrayList{"GET"_ba, "PUT"_ba}));
        QVERIFY(router.match("GET"_ba, "/c").route == nullptr);
        QVERIFY(!router.match("GET"_ba, "/c").methodMissing);
        QVERIFY(router.match("GET"_ba, "/a/1/b/").route != nullptr);
        const auto [path, query] = Router::split("/p?a=1&b=x%26y+z&a=2&flag"_ba);
        QCOMPARE(path, "/p"_ba);
        QCOMPARE(
            query,
            (Query{{"a"_ba, "1"_ba}, {"b"_ba, "x&y z"_ba}, {"a"_ba, "2"_ba}, {"flag"_ba, {}}}));
    }
};

QTEST_GUILESS_MAIN(TestHttpParser)
#include "tst_httpparser.moc"
