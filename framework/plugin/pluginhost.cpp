// SPDX-License-Identifier: MIT
#include <cordial/plugin/pluginhost.h>

#include <cordial/core/logging.h>
#include <cordial/core/logoutput.h>
#include <cordial/core/owned.h>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QPluginLoader>

#include <algorithm>
#include <exception>
#include <ranges>

namespace Cordial {

namespace {

constexpr Milliseconds kReportPeriod{1'000};

const char *nameOf(PluginHost::State state)
{
    switch (state) {
    case PluginHost::State::Loaded:
        return "loaded";
    case PluginHost::State::Failed:
        return "failed";
    case PluginHost::State::Unloaded:
        return "unloaded";
    }
    return "";
}

//! \brief The loader's own words contain the path, and more than one line.
QString firstLine(const QString &text)
{
    return text.section(u'\n', 0, 0).simplified();
}

//! \brief The same with text of its own: a plugin's literals go with its code.
Error deepCopy(Error error)
{
    const auto own = [](QString &text) { text = owned(text); };
    own(error.message);
    own(error.request);
    own(error.path);
    for (FieldError &field : error.fieldErrors) {
        own(field.path);
        own(field.code);
        own(field.message);
    }
    return error;
}

//! \brief Its root, made by its constructor; null if that is of another class.
Result<Plugin *> makePlugin(QPluginLoader &loader, const QString &name)
{
    const QByteArray scopeName = name.toUtf8();
    const PluginScope scope(std::string_view(scopeName.constData(), size_t(scopeName.size())));
    try {
        return qobject_cast<Plugin *>(loader.instance());
    } catch (const std::exception &exception) {
        return makeError(
            ErrorCode::Plugin,
            QStringLiteral("threw while it was made: %1").arg(QString::fromUtf8(exception.what())));
    } catch (...) {
        return makeError(ErrorCode::Plugin,
                         QStringLiteral("threw something unknown while it was made"));
    }
}

Result<PluginMetadata> readMetadata(const QString &file)
{
    const QFileInfo info(file);
    if (!info.isFile() || !info.isReadable()) {
        return makeError(ErrorCode::Plugin, QStringLiteral("cannot be read: check the path"));
    }
    const QPluginLoader loader(info.absoluteFilePath());
    return PluginMetadata::fromLoader(loader.metaData());
}

} // namespace

struct PluginHost::Entry
{
    Info info;
    QString copy;
    std::unique_ptr<QPluginLoader> loader;
    std::unique_ptr<Client> client;
    std::unique_ptr<CommandSet> commands;
    std::unique_ptr<PluginContext> context;
    QPointer<Plugin> plugin; //!< Owned by the loader.
};

PluginHost::PluginHost(Client &client, CommandRegistry &commands, Localizer *localizer,
                       PluginHostConfig config, MetricSink &metrics, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_commands(commands)
    , m_localizer(localizer)
    , m_config(std::move(config))
    , m_metrics(metrics)
    , m_reportTimer(client.clock().makeTimer())
{
    reportLater();
}

PluginHost::~PluginHost()
{
    // The process ends soon: the code stays mapped, for whatever still points into it.
    for (const auto &entry : m_entries | std::views::reverse) {
        if (entry->info.state == State::Loaded)
            end(*entry, false);
    }
}

QList<PluginHost::Info> PluginHost::load(const QStringList &files)
{
    // What failed before is tried anew, and told of once.
    std::erase_if(m_entries, [&files](const auto &entry) {
        return entry->info.state == State::Failed && files.contains(entry->info.file);
    });
    QList<PluginMetadata> readable;
    std::vector<Entry *> added;
    for (const QString &file : files) {
        auto entry = std::make_unique<Entry>();
        entry->info.file = file;
        auto metadata = readMetadata(file);
        Entry &stored = *m_entries.emplace_back(std::move(entry));
        added.push_back(&stored);
        if (!metadata) {
            fail(stored, std::move(metadata).error());
            continue;
        }
        stored.info.metadata = *std::move(metadata);
        readable.append(stored.info.metadata);
    }
    for (const auto &entry : m_entries) { // Loaded before: may be depended on.
        if (entry->info.state == State::Loaded)
            readable.prepend(entry->info.metadata);
    }
    const PluginOrder resolved = resolveOrder(readable);
    const auto pending = [&added](const QString &name) -> Entry * {
        // The last of a name: an earlier one has been taken already.
        for (Entry *entry : added | std::views::reverse) {
            if (entry->info.metadata.name == name && entry->info.state != State::Loaded
                && !entry->info.error)
                return entry;
        }
        return nullptr;
    };
    for (const PluginOrder::Problem &problem : resolved.problems) {
        if (Entry *entry = pending(problem.plugin))
            fail(*entry, problem.error);
    }
    for (const QString &name : resolved.order) {
        Entry *entry = pending(name);
        if (entry == nullptr)
            continue;
        if (auto result = start(*entry); !result)
            fail(*entry, std::move(result).error());
    }
    QList<Info> results;
    for (const Entry *entry : added)
        results.append(entry->info);
    // Failed files without a name are no plugins of this bot; they have been told of.
    std::erase_if(m_entries, [](const auto &entry) { return entry->info.metadata.name.isEmpty(); });
    return results;
}

Result<> PluginHost::start(Entry &entry)
{
    for (const QString &needed : entry.info.metadata.depends) {
        const Entry *other = find(needed);
        if (other == nullptr || other->info.state != State::Loaded)
            return makeError(
                ErrorCode::Plugin,
                QStringLiteral("needs the plugin %1, which could not be started").arg(needed));
    }
    auto settings = PluginSettings::check(entry.info.metadata.settings,
                                          m_config.settings.value(entry.info.metadata.name));
    if (!settings)
        return std::move(settings).error();
    const TimePoint begin = m_client.clock().now();
    entry.copy = m_copies.filePath(
        QStringLiteral("%1-%2.so").arg(entry.info.metadata.name).arg(++m_copyCount));
    if (!QFile::copy(QFileInfo(entry.info.file).absoluteFilePath(), entry.copy))
        return makeError(
            ErrorCode::Io,
            QStringLiteral("cannot be copied to %1: check the space there").arg(m_copies.path()));
    entry.loader = std::make_unique<QPluginLoader>(entry.copy);
    entry.loader->setLoadHints({}); // The default keeps the code mapped for ever.
    const Result<Plugin *> made = makePlugin(*entry.loader, entry.info.metadata.name);
    entry.plugin = made.valueOr(nullptr);
    Result<> result;
    if (!made) {
        result = made.error();
    } else if (!entry.plugin) {
        result = makeError(ErrorCode::Plugin,
                           entry.loader->isLoaded()
                               ? QStringLiteral("its class does not derive from Cordial::Plugin")
                               : QStringLiteral("cannot be loaded: %1")
                                     .arg(firstLine(entry.loader->errorString())
                                              .replace(entry.copy, entry.info.file)));
    } else {
        result = initialize(entry, *settings);
    }
    entry.info.loadTime = m_client.clock().now() - begin;
    if (!result) {
        end(entry, true);
        return result;
    }
    entry.info.state = State::Loaded;
    entry.info.error.reset();
    report(entry);
    Q_EMIT pluginLoaded(entry.info.metadata.name);
    return {};
}

Result<> PluginHost::initialize(Entry &entry, const PluginSettings &settings)
{
    const PluginMetadata &metadata = entry.info.metadata;
    if (m_localizer != nullptr) {
        // As cordial_catalogues() embeds them in the plugin.
        m_localizer->addCatalogues(u":/cordial/catalogues/" + metadata.name, metadata.name);
    }
    entry.client = m_client.makeView(metadata.name);
    if (metadata.intents)
        entry.client->requestIntents(metadata.intents);
    entry.commands = std::make_unique<CommandSet>(m_commands, *entry.client);
    const QString storage = m_config.storageDirectory.isEmpty()
        ? QString()
        : QDir(m_config.storageDirectory).filePath(metadata.name);
    entry.context = std::make_unique<PluginContext>(metadata.name, *entry.client, *entry.commands,
                                                    settings, storage);
    Result<> result =
        makeError(ErrorCode::Plugin, QStringLiteral("threw while it was initialized"));
    entry.client->runHandler("initialize",
                             [&] { result = entry.plugin->initialize(*entry.context); });
    return result ? result : Result<>(deepCopy(std::move(result).error()));
}

void PluginHost::end(Entry &entry, bool unmap)
{
    if (entry.plugin && entry.info.state == State::Loaded)
        entry.client->runHandler("shutdown", [&] { entry.plugin->shutdown(); });
    // The plugin before what it was given, which its destructor and its children may use. No event
    // comes in between; what it still waits for is cancelled with its client.
    if (entry.plugin && entry.client)
        entry.client->runHandler("unloading", [&] { delete entry.plugin.data(); });
    entry.context.reset();
    entry.commands.reset();
    entry.client.reset();
    if (entry.loader && unmap) {
        // What deleted itself later has its code in there.
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        entry.loader->unload();
    }
    entry.loader.reset();
    if (m_localizer != nullptr)
        m_localizer->removeCatalogues(entry.info.metadata.name);
    QFile::remove(entry.copy);
}

void PluginHost::fail(Entry &entry, Error error)
{
    const QString name = QFileInfo(entry.info.file).fileName();
    entry.info.state = State::Failed;
    entry.info.error = std::move(error).in(QString(u"plugin " + name));
    if (!entry.info.metadata.name.isEmpty())
        report(entry);
    Q_EMIT pluginFailed(entry.info.file, *entry.info.error);
}

PluginHost::Entry *PluginHost::find(const QString &name) const
{
    for (const auto &entry : m_entries) {
        if (entry->info.metadata.name == name && entry->info.state == State::Loaded)
            return entry.get();
    }
    return nullptr;
}

PluginHost::Entry *PluginHost::findFailed(const QString &name) const
{
    for (const auto &entry : m_entries) {
        if (entry->info.metadata.name == name && entry->info.state == State::Failed)
            return entry.get();
    }
    return nullptr;
}

Result<> PluginHost::unload(const QString &name)
{
    Entry *entry = find(name);
    if (entry == nullptr)
        return makeError(ErrorCode::NotFound, QStringLiteral("no plugin %1 is loaded").arg(name));
    for (const auto &other : m_entries) {
        if (other->info.state == State::Loaded && other->info.metadata.depends.contains(name)) {
            return makeError(ErrorCode::Plugin,
                             QStringLiteral("the plugin %1 needs it: unload that one first")
                                 .arg(other->info.metadata.name));
        }
    }
    end(*entry, true);
    entry->info.state = State::Unloaded;
    report(*entry);
    std::erase_if(m_entries, [entry](const auto &candidate) { return candidate.get() == entry; });
    Q_EMIT pluginUnloaded(name);
    return {};
}

Result<> PluginHost::reload(const QString &name)
{
    const Entry *entry = find(name);
    if (entry == nullptr)
        entry = findFailed(name);
    if (entry == nullptr)
        return makeError(ErrorCode::NotFound, QStringLiteral("no plugin %1 is known").arg(name));
    Info before = entry->info;
    if (before.state == State::Loaded) {
        if (auto result = unload(name); !result)
            return result;
    }
    const Info after = load({before.file}).first();
    if (!after.error)
        return {};
    if (findFailed(name) == nullptr) {
        // The file is no plugin just now, as while it is being built: remember what it was.
        before.state = State::Failed;
        before.error = after.error;
        m_entries.push_back(std::make_unique<Entry>());
        m_entries.back()->info = std::move(before);
        report(*m_entries.back());
    }
    return *after.error;
}

QList<PluginHost::Info> PluginHost::plugins() const
{
    QList<Info> infos;
    for (const auto &entry : m_entries)
        infos.append(entry->info);
    return infos;
}

void PluginHost::report(const Entry &entry)
{
    PluginRecord record;
    record.name = entry.info.metadata.name.toStdString();
    record.version = entry.info.metadata.version.toStdString();
    record.state = nameOf(entry.info.state);
    record.loadNs = entry.info.loadTime.count();
    if (entry.client) {
        const HandlerStats &stats = entry.client->handlerStats();
        record.handled = stats.handled();
        record.errors = stats.errors();
        record.handlerP50Us = stats.percentileUs(0.5);
        record.handlerP99Us = stats.percentileUs(0.99);
    }
    m_metrics.report(record);
}

void PluginHost::reportLater()
{
    m_reportTimer->start(kReportPeriod, [this] {
        if (m_metrics.wants(MetricStream::Plugins)) {
            for (const auto &entry : m_entries)
                report(*entry);
        }
        reportLater();
    });
}

} // namespace Cordial
