// SPDX-License-Identifier: MIT
#include <cordial/commands/arguments.h>
#include <cordial/commands/option.h>

#include <QTest>

using namespace Cordial;
using namespace Cordial::Commands;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(QList<Cordial::Api::ApplicationCommandOption>)
Q_DECLARE_METATYPE(Cordial::Commands::OptionValues)

class TestArguments : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void splits_data();
    void splits();
    void binds_data();
    void binds();
    void refuses_data();
    void refuses();
    void tellsUsage();
};

namespace {

QList<Api::ApplicationCommandOption> listOf(std::initializer_list<Option> options)
{
    QList<Api::ApplicationCommandOption> list;
    for (const Option &option : options)
        list.append(option.toApi());
    return list;
}

} // namespace

void TestArguments::splits_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("happy/plain") << u" a  b\tc\n"_s << QStringList{u"a"_s, u"b"_s, u"c"_s};
    QTest::newRow("happy/empty") << u"   "_s << QStringList();
    QTest::newRow("happy/quotes") << u"\"a b\" 'c d'"_s << QStringList{u"a b"_s, u"c d"_s};
    QTest::newRow("happy/typographic")
        << u"“a b” „c d“ «e f»"_s << QStringList{u"a b"_s, u"c d"_s, u"e f"_s};
    QTest::newRow("happy/escapes")
        << u"a\\ b \"c\\\"d\" \\\"e"_s << QStringList{u"a b"_s, u"c\"d"_s, u"\"e"_s};
    QTest::newRow("happy/quote inside a word")
        << u"don't stop"_s << QStringList{u"don't"_s, u"stop"_s};
    QTest::newRow("happy/empty quotes") << u"\"\" a"_s << QStringList{u""_s, u"a"_s};
    QTest::newRow("rainy/trailing backslash") << u"a \\"_s << QStringList{u"a"_s, u"\\"_s};
    QTest::newRow("rainy/never closed") << u"a \"b c"_s << QStringList{u"error"_s};
    QTest::newRow("rainy/closing escaped") << u"\"a\\\""_s << QStringList{u"error"_s};
}

void TestArguments::splits()
{
    QFETCH(QString, line);
    const auto split = splitArguments(line);
    QStringList words;
    if (split) {
        for (const Argument &word : *split)
            words.append(word.text);
    } else {
        words.append(u"error"_s);
    }
    QTEST(words, "words");
}

void TestArguments::binds_data()
{
    QTest::addColumn<QList<Api::ApplicationCommandOption>>("options");
    QTest::addColumn<QString>("line");
    QTest::addColumn<OptionValues>("values");
    const auto n = u"n"_s;
    QTest::newRow("happy/integer")
        << listOf({Option::integer(n, n).required()}) << u"-5"_s << OptionValues{{n, qint64(-5)}};
    QTest::newRow("happy/number") << listOf({Option::number(n, n)}) << u"1.5"_s
                                  << OptionValues{{n, 1.5}};
    QTest::newRow("happy/boolean")
        << listOf({Option::boolean(n, n)}) << u"Off"_s << OptionValues{{n, false}};
    QTest::newRow("happy/user") << listOf({Option::user(n, n)}) << u"<@!7>"_s
                                << OptionValues{{n, u"7"_s}};
    QTest::newRow("happy/optional left out")
        << listOf({Option::integer(n, n).required(), Option::user(u"u"_s, n)}) << u"3"_s
        << OptionValues{{n, qint64(3)}};
    QTest::newRow("happy/the last text takes the rest")
        << listOf({Option::user(u"u"_s, n), Option::string(n, n)}) << u"7 be  kind \"now\""_s
        << OptionValues{{u"u"_s, u"7"_s}, {n, u"be  kind \"now\""_s}};
    QTest::newRow("happy/one quoted text loses its quotes")
        << listOf({Option::string(n, n)}) << u"\"a b\""_s << OptionValues{{n, u"a b"_s}};
    QTest::newRow("happy/choice by name")
        << listOf({Option::integer(n, n).choice(u"Red"_s, qint64(1))}) << u"red"_s
        << OptionValues{{n, qint64(1)}};
    QTest::newRow("happy/choice by value")
        << listOf({Option::integer(n, n).choice(u"Red"_s, qint64(1))}) << u"1"_s
        << OptionValues{{n, qint64(1)}};
}

void TestArguments::binds()
{
    QFETCH(QList<Api::ApplicationCommandOption>, options);
    QFETCH(QString, line);
    QFETCH(OptionValues, values);
    const auto bound = bindArguments(options, line);
    QVERIFY2(bound, qPrintable(bound ? QString() : bound.error().toString()));
    QVERIFY(*bound == values);
}

void TestArguments::refuses_data()
{
    QTest::addColumn<QList<Api::ApplicationCommandOption>>("options");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("error");
    const auto n = u"n"_s;
    const auto integer = [&] { return Option::integer(n, n).required().between(1, 100); };
    QTest::newRow("rainy/missing") << listOf({integer()}) << u""_s << u"n: is missing"_s;
    QTest::newRow("rainy/no integer")
        << listOf({integer()}) << u"5x"_s << u"n: \"5x\" is not a whole number"_s;
    QTest::newRow("rainy/beyond what Discord carries")
        << listOf({Option::integer(n, n)}) << u"9223372036854775807"_s
        << u"n: \"9223372036854775807\" is not a whole number"_s;
    QTest::newRow("rainy/too small")
        << listOf({integer()}) << u"0"_s << u"n: at least 1 is needed"_s;
    QTest::newRow("rainy/not a finite number")
        << listOf({Option::number(n, n)}) << u"nan"_s << u"n: \"nan\" is not a number"_s;
    QTest::newRow("rainy/a role is no user")
        << listOf({Option::user(n, n)}) << u"<@&7>"_s << u"n: \"<@&7>\" is not a user"_s;
    QTest::newRow("rainy/too much") << listOf({integer()}) << u"5 6"_s << u"\"6\" is too much"_s;
    QTest::newRow("rainy/a long word is quoted in part")
        << listOf({integer()}) << QString(3'000, u'x')
        << QString(u"n: \"" + QString(99, u'x') + u"…\" is not a whole number");
    QTest::newRow("rainy/and not cut within a character")
        << listOf({Option::user(n, n)}) << u"👩🏽‍🚀"_s.repeated(100)
        << QString(u"n: \"" + u"👩🏽‍🚀"_s.repeated(24) + u"…\" is not a user");
    QTest::newRow("rainy/long words too many")
        << listOf({integer()}) << QString(u"5 " + QString(3'000, u'x'))
        << QString(u"\"" + QString(99, u'x') + u"…\" is too much");
    QTest::newRow("rainy/none of the choices")
        << listOf({Option::string(n, n).choice(u"a"_s, u"a"_s).choice(u"b"_s, u"b"_s)}) << u"c"_s
        << u"n: choose one of a, b"_s;
    QTest::newRow("rainy/too long") << listOf({Option::string(n, n).lengthBetween(1, 2)})
                                    << u"abc"_s << u"n: at most 2 characters"_s;
}

void TestArguments::refuses()
{
    QFETCH(QList<Api::ApplicationCommandOption>, options);
    QFETCH(QString, line);
    const auto values = bindArguments(options, line);
    QVERIFY(!values);
    QTEST(values.error().toString(), "error");
}

void TestArguments::tellsUsage()
{
    const auto n = u"n"_s;
    QCOMPARE(usage(u"!a"_s,
                   listOf({Option::integer(u"count"_s, n).required(), Option::user(u"who"_s, n)})),
             u"!a <count> [who]"_s);
}

QTEST_GUILESS_MAIN(TestArguments)
#include "tst_arguments.moc"
