// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/metrics.h>

namespace Cordial {

enum class LogFormat { Text, Json };

//! \brief \a text with U+FFFD instead of control characters, but for line breaks and tabs: what
//! others have written must not command a terminal.
[[nodiscard]] QString printable(QString text);

//! \brief Sends Qt's log messages to stderr, one line each, and to \a sink as LogRecords.
//! \a clock and \a sink must outlive the installation: call uninstallLogOutput() before they go.
//! Thread-safe once installed. A line break inside a message becomes "\n".
void installLogOutput(LogFormat format, Clock &clock, MetricSink &sink = MetricSink::none());
//! \brief Back to Qt's own handler.
void uninstallLogOutput();

//! \brief Names the plugin whose code runs in this thread, for log lines and requests made inside.
class PluginScope
{
public:
    explicit PluginScope(std::string_view plugin);
    ~PluginScope();
    PluginScope(const PluginScope &) = delete;
    PluginScope &operator=(const PluginScope &) = delete;

    //! \brief The innermost name of this thread; empty outside plugins.
    [[nodiscard]] static std::string_view current();

private:
    std::string_view m_previous;
};

} // namespace Cordial
