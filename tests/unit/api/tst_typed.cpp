// SPDX-License-Identifier: MIT
// The generated types and the loop that reads them, without Discord's document.
#include <cordial/api/typed/channel.h>
#include <cordial/api/typed/component.h>
#include <cordial/api/typed/events.h>
#include <cordial/api/typed/message.h>
#include <cordial/api/typed/model.h>
#include <cordial/api/typed/poll.h>
#include <cordial/api/typed/request.h>
#include <cordial/api/typed/scalars.h>

#include <QTest>

#include <algorithm>
#include <random>

using namespace Cordial;
using namespace Qt::StringLiterals;

class tst_Typed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrips_data();
    void roundTrips();
    void failures_data();
    void failures();
    void threeStates();
    void sharedUntilChanged();
    void unionsHoldTheirAlternative();
    void eventIsItsObject();
    void equality();
    void times_data();
    void times();
    void everyNameIsFound();
    void orderDoesNotMatter();
    void nearlyTheSameName();
    void emptyObjects_data();
    void emptyObjects();
};

void tst_Typed::roundTrips_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("happy/partial object invents nothing")
        << QByteArray("Message") << QByteArray(R"({"id":"1","content":"hi"})");
    QTest::newRow("happy/unknown members stay")
        << QByteArray("Message")
        << QByteArray(
               R"({"content":"","id":"1","new":{"a":[1.50,"\u00e9"]},"k\"ey":18446744073709551615})");
    QTest::newRow("happy/unknown members of parts stay")
        << QByteArray("Message") << QByteArray(R"({"author":{"id":"2","aura":7}})");
    QTest::newRow("happy/null stays null")
        << QByteArray("Message") << QByteArray(R"({"edited_timestamp":null,"poll":null})");
    QTest::newRow("happy/unknown number of an enum")
        << QByteArray("Channel") << QByteArray(R"({"type":99})");
    QTest::newRow("happy/unknown bits")
        << QByteArray("Message") << QByteArray(R"({"flags":4611686018427387905})");
    QTest::newRow("happy/unknown word") << QByteArray("Locale") << QByteArray(R"("xx-YY")");
    QTest::newRow("happy/known component")
        << QByteArray("Component") << QByteArray(R"({"type":2,"style":1,"custom_id":"a"})");
    QTest::newRow("happy/empty object where a key decides, at the end")
        << QByteArray("Interaction") << QByteArray(R"({"type":2,"data":{}})");
    QTest::newRow("happy/empty object where a key decides, not at the end")
        << QByteArray("Interaction") << QByteArray(R"({"data":{},"token":"x"})");
    QTest::newRow("happy/empty object where a number decides")
        << QByteArray("Message")
        << QByteArray(R"({"components":[{"type":1,"components":[{}]},{}],"content":"x"})");
    QTest::newRow("happy/component of another version")
        << QByteArray("Component") << QByteArray(R"({"deep":[{"type":2}],"type":77})");
    QTest::newRow("happy/component without a type")
        << QByteArray("Component") << QByteArray(R"({"a":1})");
    QTest::newRow("happy/nested components")
        << QByteArray("Component")
        << QByteArray(R"({"type":1,"components":[{"type":2,"style":5,"url":"x"},{"type":88}]})");
    QTest::newRow("happy/text or number: number") << QByteArray("IntOrString") << QByteArray("-5");
    QTest::newRow("happy/text or number: text")
        << QByteArray("IntOrString") << QByteArray(R"("5")");
    QTest::newRow("happy/text or number: beyond 64 bits")
        << QByteArray("IntDoubleOrString") << QByteArray("18446744073709551616");
    QTest::newRow("happy/interaction told by its keys")
        << QByteArray("InteractionData") << QByteArray(R"({"custom_id":"x","component_type":2})");
    QTest::newRow("happy/map by id")
        << QByteArray("ResolvedData") << QByteArray(R"({"users":{"5":{"id":"5"}}})");
}

void tst_Typed::roundTrips()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, json);
    const Api::TypeInfo *info = Api::findType(type);
    QVERIFY(info != nullptr);
    const auto back = Api::roundTrip(*info->ops, json);
    QVERIFY(back);
    const auto members = [](const QByteArray &text) {
        auto read = fromJson<QMap<QString, Api::RawJson>>(text);
        return read ? std::move(*read) : QMap<QString, Api::RawJson>();
    };
    QCOMPARE(members(*back), members(json));
    if (members(json).isEmpty())
        QCOMPARE(*back, json);
}

void tst_Typed::failures_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("path");
    QTest::newRow("rainy/wrong type")
        << QByteArray("Message") << QByteArray(R"({"id":true})") << u"id"_s;
    QTest::newRow("rainy/wrong type in a list")
        << QByteArray("Message") << QByteArray(R"({"embeds":[{},{"title":7}]})")
        << u"embeds[1].title"_s;
    QTest::newRow("rainy/wrong type in a component")
        << QByteArray("Message")
        << QByteArray(R"({"components":[{"type":1,"components":[{"type":2,"label":[]}]}]})")
        << u"components[0].components[0].label"_s;
    QTest::newRow("rainy/number out of range")
        << QByteArray("Channel") << QByteArray(R"({"position":99999999999})") << u"position"_s;
    QTest::newRow("rainy/no time")
        << QByteArray("Message") << QByteArray(R"({"timestamp":"2024-13-01T00:00:00+00:00"})")
        << u"timestamp"_s;
    QTest::newRow("rainy/no object") << QByteArray("Message") << QByteArray("[]") << QString();
    QTest::newRow("rainy/key of a map is no id")
        << QByteArray("ResolvedData") << QByteArray(R"({"users":{"five":{}}})") << u"users.five"_s;
    QTest::newRow("rainy/broken JSON where a key decides")
        << QByteArray("Interaction")
        << QByteArray(R"({"id":"1","data":{"values":["x"]="resolved":{}}})") << u"data"_s;
    QTest::newRow("rainy/broken JSON")
        << QByteArray("Message") << QByteArray(R"({"id":"1",)") << QString();
}

void tst_Typed::failures()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, json);
    QFETCH(QString, path);
    const auto back = Api::roundTrip(*Api::findType(type)->ops, json);
    QVERIFY(!back);
    QCOMPARE(back.error().code, ErrorCode::Decode);
    if (!path.isEmpty())
        QCOMPARE(back.error().path, path);
}

void tst_Typed::threeStates()
{
    const auto message = fromJson<Api::Message>(R"({"edited_timestamp":null,"nonce":"n"})");
    QVERIFY(message);
    QVERIFY(message->editedTimestamp.isNull());
    QVERIFY(message->poll.isAbsent());
    QCOMPARE(*std::get_if<QString>(&*message->nonce), u"n"_s);
}

void tst_Typed::sharedUntilChanged()
{
    Api::Message first;
    first.referencedMessage.emplace().content = u"original"_s;
    Api::Message second = first;
    QCOMPARE(&std::as_const(first).referencedMessage.value(),
             &std::as_const(second).referencedMessage.value());
    second.referencedMessage.value().content = u"changed"_s;
    QCOMPARE(first.referencedMessage->content, u"original"_s);
    QCOMPARE(second.referencedMessage->content, u"changed"_s);
    first.referencedMessage = null;
    QVERIFY(first.referencedMessage.isNull());
    QVERIFY(second.referencedMessage.hasValue());
    second.referencedMessage.clear();
    QVERIFY(second.referencedMessage.isAbsent());
}

void tst_Typed::unionsHoldTheirAlternative()
{
    const auto row =
        fromJson<Api::Component>(R"({"type":1,"components":[{"type":2,"label":"go"}]})");
    QVERIFY(row);
    const auto *actionRow = std::get_if<Api::ActionRow>(&*row);
    QVERIFY(actionRow != nullptr);
    const auto *button = std::get_if<Api::Button>(&actionRow->components.first());
    QVERIFY(button != nullptr);
    QCOMPARE(button->label.value(), u"go"_s);
    QVERIFY(toJson(Api::Component(Api::Button())).contains("\"type\":2"));
}

void tst_Typed::eventIsItsObject()
{
    const auto event =
        fromJson<Api::MessageCreateEvent>(R"({"id":"7","guild_id":"9","content":"x","n":1})");
    QVERIFY(event);
    QCOMPARE(event->guildId.value(), GuildId(9));
    const Api::Message &message = *event;
    QCOMPARE(message.content, u"x"_s);
    QCOMPARE(toJson(*event), QByteArray(R"({"content":"x","id":"7","guild_id":"9","n":1})"));
}

void tst_Typed::equality()
{
    const QByteArray json =
        R"({"id":"1","embeds":[{"title":"t"}],"poll":{"question":{"text":"?"}}})";
    const auto one = fromJson<Api::Message>(json);
    auto two = fromJson<Api::Message>(json);
    QVERIFY(*one == *two);
    two->poll.value().question.text = u"!"_s;
    QVERIFY(!(*one == *two));
}

void tst_Typed::times_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isTime");
    QTest::newRow("happy/no fraction") << QByteArray("2024-02-29T23:59:59+00:00") << true;
    QTest::newRow("happy/microseconds") << QByteArray("1969-12-31T23:59:59.999999+00:00") << true;
    QTest::newRow("happy/milliseconds and Z") << QByteArray("2021-01-05T04:03:02.120Z") << true;
    QTest::newRow("rainy/no zone") << QByteArray("2021-01-05T04:03:02") << false;
    QTest::newRow("rainy/no such day") << QByteArray("2021-02-29T04:03:02Z") << false;
    QTest::newRow("rainy/point without digits") << QByteArray("2021-02-28T04:03:02.Z") << false;
    QTest::newRow("rainy/something after it") << QByteArray("2021-02-28T04:03:02Zz") << false;
    QTest::newRow("happy/end of a year") << QByteArray("2016-12-31T23:59:59.000001+00:00") << true;
    QTest::newRow("happy/six digits and Z") << QByteArray("2021-02-28T04:03:02.123456Z") << true;
    for (int place : {0, 3, 5, 8, 12, 15, 18, 20, 25}) {
        QByteArray text("2015-04-26T06:26:56.936000+00:00");
        text[place] = 'x';
        QTest::addRow("rainy/no digit at %d", place) << text << false;
    }
    for (int place : {4, 7, 10, 13, 16, 19, 26, 29}) {
        QByteArray text("2015-04-26T06:26:56.936000+00:00");
        text[place] = '1';
        QTest::addRow("rainy/no mark at %d", place) << text << false;
    }
    QTest::newRow("rainy/hour 25") << QByteArray("2015-04-26T25:26:56+00:00") << false;
    QTest::newRow("rainy/minute 60") << QByteArray("2015-04-26T05:60:56+00:00") << false;
    QTest::newRow("rainy/day 31 in April") << QByteArray("2015-04-31T05:00:56+00:00") << false;
    QTest::newRow("rainy/empty") << QByteArray() << false;
}

void tst_Typed::times()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isTime);
    const auto time =
        Api::DateTime::fromString(std::string_view(text.constData(), size_t(text.size())));
    QCOMPARE(time.has_value(), isTime);
    if (time)
        QCOMPARE(time->toByteArray(), text);
}

void tst_Typed::everyNameIsFound()
{
    QCOMPARE(Api::events().size(), size_t(79));
    QCOMPARE(Api::operations().size(), size_t(242));
    for (const Api::TypeInfo &type : Api::types()) {
        QCOMPARE(Api::findType(type.name), &type);
        if (type.model == nullptr)
            continue;
        for (const Api::FieldInfo &field : type.model->fields)
            QCOMPARE(type.model->field(field.name), &field);
        QCOMPARE(type.model->field("no_such_field"), nullptr);
    }
    QCOMPARE(Api::findEvent("MESSAGE_CREATE")->model->field("content")->type, "string");
    QCOMPARE(Api::findEvent("NOT_YET"), nullptr);
}

//! \brief What was learnt from one order is only a guess for the next.
void tst_Typed::orderDoesNotMatter()
{
    QByteArrayList members{R"("id":"1")",
                           R"("content":"hi")",
                           R"("tts":true)",
                           R"("pinned":false)",
                           R"("flags":4)",
                           R"("nonce":"7")",
                           R"("new":1)",
                           R"("mention_everyone":true)",
                           R"("mention_roles":["5"])",
                           R"("edited_timestamp":null)",
                           R"("author":{"id":"2","username":"u","global_name":"g"})"};
    const auto read = [&members] { return fromJson<Api::Message>('{' + members.join(',') + '}'); };
    const Result<Api::Message> first = read();
    QVERIFY(bool(first));
    QCOMPARE(first->content, u"hi"_s);
    QCOMPARE(first->author->globalName.value(), u"g"_s);
    QCOMPARE(first->rest.members(), QByteArray(R"("new":1)"));
    std::mt19937 random(1);
    for (int i = 0; i < 200; ++i) {
        std::ranges::shuffle(members, random);
        const Result<Api::Message> next = read();
        QVERIFY(bool(next));
        QVERIFY2(*next == *first, members.join(',').constData());
    }
}

void tst_Typed::nearlyTheSameName()
{
    const QByteArray known = R"({"communication_disabled_until":null})";
    const QByteArray unknown = R"({"communicati0n_disabled_until":null})";
    for (int i = 0; i < 2; ++i) { // the second time after the known name was learnt
        const Result<Api::GuildMember> one = fromJson<Api::GuildMember>(known);
        QVERIFY(one && one->communicationDisabledUntil.isNull());
        const Result<Api::GuildMember> other = fromJson<Api::GuildMember>(unknown);
        QVERIFY(other && other->communicationDisabledUntil.isAbsent());
        QCOMPARE(other->rest.members(), QByteArray(R"("communicati0n_disabled_until":null)"));
    }
}

void tst_Typed::emptyObjects_data()
{
    QTest::addColumn<int>("index");
    for (size_t i = 0; i < Api::events().size(); ++i)
        QTest::addRow("happy/%s", Api::events()[i].name) << int(i);
}

void tst_Typed::emptyObjects()
{
    QFETCH(int, index);
    const auto back = Api::roundTrip(*Api::events()[size_t(index)].ops, R"({"of_tomorrow":[1]})");
    QVERIFY(back);
    QCOMPARE(*back, QByteArray(R"({"of_tomorrow":[1]})"));
}

QTEST_APPLESS_MAIN(tst_Typed)
#include "tst_typed.moc"
