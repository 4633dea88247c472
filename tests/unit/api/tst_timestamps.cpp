// SPDX-License-Identifier: MIT
#include <cordial/api/typed/value.h>

#include <QDateTime>
#include <QRandomGenerator>
#include <QTest>
#include <QTimeZone>

using namespace Cordial;
using namespace Qt::StringLiterals;

namespace {

//! Milliseconds, or -1 if it is not taken.
qint64 read(const QByteArray &text)
{
    const auto time = Api::DateTime::fromString({text.constData(), size_t(text.size())});
    if (!time)
        return -1;
    return std::chrono::floor<std::chrono::milliseconds>(time->time()).time_since_epoch().count();
}

} // namespace

class TestTimestamps : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void forms_data();
    void forms();
    void asQtDoes();
};

void TestTimestamps::forms_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("milliseconds");
    const auto row = [](const char *text, qint64 milliseconds) {
        QTest::addRow("%s/%s", milliseconds < 0 ? "rainy" : "happy", text)
            << QByteArray(text) << milliseconds;
    };
    row("1970-01-01T00:00:00+00:00", 0);
    row("2024-02-29T12:00:00.123000+00:00", 1709208000123);
    row("2024-02-29T12:00:00.1235+00:00", 1709208000123);
    row("2024-02-29T12:00:00.9999999+00:00", 1709208000999);
    row("2024-02-29T12:00:00.1Z", 1709208000100);
    row("2024-02-29T12:00:00Z", 1709208000000);
    row("2024-02-29T14:30:00+02:30", 1709208000000);
    row("2024-02-29T06:30:00-05:30", 1709208000000);
    row("2023-02-29T12:00:00Z", -1);
    row("2024-13-01T12:00:00Z", -1);
    row("2024-00-01T12:00:00Z", -1);
    row("2024-01-32T12:00:00Z", -1);
    row("2024-01-01T25:00:00Z", -1);
    row("2024-01-01T12:60:00Z", -1);
    row("2024-01-01T12:00:0xZ", -1);
    row("2x24-01-01T12:00:00Z", -1);
    row("2024-01-01T12:00:00+0x:00", -1);
    row("tomorrow", -1);
    row("", -1);
}

void TestTimestamps::forms()
{
    QFETCH(QByteArray, text);
    QTEST(read(text), "milliseconds");
}

//! Qt rounds to milliseconds: only what it rounds down is compared.
void TestTimestamps::asQtDoes()
{
    QRandomGenerator random(7);
    for (int i = 0; i < 20'000; ++i) {
        const qint64 ms = random.bounded(4'000'000'000LL) * 1000 + random.bounded(1000);
        const QString text =
            QDateTime::fromMSecsSinceEpoch(ms, QTimeZone(random.bounded(-43200, 43200) / 60 * 60))
                .toString(Qt::ISODateWithMs);
        QVERIFY2(read(text.toLatin1()) == ms, qPrintable(text));
        const QString digits = QString::number(random.bounded(1, 1'000)).rightJustified(3, u'0')
            + QString::number(random.bounded(500)).rightJustified(3, u'0');
        const QString other = u"2024-02-29T12:00:00."_s + digits + u"+00:00"_s;
        const qint64 expected = QDateTime::fromString(other, Qt::ISODateWithMs).toMSecsSinceEpoch();
        QVERIFY2(read(other.toLatin1()) == expected, qPrintable(other));
    }
}

QTEST_GUILESS_MAIN(TestTimestamps)
#include "tst_timestamps.moc"
