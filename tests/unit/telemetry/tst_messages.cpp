// SPDX-License-Identifier: MIT
#include <cordial/telemetry/wire/messages.h>

#include <QCborArray>
#include <QCborValue>
#include <QtTest>

using namespace Cordial::Wire;
using namespace Qt::StringLiterals;

namespace {

QByteArray payloadOf(const QByteArray &frame)
{
    return frame.mid(kHeaderSize);
}

//! \brief The message as a newer minor version would write it: with more items at the end.
QByteArray extended(const QByteArray &frame)
{
    QCborArray items = QCborValue::fromCbor(payloadOf(frame)).toArray();
    items.append(u"new"_s);
    items.append(QCborArray{1, QCborArray{2}});
    return QCborValue(items).toCbor();
}

Hello fullHello()
{
    return {1, 7, 5, 0x7edcba9876543210, 4711, "bot", 123456789, -5, ownSchema()};
}

template <typename Decode>
void checkRobust(const QByteArray &frame, Decode &&decode)
{
    const QByteArray payload = payloadOf(frame);
    QVERIFY(decode(payload));
    QVERIFY(decode(extended(frame)));
    for (qsizetype size = 0; size < payload.size(); ++size)
        QVERIFY2(!decode(payload.first(size)), qPrintable(QString::number(size)));
    for (qsizetype at = 0; at < payload.size(); ++at) {
        for (const char broken : {'\0', '\x7f', '\x9b', '\xff'}) {
            QByteArray changed = payload;
            changed[at] = broken;
            (void)decode(changed); // whatever it says, it must come back
        }
    }
}

} // namespace

class tst_Messages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrips();
    void cutAndBroken();
    void otherMajorIsReadAsFarAsPossible();
    void wrongMagic();
    void schemaNamesEveryStreamOnce();
    void tooManyStreams();
};

void tst_Messages::roundTrips()
{
    QCOMPARE(decodeHello(payloadOf(encode(fullHello()))), fullHello());
    Hello greatest = fullHello();
    greatest.instance = ~quint64(0);
    QCOMPARE(decodeHello(payloadOf(encode(greatest))), greatest);
    const Subscribe subscribe{{0, 3, 500}};
    QCOMPARE(decodeSubscribe(payloadOf(encode(subscribe))), subscribe);
    const Lost lost{1, ~quint64(0)};
    QCOMPARE(decodeLost(payloadOf(encode(3, lost))), lost);
    const Credit credit{65536};
    QCOMPARE(decodeCredit(payloadOf(encode(credit))), credit);
    const Ping ping{9, -1};
    QCOMPARE(decodePing(payloadOf(encode(ping))), ping);
    const Pong pong{9, -1, 77, 88};
    QCOMPARE(decodePong(payloadOf(encode(pong))), pong);
    const Bye bye{ByeCode::Busy, "four"};
    QCOMPARE(decodeBye(payloadOf(encode(bye))), bye);
}

void tst_Messages::cutAndBroken()
{
    checkRobust(encode(fullHello()), [](const QByteArray &b) { return decodeHello(b); });
    checkRobust(encode(Subscribe{{0, 1}}), [](const QByteArray &b) { return decodeSubscribe(b); });
    checkRobust(encode(3, Lost{300, 4}), [](const QByteArray &b) { return decodeLost(b); });
    checkRobust(encode(Credit{70000}), [](const QByteArray &b) { return decodeCredit(b); });
    checkRobust(encode(Ping{1, 1000}), [](const QByteArray &b) { return decodePing(b); });
    checkRobust(encode(Pong{1, 2, 3, 4}), [](const QByteArray &b) { return decodePong(b); });
    checkRobust(encode(Bye{ByeCode::Busy, "x"}), [](const QByteArray &b) { return decodeBye(b); });
}

void tst_Messages::otherMajorIsReadAsFarAsPossible()
{
    const QByteArray foreign = QCborValue(QCborArray{u"cordial"_s, 2, 3, u"whatever"_s}).toCbor();
    const auto hello = decodeHello(foreign);
    QVERIFY(hello);
    QCOMPARE(hello->major, 2);
    QCOMPARE(hello->minor, 3);
    QVERIFY(hello->schema.isEmpty());
}

void tst_Messages::wrongMagic()
{
    QByteArray payload = payloadOf(encode(fullHello()));
    payload.replace("cordial", "cordiaL");
    QVERIFY(!decodeHello(payload));
}

void tst_Messages::schemaNamesEveryStreamOnce()
{
    const auto &schema = ownSchema();
    QCOMPARE(schema.size(), qsizetype(kStreamCount));
    for (qsizetype i = 0; i < schema.size(); ++i) {
        QCOMPARE(schema[i].stream, i);
        QSet<QByteArray> names;
        for (const FieldSchema &field : schema[i].fields)
            names.insert(field.name);
        QCOMPARE(names.size(), schema[i].fields.size());
    }
    // The order is part of the format.
    QCOMPARE(schema[0].fields.first().name, "shard"_ba);
    QCOMPARE(schema[3].fields.at(13).name, "method"_ba);
    QCOMPARE(schema[3].fields.size(), 19);
    QCOMPARE(schema[1].fields.at(6).type, FieldType::Time);
}

void tst_Messages::tooManyStreams()
{
    QCborArray streams;
    for (int i = 0; i < 257; ++i)
        streams.append(QCborArray{i});
    QVERIFY(!decodeSubscribe(QCborValue(QCborArray{streams}).toCbor()));
}

QTEST_GUILESS_MAIN(tst_Messages)
#include "tst_messages.moc"
