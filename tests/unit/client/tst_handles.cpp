// SPDX-License-Identifier: MIT
#include "fakediscord.h"

#include <cordial/api/handles.h>
#include <cordial/api/typed/application.h>
#include <cordial/api/typed/audit.h>
#include <cordial/api/typed/automoderation.h>
#include <cordial/api/typed/channel.h>
#include <cordial/api/typed/command.h>
#include <cordial/api/typed/guild.h>
#include <cordial/api/typed/invite.h>
#include <cordial/api/typed/lobby.h>
#include <cordial/api/typed/monetization.h>
#include <cordial/api/typed/role.h>
#include <cordial/api/typed/scheduledevent.h>
#include <cordial/api/typed/soundboard.h>
#include <cordial/api/typed/stage.h>
#include <cordial/api/typed/sticker.h>
#include <cordial/api/typed/voice.h>
#include <cordial/core/manualclock.h>

#include <QTest>

#include <functional>

using namespace Cordial;
using namespace Cordial::Testing;
using namespace Cordial::Api;
using namespace Qt::StringLiterals;

using Call = std::function<void(Client &)>;
Q_DECLARE_METATYPE(Call)

class TestHandles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void sends_data();
    void sends();
    void checksBeforeItSends_data();
    void checksBeforeItSends();
    void directMessages();
    void refusedDirectMessages();
    void answersBecomeTyped();

private:
    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<FakeDiscord> m_discord;
};

namespace {

const ChannelId kChannel(1);
const MessageId kMessage(2);
const GuildId kGuild(3);
const UserId kUser(4);
const Secret kToken("tok");

InteractionModalData aModal()
{
    InteractionModalData modal;
    modal.customId = u"m"_s;
    modal.title = u"T"_s;
    modal.components = {Components::label(u"L"_s, Components::textInput(u"i"_s))};
    return modal;
}

} // namespace

void TestHandles::init()
{
    m_clock = std::make_unique<ManualClock>();
    m_discord = std::make_unique<FakeDiscord>(*m_clock);
}

void TestHandles::cleanup()
{
    m_discord.reset();
    m_clock.reset();
}

void TestHandles::sends_data()
{
    QTest::addColumn<Call>("call");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *expected, Call call) {
        QTest::addRow("happy/%s", expected) << std::move(call) << QString::fromUtf8(expected);
    };
    // One of each kind of resource, and each way to write a message.
    row("GET /channels/1", [](Client &c) { (void)c.channel(kChannel).get(); });
    row("DELETE /channels/1", [](Client &c) { (void)c.channel(kChannel).remove(); });
    row("POST /channels/1/typing", [](Client &c) { (void)c.channel(kChannel).triggerTyping(); });
    row("GET /channels/1/messages&limit=5", [](Client &c) {
        ListMessagesQuery query;
        query.limit = 5;
        (void)c.channel(kChannel).messages(query);
    });
    row("PUT /channels/1/thread-members/4",
        [](Client &c) { (void)c.channel(kChannel).threadMember(kUser).add(); });
    row("DELETE /stage-instances/1",
        [](Client &c) { (void)c.channel(kChannel).stageInstance().remove(); });
    row("DELETE /channels/1/messages/2",
        [](Client &c) { (void)c.channel(kChannel).message(kMessage).remove(); });
    row(R"(PATCH /channels/1/messages/2 {"content":"b","allowed_mentions":{"parse":["users"],"replied_user":true}})",
        [](Client &c) { (void)c.message(kChannel, kMessage).edit(u"b"_s); });
    row("PUT /channels/1/messages/2/reactions/%E2%9C%85/@me",
        [](Client &c) { (void)c.message(kChannel, kMessage).react(u"\u2705"_s); });
    row("PUT /channels/1/messages/2/reactions/lol%3A9/@me",
        [](Client &c) { (void)c.message(kChannel, kMessage).reactWith(EmojiId(9), u"lol"_s); });
    row("GET /channels/1/polls/2/answers/1",
        [](Client &c) { (void)c.message(kChannel, kMessage).pollVoters(1); });
    row("POST /channels/1/polls/2/expire",
        [](Client &c) { (void)c.message(kChannel, kMessage).endPoll(); });
    row("GET /guilds/3", [](Client &c) { (void)c.guild(kGuild).get(); });
    row("GET /guilds/3/audit-logs", [](Client &c) { (void)c.guild(kGuild).auditLog(); });
    row("DELETE /guilds/3/members/4", [](Client &c) { (void)c.member(kGuild, kUser).kick(); });
    row("PUT /guilds/3/members/4/roles/5",
        [](Client &c) { (void)c.guild(kGuild).member(kUser).addRole(RoleId(5)); });
    row(R"(PATCH /guilds/3/members/4 {"communication_disabled_until":null})",
        [](Client &c) { (void)c.member(kGuild, kUser).timeOut(std::nullopt); });
    row(R"(PATCH /guilds/3/members/4 {"nick":"n"})",
        [](Client &c) { (void)c.member(kGuild, kUser).setNick(u"n"_s); });
    row("DELETE /guilds/3/roles/5",
        [](Client &c) { (void)c.guild(kGuild).role(RoleId(5)).remove(); });
    row("GET /guilds/3/emojis/6", [](Client &c) { (void)c.guild(kGuild).emoji(EmojiId(6)).get(); });
    row("GET /guilds/3/stickers/7",
        [](Client &c) { (void)c.guild(kGuild).sticker(StickerId(7)).get(); });
    row("GET /stickers/7", [](Client &c) { (void)c.sticker(StickerId(7)).get(); });
    row("DELETE /guilds/3/auto-moderation/rules/8", [](Client &c) {
        (void)c.guild(kGuild).autoModerationRule(AutoModerationRuleId(8)).remove();
    });
    row("GET /guilds/3/scheduled-events/9/users",
        [](Client &c) { (void)c.guild(kGuild).scheduledEvent(GuildScheduledEventId(9)).users(); });
    row("DELETE /guilds/3/soundboard-sounds/10",
        [](Client &c) { (void)c.guild(kGuild).soundboardSound(SoundboardSoundId(10)).remove(); });
    row("PUT /guilds/3/templates/abc",
        [](Client &c) { (void)c.guild(kGuild).guildTemplate(u"abc"_s).sync(); });
    row("GET /users/4", [](Client &c) { (void)c.user(kUser).get(); });
    row("GET /users/@me", [](Client &c) { (void)c.me().get(); });
    row("GET /invites/a%2Fb", [](Client &c) { (void)c.invite(u"a/b"_s).get(); });
    row("GET /webhooks/11", [](Client &c) { (void)c.webhook(WebhookId(11)).get(); });
    row(R"(POST /webhooks/11/tok&wait=true {"content":"a","allowed_mentions":{"parse":["users"],"replied_user":true}})",
        [](Client &c) {
            (void)c.webhook(WebhookId(11), kToken).sendMessage(MessageBuilder(u"a"_s));
        });
    row(R"(PATCH /webhooks/11/tok/messages/2 {"content":"a","allowed_mentions":{"parse":["users"],"replied_user":true}})",
        [](Client &c) {
            (void)c.webhook(WebhookId(11), kToken).editMessage(kMessage, MessageBuilder(u"a"_s));
        });
    row("GET /skus/12/subscriptions", [](Client &c) { (void)c.sku(SkuId(12)).subscriptions(); });
    row("GET /lobbies/13", [](Client &c) { (void)c.lobby(LobbyId(13)).get(); });
    row(R"(POST /interactions/14/tok/callback {"type":4,"data":{"content":"a","allowed_mentions":{"parse":["users"],"replied_user":true},"flags":64}})",
        [](Client &c) {
            (void)c.interaction(InteractionId(14), kToken)
                .reply(MessageBuilder(u"a"_s).ephemeral());
        });
    row(R"(POST /interactions/14/tok/callback {"type":5,"data":{"flags":64}})",
        [](Client &c) { (void)c.interaction(InteractionId(14), kToken).defer(true); });
    row(R"(POST /interactions/14/tok/callback {"type":9,"data":{"custom_id":"m","title":"T","components":[{"type":18,"label":"L","component":{"type":4,"custom_id":"i","style":1}}]}})",
        [](Client &c) { (void)c.interaction(InteractionId(14), kToken).showModal(aModal()); });
    row("GET /webhooks/0/tok/messages/@original",
        [](Client &c) { (void)c.interaction(InteractionId(14), kToken).getReply(); });
    row("DELETE /webhooks/0/tok/messages/@original",
        [](Client &c) { (void)c.interaction(InteractionId(14), kToken).deleteReply(); });
    row("GET /applications/0/commands/15",
        [](Client &c) { (void)c.application().command(CommandId(15)).get(); });
    row("GET /applications/0/emojis/16",
        [](Client &c) { (void)c.application().emoji(EmojiId(16)).get(); });
    row("POST /applications/0/entitlements/17/consume",
        [](Client &c) { (void)c.application().entitlement(EntitlementId(17)).consume(); });
    row("GET /applications/18/guilds/3/commands/15/permissions", [](Client &c) {
        (void)c.guild(kGuild).command(ApplicationId(18), CommandId(15)).permissions();
    });
}

void TestHandles::sends()
{
    QFETCH(Call, call);
    QFETCH(QString, expected);
    call(*m_discord->client);
    QTRY_COMPARE(m_discord->rest->log(), QStringList{expected});
}

void TestHandles::checksBeforeItSends_data()
{
    QTest::addColumn<Call>("call");
    const auto row = [](const char *name, auto call) {
        QTest::newRow(name) << Call([call](Client &client) {
            const auto future = call(client);
            QVERIFY(future.isFinished());
            QCOMPARE(future.result().error().code, ErrorCode::InvalidArgument);
            QVERIFY(future.result().error().message.contains(u"at most"_s));
        });
    };
    const MessageBuilder tooLong(QString(2'001, u'a'));
    row("rainy/channel", [=](Client &c) { return c.channel(kChannel).sendMessage(tooLong); });
    row("rainy/reply", [=](Client &c) { return c.message(kChannel, kMessage).reply(tooLong); });
    row("rainy/edit", [=](Client &c) { return c.message(kChannel, kMessage).edit(tooLong); });
    row("rainy/user", [=](Client &c) { return c.user(kUser).sendMessage(tooLong); });
    row("rainy/webhook",
        [=](Client &c) { return c.webhook(WebhookId(1), kToken).sendMessage(tooLong); });
    row("rainy/webhook edit",
        [=](Client &c) { return c.webhook(WebhookId(1), kToken).editMessage(kMessage, tooLong); });
    row("rainy/interaction",
        [=](Client &c) { return c.interaction(InteractionId(1), kToken).reply(tooLong); });
    row("rainy/interaction edit",
        [=](Client &c) { return c.interaction(InteractionId(1), kToken).editReply(tooLong); });
    row("rainy/follow-up",
        [=](Client &c) { return c.interaction(InteractionId(1), kToken).followUp(tooLong); });
    row("rainy/modal", [](Client &c) {
        InteractionModalData modal = aModal();
        modal.title = QString(46, u'a');
        return c.interaction(InteractionId(1), kToken).showModal(modal);
    });
}

void TestHandles::checksBeforeItSends()
{
    QFETCH(Call, call);
    call(*m_discord->client);
    QTest::qWait(0);
    QVERIFY(m_discord->rest->log().isEmpty());
}

void TestHandles::directMessages()
{
    m_discord->rest->setHandler([](const Net::Request &request) {
        return FakeRest::reply(200,
                               request.path == u"/users/@me/channels"
                                   ? R"({"id":"77","type":1})"
                                   : R"({"id":"5","channel_id":"77","content":"hi"})");
    });
    const auto sent = m_discord->client->user(kUser).sendMessage(u"hi"_s);
    QTRY_VERIFY(sent.isFinished());
    QCOMPARE(sent.result()->channelId.valueOr({}), ChannelId(77));
    const QStringList log = m_discord->rest->log();
    QCOMPARE(log.size(), 2);
    QCOMPARE(log[0], u"POST /users/@me/channels {\"recipient_id\":\"4\"}"_s);
    QVERIFY(log[1].startsWith(u"POST /channels/77/messages {\"content\":\"hi\""_s));
}

void TestHandles::refusedDirectMessages()
{
    m_discord->rest->setHandler([](const Net::Request &) {
        return FakeRest::reply(403, R"({"message":"Cannot send","code":50007})");
    });
    const auto sent = m_discord->client->user(kUser).sendMessage(u"hi"_s);
    QTRY_VERIFY(sent.isFinished());
    QCOMPARE(sent.result().error().code, ErrorCode::Forbidden);
    QCOMPARE(m_discord->rest->log().size(), 1);
}

void TestHandles::answersBecomeTyped()
{
    m_discord->rest->setHandler([](const Net::Request &) {
        return FakeRest::reply(
            200, R"({"id":"2","channel_id":"1","content":"hi","of_tomorrow":{"a":1}})");
    });
    const auto found = m_discord->client->channel(kChannel).message(kMessage).get();
    QTRY_VERIFY(found.isFinished());
    const Result<Message> message = found.result();
    QVERIFY(message.isOk());
    QCOMPARE(message->content, u"hi"_s);
    QCOMPARE(message->rest.members(), QByteArray(R"("of_tomorrow":{"a":1})"));
}

QTEST_GUILESS_MAIN(TestHandles)
#include "tst_handles.moc"
