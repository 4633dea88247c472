// SPDX-License-Identifier: MIT
#include <cordial/core/logging.h>
#include <cordial/core/logoutput.h>
#include <cordial/core/manualclock.h>

#include <QtTest>

using namespace Cordial;
using namespace Qt::StringLiterals;

namespace {

class Collector : public MetricSink
{
public:
    explicit Collector(bool interested) { m_interest = interested ? ~0U : 0U; }
    void report(const LogRecord &record) override { records.append(record); }
    QList<LogRecord> records;
};

} // namespace

class TestLogOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordsGoToTheSink()
    {
        ManualClock clock;
        Collector sink(true);
        installLogOutput(LogFormat::Text, clock, sink);
        {
            const PluginScope scope("welcome");
            qCWarning(lcNet).noquote() << "two\nlines";
        }
        qCInfo(lcGateway) << "x";
        uninstallLogOutput();
        QCOMPARE(sink.records.size(), 2);
        QCOMPARE(sink.records[0].level, 2);
        QCOMPARE(sink.records[0].category.view(), std::string_view("cordial.net"));
        QCOMPARE(sink.records[0].plugin.view(), std::string_view("welcome"));
        QCOMPARE(sink.records[0].text.view(), std::string_view("two\nlines"));
        QCOMPARE(sink.records[1].plugin.view(), std::string_view());
    }

    void controlCharactersAreNoCommands()
    {
        QCOMPARE(printable(u"\x1b[31mred\a\u009b1m\x7f"_s), u"\ufffd[31mred\ufffd\ufffd1m\ufffd"_s);
        QCOMPARE(printable(u"a\tb\nc \u00fc"_s), u"a\tb\nc \u00fc"_s);
        ManualClock clock;
        Collector sink(true);
        installLogOutput(LogFormat::Text, clock, sink);
        qCInfo(lcNet).noquote() << "\x1b";
        uninstallLogOutput();
        QCOMPARE(sink.records[0].text.view(), std::string_view("\xEF\xBF\xBD"));
    }

    void nothingIsRecordedThatNobodyWants()
    {
        ManualClock clock;
        Collector sink(false);
        installLogOutput(LogFormat::Json, clock, sink);
        qCInfo(lcNet) << "unheard";
        uninstallLogOutput();
        QVERIFY(sink.records.isEmpty());
    }

    void scopesNest()
    {
        QVERIFY(PluginScope::current().empty());
        const PluginScope outer("a");
        {
            const PluginScope inner("b");
            QCOMPARE(PluginScope::current(), std::string_view("b"));
        }
        QCOMPARE(PluginScope::current(), std::string_view("a"));
    }

    void shortTextIsCut()
    {
        const ShortText<4> text("abcdef");
        QCOMPARE(text.view(), std::string_view("abc"));
        QVERIFY(ShortText<4>().view().empty());
    }
};

QTEST_GUILESS_MAIN(TestLogOutput)
#include "tst_logoutput.moc"
