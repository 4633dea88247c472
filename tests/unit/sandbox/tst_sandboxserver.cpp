// SPDX-License-Identifier: MIT
// The server over real sockets: Qt's own HTTP and WebSocket clients, not the framework's.
#include <cordial/testing/sandboxfixture.h>

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>

using namespace Cordial;
using namespace Cordial::Testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Answer
{
    int status = 0;
    QByteArray body;
    QHash<QByteArray, QByteArray> headers;
    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
};

//! \brief A bot by hand on the gateway.
class Bot : public QObject
{
public:
    explicit Bot(const Sandbox::ServerInfo &info, const QByteArray &url = {})
        : m_token(QString::fromUtf8(info.botToken.reveal()))
    {
        connect(&socket, &QWebSocket::textMessageReceived, this, [this](const QString &text) {
            frames.append(QJsonDocument::fromJson(text.toUtf8()).object());
        });
        const QString base = url.isEmpty() ? info.gatewayUrl : QString::fromUtf8(url);
        socket.open(QUrl(base + u"/?v=10&encoding=json"_s));
    }
    ~Bot() override { socket.abort(); }

    void send(int op, const QJsonValue &d)
    {
        socket.sendTextMessage(QString::fromUtf8(
            QJsonDocument(QJsonObject{{u"op"_s, op}, {u"d"_s, d}}).toJson(QJsonDocument::Compact)));
    }
    bool identify()
    {
        if (!QTest::qWaitFor([this] { return !frames.isEmpty(); }))
            return false;
        send(2,
             QJsonObject{
                 {u"token"_s, m_token}, {u"intents"_s, 0x1FFFF}, {u"properties"_s, QJsonObject()}});
        return QTest::qWaitFor([this] { return !find(u"GUILD_CREATE"_s).isEmpty(); });
    }
    [[nodiscard]] QJsonObject find(const QString &event) const
    {
        for (const QJsonObject &frame : frames) {
            if (frame.value("t"_L1).toString() == event)
                return frame;
        }
        return {};
    }
    [[nodiscard]] qsizetype count(const QString &event) const
    {
        return std::count_if(frames.begin(), frames.end(), [&event](const QJsonObject &frame) {
            return frame.value("t"_L1).toString() == event;
        });
    }
    [[nodiscard]] qint64 sequence() const
    {
        qint64 last = 0;
        for (const QJsonObject &frame : frames)
            last = std::max(last, frame.value("s"_L1).toInteger());
        return last;
    }
    [[nodiscard]] const QString &token() const { return m_token; }

    QWebSocket socket;
    QList<QJsonObject> frames;

private:
    const QString m_token;
};

} // namespace

class TestSandboxServer : public QObject
{
    Q_OBJECT

private:
    QNetworkAccessManager m_network;

    Answer call(const SandboxFixture &fixture, const QByteArray &method, const QString &path,
                const QJsonObject &body = {}, const QByteArray &token = {})
    {
        QNetworkRequest request(QUrl(fixture.info().apiUrl + path));
        request.setRawHeader("Authorization",
                             token.isEmpty() ? "Bot " + fixture.info().botToken.reveal() : token);
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        const QByteArray text =
            body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact);
        QNetworkReply *reply = m_network.sendCustomRequest(request, method, text);
        QSignalSpy finished(reply, &QNetworkReply::finished);
        if (!reply->isFinished())
            finished.wait(5000);
        Answer answer;
        answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        answer.body = reply->readAll();
        const auto headers = reply->rawHeaderPairs();
        for (const auto &[name, value] : headers)
            answer.headers.insert(name.toLower(), value);
        reply->deleteLater();
        return answer;
    }

    static QString messages(const SandboxFixture &fixture)
    {
        return u"/channels/"_s + fixture.info().channelId.toString() + u"/messages"_s;
    }

    static QJsonObject lastPerson(const SandboxFixture &fixture, const QString &event)
    {
        const auto entries = fixture.journal(0, u"person"_s);
        QJsonObject found;
        for (const QJsonValue &entry : entries.valueOr({})) {
            if (entry.toObject().value("event"_L1).toString() == event)
                found = entry.toObject();
        }
        return found;
    }

    void makeCommands(const SandboxFixture &fixture)
    {
        QNetworkRequest request(QUrl(fixture.info().apiUrl + u"/applications/"_s
                                     + fixture.info().applicationId.toString() + u"/commands"_s));
        request.setRawHeader("Authorization", "Bot " + fixture.info().botToken.reveal());
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        QNetworkReply *reply =
            m_network.put(request, R"([{"name":"echo","description":"d","options":[
                {"name":"text","type":3,"description":"t","required":true}]}])"_ba);
        QSignalSpy finished(reply, &QNetworkReply::finished);
        QVERIFY(finished.wait(5000));
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        reply->deleteLater();
    }

private Q_SLOTS:
    void answers_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("code");
        QTest::newRow("happy/me") << "GET"_ba << u"/users/@me"_s << QByteArray() << 200 << 0;
        QTest::newRow("happy/head") << "HEAD"_ba << u"/users/@me"_s << QByteArray() << 200 << 0;
        QTest::newRow("happy/options")
            << "OPTIONS"_ba << u"/users/@me"_s << QByteArray() << 204 << 0;
        QTest::newRow("rainy/token") << "GET"_ba << u"/users/@me"_s << "Bot x"_ba << 401 << 0;
        QTest::newRow("rainy/route") << "GET"_ba << u"/nowhere"_s << QByteArray() << 404 << 0;
        QTest::newRow("rainy/method") << "DELETE"_ba << u"/gateway"_s << QByteArray() << 405 << 0;
        QTest::newRow("rainy/channel")
            << "GET"_ba << u"/channels/5"_s << QByteArray() << 404 << 10003;
        QTest::newRow("rainy/snowflake")
            << "GET"_ba << u"/channels/x"_s << QByteArray() << 400 << 50035;
        QTest::newRow("rainy/guild") << "GET"_ba << u"/guilds/5"_s << QByteArray() << 404 << 10004;
        QTest::newRow("rainy/webhook")
            << "POST"_ba << u"/webhooks/5/x"_s << QByteArray() << 404 << 10015;
        QTest::newRow("rainy/interaction")
            << "POST"_ba << u"/interactions/5/x/callback"_s << QByteArray() << 404 << 10062;
    }

    void answers()
    {
        QFETCH(QByteArray, method);
        QFETCH(QString, path);
        QFETCH(QByteArray, token);
        QFETCH(int, status);
        QFETCH(int, code);
        SandboxFixture fixture;
        QVERIFY(fixture.start().isOk());
        const Answer answer = call(fixture, method, path, {}, token);
        QCOMPARE(answer.status, status);
        if (method != "HEAD")
            QCOMPARE(answer.json().value("code"_L1).toInt(), code);
        if (status == 204)
            QVERIFY(answer.headers.value("allow"_ba).contains("GET"));
    }

    void limitsOnAStandingClock()
    {
        SandboxFixture fixture({}, SandboxFixture::ClockKind::Manual);
        QVERIFY(fixture.start().isOk());
        for (int i = 0; i < 5; ++i) {
            const Answer answer =
                call(fixture, "POST", messages(fixture), {{u"content"_s, u"x"_s}});
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.headers.value("x-ratelimit-remaining"_ba).toInt(), 4 - i);
        }
        Answer answer = call(fixture, "POST", messages(fixture), {{u"content"_s, u"x"_s}});
        QCOMPARE(answer.status, 429);
        QCOMPARE(answer.headers.value("x-ratelimit-scope"_ba), "user"_ba);
        QCOMPARE(answer.json().value("retry_after"_L1).toDouble(), 5.0);
        fixture.advance(5s);
        answer = call(fixture, "POST", messages(fixture), {{u"content"_s, u"x"_s}});
        QCOMPARE(answer.status, 200);
    }

    void permissionsDecide()
    {
        SandboxFixture fixture({}, SandboxFixture::ClockKind::Manual);
        QVERIFY(fixture.start().isOk());
        const auto said = fixture.owner().say(u"mine"_s);
        QVERIFY(said.isOk());
        const auto robin = fixture.person(u"robin"_s);
        QVERIFY(robin.isOk());
        QCOMPARE(robin->say(u"hello"_s).value().value("content"_L1).toString(), u"hello"_s);
        ServerTokens tokens = tokensOf(fixture);
        const Answer refused =
            call(fixture, "DELETE", messages(fixture) + u'/' + said->value("id"_L1).toString(), {},
                 tokens.value(u"robin"_s));
        QCOMPARE(refused.status, 403);
        QCOMPARE(refused.json().value("code"_L1).toInt(), 50013);
        const Answer allowed =
            call(fixture, "DELETE", messages(fixture) + u'/' + said->value("id"_L1).toString(), {},
                 tokens.value(u"mira"_s));
        QCOMPARE(allowed.status, 204);
    }

    void nonceIsEnforced()
    {
        SandboxFixture fixture;
        QVERIFY(fixture.start().isOk());
        const QJsonObject body{
            {u"content"_s, u"once"_s}, {u"nonce"_s, u"n1"_s}, {u"enforce_nonce"_s, true}};
        const QString first =
            call(fixture, "POST", messages(fixture), body).json().value("id"_L1).toString();
        const QString second =
            call(fixture, "POST", messages(fixture), body).json().value("id"_L1).toString();
        QVERIFY(!first.isEmpty());
        QCOMPARE(first, second);
        QCOMPARE(fixture.owner().read()->size(), 1);
    }

    void bulkDeleteRules()
    {
        SandboxFixture fixture({{}, {}, u"off"_s, {}, {}});
        QVERIFY(fixture.start().isOk());
        const auto made =
            fixture.control("POST", u"messages"_s, {{u"count"_s, 101}, {u"quiet"_s, true}});
        QVERIFY(made.isOk());
        const QJsonArray ids = made->value("ids"_L1).toArray();
        const auto old = fixture.control("POST", u"messages"_s, {{u"age"_s, 15 * 86400}});
        const auto remove = [&](const QJsonArray &list) {
            return call(fixture, "POST", messages(fixture) + u"/bulk-delete"_s,
                        {{u"messages"_s, list}});
        };
        const auto code = [](const Answer &answer) {
            return answer.json().value("code"_L1).toInt();
        };
        QCOMPARE(code(remove({ids.at(0)})), 50016);
        QCOMPARE(code(remove(ids)), 50016);
        QCOMPARE(code(remove({ids.at(0), ids.at(0)})), 50035);
        QCOMPARE(code(remove({ids.at(0), old->value("ids"_L1).toArray().at(0)})), 50034);
        QJsonArray hundred = ids;
        hundred.removeLast();
        QCOMPARE(remove(hundred).status, 204);
        QCOMPARE(fixture.owner().read(100)->size(), 2);
    }

    void gatewayTellsAndResumes()
    {
        SandboxFixture fixture;
        QVERIFY(fixture.start().isOk());
        Bot bot(fixture.info());
        QVERIFY(bot.identify());
        const QString text = QString::fromUtf8("\"\\ \xF0\x9F\xA4\xA1 \x01 \n ä");
        QVERIFY(fixture.owner().say(text).isOk());
        QTRY_VERIFY(!bot.find(u"MESSAGE_CREATE"_s).isEmpty());
        QCOMPARE(
            bot.find(u"MESSAGE_CREATE"_s).value("d"_L1).toObject().value("content"_L1).toString(),
            text);
        const QJsonObject ready = bot.find(u"READY"_s).value("d"_L1).toObject();
        const qint64 seq = bot.sequence();
        QSignalSpy gone(&bot.socket, &QWebSocket::disconnected);
        QVERIFY(fixture.addFault({{u"kind"_s, u"drop"_s}}).isOk());
        QTRY_COMPARE(gone.size(), 1);
        QVERIFY(fixture.control("POST", u"emit"_s, {{u"count"_s, 1000}}).isOk());
        Bot again(fixture.info(), ready.value("resume_gateway_url"_L1).toString().toUtf8());
        QTRY_VERIFY(!again.frames.isEmpty());
        again.send(6,
                   QJsonObject{{u"token"_s, again.token()},
                               {u"session_id"_s, ready.value("session_id"_L1)},
                               {u"seq"_s, seq}});
        QTRY_COMPARE(again.count(u"RESUMED"_s), 1);
        QTRY_COMPARE(again.count(u"MESSAGE_CREATE"_s), 1000);
    }

    void interactionsFromStartToEnd()
    {
        SandboxFixture fixture({}, SandboxFixture::ClockKind::Manual);
        QVERIFY(fixture.start().isOk());
        Bot bot(fixture.info());
        QVERIFY(bot.identify());
        makeCommands(fixture);
        const Person ada = fixture.owner();
        QCOMPARE(ada.invoke(u"echo"_s).error().discordCode, 50035);
        QCOMPARE(ada.invoke(u"nothing"_s).error().discordCode, 10063);
        QVERIFY(ada.invoke(u"echo"_s, {QJsonObject{{u"name"_s, u"text"_s}, {u"value"_s, u"hi"_s}}})
                    .isOk());
        QTRY_COMPARE(bot.count(u"INTERACTION_CREATE"_s), 1);
        const QJsonObject d = bot.find(u"INTERACTION_CREATE"_s).value("d"_L1).toObject();
        const QString callback = u"/interactions/"_s + d.value("id"_L1).toString() + u'/'
            + d.value("token"_L1).toString() + u"/callback"_s;
        const QString hook = u"/webhooks/"_s + fixture.info().applicationId.toString() + u'/'
            + d.value("token"_L1).toString();
        QCOMPARE(call(fixture, "POST", hook, {{u"content"_s, u"early"_s}})
                     .json()
                     .value("code"_L1)
                     .toInt(),
                 10015);
        const QJsonObject button{
            {u"type"_s, 2}, {u"style"_s, 1}, {u"label"_s, u"go"_s}, {u"custom_id"_s, u"b"_s}};
        const QJsonObject data{
            {u"content"_s, u"hi"_s},
            {u"flags"_s, 64},
            {u"components"_s,
             QJsonArray{QJsonObject{{u"type"_s, 1}, {u"components"_s, QJsonArray{button}}}}}};
        QCOMPARE(call(fixture, "POST", callback, {{u"type"_s, 4}, {u"data"_s, data}}).status, 204);
        QCOMPARE(call(fixture, "POST", callback, {{u"type"_s, 4}, {u"data"_s, data}})
                     .json()
                     .value("code"_L1)
                     .toInt(),
                 40060);
        // Ephemeral: the person sees it, the channel does not.
        const QJsonObject seen =
            lastPerson(fixture, u"MESSAGE_CREATE"_s).value("message"_L1).toObject();
        QCOMPARE(seen.value("content"_L1).toString(), u"hi"_s);
        QCOMPARE(ada.read()->size(), 0);
        const MessageId id(seen.value("id"_L1).toString().toULongLong());
        QCOMPARE(ada.press(id, u"other"_s).error().discordCode, 50035);
        QVERIFY(ada.press(id, u"b"_s).isOk());
        QTRY_COMPARE(bot.count(u"INTERACTION_CREATE"_s), 2);
        // Nobody answers: after 3 s it has failed.
        fixture.advance(3s);
        QCOMPARE(lastPerson(fixture, u"INTERACTION_FAILURE"_s).value("reason"_L1).toString(),
                 u"The application did not respond"_s);
        QCOMPARE(call(fixture, "POST", hook, {{u"content"_s, u"more"_s}}).status, 200);
        fixture.advance(15min);
        QCOMPARE(call(fixture, "POST", hook, {{u"content"_s, u"late"_s}})
                     .json()
                     .value("code"_L1)
                     .toInt(),
                 50027);
    }

    void channelGoesBeforeTheAnswer_data()
    {
        QTest::addColumn<bool>("isAcknowledged");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("path"); // of a follow-up; empty: the callback
        QTest::addColumn<QJsonObject>("body");
        const QJsonObject text{{u"content"_s, u"hi"_s}};
        const QJsonObject hidden{{u"content"_s, u"hi"_s}, {u"flags"_s, 64}};
        QTest::newRow("rainy/reply")
            << false << "POST"_ba << QString() << QJsonObject{{u"type"_s, 4}, {u"data"_s, text}};
        QTest::newRow("rainy/hiddenReply")
            << false << "POST"_ba << QString() << QJsonObject{{u"type"_s, 4}, {u"data"_s, hidden}};
        QTest::newRow("rainy/deferred")
            << false << "POST"_ba << QString() << QJsonObject{{u"type"_s, 5}};
        QTest::newRow("rainy/followUp") << true << "POST"_ba << u"/"_s << text;
        QTest::newRow("rainy/hiddenFollowUp") << true << "POST"_ba << u"/"_s << hidden;
        QTest::newRow("rainy/edit") << true << "PATCH"_ba << u"/messages/@original"_s << text;
        QTest::newRow("rainy/read")
            << true << "GET"_ba << u"/messages/@original"_s << QJsonObject();
        QTest::newRow("rainy/delete")
            << true << "DELETE"_ba << u"/messages/@original"_s << QJsonObject();
    }

    void channelGoesBeforeTheAnswer()
    {
        QFETCH(bool, isAcknowledged);
        QFETCH(QByteArray, method);
        QFETCH(QString, path);
        QFETCH(QJsonObject, body);
        SandboxFixture fixture;
        QVERIFY(fixture.start().isOk());
        Bot bot(fixture.info());
        QVERIFY(bot.identify());
        makeCommands(fixture);
        QVERIFY(fixture.owner()
                    .invoke(u"echo"_s, {QJsonObject{{u"name"_s, u"text"_s}, {u"value"_s, u"hi"_s}}})
                    .isOk());
        QTRY_COMPARE(bot.count(u"INTERACTION_CREATE"_s), 1);
        const QJsonObject d = bot.find(u"INTERACTION_CREATE"_s).value("d"_L1).toObject();
        const QString token = d.value("token"_L1).toString();
        const QString callback =
            u"/interactions/"_s + d.value("id"_L1).toString() + u'/' + token + u"/callback"_s;
        const QString hook =
            u"/webhooks/"_s + fixture.info().applicationId.toString() + u'/' + token;
        if (isAcknowledged)
            QCOMPARE(call(fixture, "POST", callback, {{u"type"_s, 5}}).status, 204);
        QCOMPARE(call(fixture, "DELETE", u"/channels/"_s + fixture.info().channelId.toString(), {},
                      fixture.info().userToken.reveal())
                     .status,
                 200);
        const Answer answer = call(fixture, method,
                                   path.isEmpty()       ? callback
                                       : path == u"/"_s ? hook
                                                        : hook + path,
                                   body);
        QCOMPARE(answer.status, 404);
        QCOMPARE(answer.json().value("code"_L1).toInt(), 10003);
        QCOMPARE(call(fixture, "GET", u"/users/@me"_s).status, 200);
    }

    //! What is hidden belongs to the channel it was sent to, and goes with it.
    void hiddenMessageOfAChannelThatIsGone()
    {
        SandboxFixture fixture;
        QVERIFY(fixture.start().isOk());
        Bot bot(fixture.info());
        QVERIFY(bot.identify());
        makeCommands(fixture);
        const Answer made = call(
            fixture, "POST", u"/guilds/"_s + fixture.info().guildId.toString() + u"/channels"_s,
            {{u"name"_s, u"short-lived"_s}}, fixture.info().userToken.reveal());
        QCOMPARE(made.status, 201);
        const ChannelId channel(made.json().value("id"_L1).toString().toULongLong());
        const Person ada = fixture.owner();
        QVERIFY(ada.in(channel)
                    .invoke(u"echo"_s, {QJsonObject{{u"name"_s, u"text"_s}, {u"value"_s, u"hi"_s}}})
                    .isOk());
        QTRY_COMPARE(bot.count(u"INTERACTION_CREATE"_s), 1);
        const QJsonObject d = bot.find(u"INTERACTION_CREATE"_s).value("d"_L1).toObject();
        const QJsonObject select{{u"type"_s, 5}, {u"custom_id"_s, u"who"_s}};
        const QJsonObject data{
            {u"content"_s, u"hi"_s},
            {u"flags"_s, 64},
            {u"components"_s,
             QJsonArray{QJsonObject{{u"type"_s, 1}, {u"components"_s, QJsonArray{select}}}}}};
        QCOMPARE(call(fixture, "POST",
                      u"/interactions/"_s + d.value("id"_L1).toString() + u'/'
                          + d.value("token"_L1).toString() + u"/callback"_s,
                      {{u"type"_s, 4}, {u"data"_s, data}})
                     .status,
                 204);
        const MessageId id(lastPerson(fixture, u"MESSAGE_CREATE"_s)
                               .value("message"_L1)
                               .toObject()
                               .value("id"_L1)
                               .toString()
                               .toULongLong());
        QVERIFY(id.isValid());
        QCOMPARE(call(fixture, "DELETE", u"/channels/"_s + channel.toString(), {},
                      fixture.info().userToken.reveal())
                     .status,
                 200);
        const auto pressed = ada.press(id, u"who"_s, {ada.id().toString()});
        QVERIFY(!pressed);
        QCOMPARE(pressed.error().discordCode, 10008);
    }

    void faultsOfHttp()
    {
        SandboxFixture fixture;
        QVERIFY(fixture.start().isOk());
        QVERIFY(
            fixture
                .addFault(
                    {{u"kind"_s, u"http_status"_s}, {u"status"_s, 503}, {u"body"_s, u"<html>"_s}})
                .isOk());
        const Answer down = call(fixture, "GET", u"/users/@me"_s);
        QCOMPARE(down.status, 503);
        QCOMPARE(down.body, "<html>"_ba);
        QCOMPARE(call(fixture, "GET", u"/users/@me"_s).status, 200);
        // Until removed: QNetworkAccessManager sends again by itself on a reused connection.
        QVERIFY(
            fixture
                .addFault({{u"kind"_s, u"http_reset"_s}, {u"method"_s, u"POST"_s}, {u"count"_s, 0}})
                .isOk());
        QCOMPARE(call(fixture, "POST", messages(fixture), {{u"content"_s, u"x"_s}}).status, 0);
        QVERIFY(fixture.control("DELETE", u"faults"_s).isOk());
        QVERIFY(fixture.addFault({{u"kind"_s, u"edge_ban"_s}, {u"for"_s, 60}}).isOk());
        const Answer banned = call(fixture, "GET", u"/users/@me"_s);
        QCOMPARE(banned.status, 429);
        QVERIFY(!banned.headers.contains("via"_ba));
        QVERIFY(!QJsonDocument::fromJson(banned.body).isObject());
        QVERIFY(fixture.control("DELETE", u"faults"_s).isOk());
        QCOMPARE(call(fixture, "GET", u"/users/@me"_s).status, 200);
    }

    void portIsBusy()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        SystemClock clock;
        Sandbox::Server server(clock);
        const Result<> started = server.start(other.serverPort());
        QVERIFY(!started);
        QCOMPARE(started.error().code, ErrorCode::Io);
        QVERIFY(started.error().message.contains(u"busy"_s));
    }

private:
    using ServerTokens = QHash<QString, QByteArray>;
    static ServerTokens tokensOf(const SandboxFixture &fixture)
    {
        ServerTokens tokens;
        const auto world = fixture.control("GET", u"world"_s);
        for (const QJsonValue &user : world->value("users"_L1).toArray())
            tokens.insert(user.toObject().value("username"_L1).toString(),
                          user.toObject().value("token"_L1).toString().toUtf8());
        return tokens;
    }
};

QTEST_GUILESS_MAIN(TestSandboxServer)
#include "tst_sandboxserver.moc"
