// SPDX-License-Identifier: MIT
#include <cordial/plugin/pluginmetadata.h>
#include <cordial/plugin/pluginsettings.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Cordial;
using namespace Qt::StringLiterals;

class TestPluginMetadata : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reads_data();
    void reads();
    void resolves_data();
    void resolves();
    void checksSettings_data();
    void checksSettings();
    void settingsHaveDefaults();
};

namespace {

QJsonObject object(const char *json)
{
    return QJsonDocument::fromJson(json).object();
}

} // namespace

void TestPluginMetadata::reads_data()
{
    QTest::addColumn<QString>("iid");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("error");
    const QString iid = u"dev.cordial.Plugin/0"_s;
    const auto json = [](const char *version, const char *rest) -> QByteArray {
        return QByteArray(R"({"apiVersion":")") + version + "\"" + rest + "}";
    };
    QTest::newRow("happy/all") << iid << json("0.1", R"(,"name":"a-1","version":"1","depends":["b"],
        "intents":["GUILD_MEMBERS"])")
                               << QString();
    QTest::newRow("rainy/no plugin") << QString() << QByteArray("{}")
                                     << u"no plugin: give the .so file of a plugin for Cordial"_s;
    QTest::newRow("rainy/another program's")
        << u"org.qt.Image"_s << QByteArray("{}")
        << u"a Qt plugin, but not one for Cordial (org.qt.Image)"_s;
    QTest::newRow("rainy/major version")
        << iid << json("2.3", "") << u"built for Cordial 2.x, this is 0.1: rebuild it"_s;
    QTest::newRow("rainy/later minor version")
        << iid << json("0.7", "") << u"built for Cordial 0.7, this is 0.1: rebuild it"_s;
    QTest::newRow("rainy/no version")
        << iid << QByteArray(R"({"name":"a"})")
        << u"its metadata has no apiVersion like \"0.1\": add it and rebuild"_s;
    QTest::newRow("rainy/name")
        << iid << json("0.1", R"(,"name":"../a","version":"1")")
        << u"\"name\" in its metadata must be 1 to 31 of a-z 0-9 - _, not \"../a\""_s;
    QTest::newRow("rainy/depends is no list")
        << iid << json("0.1", R"(,"name":"a","version":"1","depends":"b")")
        << u"\"depends\" in its metadata must be a list of texts"_s;
}

void TestPluginMetadata::reads()
{
    QFETCH(QString, iid);
    QFETCH(QByteArray, json);
    QJsonObject loader;
    if (!iid.isEmpty())
        loader[u"IID"] = iid;
    loader[u"MetaData"] = QJsonDocument::fromJson(json).object();
    const auto metadata = PluginMetadata::fromLoader(loader);
    QTEST(metadata ? QString() : metadata.error().message, "error");
    if (metadata) {
        QCOMPARE(metadata->depends, QStringList{u"b"_s});
        QCOMPARE(metadata->intents.toInt(), Api::Intents(Api::Intent::GuildMembers).toInt());
    }
}

void TestPluginMetadata::resolves_data()
{
    QTest::addColumn<QStringList>("plugins"); // "name: needed needed"
    QTest::addColumn<QStringList>("order");
    QTest::addColumn<QStringList>("failed");
    QTest::newRow("happy/as given")
        << QStringList{u"b:"_s, u"a:"_s} << QStringList{u"b"_s, u"a"_s} << QStringList();
    QTest::newRow("happy/dependencies first")
        << QStringList{u"a:b c"_s, u"b:c"_s, u"c:"_s} << QStringList{u"c"_s, u"b"_s, u"a"_s}
        << QStringList();
    QTest::newRow("rainy/missing")
        << QStringList{u"a:x"_s, u"b:"_s} << QStringList{u"b"_s} << QStringList{u"a"_s};
    QTest::newRow("rainy/missing further down")
        << QStringList{u"a:b"_s, u"b:x"_s} << QStringList() << QStringList{u"b"_s, u"a"_s};
    QTest::newRow("rainy/circle beside a good one")
        << QStringList{u"a:b"_s, u"b:c"_s, u"c:b"_s, u"d:"_s} << QStringList{u"d"_s}
        << QStringList{u"c"_s, u"b"_s, u"a"_s};
    QTest::newRow("rainy/itself") << QStringList{u"a:a"_s} << QStringList() << QStringList{u"a"_s};
}

void TestPluginMetadata::resolves()
{
    QFETCH(QStringList, plugins);
    QList<PluginMetadata> metadata;
    for (const QString &line : plugins) {
        PluginMetadata plugin;
        plugin.name = line.section(u':', 0, 0);
        plugin.depends = line.section(u':', 1).split(u' ', Qt::SkipEmptyParts);
        metadata.append(plugin);
    }
    const PluginOrder resolved = resolveOrder(metadata);
    QTEST(resolved.order, "order");
    QStringList failed;
    for (const PluginOrder::Problem &problem : resolved.problems)
        failed.append(problem.plugin);
    QTEST(failed, "failed");
}

void TestPluginMetadata::checksSettings_data()
{
    QTest::addColumn<QByteArray>("values");
    QTest::addColumn<QString>("error");
    QTest::newRow("happy/all") << QByteArray(
        R"({"text":"a","id":"123","on":true,"list":["x"],"count":3})")
                               << QString();
    QTest::newRow("rainy/typo") << QByteArray(R"({"tetx":"a"})")
                                << u"unknown setting \"tetx\": did you mean \"text\"?"_s;
    QTest::newRow("rainy/type") << QByteArray(R"({"on":"yes"})")
                                << u"setting \"on\" must be of type boolean"_s;
    QTest::newRow("rainy/id as number")
        << QByteArray(R"({"id":123})")
        << u"setting \"id\" must be of type id in quotes, as Discord writes it"_s;
    QTest::newRow("rainy/fraction")
        << QByteArray(R"({"count":1.5})") << u"setting \"count\" must be of type integer"_s;
}

void TestPluginMetadata::checksSettings()
{
    QFETCH(QByteArray, values);
    const auto schema = object(R"({"text":{"type":"text"},"id":{"type":"id"},
        "on":{"type":"boolean"},"list":{"type":"list"},"count":{"type":"integer"}})");
    const auto settings = PluginSettings::check(schema, object(values.constData()));
    QTEST(settings ? QString() : settings.error().message, "error");
}

void TestPluginMetadata::settingsHaveDefaults()
{
    const auto schema = object(R"({"a":{"type":"text","default":"x"},
        "b":{"type":"text","required":true}})");
    QVERIFY(!PluginSettings::check(schema, {}));
    const auto settings = PluginSettings::check(schema, object(R"({"b":"y"})"));
    QVERIFY(settings);
    QCOMPARE(settings->text(u"a"), u"x"_s);
    QCOMPARE(settings->text(u"b"), u"y"_s);
    QVERIFY(!settings->has(u"c"));
}

QTEST_GUILESS_MAIN(TestPluginMetadata)
#include "tst_pluginmetadata.moc"
