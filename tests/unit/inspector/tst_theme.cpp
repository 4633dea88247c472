// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/icons.h"
#include "theme/theme.h"
#include "theme/visuals.h"

#include <QApplication>
#include <QPainter>
#include <QTest>

#include <set>

using namespace Qt::StringLiterals;
using namespace Cordial;
using namespace Cordial::Inspector;

class tst_Theme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsReadable_data();
    void textIsReadable();
    void statesDifferWithoutColor();
    void reasonsDifferWithoutColor();
    void everyIconDrawsSomething();
    void changeIsAnnouncedOnce();
};

void tst_Theme::textIsReadable_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("happy/dark") << true;
    QTest::newRow("happy/light") << false;
}

//! WCAG AA: 4.5 for every tone of text on every ground it stands on.
void tst_Theme::textIsReadable()
{
    QFETCH(bool, dark);
    const Theme theme(dark ? Theme::Kind::Dark : Theme::Kind::Light);
    const Colors &c = theme.colors();
    for (const Tone tone : {Tone::Text, Tone::Muted, Tone::Faint, Tone::Accent, Tone::Good,
                            Tone::Warn, Tone::Bad, Tone::Info, Tone::Special}) {
        for (const QColor &ground : {c.window, c.surface, c.raised, c.hover}) {
            const double ratio = contrastRatio(theme.tone(tone), ground);
            QVERIFY2(
                ratio >= 4.5,
                qPrintable(u"tone %1 on %2: %3"_s.arg(int(tone)).arg(ground.name()).arg(ratio)));
        }
    }
    QVERIFY(contrastRatio(c.text, c.selection) >= 4.5);
    QVERIFY(contrastRatio(c.muted, c.selection) >= 4.5);
    QVERIFY(contrastRatio(c.onAccent, c.accent) >= 4.5);
    QVERIFY(contrastRatio(c.borderStrong, c.surface) >= 1.5);
}

void tst_Theme::statesDifferWithoutColor()
{
    std::set<Shape> shapes;
    for (int state = 0; state <= int(ShardState::Fatal); ++state) {
        const Visual visual = Visuals::of(static_cast<ShardState>(state));
        QVERIFY(!visual.name.isEmpty());
        QVERIFY2(shapes.insert(visual.shape).second, qPrintable(visual.name));
    }
}

void tst_Theme::reasonsDifferWithoutColor()
{
    std::set<std::pair<Hatch, Tone>> looks;
    for (int reason = 1; reason <= int(WaitReason::Shutdown); ++reason) {
        const Visual visual = Visuals::of(static_cast<WaitReason>(reason));
        QVERIFY(!visual.name.isEmpty());
        QVERIFY2(looks.insert({visual.hatch, visual.tone}).second, qPrintable(visual.name));
        QVERIFY(visual.hatch != Hatch::Solid);
    }
}

void tst_Theme::everyIconDrawsSomething()
{
    for (int name = 0; name <= int(IconName::Rail); ++name)
        QVERIFY2(!iconPath(static_cast<IconName>(name)).isEmpty(),
                 qPrintable(QString::number(name)));
    QVERIFY(!applicationMark(32, 2).toImage().isNull());
}

void tst_Theme::changeIsAnnouncedOnce()
{
    Theme theme(Theme::Kind::Dark);
    int changes = 0;
    connect(&theme, &Theme::changed, this, [&changes] { ++changes; });
    theme.setKind(Theme::Kind::Dark);
    QCOMPARE(changes, 0);
    theme.setKind(Theme::Kind::Light);
    QCOMPARE(changes, 1);
    QVERIFY(!theme.isDark());
    QVERIFY(!qApp->styleSheet().contains(u'@'));
}

QTEST_MAIN(tst_Theme)
#include "tst_theme.moc"
