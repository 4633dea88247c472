// SPDX-License-Identifier: MIT
#include <cordial/api/cache/packedjson_p.h>
#include <cordial/api/cache/recordheap_p.h>
#include <cordial/api/json.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

#include <map>

using namespace Cordial;
using namespace Cordial::Api::Detail;
using namespace Qt::StringLiterals;

namespace {

std::optional<std::string> packed(PackedJson &packer, QByteArray json)
{
    std::string out;
    JsonError error;
    const bool isRead = Cordial::Detail::readDocument(
        json, error, [&](JsonValue &root) { return packer.pack(root, out, error); });
    return isRead ? std::optional(out) : std::nullopt;
}

QByteArray unpacked(const PackedJson &packer, const std::string &from)
{
    QByteArray out;
    packer.unpack(from, out);
    return out;
}

//! Any JSON value, with the texts Discord has more often than others.
QByteArray anything(QRandomGenerator &random, int depth)
{
    switch (random.bounded(depth > 3 ? 9 : 11)) {
    case 0:
        return random.bounded(2) == 0 ? "true" : "false";
    case 1:
        return "null";
    case 2:
        return QByteArray::number(random.bounded(100));
    case 3:
        return QByteArray::number(qint64(random.generate64()));
    case 4:
        return '"' + QByteArray::number(random.generate64() >> random.bounded(60)) + '"';
    case 5:
        return "\"2026-11-2" + QByteArray::number(random.bounded(10)) + "T10:11:12."
            + QByteArray::number(100'000 + random.bounded(900'000)) + "+00:00\"";
    case 6: {
        QByteArray hash;
        for (int i = 0; i < 32; ++i)
            hash.append("0123456789abcdef"[random.bounded(16)]);
        return (random.bounded(2) == 0 ? "\"" : "\"a_") + hash + '"';
    }
    case 7:
        return QByteArray::number(random.generateDouble() * 1e6, 'g', 9);
    case 8: {
        static const QByteArrayList kTexts = {R"("")",
                                              R"("a\"b\\c\/d\n")",
                                              "\"\u00e4\U0001F600\"",
                                              R"("\u00e4\ud83d\ude00")",
                                              R"("0123")",
                                              R"("99999999999999999999")",
                                              R"("2026-13-01T00:00:00Z")",
                                              R"("2026-11-21T10:11:12Z")",
                                              R"("2026-11-21T10:11:12.5+01:00")",
                                              "-0",
                                              "1e5",
                                              "1.50",
                                              "18446744073709551615",
                                              R"("a_00")",
                                              '"' + QByteArray(500, 'x') + '"'};
        return kTexts[random.bounded(kTexts.size())];
    }
    case 9: {
        QByteArray array("[");
        for (quint32 i = random.bounded(random.bounded(8) == 0 ? 80U : 5U); i > 0; --i)
            array += anything(random, depth + 1) + ',';
        if (array.endsWith(','))
            array.chop(1);
        return array + ']';
    }
    default: {
        QByteArray object("{");
        for (quint32 i = random.bounded(7); i > 0; --i)
            object += "\"k" + QByteArray::number(random.bounded(20))
                + "\":" + anything(random, depth + 1) + ',';
        if (object.endsWith(','))
            object.chop(1);
        return object + '}';
    }
    }
}

} // namespace

class TestPackedJson : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void comesBackAsItWas();
    void refusesWhatIsBroken_data();
    void refusesWhatIsBroken();
    void isSmall();
    void stillWorksBeyondItsTables();
    void anyMixtureOfConstants();
    void findsAndMerges();
    void heapAndTableAgreeWithAMap();
    void heapGivesBackWhatIsFreed();
};

void TestPackedJson::comesBackAsItWas()
{
    QRandomGenerator random(5);
    PackedJson packer;
    for (int round = 0; round < 20'000; ++round) {
        const QByteArray json = anything(random, 0);
        if (!json.startsWith('[') && !json.startsWith('{'))
            continue; // Scalars alone are no objects of Discord's.
        const auto there = packed(packer, json);
        QVERIFY2(there, json.constData());
        // Byte for byte: packing keeps even how things were written.
        QCOMPARE(unpacked(packer, *there), json);
    }
}

void TestPackedJson::refusesWhatIsBroken_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const char *json : {"", "{", "[1,", R"({"a":})", R"({"a":tru})", R"({"a":"\q"})",
                             R"({"a":01})", R"({"a":1.})", R"({"a":1}x)", R"({"a" 1})"})
        QTest::addRow("rainy/%s", json) << QByteArray(json);
    QTest::newRow("rainy/deep") << QByteArray(200, '[') + QByteArray(200, ']');
}

void TestPackedJson::refusesWhatIsBroken()
{
    QFETCH(QByteArray, json);
    PackedJson packer;
    QVERIFY(!packed(packer, json));
}

void TestPackedJson::isSmall()
{
    const QByteArray member =
        R"({"user":{"id":"800000000000000001","username":"somebody","discriminator":"0",)"
        R"("global_name":"Some Body","avatar":"0123456789abcdef0123456789abcdef",)"
        R"("public_flags":0},"roles":["700000000000000001","700000000000000002"],)"
        R"("joined_at":"2021-02-03T04:05:06.789000+00:00","premium_since":null,"deaf":false,)"
        R"("mute":false,"nick":null,"avatar":null,"flags":0,"pending":false,)"
        R"("communication_disabled_until":null})";
    PackedJson packer;
    const auto there = packed(packer, member);
    QVERIFY(there);
    QCOMPARE_LE(there->size(), 81U); // of 399
}

void TestPackedJson::stillWorksBeyondItsTables()
{
    PackedJson packer;
    for (int i = 0; i < 10'000; ++i) {
        const QByteArray json = "{\"key" + QByteArray::number(i) + "\":" + QByteArray::number(i)
            + ",\"x\":{\"other" + QByteArray::number(i) + "\":null}}";
        const auto there = packed(packer, json);
        QVERIFY(there);
        QCOMPARE(unpacked(packer, *there), json);
        QCOMPARE(PackedJson::asInteger(packer.find(*there, "key" + std::to_string(i))), i);
    }
    QVERIFY(packer.unshaped() > 1'000);
    QVERIFY2(packer.tableBytes() < 2'000'000, qPrintable(QString::number(packer.tableBytes())));
}

void TestPackedJson::anyMixtureOfConstants()
{
    constexpr std::array kValues{"null", "false", "true", "0", "[]", "1", "\"\"", "{}"};
    QRandomGenerator random(23);
    PackedJson packer;
    const auto make = [&](auto pick) {
        QByteArray json = "{";
        for (int key = 0; key < 12; ++key)
            json += (key == 0 ? "\"k" : ",\"k") + QByteArray::number(key) + "\":" + pick();
        json += '}';
        return json;
    };
    const QByteArray constant = make([] { return "null"; });
    QCOMPARE(packed(packer, constant)->size(), 1U);
    for (int round = 0; round < 10'000; ++round) {
        const QByteArray json =
            make([&] { return kValues[random.bounded(quint32(kValues.size()))]; });
        const auto there = packed(packer, json);
        QCOMPARE(unpacked(packer, *there), json);
    }
    // Those that came too late for a shape of their own have at least their keys in one.
    QCOMPARE(packer.unshaped(), 0U);
    QCOMPARE(packed(packer, constant)->size(), 1U);
    QVERIFY2(packer.tableBytes() < 500'000, qPrintable(QString::number(packer.tableBytes())));
}

void TestPackedJson::findsAndMerges()
{
    PackedJson packer;
    const auto older = packed(packer, R"({"id":"5","a":1,"b":[1,2],"c":null})");
    const auto newer = packed(packer, R"({"b":true,"d":{"x":-7}})");
    std::string merged;
    packer.merge(*older, *newer, merged);
    QCOMPARE(unpacked(packer, merged),
             QByteArray(R"({"id":"5","a":1,"b":true,"c":null,"d":{"x":-7}})"));
    QCOMPARE(PackedJson::asId(packer.find(merged, "id")), 5U);
    QVERIFY(PackedJson::isTrue(packer.find(merged, "b")));
    QVERIFY(PackedJson::isNull(packer.find(merged, "c")));
    QCOMPARE(PackedJson::asInteger(packer.find(packer.find(merged, "d"), "x")), -7);
    QVERIFY(packer.find(merged, "e").empty());
    QVERIFY(!PackedJson::asId(packer.find(merged, "a")));
    QStringList elements;
    packer.forEachElement(packer.find(*older, "b"), [&](std::string_view element) {
        elements.append(QString::number(PackedJson::asInteger(element).value_or(-1)));
    });
    QCOMPARE(elements, (QStringList{u"1"_s, u"2"_s}));
    packer.forEachElement(packer.find(*older, "a"), [](std::string_view) { QFAIL("no array"); });
}

void TestPackedJson::heapAndTableAgreeWithAMap()
{
    QRandomGenerator random(11);
    RecordHeap heap;
    RecordTable table;
    std::map<quint64, std::string> model;
    for (int round = 0; round < 200'000; ++round) {
        // Few keys, close together and far apart: they collide.
        const quint64 key = (quint64(random.bounded(2'000) + 1) << (random.bounded(2) * 22));
        if (random.bounded(3) == 0) {
            const auto handle = table.take(heap, key);
            QCOMPARE(handle != 0, model.erase(key) != 0);
            if (handle != 0)
                heap.free(handle);
            continue;
        }
        const size_t size =
            random.bounded(200) == 0 ? random.bounded(90'000U) : random.bounded(300U);
        const std::string bytes(size, char('a' + random.bounded(26)));
        if (auto *entry = table.entry(heap, key))
            *entry = heap.replace(*entry, 1, bytes);
        else
            table.insert(heap, heap.put(key, 1, bytes));
        model[key] = bytes;
    }
    QCOMPARE(table.size(), model.size());
    qsizetype live = 0;
    for (const auto &[key, bytes] : model) {
        const auto handle = table.find(heap, key);
        QVERIFY(handle != 0);
        QCOMPARE(heap.bytes(handle), std::string_view(bytes));
        live += qsizetype(RecordHeap::footprint(bytes.size()));
    }
    QCOMPARE(heap.liveBytes(), live);
    size_t visited = 0;
    table.forEach(
        [&](RecordHeap::Handle handle) { visited += model.count(heap.header(handle).key); });
    QCOMPARE(visited, model.size());
}

void TestPackedJson::heapGivesBackWhatIsFreed()
{
    RecordHeap heap;
    std::vector<RecordHeap::Handle> handles;
    for (quint64 i = 1; i <= 50'000; ++i)
        handles.push_back(heap.put(i, 0, std::string(100, 'x')));
    const qsizetype full = heap.reservedBytes();
    QVERIFY(double(full) < double(heap.liveBytes()) * 1.02);
    for (const auto handle : handles)
        heap.free(handle);
    QCOMPARE(heap.liveBytes(), 0);
    QVERIFY(heap.isSparse());
    for (quint64 i = 1; i <= 50'000; ++i)
        handles.push_back(heap.put(i, 0, std::string(100, 'y')));
    QCOMPARE(heap.reservedBytes(), full);
    QCOMPARE(heap.put(1, 0, std::string(RecordHeap::kLargest + 1, 'z')), 0U);
    QVERIFY(heap.put(1, 0, std::string(RecordHeap::kLargest, 'z')) != 0U);
}

QTEST_GUILESS_MAIN(TestPackedJson)
#include "tst_packedjson.moc"
