// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/textfilter.h"
#include "theme/format.h"
#include "views/commandpalette.h"

#include <QLocale>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Cordial::Inspector;

class tst_TextFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matching_data();
    void matching();
    void durations_data();
    void durations();
    void scores();
};

void tst_TextFilter::matching_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<bool>("matches");
    QTest::newRow("happy/empty") << u""_s << true;
    QTest::newRow("happy/word") << u"messages"_s << true;
    QTest::newRow("happy/any case") << u"POST MESSAGES"_s << true;
    QTest::newRow("happy/all words") << u"post nowhere"_s << false;
    QTest::newRow("happy/number") << u"429"_s << true;
    QTest::newRow("happy/field") << u"status:42"_s << true;
    QTest::newRow("happy/other field") << u"method:429"_s << false;
    QTest::newRow("happy/negated") << u"-purge"_s << true;
    QTest::newRow("happy/negated hit") << u"post -channels"_s << false;
    QTest::newRow("happy/negated field") << u"-method:post"_s << false;
    QTest::newRow("happy/quoted") << u"\"Missing Access\""_s << true;
    QTest::newRow("happy/quoted order") << u"\"access missing\""_s << false;
    QTest::newRow("happy/non-ascii") << u"größe"_s << true;
    QTest::newRow("rainy/unclosed quote") << u"\"missing acc"_s << true;
    QTest::newRow("rainy/lone dash") << u"- post"_s << false;
    QTest::newRow("rainy/unknown field is text") << u"nosuch:thing"_s << false;
    QTest::newRow("rainy/unknown field as text") << u"embeds:x"_s << true;
    QTest::newRow("rainy/colon at the end") << u"status:"_s << false;
    QTest::newRow("rainy/only spaces") << u"   "_s << true;
}

void tst_TextFilter::matching()
{
    QFETCH(QString, filter);
    QFETCH(bool, matches);
    Fields fields;
    fields.add("method", "POST");
    fields.add("path", "/channels/1/messages");
    fields.add("status", 429);
    fields.add("error",
               "Missing Access embeds:x gr\xc3\xb6\xc3\x9f"
               "e");
    QCOMPARE(TextFilter::parse(filter).matches(fields), matches);
}

void tst_TextFilter::durations_data()
{
    QTest::addColumn<qint64>("nanoseconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("happy/zero") << qint64(0) << u"0 ms"_s;
    QTest::newRow("happy/microseconds") << qint64(482'000) << u"482 \u00b5s"_s;
    QTest::newRow("happy/edge to milliseconds") << qint64(999'200) << u"1.00 ms"_s;
    QTest::newRow("happy/milliseconds") << qint64(12'440'000) << u"12.4 ms"_s;
    QTest::newRow("happy/edge to seconds") << qint64(999'600'000) << u"1.00 s"_s;
    QTest::newRow("happy/seconds") << qint64(1'254'000'000) << u"1.25 s"_s;
    QTest::newRow("happy/edge to minutes") << qint64(59'970'000'000) << u"1 m 00 s"_s;
    QTest::newRow("happy/minutes") << qint64(125'000'000'000) << u"2 m 05 s"_s;
    QTest::newRow("happy/hours") << qint64(11'520'000'000'000) << u"3 h 12 m"_s;
    QTest::newRow("happy/days") << qint64(443'000'000'000'000) << u"5 d 03 h"_s;
    QTest::newRow("rainy/negative") << qint64(-5) << u"0 ms"_s;
}

void tst_TextFilter::durations()
{
    QLocale::setDefault(QLocale(QLocale::English));
    QFETCH(qint64, nanoseconds);
    QFETCH(QString, text);
    QCOMPARE(Format::duration(nanoseconds).replace(QChar(0x00a0), u' '), text);
}

void tst_TextFilter::scores()
{
    QVERIFY(matchScore(u"", u"Show Logs") >= 0);
    QCOMPARE(matchScore(u"xyz", u"Show Logs"), -1);
    QCOMPARE(matchScore(u"sgl", u"Show Logs"), -1);
    QVERIFY(matchScore(u"sl", u"Show Logs") > matchScore(u"sl", u"Also last"));
    QVERIFY(matchScore(u"logs", u"Show Logs") > matchScore(u"logs", u"Lower or go slowly, sir"));
}

QTEST_GUILESS_MAIN(tst_TextFilter)
#include "tst_textfilter.moc"
