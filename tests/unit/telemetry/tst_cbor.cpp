// SPDX-License-Identifier: MIT
#include <cordial/telemetry/wire/cbor.h>

#include <QCborValue>
#include <QRandomGenerator>
#include <QtTest>

#include <cmath>
#include <limits>

using namespace Cordial::Wire;
using namespace Qt::StringLiterals;

class tst_Cbor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unsignedNumbers_data();
    void unsignedNumbers();
    void signedNumbers_data();
    void signedNumbers();
    void reals_data();
    void reals();
    void halfAndSinglePrecision();
    void cutTextIsTrimmed_data();
    void cutTextIsTrimmed();
    void arraysOfLateCount();
    void malformed_data();
    void malformed();
    void skipPassesOverAnything();
    void deepNestingIsRefused();
    void randomValuesAgreeWithQt();
};

void tst_Cbor::unsignedNumbers_data()
{
    QTest::addColumn<quint64>("value");
    QTest::addColumn<int>("size");
    QTest::newRow("happy/zero") << quint64(0) << 1;
    QTest::newRow("happy/23") << quint64(23) << 1;
    QTest::newRow("happy/24") << quint64(24) << 2;
    QTest::newRow("happy/255") << quint64(255) << 2;
    QTest::newRow("happy/256") << quint64(256) << 3;
    QTest::newRow("happy/65535") << quint64(65535) << 3;
    QTest::newRow("happy/65536") << quint64(65536) << 5;
    QTest::newRow("happy/u32") << quint64(0xffffffff) << 5;
    QTest::newRow("happy/over u32") << quint64(0x100000000) << 9;
    QTest::newRow("happy/greatest") << std::numeric_limits<quint64>::max() << 9;
}

void tst_Cbor::unsignedNumbers()
{
    QFETCH(quint64, value);
    QFETCH(int, size);
    CborWriter out(1);
    out.unsignedInteger(value);
    QCOMPARE(out.size(), size);
    CborReader in(out.view());
    quint64 read = ~value;
    QVERIFY(in.readUnsigned(read));
    QCOMPARE(read, value);
    QVERIFY(in.atEnd());
    if (value <= quint64(std::numeric_limits<qint64>::max()))
        QCOMPARE(QCborValue::fromCbor(out.copy()).toInteger(), qint64(value));
}

void tst_Cbor::signedNumbers_data()
{
    QTest::addColumn<qint64>("value");
    for (const qint64 value :
         {qint64(0), qint64(-1), qint64(-24), qint64(-25), qint64(-257),
          std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max()})
        QTest::addRow("happy/%lld", value) << value;
}

void tst_Cbor::signedNumbers()
{
    QFETCH(qint64, value);
    CborWriter out;
    out.integer(value);
    CborReader in(out.view());
    qint64 read = ~value;
    QVERIFY(in.readInteger(read));
    QCOMPARE(read, value);
    QCOMPARE(QCborValue::fromCbor(out.copy()).toInteger(), value);
}

void tst_Cbor::reals_data()
{
    QTest::addColumn<double>("value");
    QTest::newRow("happy/zero") << 0.0;
    QTest::newRow("happy/fraction") << 0.0042;
    QTest::newRow("happy/negative") << -1e300;
    QTest::newRow("happy/infinite") << std::numeric_limits<double>::infinity();
    QTest::newRow("happy/none") << std::numeric_limits<double>::quiet_NaN();
}

void tst_Cbor::reals()
{
    QFETCH(double, value);
    CborWriter out;
    out.real(value);
    CborReader in(out.view());
    double read = -7;
    QVERIFY(in.readReal(read));
    if (std::isnan(value))
        QVERIFY(std::isnan(read));
    else
        QCOMPARE(read, value);
}

void tst_Cbor::halfAndSinglePrecision()
{
    double value = 0;
    CborReader half(QByteArrayView("\xf9\x3e\x00", 3));
    QVERIFY(half.readReal(value));
    QCOMPARE(value, 1.5);
    CborReader subnormal(QByteArrayView("\xf9\x80\x01", 3));
    QVERIFY(subnormal.readReal(value));
    QCOMPARE(value, -std::ldexp(1, -24));
    CborReader single(QByteArrayView("\xfa\x40\x49\x0f\xdb", 5));
    QVERIFY(single.readReal(value));
    QVERIFY(std::abs(value - 3.14159274) < 1e-7);
    CborReader integer(QByteArrayView("\x20", 1));
    QVERIFY(integer.readReal(value));
    QCOMPARE(value, -1.0);
}

void tst_Cbor::cutTextIsTrimmed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("happy/plain") << "abc"_ba << "abc"_ba;
    QTest::newRow("happy/empty") << ""_ba << ""_ba;
    QTest::newRow("happy/whole") << "a\xc3\xa4"_ba << "a\xc3\xa4"_ba;
    QTest::newRow("happy/whole of four") << "\xf0\x9f\x98\x80"_ba << "\xf0\x9f\x98\x80"_ba;
    QTest::newRow("rainy/first of two") << "a\xc3"_ba << "a"_ba;
    QTest::newRow("rainy/two of three") << "a\xe2\x82"_ba << "a"_ba;
    QTest::newRow("rainy/three of four") << "a\xf0\x9f\x98"_ba << "a"_ba;
    QTest::newRow("rainy/only a first") << "\xf0"_ba << ""_ba;
}

void tst_Cbor::cutTextIsTrimmed()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    CborWriter out;
    out.text({text.constData(), size_t(text.size())});
    CborReader in(out.view());
    QByteArrayView read;
    QVERIFY(in.readText(read));
    QCOMPARE(read.toByteArray(), expected);
}

void tst_Cbor::arraysOfLateCount()
{
    CborWriter out;
    const qsizetype number = out.openUnsigned();
    const qsizetype array = out.openArray();
    for (quint64 i = 0; i < 300; ++i)
        out.unsignedInteger(i);
    out.closeArray(array, 300);
    out.patchUnsigned(number, 1'000'000'000'000);
    CborReader in(out.view());
    quint64 value = 0;
    QVERIFY(in.readUnsigned(value));
    QCOMPARE(value, 1'000'000'000'000U);
    QVERIFY(in.enterArray(value));
    QCOMPARE(value, 300U);
    QVERIFY(in.skip(300));
    QVERIFY(in.atEnd());
}

void tst_Cbor::malformed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("rainy/empty") << ""_ba;
    QTest::newRow("rainy/number cut") << "\x1b\x00\x00"_ba;
    QTest::newRow("rainy/text longer than the rest") << "\x64"
                                                        "abc"_ba;
    QTest::newRow("rainy/text of 2^63") << "\x7b\x7f\xff\xff\xff\xff\xff\xff\xff"
                                           "a"_ba;
    QTest::newRow("rainy/text of 2^64-1") << "\x7b\xff\xff\xff\xff\xff\xff\xff\xff"
                                             "a"_ba;
    QTest::newRow("rainy/array of 2^32") << "\x9b\x00\x00\x00\x01\x00\x00\x00\x00\x01"_ba;
    QTest::newRow("rainy/map of 2^63") << "\xbb\x80\x00\x00\x00\x00\x00\x00\x00\x01"_ba;
    QTest::newRow("rainy/indefinite array") << "\x9f\x01\xff"_ba;
    QTest::newRow("rainy/indefinite text") << "\x7f\x61"
                                              "a\xff"_ba;
    QTest::newRow("rainy/break alone") << "\xff"_ba;
    QTest::newRow("rainy/reserved") << "\x1c"_ba;
    QTest::newRow("rainy/tag without item") << "\xc1"_ba;
    QTest::newRow("rainy/array short of one") << "\x82\x01"_ba;
}

void tst_Cbor::malformed()
{
    QFETCH(QByteArray, bytes);
    CborReader in(bytes);
    QVERIFY(!in.skip());
    QVERIFY(!in.isOk());
    // Nothing succeeds after a failure.
    quint64 number = 0;
    QVERIFY(!in.readUnsigned(number));
    QVERIFY(!in.skip());
}

void tst_Cbor::skipPassesOverAnything()
{
    const QCborValue value = QCborMap{
        {u"a"_s, QCborArray{1, -2, 3.5, u"text"_s, QByteArray("bytes"), true, QCborValue::Null}},
        {u"b"_s, QCborMap{{1, QCborArray{QCborArray{}, QCborMap{}}}}},
        {u"c"_s, QCborValue(QDateTime::fromMSecsSinceEpoch(0, Qt::UTC))}};
    const QByteArray bytes = value.toCbor() + char(7);
    CborReader in(bytes);
    QVERIFY(in.skip());
    quint64 after = 0;
    QVERIFY(in.readUnsigned(after));
    QCOMPARE(after, 7U);
}

void tst_Cbor::deepNestingIsRefused()
{
    QByteArray deep(CborReader::kDeepest - 1, char(0x81));
    deep += char(0);
    CborReader allowed(deep);
    QVERIFY(allowed.skip());
    deep.prepend(char(0x81));
    CborReader refused(deep);
    QVERIFY(!refused.skip());
    const QByteArray tags(1'000'000, char(0xc1));
    CborReader endless(tags);
    QVERIFY(!endless.skip());
}

void tst_Cbor::randomValuesAgreeWithQt()
{
    QRandomGenerator random(20261121);
    for (int round = 0; round < 500; ++round) {
        QCborArray expected;
        CborWriter out(1);
        const int count = random.bounded(40);
        out.array(quint64(count));
        for (int i = 0; i < count; ++i) {
            const auto bits = qint64(random.generate64() >> random.bounded(64));
            switch (random.bounded(4)) {
            case 0:
                out.integer(bits);
                expected.append(bits);
                break;
            case 1:
                out.real(double(bits) / 3);
                expected.append(double(bits) / 3);
                break;
            case 2:
                out.boolean(bits % 2 == 0);
                expected.append(bits % 2 == 0);
                break;
            default:
                const QByteArray text(random.bounded(300), 'x');
                out.text({text.constData(), size_t(text.size())});
                expected.append(QString::fromLatin1(text));
            }
        }
        QCOMPARE(QCborValue::fromCbor(out.copy()).toArray(), expected);
    }
}

QTEST_GUILESS_MAIN(tst_Cbor)
#include "tst_cbor.moc"
