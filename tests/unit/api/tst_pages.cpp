// SPDX-License-Identifier: MIT
// Lists read page by page over a sender that answers by itself.
#include <cordial/api/typed/message.h>
#include <cordial/api/typed/operations/channels.h>
#include <cordial/api/typed/operations/guilds.h>
#include <cordial/core/manualclock.h>
#include <cordial/net/httpclient.h>

#include <QMutex>
#include <QTest>
#include <QUrlQuery>

using namespace Cordial;
using namespace Cordial::Api;
using namespace Qt::StringLiterals;

namespace {

//! \brief What went out and what is to come back; used by the test and the REST thread.
struct Script
{
    using Answer = std::function<Result<Net::Response>(const QUrlQuery &)>;

    QMutex mutex;
    QStringList asked;
    Answer answer;
    bool holds = false; //!< keeps requests until they are cancelled
    int inFlight = 0;
    int mostInFlight = 0;
};

class ScriptedSender : public Net::Sender
{
public:
    explicit ScriptedSender(std::shared_ptr<Script> script) : m_script(std::move(script)) { }

    void start(const Net::ExchangePtr &exchange, Net::ReplyHandler done) override
    {
        QUrlQuery query;
        QStringList words;
        for (const auto &[name, value] : *exchange->request.query) {
            query.addQueryItem(name, value);
            words += name + u'=' + value;
        }
        const QMutexLocker lock(&m_script->mutex);
        m_script->asked += words.join(u' ');
        m_script->mostInFlight = std::max(m_script->mostInFlight, ++m_script->inFlight);
        if (m_script->holds) {
            m_held = std::move(done);
            return;
        }
        // Not at once: somebody who asked twice would be seen.
        QMetaObject::invokeMethod(
            &m_context,
            [this, query, done = std::move(done)] {
                Result<Net::Response> answer;
                {
                    const QMutexLocker inner(&m_script->mutex);
                    --m_script->inFlight;
                    answer = m_script->answer(query);
                }
                done(std::move(answer));
            },
            Qt::QueuedConnection);
    }
    void cancel(const Net::ExchangePtr &) override { drop(ErrorCode::Cancelled); }
    void stop() override { drop(ErrorCode::Closed); }
    ~ScriptedSender() override { drop(ErrorCode::Closed); }
    [[nodiscard]] bool isAsync() const override { return true; }

private:
    void drop(ErrorCode code)
    {
        if (const auto done = std::exchange(m_held, nullptr))
            done(makeError(code, nameOf(code)));
    }

    std::shared_ptr<Script> m_script;
    QObject m_context;
    Net::ReplyHandler m_held;
};

Net::Response response(const QByteArray &json, int status = 200)
{
    Net::Response out;
    out.status = status;
    out.body = json;
    return out;
}

//! \brief Messages 1 to \a size, as Discord pages them.
Net::Response messages(int size, const QUrlQuery &query)
{
    const int limit = query.queryItemValue(u"limit"_s).toInt();
    const QString after = query.queryItemValue(u"after"_s);
    const QString before = query.queryItemValue(u"before"_s);
    int last = before.isEmpty() ? size : before.toInt() - 1;
    if (!after.isEmpty())
        last = std::min(size, after.toInt() + limit);
    const int first = std::max({1, last - limit + 1, after.isEmpty() ? 1 : after.toInt() + 1});
    QByteArray json;
    for (int id = last; id >= first; --id)
        json += ",{\"id\":\"" + QByteArray::number(id) + "\"}";
    return response('[' + json.mid(1) + ']');
}

QList<quint64> idsOf(const QList<Message> &list)
{
    QList<quint64> out;
    for (const Message &message : list)
        out += message.id->value();
    return out;
}

} // namespace

class TestPages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void pageByPage();
    void nothingBeforeItIsAskedFor();
    void twoReadersGetOnePage();
    void untilTheReaderHasEnough();
    void allOfItButNoMoreThanWanted();
    void forwardFromAnId();
    void around();
    void anErrorCanBeTriedAgain();
    void cancelledOnTheWay();
    void cancelledByTheCallersToken();
    void theClientDies();
    void theReaderDies();
    void anItemWithoutItsKey();
    void aListWithinAnAnswer();
    void aSearchThatIsNotReady();
    void oneCallEndsWithItsClient();
    void aDecodeErrorNamesItsRequest();

private:
    std::shared_ptr<Script> m_script;
    ManualClock m_clock;
    std::unique_ptr<Net::HttpClient> m_http;
};

void TestPages::init()
{
    m_script = std::make_shared<Script>();
    m_script->answer = [](const QUrlQuery &query) { return messages(250, query); };
    m_http = std::make_unique<Net::HttpClient>(
        [script = m_script] { return std::make_unique<ScriptedSender>(script); }, m_clock,
        MetricSink::none());
}

void TestPages::cleanup()
{
    m_http.reset();
}

void TestPages::pageByPage()
{
    Pages<Message> pages = listMessagesPages(*m_http, ChannelId(5));
    QList<quint64> seen;
    for (int i = 0; !pages.isAtEnd() && i < 10; ++i) {
        const auto page = pages.next();
        QTRY_VERIFY(page.isFinished());
        QVERIFY(page.result());
        seen += idsOf(*page.result());
    }
    QCOMPARE(seen.size(), 250);
    QCOMPARE(seen.first(), 250U);
    QCOMPARE(seen.last(), 1U);
    QCOMPARE(m_script->asked,
             QStringList({u"limit=100"_s, u"before=151 limit=100"_s, u"before=51 limit=100"_s}));
    const auto beyond = pages.next();
    QVERIFY(beyond.isFinished());
    QCOMPARE(beyond.result()->size(), 0);
}

void TestPages::nothingBeforeItIsAskedFor()
{
    {
        const Pages<Message> pages = listMessagesPages(*m_http, ChannelId(5));
        QVERIFY(!pages.isAtEnd());
    }
    Pages<Message> other = listMessagesPages(*m_http, ChannelId(6));
    const auto first = other.next();
    QTRY_VERIFY(first.isFinished());
    QCOMPARE(m_script->asked.size(), 1);
}

void TestPages::twoReadersGetOnePage()
{
    Pages<Message> pages = listMessagesPages(*m_http, ChannelId(5));
    Pages<Message> copy = pages;
    const auto first = pages.next();
    const auto same = copy.next();
    QTRY_VERIFY(first.isFinished() && same.isFinished());
    QCOMPARE(idsOf(*first.result()), idsOf(*same.result()));
    QCOMPARE(m_script->asked.size(), 1);
    QCOMPARE(m_script->mostInFlight, 1);
}

void TestPages::untilTheReaderHasEnough()
{
    QList<quint64> seen;
    const auto done =
        listMessagesPages(*m_http, ChannelId(5)).forEach(this, [&seen](const Message &message) {
            seen += message.id->value();
            return message.id->value() != 145;
        });
    QTRY_VERIFY(done.isFinished());
    QCOMPARE(*done.result(), 106);
    QCOMPARE(seen.last(), 145U);
    QCOMPARE(m_script->asked.size(), 2);
    QCOMPARE(m_script->mostInFlight, 1);
}

void TestPages::allOfItButNoMoreThanWanted()
{
    const auto some = listMessagesPages(*m_http, ChannelId(5)).all(120);
    QTRY_VERIFY(some.isFinished());
    QCOMPARE(some.result()->size(), 120);
    QCOMPARE(m_script->asked, QStringList({u"limit=100"_s, u"before=151 limit=20"_s}));
    const auto none = listMessagesPages(*m_http, ChannelId(5)).all(0);
    QTRY_VERIFY(none.isFinished());
    QCOMPARE(none.result()->size(), 0);
    QCOMPARE(m_script->asked.size(), 2);
}

void TestPages::forwardFromAnId()
{
    ListMessagesQuery query;
    query.after = Snowflake(190);
    query.limit = 40;
    const auto all = listMessagesPages(*m_http, ChannelId(5), query).all(1000);
    QTRY_VERIFY(all.isFinished());
    QCOMPARE(all.result()->size(), 60);
    QCOMPARE(all.result()->first().id->value(), 191U);
    QCOMPARE(all.result()->last().id->value(), 250U);
    QCOMPARE(m_script->asked, QStringList({u"after=190 limit=40"_s, u"after=230 limit=40"_s}));
}

void TestPages::around()
{
    ListMessagesQuery query;
    query.around = Snowflake(100);
    const auto all = listMessagesPages(*m_http, ChannelId(5), query).all(1000);
    QTRY_VERIFY(all.isFinished());
    QCOMPARE(m_script->asked, QStringList({u"around=100 limit=100"_s}));
}

void TestPages::anErrorCanBeTriedAgain()
{
    m_script->answer = [count = 0](const QUrlQuery &query) mutable {
        return ++count == 2 ? response(R"({"code":50001,"message":"Missing Access"})", 403)
                            : messages(150, query);
    };
    Pages<Message> pages = listMessagesPages(*m_http, ChannelId(5));
    const auto first = pages.next();
    QTRY_VERIFY(first.isFinished());
    const auto refused = pages.next();
    QTRY_VERIFY(refused.isFinished());
    QCOMPARE(refused.result().error().code, ErrorCode::Forbidden);
    QCOMPARE(refused.result().error().discordCode, 50001);
    QVERIFY(!pages.isAtEnd());
    const auto again = pages.next();
    QTRY_VERIFY(again.isFinished());
    QCOMPARE(again.result()->size(), 50);
    QVERIFY(pages.isAtEnd());
}

void TestPages::cancelledOnTheWay()
{
    m_script->holds = true;
    Pages<Message> pages = listMessagesPages(*m_http, ChannelId(5));
    const auto all = pages.all(1000);
    QTRY_COMPARE(m_script->asked.size(), 1);
    QVERIFY(!all.isFinished());
    pages.cancel();
    QTRY_VERIFY(all.isFinished());
    QCOMPARE(all.result().error().code, ErrorCode::Cancelled);
    QCOMPARE(pages.next().result().error().code, ErrorCode::Cancelled);
    QCOMPARE(m_script->asked.size(), 1);
}

void TestPages::cancelledByTheCallersToken()
{
    Api::CallOptions options;
    options.cancel = CancelToken::create();
    Pages<Message> pages = listMessagesPages(*m_http, ChannelId(5), {}, options);
    Pages<Message> own = listMessagesPages(*m_http, ChannelId(5), {}, options);
    own.cancel();
    QVERIFY2(!options.cancel.isCancelled(), "cancelling one walk is no business of another");
    options.cancel.cancel();
    QCOMPARE(pages.next().result().error().code, ErrorCode::Cancelled);
    QCOMPARE(m_script->asked.size(), 0);
}

void TestPages::theClientDies()
{
    m_script->holds = true;
    Pages<Message> pages = listMessagesPages(*m_http, ChannelId(5));
    Pages<Message> idle = listMessagesPages(*m_http, ChannelId(5));
    const auto all = pages.all(1000);
    QTRY_COMPARE(m_script->asked.size(), 1);
    m_http.reset();
    QTRY_VERIFY(all.isFinished());
    QVERIFY(all.isCanceled() || !all.result());
    QCOMPARE(idle.next().result().error().code, ErrorCode::Closed);
    QCOMPARE(idle.all(5).result().error().code, ErrorCode::Closed);
}

void TestPages::theReaderDies()
{
    auto reader = std::make_unique<QObject>();
    int seen = 0;
    Pages<Message> pages = listMessagesPages(*m_http, ChannelId(5));
    const auto done = pages.forEach(reader.get(), [&](const Message &) {
        if (++seen == 3)
            reader.reset();
    });
    QTRY_VERIFY(done.isFinished());
    QVERIFY(done.isCanceled());
    QCOMPARE(seen, 3);
    QCOMPARE(m_script->asked.size(), 1);
}

void TestPages::anItemWithoutItsKey()
{
    m_script->answer = [](const QUrlQuery &) {
        return response(R"([{"id":"3"},{"content":"no id"}])");
    };
    const auto page = listMessagesPages(*m_http, ChannelId(5)).next();
    QTRY_VERIFY(page.isFinished());
    QCOMPARE(page.result().error().code, ErrorCode::Decode);
    QCOMPARE(page.result().error().path, u"[1]"_s);
}

void TestPages::aListWithinAnAnswer()
{
    m_script->answer = [count = 0](const QUrlQuery &) mutable {
        return ++count == 1
            ? response(
                  R"({"items":[{"pinned_at":"2024-05-07T12:34:56.789000+00:00","message":{}}],)"
                  R"("has_more":true})")
            : response(R"({"items":[],"has_more":false})");
    };
    const auto all = listPinsPages(*m_http, ChannelId(5)).all(100);
    QTRY_VERIFY(all.isFinished());
    QVERIFY(all.result());
    QCOMPARE(all.result()->size(), 1);
    QCOMPARE(m_script->asked,
             QStringList({u"limit=50"_s, u"before=2024-05-07T12:34:56.789000+00:00 limit=50"_s}));
}

void TestPages::aSearchThatIsNotReady()
{
    m_script->answer = [](const QUrlQuery &) {
        return response(R"({"message":"Index not yet available.","code":110000,"retry_after":2})",
                        202);
    };
    const auto page = guildSearchPages(*m_http, GuildId(5)).next();
    QTRY_VERIFY(page.isFinished());
    QVERIFY(!page.result());
    QVERIFY(page.result().error().message.contains(u"indexing"_s));
}

//! Not a list, but the same calls: a future that is out settles when nobody is left to answer.
void TestPages::oneCallEndsWithItsClient()
{
    m_script->holds = true;
    const auto message = getMessage(*m_http, ChannelId(5), MessageId(6));
    QTRY_VERIFY([this] {
        const QMutexLocker lock(&m_script->mutex);
        return m_script->inFlight == 1;
    }());
    QVERIFY(!message.isFinished());
    m_http.reset();
    QVERIFY(message.isFinished());
    QCOMPARE(message.result().error().code, ErrorCode::Closed);
}

void TestPages::aDecodeErrorNamesItsRequest()
{
    m_script->answer = [](const QUrlQuery &) { return response("{\"content\":7}"); };
    const auto message = getMessage(*m_http, ChannelId(5), MessageId(6));
    QTRY_VERIFY(message.isFinished());
    QVERIFY(!message.result());
    const Error error = message.result().error();
    QCOMPARE(error.code, ErrorCode::Decode);
    QCOMPARE(error.path, u"content"_s);
    QCOMPARE(error.request, u"GET /channels/5/messages/6"_s);
    QVERIFY(error.requestId != 0);
}

QTEST_GUILESS_MAIN(TestPages)
#include "tst_pages.moc"
