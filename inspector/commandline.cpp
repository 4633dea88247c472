// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

namespace {

// Messages of the command line are not translated: scripts read them.

Error usage(const QString &message)
{
    return makeError(ErrorCode::InvalidArgument, message);
}

QString panelNames()
{
    QStringList names;
    for (int i = 0; i < kPanelCount; ++i)
        names.append(panelName(static_cast<PanelId>(i)));
    return names.join(u", "_s);
}

Result<> setTheme(Options &options, const QString &value)
{
    options.themeGiven = true;
    if (value == u"dark")
        options.theme = Theme::Kind::Dark;
    else if (value == u"light")
        options.theme = Theme::Kind::Light;
    else if (value == u"auto")
        options.theme = Theme::Kind::Auto;
    else
        return usage(u"--theme is dark, light or auto, not '%1'"_s.arg(value));
    return {};
}

Result<> setAfter(Options &options, const QString &value)
{
    bool isNumber = false;
    const int milliseconds = value.toInt(&isNumber);
    if (!isNumber || milliseconds < 0 || milliseconds > 3'600'000)
        return usage(u"--after takes milliseconds from 0 to 3600000, not '%1'"_s.arg(value));
    options.after = std::chrono::milliseconds(milliseconds);
    return {};
}

Result<> setScreenshot(Options &options, const QString &value)
{
    if (value.isEmpty() || !value.endsWith(u".png", Qt::CaseInsensitive))
        return usage(u"--screenshot takes a file that ends in .png, not '%1'"_s.arg(value));
    const QFileInfo folder(QFileInfo(value).absolutePath());
    if (!folder.isDir())
        return usage(u"--screenshot: there is no folder '%1'"_s.arg(folder.filePath()));
    options.screenshot = value;
    return {};
}

Result<> setAttach(Options &options, const QString &value)
{
    if (value.isEmpty())
        return usage(u"--attach takes the name of a running bot or the path of its socket"_s);
    if (value.startsWith(u"tls://"))
        return usage(u"--attach %1: attaching over TLS is not available in this version; name a "
                     "bot on this machine or the path of its socket"_s.arg(value));
    options.attach = value;
    return {};
}

Result<> setPanel(Options &options, const QString &value)
{
    options.panel = panelFromName(value);
    if (!options.panel)
        return usage(u"--panel is one of %1, not '%2'"_s.arg(panelNames(), value));
    return {};
}

Result<> apply(Options &options, const QString &flag, const QString &value)
{
    if (flag == u"--attach")
        return setAttach(options, value);
    if (flag == u"--panel")
        return setPanel(options, value);
    if (flag == u"--theme")
        return setTheme(options, value);
    if (flag == u"--screenshot")
        return setScreenshot(options, value);
    if (flag == u"--after")
        return setAfter(options, value);
    options.language = value;
    return {};
}

bool takesValue(const QString &flag)
{
    static const QStringList flags{u"--attach"_s,     u"--panel"_s, u"--theme"_s,
                                   u"--screenshot"_s, u"--after"_s, u"--language"_s};
    return flags.contains(flag);
}

} // namespace

Result<Options> parseCommandLine(const QStringList &arguments)
{
    Options options;
    bool afterGiven = false;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments[i];
        if (argument == u"--help" || argument == u"-h") {
            options.help = true;
            continue;
        }
        if (argument == u"--version") {
            options.version = true;
            continue;
        }
        const qsizetype equals = argument.indexOf(u'=');
        const QString flag = equals < 0 ? argument : argument.left(equals);
        if (!takesValue(flag))
            return usage(u"unknown argument '%1'; see --help"_s.arg(argument));
        if (equals < 0 && i + 1 >= arguments.size())
            return usage(u"%1 needs a value; see --help"_s.arg(flag));
        const QString value = equals < 0 ? arguments[++i] : argument.mid(equals + 1);
        if (Result<> applied = apply(options, flag, value); !applied)
            return applied.error();
        afterGiven = afterGiven || flag == u"--after";
    }
    if (afterGiven && options.screenshot.isEmpty())
        return usage(u"--after belongs to --screenshot FILE.png"_s);
    return options;
}

QString helpText()
{
    return u"Usage: cordial-inspector [--attach NAME|PATH] [--panel NAME] [--theme "
           u"dark|light|auto]\n"
           "                         [--screenshot FILE.png [--after MS]] [--language LOCALE]\n"
           "\n"
           "Watches a running bot: shards, requests and why they wait, rate-limit buckets, logs.\n"
           "\n"
           "  --attach NAME|PATH   a bot of this user by its name, or the path of its socket;\n"
           "                       without it the only one that runs\n"
           "  --panel NAME         %1\n"
           "  --theme KIND         dark, light or auto (as the desktop)\n"
           "  --screenshot FILE    writes a picture of the window and ends: exit code 0, or 1 if\n"
           "                       it was not attached by then (the picture says so)\n"
           "  --after MS           how long after the start the picture is taken (1500)\n"
           "  --language LOCALE    en, de, es or ja instead of the desktop's language\n"
           "  --version, --help\n"_s.arg(panelNames());
}

} // namespace Cordial::Inspector
