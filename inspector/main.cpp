// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/hostconnection.h"
#include "commandline.h"
#include "models/session.h"
#include "theme/theme.h"
#include "views/mainwindow.h"

#include <cordial/core/clock.h>
#include <cordial/telemetry/wire/endpoint.h>

#include <QApplication>
#include <QLibraryInfo>
#include <QLoggingCategory>
#include <QSettings>
#include <QTranslator>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;
using namespace Cordial;
using namespace Cordial::Inspector;

namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kUsage = 2;

void say(FILE *stream, const QString &text)
{
    std::fputs(text.toLocal8Bit().constData(), stream);
    std::fflush(stream);
}

//! Qt reads and removes its own arguments only with an application; usage errors must not need a
//! display, so ours are read first and Qt's (`-platform x`) are let through.
QStringList ownArguments(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i) {
        const QString argument = QString::fromLocal8Bit(argv[i]);
        const bool qtFlag =
            argument.startsWith(u'-') && !argument.startsWith(u"--") && argument != u"-h";
        if (qtFlag && i + 1 < argc && argv[i + 1][0] != '-')
            ++i;
        else if (!qtFlag)
            arguments.append(argument);
    }
    return arguments;
}

bool hasPlatform(int argc, char **argv)
{
    const bool given = std::any_of(argv + 1, argv + argc, [](const char *argument) {
        return qstrcmp(argument, "-platform") == 0;
    });
    return given || !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
}

//! Without a display there is no window: say so instead of Qt's abort.
bool hasDisplay()
{
    return !qEnvironmentVariableIsEmpty("DISPLAY")
        || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
}

QByteArray remarks; //!< Qt's, made before it was known whether there is a window

//! Qt aborts where the display named cannot be reached; nobody learns from a core what to do.
void duringStart(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (type != QtFatalMsg) {
        remarks += qFormatLogMessage(type, context, message).toLocal8Bit() + '\n';
        return;
    }
    say(stderr,
        u"cordial-inspector: the display '%1' cannot be used; set DISPLAY to one that is there, or "
        "take a picture with --screenshot FILE.png, which needs none\n"_s.arg(
            qEnvironmentVariable("DISPLAY", qEnvironmentVariable("WAYLAND_DISPLAY"))));
    std::_Exit(kFailed);
}

void installTranslations(QApplication &application, const QString &language)
{
    const QLocale locale = language.isEmpty() ? QLocale() : QLocale(language);
    QLocale::setDefault(locale);
    auto *qt = new QTranslator(&application);
    if (qt->load(locale, u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QApplication::installTranslator(qt);
    auto *own = new QTranslator(&application);
    if (own->load(locale, u"inspector"_s, u"_"_s, u":/i18n"_s))
        QApplication::installTranslator(own);
}

Theme::Kind themeKind(const Options &options)
{
    if (options.themeGiven || !options.screenshot.isEmpty())
        return options.theme;
    const int saved = QSettings().value(u"theme"_s, -1).toInt();
    return saved == 0 ? Theme::Kind::Dark : saved == 1 ? Theme::Kind::Light : options.theme;
}

//! Takes the picture and says what it shows. Runs once, then the program ends.
int takePicture(MainWindow &window, const Session &session, const QString &file)
{
    if (!window.grab().save(file, "PNG")) {
        say(stderr, u"cordial-inspector: cannot write '%1'\n"_s.arg(file));
        return kFailed;
    }
    if (session.linkState() == LinkState::Attached)
        return kDone;
    say(stderr,
        u"cordial-inspector: not attached: %1\n"_s.arg(
            session.linkReason().isEmpty()
                ? u"no bot is running here; start one with 'cordial run' or name its socket"_s
                : session.linkReason()));
    return kFailed;
}

QString firstHost(const Options &options)
{
    if (!options.attach.isEmpty())
        return options.attach;
    const QStringList hosts = Wire::availableHosts();
    return hosts.size() == 1 ? hosts.first() : QString();
}

int runWindow(QApplication &application, const Options &options)
{
    SystemClock clock;
    Theme theme(themeKind(options));
    theme.apply();
    HostConnection connection(clock);
    Session session(clock);
    session.follow(connection);
    MainWindow window(theme, session);
    window.setHostLister([] { return Wire::availableHosts(); });
    QObject::connect(&window, &MainWindow::attachRequested, &connection, &HostConnection::attach);
    QObject::connect(&window, &MainWindow::detachRequested, &connection, &HostConnection::detach);
    const bool picture = !options.screenshot.isEmpty();
    if (!picture) {
        window.restoreLayout();
        QObject::connect(&theme, &Theme::changed, &window,
                         [&theme] { QSettings().setValue(u"theme"_s, theme.isDark() ? 0 : 1); });
    }
    if (options.panel)
        window.showPanel(*options.panel);
    window.show();
    if (const QString host = firstHost(options); !host.isEmpty())
        connection.attach(host);
    const std::unique_ptr<Timer> shutter = clock.makeTimer();
    if (picture) {
        shutter->start(options.after, [&] {
            session.refresh();
            QApplication::exit(takePicture(window, session, options.screenshot));
        });
    }
    return application.exec();
}

} // namespace

int main(int argc, char **argv)
{
    const Result<Options> options = parseCommandLine(ownArguments(argc, argv));
    if (!options) {
        say(stderr, u"cordial-inspector: %1\n"_s.arg(options.error().message));
        return kUsage;
    }
    if (options->help) {
        say(stdout, helpText());
        return kDone;
    }
    if (options->version) {
        say(stdout, u"cordial-inspector " CORDIAL_VERSION "\n"_s);
        return kDone;
    }
    const bool picture = !options->screenshot.isEmpty();
    if (!picture && !hasPlatform(argc, argv) && !hasDisplay()) {
        say(stderr,
            u"cordial-inspector: there is no display; with --screenshot FILE.png it "
            "works without one\n"_s);
        return kFailed;
    }
    // A picture needs no screen, and is the same with and without one.
    if (picture && !hasPlatform(argc, argv))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    // Qt's remarks on a platform without screens are no news to whoever asked for a picture.
    if (picture)
        QLoggingCategory::setFilterRules(u"default.warning=false"_s);
    qInstallMessageHandler(duringStart);
    QApplication application(argc, argv);
    qInstallMessageHandler(nullptr);
    std::fputs(remarks.constData(), stderr);
    QApplication::setOrganizationName(u"Cordial"_s);
    QApplication::setApplicationName(u"cordial-inspector"_s);
    QApplication::setApplicationDisplayName(u"Cordial Inspector"_s);
    QApplication::setApplicationVersion(QStringLiteral(CORDIAL_VERSION));
    QApplication::setWindowIcon(QIcon(u":/icons/cordial-inspector.png"_s));
    installTranslations(application, options->language);
    return runWindow(application, *options);
}
