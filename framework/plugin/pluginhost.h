// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/commands/commandregistry.h>
#include <cordial/plugin/plugin.h>
#include <cordial/plugin/pluginmetadata.h>

#include <QJsonObject>
#include <QMap>
#include <QObject>
#include <QTemporaryDir>

#include <memory>
#include <vector>

namespace Cordial {

struct PluginHostConfig
{
    QMap<QString, QJsonObject> settings; //!< By plugin name.
    QString storageDirectory; //!< Each plugin gets a folder below it; empty = none.
};

//! \brief Loads plugins and takes them out again. What one plugin does wrong is its own end only.
//!
//! A file is read for its metadata before any of its code runs, and loaded from a copy, so that
//! it can be rebuilt in place meanwhile. Not to be called from a plugin's own slots. Thread: the
//! client's.
class PluginHost : public QObject
{
    Q_OBJECT
public:
    enum class State : quint8 { Loaded, Failed, Unloaded };
    struct Info
    {
        QString file;
        PluginMetadata metadata; //!< Empty if the file is no plugin.
        State state = State::Failed;
        std::optional<Error> error;
        std::chrono::nanoseconds loadTime{0};
    };

    //! \brief Everything named here outlives the host; \a localizer may be null.
    PluginHost(Client &client, CommandRegistry &commands, Localizer *localizer,
               PluginHostConfig config, MetricSink &metrics = MetricSink::none(),
               QObject *parent = nullptr);
    //! \brief Ends the plugins, the last first.
    ~PluginHost() override;

    //! \brief Loads all of \a files, dependencies first. Returns what became of each; what failed
    //! is also emitted. A file that failed before is tried anew.
    QList<Info> load(const QStringList &files);
    //! \brief Ends a plugin and unmaps its code. Errors: NotFound; Plugin while another one that is
    //! loaded depends on it.
    Result<> unload(const QString &name);
    //! \brief Ends a plugin and loads its file anew; also one that failed before, as after a reload
    //! that came while its file was being built. Errors: as unload() and load().
    Result<> reload(const QString &name);

    [[nodiscard]] QList<Info> plugins() const;

Q_SIGNALS:
    void pluginLoaded(const QString &name);
    //! \brief \a file could not be loaded, or its plugin could not be initialized.
    void pluginFailed(const QString &file, const Cordial::Error &error);
    void pluginUnloaded(const QString &name);

private:
    struct Entry;

    [[nodiscard]] Result<> start(Entry &entry);
    [[nodiscard]] Result<> initialize(Entry &entry, const PluginSettings &settings);
    void end(Entry &entry, bool unmap);
    void fail(Entry &entry, Error error);
    [[nodiscard]] Entry *find(const QString &name) const;
    [[nodiscard]] Entry *findFailed(const QString &name) const;
    void report(const Entry &entry);
    void reportLater();

    Client &m_client;
    CommandRegistry &m_commands;
    Localizer *m_localizer;
    PluginHostConfig m_config;
    MetricSink &m_metrics;
    QTemporaryDir m_copies;
    quint64 m_copyCount = 0;
    std::vector<std::unique_ptr<Entry>> m_entries; //!< In the order they were loaded.
    std::unique_ptr<Timer> m_reportTimer;
};

} // namespace Cordial
