// SPDX-License-Identifier: MIT
// Lists read page by page from an offline Discord, with its limits on.
#include <cordial/api/typed/guild.h>
#include <cordial/api/typed/message.h>
#include <cordial/api/typed/operations/channels.h>
#include <cordial/api/typed/operations/guilds.h>
#include <cordial/net/httpclient.h>
#include <cordial/testing/sandboxfixture.h>

#include <QTest>

#include <algorithm>

using namespace Cordial;
using namespace Qt::StringLiterals;

class TestPagedLists : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void messagesBothWays();
    void membersOneAPage();

private:
    [[nodiscard]] std::unique_ptr<Net::HttpClient> client();

    SystemClock m_clock;
    Testing::SandboxFixture m_sandbox;
};

void TestPagedLists::initTestCase()
{
    QVERIFY(m_sandbox.start());
    QVERIFY(m_sandbox.control("POST"_ba, u"messages"_s,
                              {{u"count"_s, 250}, {u"age"_s, 86'400}, {u"quiet"_s, true}}));
}

std::unique_ptr<Net::HttpClient> TestPagedLists::client()
{
    Net::HttpConfig config;
    config.apiUrl = QUrl(m_sandbox.info().apiUrl);
    config.token = m_sandbox.info().botToken;
    return std::make_unique<Net::HttpClient>(config, m_clock, MetricSink::none());
}

void TestPagedLists::messagesBothWays()
{
    const auto http = client();
    const ChannelId channel = m_sandbox.info().channelId;
    const auto backward = Api::listMessagesPages(*http, channel).all(10'000);
    QTRY_VERIFY_WITH_TIMEOUT(backward.isFinished(), 30'000);
    const auto down = backward.result();
    QVERIFY2(down, qPrintable(down ? QString() : down.error().toString()));
    QList<quint64> ids;
    for (const Api::Message &message : *down)
        ids += message.id->value();
    QVERIFY(ids.size() >= 250);
    QVERIFY(std::is_sorted(ids.rbegin(), ids.rend()));
    QVERIFY(std::adjacent_find(ids.begin(), ids.end()) == ids.end());

    Api::ListMessagesQuery query;
    query.after = Snowflake(ids.last() - 1);
    query.limit = 70;
    const auto forward = Api::listMessagesPages(*http, channel, query).all(10'000);
    QTRY_VERIFY_WITH_TIMEOUT(forward.isFinished(), 30'000);
    const auto up = forward.result();
    QVERIFY(up);
    QList<quint64> again;
    for (const Api::Message &message : *up)
        again.prepend(message.id->value());
    QCOMPARE(again, ids);
}

void TestPagedLists::membersOneAPage()
{
    const auto http = client();
    Api::ListGuildMembersQuery query;
    query.limit = 1;
    QList<quint64> seen;
    const auto done = Api::listGuildMembersPages(*http, m_sandbox.info().guildId, query)
                          .forEach(this, [&seen](const Api::GuildMember &member) {
                              seen += member.user->id.value();
                          });
    QTRY_VERIFY_WITH_TIMEOUT(done.isFinished(), 30'000);
    QVERIFY(done.result());
    QVERIFY(seen.size() >= 2);
    QVERIFY(std::is_sorted(seen.begin(), seen.end()));
    QVERIFY(seen.contains(m_sandbox.info().botId.value()));
}

QTEST_GUILESS_MAIN(TestPagedLists)
#include "tst_pagedlists.moc"
