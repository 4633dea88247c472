// SPDX-License-Identifier: GPL-3.0-or-later
// Draws every panel in every situation into PNG files, to be looked at:
//   inspector_gallery FOLDER [WORD]     WORD: only pictures whose name contains it
#include "fakehost.h"
#include "theme/theme.h"
#include "views/mainwindow.h"
#include "views/shardspanel.h"

#include <QApplication>
#include <QDir>
#include <QTextStream>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Cordial;
using namespace Cordial::Inspector;

namespace {

struct Scene
{
    QString name;
    FakeHost::Config config;
    std::optional<PanelId> panel{};
    MainWindow::Perspective perspective = MainWindow::Perspective::Overview;
    bool attached = true;
    bool stale = false;
    bool palette = false;
    bool table = false;
    bool select = false;
    QSize size{1280, 800};
    QString filter{};
};

QList<Scene> scenes()
{
    const FakeHost::Config calm{};
    const FakeHost::Config busy{.shards = 64,
                                .channels = 14,
                                .requestsPerSecond = 34,
                                .eventsPerSecond = 90,
                                .troubled = true};
    FakeHost::Config thousand = busy;
    thousand.shards = 1000;
    FakeHost::Config tenThousand = busy;
    tenThousand.shards = 10'000;
    tenThousand.eventsPerSecond = 20;
    const FakeHost::Config longTexts{.shards = 3,
                                     .channels = 5,
                                     .requestsPerSecond = 8,
                                     .troubled = true,
                                     .longTexts = true,
                                     .limit = 60};
    using P = PanelId;
    using V = MainWindow::Perspective;
    return {
        {.name = u"empty-overview"_s, .config = calm, .attached = false},
        {.name = u"empty-requests"_s, .config = calm, .panel = P::Requests, .attached = false},
        {.name = u"overview-1"_s, .config = calm},
        {.name = u"overview-64"_s, .config = busy},
        {.name = u"overview-stale"_s, .config = busy, .stale = true},
        {.name = u"shards-1"_s, .config = calm, .panel = P::Shards},
        {.name = u"shards-64"_s, .config = busy, .panel = P::Shards, .select = true},
        {.name = u"shards-1000"_s, .config = thousand, .panel = P::Shards},
        {.name = u"shards-10000"_s, .config = tenThousand, .panel = P::Shards},
        {.name = u"shards-table"_s, .config = busy, .panel = P::Shards, .table = true},
        {.name = u"requests-load"_s, .config = busy, .panel = P::Requests},
        {.name = u"requests-detail"_s, .config = busy, .panel = P::Requests, .select = true},
        {.name = u"requests-long"_s, .config = longTexts, .panel = P::Requests, .select = true},
        {.name = u"requests-none"_s, .config = busy, .panel = P::Requests, .filter = u"nowhere"_s},
        {.name = u"buckets-load"_s, .config = busy, .panel = P::Buckets},
        {.name = u"buckets-long"_s, .config = longTexts, .panel = P::Buckets, .select = true},
        {.name = u"logs"_s, .config = busy, .panel = P::Logs},
        {.name = u"logs-long"_s, .config = longTexts, .panel = P::Logs, .select = true},
        {.name = u"plugins"_s, .config = busy, .panel = P::Plugins},
        {.name = u"rest"_s, .config = busy, .perspective = V::Rest},
        {.name = u"gateway"_s, .config = busy, .perspective = V::Gateway},
        {.name = u"plugins-perspective"_s, .config = busy, .perspective = V::Plugins},
        {.name = u"stale-rest"_s, .config = busy, .perspective = V::Rest, .stale = true},
        {.name = u"palette"_s, .config = busy, .perspective = V::Rest, .palette = true},
        {.name = u"small-rest"_s, .config = busy, .perspective = V::Rest, .size = {820, 560}},
        {.name = u"wide-overview"_s, .config = busy, .size = {1920, 1080}},
    };
}

void draw(const Scene &scene, bool dark, const QDir &folder)
{
    ManualClock clock;
    Theme theme(dark ? Theme::Kind::Dark : Theme::Kind::Light);
    theme.apply();
    Session session(clock);
    MainWindow window(theme, session);
    window.resize(scene.size);
    if (scene.panel)
        window.showPanel(*scene.panel);
    else
        window.showPerspective(scene.perspective);
    window.show();
    FakeHost host(session, clock, scene.config);
    if (scene.attached) {
        host.attach();
        host.run(scene.config.shards > 1000 ? 4s : 42s);
    }
    if (scene.table)
        window.panel(PanelId::Shards)->toggleForm();
    if (!scene.filter.isEmpty())
        window.activePanel()->setFilterText(scene.filter);
    if (scene.select && scene.panel) {
        auto *panel = static_cast<TablePanel *>(window.panel(*scene.panel));
        panel->table()->selectRowAt(
            panel->model().rowCount() - 4 > 0 ? panel->model().rowCount() - 4 : 0);
    }
    if (scene.stale) {
        host.drop();
        clock.advance(12s);
    }
    session.refresh();
    if (scene.palette) {
        window.openPalette();
        window.palettePopup()->raise();
    }
    QCoreApplication::processEvents();
    const QString file = scene.name + (dark ? u"-dark"_s : u"-light"_s) + u".png"_s;
    window.grab().save(folder.filePath(file));
    QTextStream(stdout) << file << '\n';
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    const QDir folder(arguments.value(1, u"."_s));
    folder.mkpath(u"."_s);
    for (const Scene &scene : scenes()) {
        for (const bool dark : {true, false}) {
            const QString name = scene.name + (dark ? u"-dark"_s : u"-light"_s);
            if (arguments.size() < 3 || name.contains(arguments[2]))
                draw(scene, dark, folder);
        }
    }
    return 0;
}
