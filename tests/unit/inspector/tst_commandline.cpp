// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Cordial;
using namespace Cordial::Inspector;

class tst_CommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEverything();
    void complains_data();
    void complains();
};

void tst_CommandLine::readsEverything()
{
    const auto options =
        parseCommandLine({u"--attach"_s, u"bot"_s, u"--panel=Buckets"_s, u"--theme"_s, u"light"_s,
                          u"--screenshot"_s, u"/tmp/x.png"_s, u"--after"_s, u"250"_s});
    QVERIFY(options.isOk());
    QCOMPARE(options->attach, u"bot"_s);
    QCOMPARE(options->panel, PanelId::Buckets);
    QCOMPARE(options->theme, Theme::Kind::Light);
    QCOMPARE(options->screenshot, u"/tmp/x.png"_s);
    QCOMPARE(options->after, 250ms);
    QVERIFY(parseCommandLine({}).isOk());
}

void tst_CommandLine::complains_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("names");
    QTest::newRow("rainy/unknown") << QStringList{u"--verbose"_s} << u"--verbose"_s;
    QTest::newRow("rainy/positional") << QStringList{u"bot"_s} << u"bot"_s;
    QTest::newRow("rainy/missing value") << QStringList{u"--attach"_s} << u"--attach"_s;
    QTest::newRow("rainy/empty attach") << QStringList{u"--attach="_s} << u"--attach"_s;
    QTest::newRow("rainy/panel") << QStringList{u"--panel"_s, u"cards"_s} << u"overview"_s;
    QTest::newRow("rainy/theme") << QStringList{u"--theme"_s, u"pink"_s}
                                 << u"dark, light or auto"_s;
    QTest::newRow("rainy/after") << QStringList{u"--screenshot"_s, u"/tmp/x.png"_s, u"--after"_s,
                                                u"soon"_s}
                                 << u"milliseconds"_s;
    QTest::newRow("rainy/negative after")
        << QStringList{u"--screenshot=/tmp/x.png"_s, u"--after=-1"_s} << u"--after"_s;
    QTest::newRow("rainy/after alone") << QStringList{u"--after"_s, u"5"_s} << u"--screenshot"_s;
    QTest::newRow("rainy/not a png")
        << QStringList{u"--screenshot"_s, u"/tmp/x.jpg"_s} << u".png"_s;
    QTest::newRow("rainy/no folder")
        << QStringList{u"--screenshot"_s, u"/no/such/folder/x.png"_s} << u"/no/such/folder"_s;
    QTest::newRow("rainy/tls") << QStringList{u"--attach"_s, u"tls://x:1"_s} << u"TLS"_s;
}

void tst_CommandLine::complains()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, names);
    const auto options = parseCommandLine(arguments);
    QVERIFY(!options.isOk());
    QVERIFY2(options.error().message.contains(names), qPrintable(options.error().message));
    QVERIFY(!options.error().message.contains(u'\n'));
}

QTEST_GUILESS_MAIN(tst_CommandLine)
#include "tst_commandline.moc"
