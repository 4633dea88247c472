// SPDX-License-Identifier: MIT
#include <cordial/host/runoptions.h>

#include <cordial/host/options.h>
#include <cordial/host/tailoptions.h>

#include <QDir>
#include <QFileInfo>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {

//! \brief The flag if it was given, else the key of the configuration file.
std::string given(const std::string &flag, const std::optional<QString> &key)
{
    return flag.empty() && key ? key->toStdString() : flag;
}

QStringList toStrings(const std::vector<std::string> &texts)
{
    QStringList list;
    for (const std::string &text : texts)
        list.append(QString::fromStdString(text));
    return list;
}

//! \brief The plugins in \a directory, in the order of their names.
Result<QStringList> pluginsIn(const QString &directory)
{
    const QDir folder(directory);
    if (!folder.exists())
        return usageError(u"--plugin-dir: there is no folder '%1'"_s.arg(directory));
    QStringList files;
    const auto names = folder.entryList({u"*.so"_s}, QDir::Files, QDir::Name);
    for (const QString &name : names)
        files.append(folder.filePath(name));
    return files;
}

//! \brief Shards, range and intents mean what they mean for `cordial tail`.
Result<> readShards(const RawRunOptions &raw, const Config &config, RunOptions &out)
{
    RawTailOptions shards;
    shards.shards = given(raw.shards, config.shards);
    shards.shardRange = given(raw.shardRange, config.shardRange);
    const std::string intents = given(raw.intents, config.intents);
    const bool isAutomatic = intents.empty() || intents == "auto";
    if (!isAutomatic)
        shards.intents = intents;
    const auto parsed = parseTailOptions(shards);
    if (!parsed)
        return parsed.error();
    out.shards = parsed->shards;
    out.firstShard = parsed->firstShard;
    out.lastShard = parsed->lastShard;
    if (!isAutomatic)
        out.intents = Api::Intents::fromInt(parsed->intents);
    return {};
}

Result<> readPlugins(const RawRunOptions &raw, const Config &config, RunOptions &out)
{
    out.pluginFiles = toStrings(raw.plugins) + config.pluginFiles;
    const QStringList directories = toStrings(raw.pluginDirectories) + config.pluginDirectories;
    for (const QString &directory : directories) {
        const auto files = pluginsIn(directory);
        if (!files)
            return files.error();
        out.foundFiles.append(*files);
    }
    out.pluginFiles.removeDuplicates();
    out.foundFiles.removeDuplicates();
    for (const QString &file : std::as_const(out.pluginFiles))
        out.foundFiles.removeAll(file);
    return {};
}

Result<std::optional<Api::EntityPolicies>> readKeep(const std::string &text)
{
    if (text.empty() || text == "off")
        return std::optional<Api::EntityPolicies>();
    if (text == "standard")
        return std::optional(Api::EntityPolicies::standard());
    if (text == "full")
        return std::optional(Api::EntityPolicies::full());
    return usageError(
        u"--keep: must be off, standard or full, not '%1'"_s.arg(QString::fromStdString(text)));
}

} // namespace

Result<RunOptions> parseRunOptions(const RawRunOptions &raw, const Config &config)
{
    RunOptions options;
    if (auto result = readShards(raw, config, options); !result)
        return std::move(result).error();
    if (auto result = readPlugins(raw, config, options); !result)
        return std::move(result).error();
    options.stateDirectory = QString::fromStdString(given(raw.stateDirectory, config.stateDir));
    options.inspectorSocket =
        QString::fromStdString(given(raw.inspectorSocket, config.inspectorSocket));
    if (raw.hasPrefix)
        options.prefix = QString::fromStdString(raw.prefix);
    const auto keep = readKeep(raw.keep);
    if (!keep)
        return keep.error();
    options.keep = *keep;
    if (!raw.commandGuild.empty()) {
        options.commandGuild = GuildId::fromString(
            QByteArrayView(raw.commandGuild.data(), qsizetype(raw.commandGuild.size())));
        if (!options.commandGuild)
            return usageError(u"--command-guild: must be the id of a server, not '%1'"_s.arg(
                QString::fromStdString(raw.commandGuild)));
    }
    options.sandbox = raw.sandbox;
    options.printReady = raw.printReady;
    return options;
}

} // namespace Cordial::Host
