// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakehost.h"
#include "views/mainwindow.h"
#include "views/shardspanel.h"

#include <QClipboard>
#include <QDockWidget>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Cordial;
using namespace Cordial::Inspector;

namespace {

FakeHost::Config busy()
{
    return {.shards = 16,
            .channels = 6,
            .requestsPerSecond = 12,
            .eventsPerSecond = 40,
            .troubled = true};
}

} // namespace

//! A window over a session that a fake host fills.
struct Stage
{
    explicit Stage(FakeHost::Config config = busy())
        : session(clock), window(theme, session), host(session, clock, config)
    {
        theme.apply();
        window.resize(1280, 800);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
    }
    void live(std::chrono::milliseconds time = 6s)
    {
        host.attach();
        host.run(time);
        session.refresh();
        QCoreApplication::processEvents();
    }
    TablePanel *table(PanelId id) { return static_cast<TablePanel *>(window.panel(id)); }
    void keys(Qt::Key key, Qt::KeyboardModifiers modifiers)
    {
        QTest::keyClick(&window, key, modifiers);
        QCoreApplication::processEvents();
    }

    ManualClock clock;
    Theme theme{Theme::Kind::Dark};
    Session session;
    MainWindow window;
    FakeHost host;
};

class tst_MainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysShowEveryPanel();
    void railShowsAloneOrBeside();
    void filterNarrowsAndEscRestores();
    void pauseHoldsStill();
    void paletteRunsACommand();
    void paletteGivesTheFocusBack();
    void hostListAsksForAttach();
    void themeSwitchesEverywhere();
    void staleDataStaysAndIsGreyed();
    void restartForgetsRows();
    void bucketLeadsToItsRequests();
    void emptyPipsAreHollow();
    void gridFollowsTheNumberOfShards();
    void gridWalksByKeys();
    void everythingHasANameAndAShortcut();
    void picturesAreDrawnAtBothScales();
};

void tst_MainWindow::keysShowEveryPanel()
{
    Stage stage;
    stage.live();
    for (int i = 0; i < kPanelCount; ++i) {
        const auto id = static_cast<PanelId>(i);
        stage.keys(static_cast<Qt::Key>(Qt::Key_1 + i), Qt::ControlModifier);
        for (int other = 0; other < kPanelCount; ++other)
            QCOMPARE(stage.window.panel(static_cast<PanelId>(other))->isVisible(), other == i);
        QCOMPARE(stage.window.activePanel()->id(), id);
        QVERIFY(!stage.window.grab().isNull());
    }
    stage.keys(Qt::Key_2, Qt::AltModifier);
    QVERIFY(stage.window.panel(PanelId::Requests)->isVisible());
    QVERIFY(stage.window.panel(PanelId::Buckets)->isVisible());
}

void tst_MainWindow::railShowsAloneOrBeside()
{
    Stage stage;
    stage.live();
    QTest::mouseClick(stage.window.rail()->button(PanelId::Logs), Qt::LeftButton);
    QVERIFY(stage.window.panel(PanelId::Logs)->isVisible());
    QVERIFY(!stage.window.panel(PanelId::Overview)->isVisible());
    QVERIFY(stage.window.rail()->button(PanelId::Logs)->isChecked());
    stage.keys(Qt::Key_4, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(stage.window.panel(PanelId::Logs)->isVisible());
    QVERIFY(stage.window.panel(PanelId::Buckets)->isVisible());
    stage.keys(Qt::Key_4, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(!stage.window.panel(PanelId::Buckets)->isVisible());
}

void tst_MainWindow::filterNarrowsAndEscRestores()
{
    Stage stage;
    stage.live();
    stage.window.showPanel(PanelId::Requests);
    TablePanel *panel = stage.table(PanelId::Requests);
    const int all = panel->model().rowCount();
    QVERIFY(all > 20);
    stage.keys(Qt::Key_F, Qt::ControlModifier);
    QVERIFY(panel->filterField()->hasFocus());
    QTest::keyClicks(panel->filterField(), u"plugin:ping"_s);
    QVERIFY(panel->model().rowCount() < all);
    QVERIFY(panel->model().rowCount() > 0);
    for (int row = 0; row < panel->model().rowCount(); ++row)
        QCOMPARE(stage.session.requests().rowAt(row).event.plugin, QByteArray("ping"));
    QTest::keyClick(panel->filterField(), Qt::Key_Escape);
    QCOMPARE(panel->model().rowCount(), all);
    QTest::keyClick(panel->filterField(), Qt::Key_Escape);
    QVERIFY(panel->table()->hasFocus());
}

void tst_MainWindow::pauseHoldsStill()
{
    Stage stage;
    stage.live();
    stage.window.showPanel(PanelId::Requests);
    TablePanel *panel = stage.table(PanelId::Requests);
    stage.keys(Qt::Key_P, Qt::ControlModifier);
    QVERIFY(panel->isPaused());
    const int before = panel->model().rowCount();
    stage.host.run(2s);
    QCOMPARE(panel->model().rowCount(), before);
    QVERIFY(panel->model().pendingCount() > 0);
    stage.keys(Qt::Key_P, Qt::ControlModifier);
    QVERIFY(panel->model().rowCount() > before);
}

void tst_MainWindow::paletteRunsACommand()
{
    Stage stage;
    stage.keys(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    CommandPalette *palette = stage.window.palettePopup();
    QVERIFY(palette->isVisible());
    QVERIFY(palette->list()->count() > 15);
    QTest::keyClicks(palette->field(), u"show buckets"_s);
    QCOMPARE(palette->list()->currentItem()->text(), u"Show Buckets"_s);
    QTest::keyClick(palette->field(), Qt::Key_Return);
    QVERIFY(!palette->isVisible());
    QVERIFY(stage.window.panel(PanelId::Buckets)->isVisible());
}

void tst_MainWindow::paletteGivesTheFocusBack()
{
    Stage stage;
    stage.live();
    stage.window.showPanel(PanelId::Logs);
    DataTable *table = stage.table(PanelId::Logs)->table();
    table->setFocus();
    stage.window.openPalette();
    QVERIFY(stage.window.palettePopup()->field()->hasFocus());
    QTest::keyClicks(stage.window.palettePopup()->field(), u"qqqq"_s);
    QTest::keyClick(stage.window.palettePopup()->field(), Qt::Key_Return);
    QVERIFY(stage.window.palettePopup()->isVisible());
    QTest::keyClick(stage.window.palettePopup()->field(), Qt::Key_Escape);
    QVERIFY(!stage.window.palettePopup()->isVisible());
    QVERIFY(table->hasFocus());
}

void tst_MainWindow::hostListAsksForAttach()
{
    Stage stage;
    QStringList asked;
    connect(&stage.window, &MainWindow::attachRequested, this,
            [&asked](const QString &name) { asked.append(name); });
    stage.window.setHostLister([] { return QStringList{u"alpha"_s, u"beta"_s}; });
    stage.keys(Qt::Key_O, Qt::ControlModifier);
    QTest::keyClick(stage.window.palettePopup()->field(), Qt::Key_Down);
    QTest::keyClick(stage.window.palettePopup()->field(), Qt::Key_Return);
    stage.keys(Qt::Key_O, Qt::ControlModifier);
    QTest::keyClicks(stage.window.palettePopup()->field(), u"/run/x.sock"_s);
    QTest::keyClick(stage.window.palettePopup()->field(), Qt::Key_Return);
    QCOMPARE(asked, (QStringList{u"beta"_s, u"/run/x.sock"_s}));
}

void tst_MainWindow::themeSwitchesEverywhere()
{
    Stage stage;
    stage.live();
    stage.window.showPanel(PanelId::Buckets);
    const QPoint inTable(stage.window.width() - 40, stage.window.height() - 60);
    QCOMPARE(stage.window.grab().toImage().pixelColor(inTable), darkColors().surface);
    stage.keys(Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(stage.window.grab().toImage().pixelColor(inTable), lightColors().surface);
}

void tst_MainWindow::staleDataStaysAndIsGreyed()
{
    Stage stage;
    stage.live();
    stage.window.showPerspective(MainWindow::Perspective::Rest);
    const int rows = stage.session.requests().rowCount();
    stage.host.drop();
    stage.clock.advance(12s);
    QCOMPARE(stage.session.requests().rowCount(), rows);
    QVERIFY(stage.session.isStale());
    QVERIFY2(stage.window.strip()->link()->text().startsWith(u"Stale 12 s"),
             qPrintable(stage.window.strip()->link()->text()));
    stage.session.setLink(LinkState::Attached, {});
    QVERIFY(!stage.session.isStale());
    QCOMPARE(stage.window.strip()->link()->text(), u"Live"_s);
}

void tst_MainWindow::restartForgetsRows()
{
    Stage stage;
    stage.live();
    stage.session.restart();
    for (LiveModel *model : stage.session.models())
        QCOMPARE(model->totalCount(), 0);
    stage.host.run(1s);
    QVERIFY(stage.session.shards().totalCount() > 0);
}

void tst_MainWindow::bucketLeadsToItsRequests()
{
    Stage stage;
    stage.live();
    stage.window.showPanel(PanelId::Buckets);
    DataTable *table = stage.table(PanelId::Buckets)->table();
    table->selectRowAt(0);
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Return);
    TablePanel *requests = stage.table(PanelId::Requests);
    QVERIFY(requests->isVisible());
    QVERIFY(requests->filterField()->text().startsWith(u"bucket:"));
    QVERIFY(requests->model().rowCount() < requests->model().totalCount());
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"Bucket\t"));
}

//! Of 1 left in 3, the first pip has the colour of its state and the last shows the ground.
void tst_MainWindow::emptyPipsAreHollow()
{
    for (const auto kind : {Theme::Kind::Dark, Theme::Kind::Light}) {
        const Theme theme(kind);
        ManualClock clock;
        BucketModel model(clock);
        BucketRow row;
        row.key = "a:1";
        row.limit = 3;
        row.remaining = 1;
        model.change({row}, {});
        model.flush();
        CellDelegate delegate(theme);
        QImage image(160, Theme::kRowHeight, QImage::Format_RGB32);
        image.fill(theme.colors().surface);
        QPainter painter(&image);
        QStyleOptionViewItem option;
        option.rect = image.rect();
        delegate.paint(&painter, option, model.index(0, BucketModel::Remaining));
        const int middle = Theme::kRowHeight / 2 - 1;
        QVERIFY(contrastRatio(image.pixelColor(11, middle), theme.colors().surface) > 3);
        QCOMPARE(image.pixelColor(31, middle), theme.colors().surface);
    }
}

void tst_MainWindow::gridFollowsTheNumberOfShards()
{
    const QList<std::pair<int, ShardGrid::Form>> cases{
        {1, ShardGrid::Form::Cards},     {64, ShardGrid::Form::Cards},
        {65, ShardGrid::Form::Cells},    {1024, ShardGrid::Form::Cells},
        {1025, ShardGrid::Form::Blocks}, {10'000, ShardGrid::Form::Blocks}};
    for (const auto &[count, form] : cases) {
        FakeHost::Config config;
        config.shards = count;
        Stage stage(config);
        stage.window.showPanel(PanelId::Shards);
        stage.live(200ms);
        auto *panel = static_cast<ShardsPanel *>(stage.window.panel(PanelId::Shards));
        QCOMPARE(panel->grid()->form(), form);
        // All ready: where the first shard is drawn there is some green.
        const QRect first = panel->grid()->shardRect(0);
        const QImage image = panel->grid()->viewport()->grab(first).toImage();
        bool green = false;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor color = image.pixelColor(x, y);
                green =
                    green || (color.green() > color.red() + 20 && color.green() > color.blue() + 4);
            }
        }
        QVERIFY2(green, qPrintable(QString::number(count)));
    }
}

void tst_MainWindow::gridWalksByKeys()
{
    Stage stage;
    stage.live();
    stage.window.showPanel(PanelId::Shards);
    auto *panel = static_cast<ShardsPanel *>(stage.window.panel(PanelId::Shards));
    QVERIFY(panel->showsGrid());
    panel->grid()->setFocus();
    QTest::keyClick(panel->grid(), Qt::Key_Home);
    QTest::keyClick(panel->grid(), Qt::Key_Right);
    QCOMPARE(panel->grid()->currentShard(), std::optional<quint32>(1));
    // The table has the same row selected.
    QCOMPARE(stage.session.shards().rowAt(panel->table()->currentRow()).shard, 1U);
    QTest::keyClick(panel->grid(), Qt::Key_End);
    QCOMPARE(panel->grid()->currentShard(), std::optional<quint32>(15));
    stage.keys(Qt::Key_G, Qt::ControlModifier);
    QVERIFY(!panel->showsGrid());
    QVERIFY(panel->table()->isVisible());
}

void tst_MainWindow::everythingHasANameAndAShortcut()
{
    Stage stage;
    QSet<QKeySequence> keys;
    const QList<QAction *> actions = stage.window.actions();
    for (const QAction *action : actions) {
        QVERIFY2(!action->shortcut().isEmpty(), qPrintable(action->text()));
        QVERIFY2(!keys.contains(action->shortcut()), qPrintable(action->text()));
        keys.insert(action->shortcut());
    }
    for (int i = 0; i < kPanelCount; ++i) {
        const Panel *panel = stage.window.panel(static_cast<PanelId>(i));
        QVERIFY(!panel->accessibleName().isEmpty());
        for (const auto *field : panel->header()->findChildren<QLineEdit *>())
            QVERIFY(!field->accessibleName().isEmpty());
        for (const auto *button : panel->header()->findChildren<QAbstractButton *>()) {
            const bool ownPart = qobject_cast<QLineEdit *>(button->parentWidget());
            QVERIFY(ownPart || !button->accessibleName().isEmpty());
        }
    }
}

void tst_MainWindow::picturesAreDrawnAtBothScales()
{
    Stage stage;
    stage.live();
    stage.window.showPerspective(MainWindow::Perspective::Rest);
    QImage twice(stage.window.size() * 2, QImage::Format_ARGB32_Premultiplied);
    twice.setDevicePixelRatio(2);
    twice.fill(Qt::magenta);
    stage.window.render(&twice);
    const QImage once = stage.window.grab().toImage().convertToFormat(QImage::Format_RGB32);
    const QImage small = twice.scaled(once.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                             .convertToFormat(QImage::Format_RGB32);
    // The same picture up to the edges of letters.
    qint64 difference = 0;
    for (int y = 0; y < once.height(); y += 2) {
        for (int x = 0; x < once.width(); x += 2)
            difference += qAbs(qGray(once.pixel(x, y)) - qGray(small.pixel(x, y)));
    }
    const double mean = static_cast<double>(difference) / (once.width() * once.height() / 4.0);
    QVERIFY2(mean < 6, qPrintable(QString::number(mean)));
}

QTEST_MAIN(tst_MainWindow)
#include "tst_mainwindow.moc"
