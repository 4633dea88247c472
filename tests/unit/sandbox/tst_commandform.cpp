// SPDX-License-Identifier: MIT
#include <cordial/sandbox/commandform.h>
#include <cordial/sandbox/formreader.h>
#include <cordial/sandbox/messageform.h>

#include <QJsonDocument>
#include <QTest>

using namespace Cordial::Sandbox;
using namespace Qt::StringLiterals;

namespace {

QJsonObject object(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

//! \brief True when the nested errors have an entry at the dotted \a path.
bool hasErrorAt(const FormErrors &errors, const QString &path)
{
    QJsonObject node = errors.toJson();
    const QStringList parts = path.split(u'.', Qt::SkipEmptyParts);
    for (const QString &part : parts)
        node = node.value(part).toObject();
    return !node.value("_errors"_L1).toArray().isEmpty();
}

} // namespace

class TestCommandForm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commands_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("path"); // where an error is; "-": none
        QTest::newRow("happy/plain") << R"({"name":"ping","description":"d"})"_ba << u"-"_s;
        QTest::newRow("happy/script") << R"({"name":"пинг","description":"d"})"_ba << u"-"_s;
        QTest::newRow("happy/thai") << R"({"name":"สวัสดี","description":"d"})"_ba << u"-"_s;
        QTest::newRow("happy/menu") << R"({"name":"Any Case","type":2})"_ba << u"-"_s;
        QTest::newRow("happy/group")
            << R"({"name":"a","description":"d","options":[{"type":2,"name":"g","description":"d","options":
                 [{"type":1,"name":"s","description":"d","options":[{"type":3,"name":"o","description":"d"}]}]}]})"_ba
            << u"-"_s;
        QTest::newRow("rainy/upper") << R"({"name":"Ping","description":"d"})"_ba << u"name"_s;
        QTest::newRow("rainy/noDescription") << R"({"name":"ping"})"_ba << u"description"_s;
        QTest::newRow("rainy/requiredLast")
            << R"({"name":"a","description":"d","options":[{"type":3,"name":"x","description":"d"},
                 {"type":3,"name":"y","description":"d","required":true}]})"_ba
            << u"options.1"_s;
        QTest::newRow("rainy/twice")
            << R"({"name":"a","description":"d","options":[{"type":3,"name":"x","description":"d"},
                 {"type":3,"name":"x","description":"d"}]})"_ba
            << u"options.1.name"_s;
        QTest::newRow("rainy/deep")
            << R"({"name":"a","description":"d","options":[{"type":1,"name":"s","description":"d","options":
                 [{"type":1,"name":"t","description":"d"}]}]})"_ba
            << u"options.0.options.0.type"_s;
        QTest::newRow("rainy/choice")
            << R"({"name":"a","description":"d","options":[{"type":4,"name":"x","description":"d",
                 "choices":[{"name":"n","value":"text"}]}]})"_ba
            << u"options.0.choices.0.value"_s;
    }

    void commands()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, path);
        FormErrors errors;
        checkCommand(object(text), {}, errors);
        if (path == u"-"_s)
            QVERIFY2(errors.isEmpty(), QJsonDocument(errors.toJson()).toJson().constData());
        else
            QVERIFY2(hasErrorAt(errors, path), QJsonDocument(errors.toJson()).toJson().constData());
    }

    void chosen_data()
    {
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QString>("path");
        QTest::newRow("happy/all")
            << R"([{"name":"n","value":5},{"name":"s","value":"ab"}])"_ba << u"-"_s;
        QTest::newRow("happy/required") << R"([{"name":"n","value":5}])"_ba << u"-"_s;
        QTest::newRow("rainy/missing") << R"([])"_ba << u"o.n"_s;
        QTest::newRow("rainy/type") << R"([{"name":"n","value":1.5}])"_ba << u"o.0.value"_s;
        QTest::newRow("rainy/range") << R"([{"name":"n","value":11}])"_ba << u"o.0.value"_s;
        QTest::newRow("rainy/unknown")
            << R"([{"name":"n","value":5},{"name":"z","value":1}])"_ba << u"o.1.name"_s;
        QTest::newRow("rainy/length")
            << R"([{"name":"n","value":5},{"name":"s","value":"a"}])"_ba << u"o.1.value"_s;
        QTest::newRow("rainy/choice")
            << R"([{"name":"n","value":5},{"name":"c","value":"q"}])"_ba << u"o.1.value"_s;
    }

    void chosen()
    {
        QFETCH(QByteArray, given);
        QFETCH(QString, path);
        const QJsonArray known = QJsonDocument::fromJson(
                                     R"([{"name":"n","type":4,"required":true,"max_value":10},
                {"name":"s","type":3,"min_length":2},
                {"name":"c","type":3,"choices":[{"name":"P","value":"p"}]}])")
                                     .array();
        FormErrors errors;
        (void)checkChosen(known, QJsonDocument::fromJson(given).array(), u"o"_s, false, errors);
        if (path == u"-"_s)
            QVERIFY2(errors.isEmpty(), QJsonDocument(errors.toJson()).toJson().constData());
        else
            QVERIFY2(hasErrorAt(errors, path), QJsonDocument(errors.toJson()).toJson().constData());
    }

    void messages_data()
    {
        QTest::addColumn<QJsonObject>("payload");
        QTest::addColumn<QString>("path");
        const QString clown = QString::fromUtf8("\xF0\x9F\xA4\xA1");
        QTest::newRow("happy/2000CodePoints")
            << QJsonObject{{u"content"_s, clown.repeated(2000)}} << u"-"_s;
        QTest::newRow("rainy/2001CodePoints")
            << QJsonObject{{u"content"_s, clown.repeated(2001)}} << u"content"_s;
        QTest::newRow("rainy/embedTitle")
            << object(R"({"embeds":[{}, {"title":")" + QByteArray(257, 'x') + R"("}]})")
            << u"embeds.1.title"_s;
        QTest::newRow("rainy/embedTotal")
            << object(R"({"embeds":[{"description":")" + QByteArray(4000, 'x')
                      + R"("},{"description":")" + QByteArray(2001, 'x') + R"("}]})")
            << u"embeds"_s;
        QTest::newRow("rainy/sixButtons") << object(
            R"({"components":[{"type":1,"components":[{"type":2,"style":2,"label":"a","custom_id":"1"},
                 {"type":2,"style":2,"label":"a","custom_id":"1"}]}]})")
                                          << u"components.0.components.1.custom_id"_s;
        QTest::newRow("rainy/buttonWithoutId") << object(
            R"({"components":[{"type":1,"components":[{"type":2,"style":1,"label":"a"}]}]})")
                                               << u"components.0.components.0.custom_id"_s;
        QTest::newRow("rainy/v2WithContent")
            << object(R"({"flags":32768,"content":"x","components":[{"type":10,"content":"t"}]})")
            << u"content"_s;
        QTest::newRow("rainy/nonce") << QJsonObject{{u"nonce"_s, QString(26, u'n')}} << u"nonce"_s;
        QTest::newRow("happy/nonceNumber")
            << QJsonObject{{u"nonce"_s, qint64(123456789012)}} << u"-"_s;
    }

    void messages()
    {
        QFETCH(QJsonObject, payload);
        QFETCH(QString, path);
        FormErrors errors;
        checkMessage(payload, {}, {}, errors);
        if (path == u"-"_s)
            QVERIFY2(errors.isEmpty(), QJsonDocument(errors.toJson()).toJson().constData());
        else
            QVERIFY2(hasErrorAt(errors, path), QJsonDocument(errors.toJson()).toJson().constData());
    }
};

QTEST_GUILESS_MAIN(TestCommandForm)
#include "tst_commandform.moc"
