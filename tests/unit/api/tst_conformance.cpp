// SPDX-License-Identifier: MIT
// The description against Discord's own OpenAPI document: every operation, and for every schema
// values made from it that must come back the same.
#include "schemavalues.h"

#include <cordial/api/typed/model.h>
#include <cordial/api/typed/request.h>

#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace Cordial;
using namespace Qt::StringLiterals;

namespace {

constexpr int kValuesASchema = 24;

QByteArray readBeside(const QString &name)
{
    const QString folder = qEnvironmentVariable(
        "CORDIAL_DISCORD_DOCUMENTS", QStringLiteral(QT_TESTCASE_SOURCEDIR "/../../shared/discord"));
    QFile file(folder + u'/' + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// The docs make permissions text where the document has numbers.
bool isSameBits(const QString &key, const QJsonValue &sent, const QJsonValue &got)
{
    static const QStringList kKeys{u"permissions"_s, u"allow"_s, u"deny"_s,
                                   u"default_member_permissions"_s};
    return kKeys.contains(key) && sent.isDouble() && got.isString()
        && (got.toString() == QString::number(sent.toInteger())
            || got.toString() == QString::number(static_cast<quint64>(sent.toInteger())));
}

// Path and both values where the two first differ; empty if they are equal.
QString difference(const QString &path, const QString &key, const QJsonValue &sent,
                   const QJsonValue &got)
{
    if (sent == got || isSameBits(key, sent, got))
        return {};
    if (sent.isObject() && got.isObject()) {
        const QJsonObject left = sent.toObject();
        const QJsonObject right = got.toObject();
        QStringList keys = left.keys() + right.keys();
        keys.removeDuplicates();
        for (const QString &name : std::as_const(keys)) {
            const QString found =
                difference(path + u'.' + name, name, left.value(name), right.value(name));
            if (!found.isEmpty())
                return found;
        }
        return {};
    }
    if (sent.isArray() && got.isArray() && sent.toArray().size() == got.toArray().size()) {
        for (int i = 0; i < sent.toArray().size(); ++i) {
            const QString found = difference(path + u"[%1]"_s.arg(i), key, sent[i], got[i]);
            if (!found.isEmpty())
                return found;
        }
        return {};
    }
    const auto show = [](const QJsonValue &value) {
        const QByteArray text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
        return value.isUndefined() ? u"nothing"_s
                                   : QString::fromUtf8(text.mid(1, text.size() - 2)).left(80);
    };
    return u"%1: sent %2, got %3"_s.arg(path, show(sent), show(got));
}

QByteArray textOf(const QJsonValue &value)
{
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

} // namespace

class tst_Conformance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void schemas_data();
    void schemas();
    void everySchemaStandsSomewhere();
    void operations();
    void pages();
    void events();
    void cleanupTestCase();

private:
    [[nodiscard]] QJsonObject expectedOperations() const;

    QJsonObject m_document;
    QJsonObject m_schemas;
    int m_values = 0;
    int m_seen = 0;
};

void tst_Conformance::initTestCase()
{
    m_document = QJsonDocument::fromJson(readBeside(u"openapi.json"_s)).object();
    m_schemas = m_document["components"_L1]["schemas"_L1].toObject();
    if (m_schemas.isEmpty())
        QSKIP("Discord's OpenAPI document is not beside the checkout");
}

void tst_Conformance::schemas_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QString>("schema");
    for (const Api::TypeInfo &type : Api::types()) {
        const auto schemas = QByteArray(type.stands).split(',');
        for (const QByteArray &schema : schemas) {
            if (!schema.isEmpty())
                QTest::addRow("happy/%s as %s", schema.constData(), type.name)
                    << QByteArray(type.name) << QString::fromUtf8(schema);
        }
    }
}

void tst_Conformance::schemas()
{
    QFETCH(QByteArray, type);
    QFETCH(QString, schema);
    QVERIFY2(m_schemas.contains(schema), "no such schema in the document");
    const Api::TypeInfo *info = Api::findType(type);
    QVERIFY(info != nullptr);
    SchemaValues values(m_schemas, static_cast<quint32>(qHash(schema, 7)));
    using Mode = SchemaValues::Mode;
    for (int i = 0; i < kValuesASchema; ++i) {
        const Mode mode = std::array{Mode::All, Mode::None, Mode::Nulls, Mode::Some}[size_t(i) % 4];
        const QJsonValue sent = values.make(schema, mode, i % 3 == 2);
        const auto got = Api::roundTrip(*info->ops, textOf(sent));
        QVERIFY2(got,
                 qPrintable(got.isOk() ? QString()
                                       : got.error().path + u": "_s + got.error().message
                                    + u" in "_s + QString::fromUtf8(textOf(sent))));
        const QJsonValue back = QJsonDocument::fromJson('[' + *got + ']').array().first();
        const QString found = difference(schema, {}, sent, back);
        QVERIFY2(found.isEmpty(), qPrintable(found));
        ++m_values;
    }
    ++m_seen;
}

void tst_Conformance::everySchemaStandsSomewhere()
{
    // Errors are Cordial::Error; the others are plain numbers and texts here.
    QStringList left = m_schemas.keys();
    for (const QString &name :
         {u"Error"_s, u"InnerErrors"_s, u"ErrorDetails"_s, u"ErrorResponse"_s,
          u"RatelimitedResponse"_s, u"SnowflakeType"_s, u"Int53Type"_s, u"UInt32Type"_s})
        left.removeAll(name);
    for (const Api::TypeInfo &type : Api::types()) {
        const auto schemas = QByteArray(type.stands).split(',');
        for (const QByteArray &schema : schemas)
            left.removeAll(QString::fromUtf8(schema));
    }
    QCOMPARE(left, QStringList());
}

QJsonObject tst_Conformance::expectedOperations() const
{
    QJsonObject out;
    const QJsonObject paths = m_document["paths"_L1].toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject methods = path->toObject();
        for (auto method = methods.begin(); method != methods.end(); ++method) {
            if (method.key() == u"parameters"_s)
                continue;
            QStringList query;
            for (const QJsonValue parameter : (*method)["parameters"_L1].toArray()) {
                if (parameter["in"_L1] == u"query"_s)
                    query += parameter["name"_L1].toString();
            }
            QStringList auth;
            for (const QJsonValue way : (*method)["security"_L1].toArray())
                auth += way.toObject().keys();
            query.sort();
            out[(*method)["operationId"_L1].toString()] =
                QStringList{method.key().toUpper(), path.key(), query.join(u','), auth.join(u'|'),
                            (*method)["requestBody"_L1]["content"_L1].toObject().keys().join(u',')}
                    .join(u' ');
        }
    }
    return out;
}

void tst_Conformance::operations()
{
    QJsonObject ours;
    for (const Api::OperationInfo &operation : Api::operations()) {
        QStringList query = QString::fromUtf8(operation.query).split(u',', Qt::SkipEmptyParts);
        query.sort();
        QStringList kinds = QString::fromUtf8(operation.bodyKinds).split(u',', Qt::SkipEmptyParts);
        kinds.sort();
        ours[QString::fromUtf8(operation.name)] =
            QStringList{QString::fromUtf8(operation.method), QString::fromUtf8(operation.path),
                        query.join(u','), QString::fromUtf8(operation.auth), kinds.join(u',')}
                .join(u' ');
    }
    const QJsonObject expected = expectedOperations();
    QVERIFY(expected.size() >= 242);
    QCOMPARE(difference(u"operations"_s, {}, expected, ours), QString());
}

void tst_Conformance::pages()
{
    // What goes on by before, after, around or offset is walked through, within its limit.
    static const QStringList kWays{u"before"_s, u"after"_s, u"around"_s, u"offset"_s};
    QStringList expected;
    const QJsonObject paths = m_document["paths"_L1].toObject();
    for (const QJsonValue path : paths) {
        const QJsonObject get = path["get"_L1].toObject();
        QStringList ways;
        QString limit;
        for (const QJsonValue parameter : get["parameters"_L1].toArray()) {
            const QString name = parameter["name"_L1].toString();
            const QJsonValue schema = parameter["schema"_L1];
            if (kWays.contains(name))
                ways += name;
            if (name == u"limit"_s)
                limit = u"%1..%2"_s.arg(schema["minimum"_L1].toInteger())
                            .arg(schema["maximum"_L1].toInteger());
        }
        ways.sort();
        if (!ways.isEmpty() && !limit.isEmpty())
            expected += get["operationId"_L1].toString() + u' ' + ways.join(u' ') + u' ' + limit;
    }
    QStringList ours;
    for (const Api::OperationInfo &operation : Api::operations()) {
        const QStringList words = QString::fromUtf8(operation.pages).split(u' ');
        QStringList ways = words.filter(QRegularExpression(u"^(before|after|around|offset)$"_s));
        ways.sort();
        if (!ways.isEmpty())
            ours += QString::fromUtf8(operation.name) + u' ' + ways.join(u' ') + u' '
                + words.filter(u".."_s).join(u' ');
    }
    expected.sort();
    ours.sort();
    QCOMPARE(ours, expected);
}

void tst_Conformance::events()
{
    const QByteArray list = readBeside(u"dispatch_events.txt"_s).trimmed();
    if (list.isEmpty())
        QSKIP("the list of events is not beside the checkout");
    QByteArrayList ours;
    for (const Api::EventInfo &event : Api::events())
        ours += event.name;
    QCOMPARE(ours, list.split('\n'));
}

void tst_Conformance::cleanupTestCase()
{
    qInfo("%d values of %d schemas came back the same, %d operations compared", m_values, m_seen,
          int(Api::operations().size()));
}

QTEST_APPLESS_MAIN(tst_Conformance)
#include "tst_conformance.moc"
