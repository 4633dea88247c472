// SPDX-License-Identifier: MIT
#include <cordial/core/logoutput.h>

#include <cordial/core/jsonwriter.h>

#include <QDateTime>
#include <QLoggingCategory>
#include <QString>

#include <algorithm>
#include <array>
#include <cstdio>
#include <mutex>
#include <shared_mutex>

namespace Cordial {

namespace {

struct Output
{
    std::shared_mutex mutex;
    LogFormat format = LogFormat::Text;
    Clock *clock = nullptr;
    MetricSink *sink = nullptr;
};

Output &output()
{
    static Output instance;
    return instance;
}

thread_local std::string_view currentPlugin;

quint8 levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return 0;
    case QtInfoMsg:
        return 1;
    case QtWarningMsg:
        return 2;
    case QtCriticalMsg:
    case QtFatalMsg:
        return 3;
    }
    return 3;
}

constexpr std::array kLevelNames{"debug", "info", "warning", "critical"};

QByteArray formatted(LogFormat format, quint8 level, std::string_view category,
                     const QByteArray &text, WallTime now)
{
    const qint64 ms = std::chrono::duration_cast<Milliseconds>(now.time_since_epoch()).count();
    const QByteArray time =
        QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs).toLatin1();
    if (format == LogFormat::Json) {
        JsonWriter json;
        json.beginObject().key("time").string(time).key("level").string(kLevelNames.at(level));
        json.key("category").string(category);
        if (!currentPlugin.empty())
            json.key("plugin").string(currentPlugin);
        json.key("message").string(text).endObject();
        return json.take() + '\n';
    }
    QByteArray line = time + ' ' + kLevelNames.at(level) + ' '
        + QByteArray(category.data(), qsizetype(category.size())) + ": ";
    QByteArray oneLine = text;
    oneLine.replace('\n', "\\n");
    return line + oneLine + '\n';
}

void handleMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    Output &out = output();
    const std::shared_lock lock(out.mutex);
    const quint8 level = levelOf(type);
    const std::string_view category = context.category != nullptr ? context.category : "default";
    const QByteArray text = printable(message).toUtf8();
    if (out.clock == nullptr)
        return;
    const WallTime wall = out.clock->wallNow();
    const QByteArray line = formatted(out.format, level, category, text, wall);
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stderr);
    if (out.sink->wants(MetricStream::Logs)) {
        LogRecord record;
        record.at = out.clock->now().time_since_epoch().count();
        record.wallMs = std::chrono::duration_cast<Milliseconds>(wall.time_since_epoch()).count();
        record.level = level;
        record.category = category;
        record.plugin = currentPlugin;
        record.text = std::string_view(text.constData(), static_cast<size_t>(text.size()));
        out.sink->report(record);
    }
}

} // namespace

QString printable(QString text)
{
    const auto isControl = [](QChar c) {
        return c.category() == QChar::Other_Control && c != u'\n' && c != u'\t';
    };
    std::replace_if(text.begin(), text.end(), isControl, QChar(QChar::ReplacementCharacter));
    return text;
}

void installLogOutput(LogFormat format, Clock &clock, MetricSink &sink)
{
    {
        const std::unique_lock lock(output().mutex);
        output().format = format;
        output().clock = &clock;
        output().sink = &sink;
    }
    qInstallMessageHandler(handleMessage);
}

void uninstallLogOutput()
{
    qInstallMessageHandler(nullptr);
    const std::unique_lock lock(output().mutex);
    output().clock = nullptr;
    output().sink = nullptr;
}

PluginScope::PluginScope(std::string_view plugin) : m_previous(currentPlugin)
{
    currentPlugin = plugin;
}

PluginScope::~PluginScope()
{
    currentPlugin = m_previous;
}

std::string_view PluginScope::current()
{
    return currentPlugin;
}

} // namespace Cordial
