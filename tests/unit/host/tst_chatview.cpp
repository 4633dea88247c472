// SPDX-License-Identifier: MIT
#include <cordial/host/chatview.h>

#include <QJsonArray>
#include <QtTest>

using namespace Cordial::Host;
using namespace Qt::StringLiterals;

namespace {

QJsonObject message(const QString &id, const QString &text, const QString &label = {})
{
    QJsonObject json{{u"id"_s, id},
                     {u"channel_id"_s, u"7"_s},
                     {u"content"_s, text},
                     {u"author"_s, QJsonObject{{u"username"_s, u"helper"_s}, {u"bot"_s, true}}}};
    if (!label.isEmpty()) {
        const QJsonObject button{{u"type"_s, 2},
                                 {u"style"_s, 1},
                                 {u"label"_s, label},
                                 {u"custom_id"_s, QString(u"id/"_s + label)}};
        json.insert(u"components"_s,
                    QJsonArray{QJsonObject{{u"type"_s, 1}, {u"components"_s, QJsonArray{button}}}});
    }
    return json;
}

QJsonObject dispatch(const QString &type, const QJsonObject &data)
{
    return {{u"kind"_s, u"dispatch"_s}, {u"t"_s, type}, {u"d"_s, data}};
}

} // namespace

class TestChatView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messagesAndEdits()
    {
        ChatView view(u"7"_s);
        const auto said =
            view.accept(dispatch(u"MESSAGE_CREATE"_s, message(u"1"_s, u"Pong!"_s, u"Again"_s)));
        QVERIFY(said);
        QVERIFY(said->startsWith(u"helper [bot]"_s) && said->contains(u"Pong!"_s)
                && said->contains(u"[ Again ]"_s));
        const auto edited =
            view.accept(dispatch(u"MESSAGE_UPDATE"_s, message(u"1"_s, u"Pong! 1"_s, u"Again"_s)));
        QVERIFY(edited && edited->endsWith(u"(edited)"_s));
        // An update that changes nothing one sees is not shown.
        QVERIFY(
            !view.accept(dispatch(u"MESSAGE_UPDATE"_s, message(u"1"_s, u"Pong! 1"_s, u"Again"_s))));
        QVERIFY(view.botHasSaid(u"pong! 1"_s));
        view.mark();
        QVERIFY(!view.botHasSaid(u"pong"_s));
    }

    void otherChannelsAreNotSeen()
    {
        ChatView view(u"8"_s);
        QVERIFY(!view.accept(dispatch(u"MESSAGE_CREATE"_s, message(u"1"_s, u"x"_s))));
    }

    void onlyForWhoAsked()
    {
        ChatView view(u"7"_s);
        QJsonObject hidden = message(u"1"_s, u"psst"_s);
        hidden.insert(u"flags"_s, 64);
        const auto line = view.accept({{u"kind"_s, u"person"_s},
                                       {u"event"_s, u"MESSAGE_CREATE"_s},
                                       {u"channel_id"_s, u"7"_s},
                                       {u"message"_s, hidden}});
        QVERIFY(line && line->endsWith(u"(only for who asked)"_s));
        const auto failure = view.accept({{u"kind"_s, u"person"_s},
                                          {u"event"_s, u"INTERACTION_FAILURE"_s},
                                          {u"channel_id"_s, u"7"_s}});
        QVERIFY(failure && failure->contains(u"did not respond"_s));
    }

    void newestButtonWins()
    {
        ChatView view(u"7"_s);
        (void)view.accept(dispatch(u"MESSAGE_CREATE"_s, message(u"1"_s, u"a"_s, u"Go"_s)));
        (void)view.accept(dispatch(u"MESSAGE_CREATE"_s, message(u"2"_s, u"b"_s, u"Go"_s)));
        QCOMPARE(view.button(u"go"_s)->messageId, u"2"_s);
        QVERIFY(!view.button(u"stop"_s));
    }

    void memoryIsBounded()
    {
        ChatView view(u"7"_s);
        for (int i = 0; i < 2 * ChatView::kMostMessages; ++i)
            (void)view.accept(dispatch(u"MESSAGE_CREATE"_s,
                                       message(QString::number(i), u"x"_s, u"B%1"_s.arg(i))));
        QVERIFY(!view.button(u"B0"_s));
        QVERIFY(view.button(u"B%1"_s.arg(ChatView::kMostMessages)));
    }
};

QTEST_GUILESS_MAIN(TestChatView)
#include "tst_chatview.moc"
