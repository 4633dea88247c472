// SPDX-License-Identifier: MIT
#include <cordial/api/typed/scalars.h>
#include <cordial/commands/commandlint.h>
#include <cordial/commands/commandsync.h>
#include <cordial/commands/cooldown.h>

#include <QTest>

using namespace Cordial;
using namespace Cordial::Commands;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(QList<Cordial::Api::ApplicationCommandUpdateRequest>)

//! What is decided without Discord: limits, differences, cooldowns.
class TestCommandChecks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lints_data();
    void lints();
    void plans();
    void cooldownWindow();
    void cooldownStaysBounded();
};

namespace {

using Command = Api::ApplicationCommandUpdateRequest;
using OptionType = Api::ApplicationCommandOptionType;
using CommandOption = Api::ApplicationCommandOption;
using Options = QList<CommandOption>;

Command command(const QString &name)
{
    Command made;
    made.name = name;
    made.description = u"something"_s;
    return made;
}

//! \brief As Discord answers it: with what nobody asked for.
Api::ApplicationCommand registered(const Command &wanted)
{
    Api::ApplicationCommand there;
    there.id = CommandId(9);
    there.type = Api::ApplicationCommandType::Chat;
    there.name = wanted.name;
    there.description = wanted.description.valueOr({});
    there.options = wanted.options ? wanted.options : Field<Options>(Options());
    there.nameLocalizations = null;
    there.defaultMemberPermissions = null;
    there.nsfw = false;
    there.dmPermission = true;
    return there;
}

Api::ApplicationCommandOptionChoice choice(const QString &name, const QString &value)
{
    Api::ApplicationCommandOptionChoice made;
    made.name = name;
    made.value = Api::IntDoubleOrString(value);
    return made;
}

CommandOption option(OptionType type, const QString &name)
{
    CommandOption made;
    made.type = type;
    made.name = name;
    made.description = u"something"_s;
    return made;
}

} // namespace

void TestCommandChecks::lints_data()
{
    QTest::addColumn<QList<Command>>("commands");
    QTest::addColumn<QString>("path"); // of the first problem
    QTest::newRow("happy/plain") << QList{command(u"ping"_s)} << QString();
    QTest::newRow("happy/any script")
        << QList{command(u"こんにちは"_s), command(u"ภาษาไทย"_s)} << QString();
    QTest::newRow("rainy/space") << QList{command(u"a b"_s)} << u"a b.name"_s;
    QTest::newRow("rainy/upper case") << QList{command(u"Ping"_s)} << u"Ping.name"_s;
    QTest::newRow("rainy/33 characters")
        << QList{command(QString(33, u'a'))} << QString(QString(33, u'a') + u".name");
    auto wordy = command(u"a"_s);
    wordy.description = QString(101, u'x');
    QTest::newRow("rainy/description") << QList{wordy} << u"a.description"_s;
    QTest::newRow("rainy/twice") << QList{command(u"a"_s), command(u"a"_s)} << u"a"_s;
    QList<Command> many;
    for (int i = 0; i < 101; ++i)
        many.append(command(u"c%1"_s.arg(i)));
    QTest::newRow("rainy/101 commands") << many << u"commands"_s;
    auto late = command(u"a"_s);
    auto second = option(OptionType::String, u"y"_s);
    second.required = true;
    late.options = Options{option(OptionType::String, u"x"_s), second};
    QTest::newRow("rainy/required after optional") << QList{late} << u"a.options[1]"_s;
    auto crowded = command(u"a"_s);
    crowded.options.emplace();
    for (int i = 0; i < 26; ++i)
        crowded.options.value().append(option(OptionType::String, u"o%1"_s.arg(i)));
    QTest::newRow("rainy/26 options") << QList{crowded} << u"a.options"_s;
    auto mixed = command(u"a"_s);
    mixed.options =
        Options{option(OptionType::SubCommand, u"x"_s), option(OptionType::String, u"y"_s)};
    QTest::newRow("rainy/subcommand beside option") << QList{mixed} << u"a.options"_s;
    auto deep = command(u"a"_s);
    auto group = option(OptionType::SubCommandGroup, u"x"_s);
    group.options = Options{option(OptionType::SubCommandGroup, u"y"_s)};
    deep.options = Options{group};
    QTest::newRow("rainy/group in group") << QList{deep} << u"a.options[0].options[0]"_s;
    auto typed = command(u"a"_s);
    auto chosen = option(OptionType::Integer, u"x"_s);
    chosen.choices = QList{choice(u"one"_s, u"1"_s)};
    typed.options = Options{chosen};
    QTest::newRow("rainy/choice of another type")
        << QList{typed} << u"a.options[0].choices[0].value"_s;
    auto big = command(u"a"_s);
    big.options.emplace();
    for (int i = 0; i < 4; ++i) {
        auto choices = option(OptionType::String, u"o%1"_s.arg(i));
        choices.choices.emplace();
        for (int j = 0; j < 25; ++j)
            choices.choices.value().append(choice(QString(60, u'x'), QString(60, u'y')));
        big.options.value().append(choices);
    }
    QTest::newRow("rainy/8,000 characters") << QList{big} << u"a"_s;
}

void TestCommandChecks::lints()
{
    QFETCH(QList<Command>, commands);
    const auto problems = lint(commands);
    QTEST(problems.isEmpty() ? QString() : problems.first().path, "path");
}

void TestCommandChecks::plans()
{
    const auto a = command(u"a"_s);
    const auto b = command(u"b"_s);
    auto wantedB = b;
    wantedB.options = Options{option(OptionType::String, u"x"_s)};
    QVERIFY(planSync({registered(a)}, {a}).isEmpty());
    QVERIFY(planSync({registered(b), registered(a)}, {a, b}).isEmpty());
    // What Discord adds to an option is no difference either; what it lacks is.
    auto there = registered(wantedB);
    there.options.value().first().required = false;
    there.options.value().first().nameLocalizations = null;
    QVERIFY(planSync({there}, {wantedB}).isEmpty());
    there.options.value().first().maxLength = 5;
    QCOMPARE(planSync({there}, {wantedB}), (SyncPlan{{}, {u"b"_s}, {}}));
    there = registered(a);
    there.nsfw = true;
    QCOMPARE(planSync({there}, {a}), (SyncPlan{{}, {u"a"_s}, {}}));
    const SyncPlan plan = planSync({registered(a), registered(b), registered(command(u"old"_s))},
                                   {a, wantedB, command(u"new"_s)});
    QCOMPARE(plan, (SyncPlan{{u"new"_s}, {u"b"_s}, {u"old"_s}}));
}

void TestCommandChecks::cooldownWindow()
{
    CooldownBook book({2, 10s, Cooldown::Scope::User});
    TimePoint now{100s};
    QVERIFY(!book.use(1, now));
    QVERIFY(!book.use(1, now + 4s));
    QCOMPARE(book.use(1, now + 5s), std::optional<Milliseconds>(5s));
    QVERIFY(!book.use(2, now + 5s));
    QVERIFY(!book.use(1, now + 10s));
    QCOMPARE(book.use(1, now + 10s), std::optional<Milliseconds>(4s));
}

void TestCommandChecks::cooldownStaysBounded()
{
    CooldownBook book({1, 1h, Cooldown::Scope::User});
    for (quint64 user = 0; user < 12'000; ++user)
        QVERIFY(!book.use(user, TimePoint(Milliseconds(user))));
    QCOMPARE(book.keyCount(), 10'000);
    QVERIFY(book.use(11'999, TimePoint(12s)));
    QVERIFY(!book.use(0, TimePoint(12s))); // Had to give way.
}

QTEST_GUILESS_MAIN(TestCommandChecks)
#include "tst_commandchecks.moc"
