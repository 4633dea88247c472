// SPDX-License-Identifier: MIT
#include <cordial/host/config.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <functional>
#include <numeric>

#include <toml++/toml.h>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

int distance(const QString &a, const QString &b)
{
    std::vector<int> row(static_cast<size_t>(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        int diagonal = row[0]++;
        for (qsizetype j = 0; j < b.size(); ++j) {
            const auto at = static_cast<size_t>(j);
            const int replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[at + 1];
            row[at + 1] = std::min({replaced, row[at] + 1, row[at + 1] + 1});
        }
    }
    return row.back();
}

QJsonValue toJson(const toml::node &node)
{
    if (const auto *table = node.as_table()) {
        QJsonObject object;
        for (const auto &[key, value] : *table)
            object.insert(fromUtf8(key.str()), toJson(value));
        return object;
    }
    if (const auto *array = node.as_array()) {
        QJsonArray list;
        for (const toml::node &value : *array)
            list.append(toJson(value));
        return list;
    }
    if (const auto text = node.value_exact<std::string>())
        return fromUtf8(*text);
    if (const auto integer = node.value_exact<int64_t>())
        return qint64(*integer);
    if (const auto number = node.value_exact<double>())
        return *number;
    if (const auto flag = node.value_exact<bool>())
        return *flag;
    // Dates and times: as they are written.
    std::ostringstream text;
    node.visit([&](const auto &leaf) {
        if constexpr (toml::is_date<decltype(leaf)> || toml::is_time<decltype(leaf)>
                      || toml::is_date_time<decltype(leaf)>)
            text << leaf.get();
    });
    return fromUtf8(text.str());
}

class Reader
{
public:
    explicit Reader(const QString &path)
        : m_name(QFileInfo(path).fileName()), m_folder(QFileInfo(path).absoluteDir())
    {
        m_config.file = path;
    }

    Result<Config> read(const toml::table &root)
    {
        const Keys keys{
            {u"bot"_s, [this](const toml::node &node) { return readBot(node); }},
            {u"plugins"_s, [this](const toml::node &node) { return readPlugins(node); }},
            {u"plugin"_s, [this](const toml::node &node) { return readSettings(node); }},
            {u"inspector"_s, [this](const toml::node &node) { return readInspector(node); }},
        };
        if (const auto result = readTable(root, {}, keys); !result)
            return result.error();
        return m_config;
    }

private:
    using Read = std::function<Result<>(const toml::node &)>;
    using Keys = QMap<QString, Read>;

    Error at(const toml::node &node, const QString &message) const
    {
        return makeError(ErrorCode::InvalidArgument,
                         u"%1:%2: %3"_s.arg(m_name).arg(node.source().begin.line).arg(message));
    }

    Result<> readTable(const toml::node &node, const QString &prefix, const Keys &keys) const
    {
        const toml::table *table = node.as_table();
        if (table == nullptr)
            return at(node, u"'%1' must be a table, [%1]"_s.arg(prefix.chopped(1)));
        for (const auto &[key, value] : *table) {
            const QString name = fromUtf8(key.str());
            const auto known = keys.constFind(name);
            if (known == keys.constEnd()) {
                const QString near = nearest(name, keys.keys());
                const QString hint = near.isEmpty() ? u"known are "_s + keys.keys().join(u", "_s)
                                                    : u"did you mean '%1'?"_s.arg(prefix + near);
                return at(value, u"unknown key '%1': %2"_s.arg(prefix + name, hint));
            }
            if (const auto result = (*known)(value); !result)
                return result;
        }
        return {};
    }

    Read text(const QString &name, std::optional<QString> &out) const
    {
        return [this, name, &out](const toml::node &node) -> Result<> {
            const auto value = node.value_exact<std::string>();
            if (!value)
                return at(node, u"'%1' must be a text in quotes"_s.arg(name));
            out = fromUtf8(*value);
            return {};
        };
    }

    Read path(const QString &name, std::optional<QString> &out) const
    {
        return [this, read = text(name, out), &out](const toml::node &node) -> Result<> {
            if (const auto result = read(node); !result)
                return result;
            out = m_folder.absoluteFilePath(*out);
            return {};
        };
    }

    // A number or a text: shards = 4, shards = "auto"; intents = ["GUILDS"] or
    // "GUILDS,GUILD_MESSAGES".
    Read loose(const QString &name, std::optional<QString> &out) const
    {
        return [this, name, &out](const toml::node &node) -> Result<> {
            if (const auto integer = node.value_exact<int64_t>()) {
                out = QString::number(*integer);
                return {};
            }
            if (const auto *array = node.as_array()) {
                QStringList parts;
                if (const auto result = readTexts(name, *array, parts); !result)
                    return result;
                out = parts.join(QLatin1Char(','));
                return {};
            }
            return text(name, out)(node);
        };
    }

    Result<> readTexts(const QString &name, const toml::node &node, QStringList &out) const
    {
        const toml::array *array = node.as_array();
        if (array == nullptr)
            return at(node, u"'%1' must be a list of texts"_s.arg(name));
        for (const toml::node &element : *array) {
            const auto value = element.value_exact<std::string>();
            if (!value)
                return at(element, u"'%1' must be a list of texts"_s.arg(name));
            out.append(fromUtf8(*value));
        }
        return {};
    }

    Read paths(const QString &name, QStringList &out) const
    {
        return [this, name, &out](const toml::node &node) -> Result<> {
            if (const auto result = readTexts(name, node, out); !result)
                return result;
            for (QString &entry : out)
                entry = m_folder.absoluteFilePath(entry);
            return {};
        };
    }

    Result<> readBot(const toml::node &node)
    {
        const Keys keys{
            {u"token_file"_s, path(u"bot.token_file"_s, m_config.tokenFile)},
            {u"api_url"_s, text(u"bot.api_url"_s, m_config.apiUrl)},
            {u"gateway_url"_s, text(u"bot.gateway_url"_s, m_config.gatewayUrl)},
            {u"ca_file"_s, path(u"bot.ca_file"_s, m_config.caFile)},
            {u"log_format"_s, text(u"bot.log_format"_s, m_config.logFormat)},
            {u"intents"_s, loose(u"bot.intents"_s, m_config.intents)},
            {u"shards"_s, loose(u"bot.shards"_s, m_config.shards)},
            {u"shard_range"_s, text(u"bot.shard_range"_s, m_config.shardRange)},
            {u"state_dir"_s, path(u"bot.state_dir"_s, m_config.stateDir)},
        };
        return readTable(node, u"bot."_s, keys);
    }

    Result<> readPlugins(const toml::node &node)
    {
        const Keys keys{
            {u"files"_s, paths(u"plugins.files"_s, m_config.pluginFiles)},
            {u"directories"_s, paths(u"plugins.directories"_s, m_config.pluginDirectories)},
        };
        return readTable(node, u"plugins."_s, keys);
    }

    Result<> readSettings(const toml::node &node)
    {
        const toml::table *table = node.as_table();
        if (table == nullptr)
            return at(node, u"'plugin' must be tables, [plugin.NAME]"_s);
        for (const auto &[key, value] : *table) {
            if (!value.is_table())
                return at(value,
                          u"'plugin.%1' must be a table, [plugin.%1]"_s.arg(fromUtf8(key.str())));
            m_config.pluginSettings.insert(fromUtf8(key.str()), toJson(value).toObject());
        }
        return {};
    }

    Result<> readInspector(const toml::node &node)
    {
        const Keys keys{
            {u"socket"_s, text(u"inspector.socket"_s, m_config.inspectorSocket)},
        };
        const Result<> result = readTable(node, u"inspector."_s, keys);
        // "off" and names of sockets in the hosts' folder are no paths.
        std::optional<QString> &socket = m_config.inspectorSocket;
        if (socket && socket->contains(u'/'))
            socket = QDir::cleanPath(m_folder.absoluteFilePath(*socket));
        return result;
    }

    QString m_name;
    QDir m_folder;
    Config m_config;
};

} // namespace

QString nearest(const QString &word, const QStringList &known)
{
    QString best;
    int bestDistance = static_cast<int>(word.size()) / 3 + 2;
    for (const QString &candidate : known) {
        const int d = distance(word.toLower(), candidate.toLower());
        if (d < bestDistance) {
            bestDistance = d;
            best = candidate;
        }
    }
    return best;
}

QStringList strayPluginSettings(const Config &config, QStringList plugins)
{
    plugins.sort();
    QStringList lines;
    const QStringList names = config.pluginSettings.keys();
    for (const QString &name : names) {
        if (plugins.contains(name))
            continue;
        QString line = u"[plugin.%1] in %2 belongs to no loaded plugin"_s.arg(name, config.file);
        const QString near = nearest(name, plugins);
        if (!near.isEmpty())
            line += u"; did you mean '%1'?"_s.arg(near);
        else if (!plugins.isEmpty())
            line += u"; known are "_s + plugins.join(u", "_s);
        lines.append(line);
    }
    return lines;
}

Result<Config> loadConfig(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return makeError(ErrorCode::Io, u"cannot read %1: %2"_s.arg(path, file.errorString()));
    constexpr qint64 kMaxBytes = 1024 * 1024;
    if (file.size() > kMaxBytes)
        return makeError(ErrorCode::Io, u"%1 is over 1 MiB: that is no configuration"_s.arg(path));
    const QByteArray text = file.readAll();
    // The one place where an exception can come from: toml++ as packaged reports errors by
    // throwing.
    try {
        const toml::table root =
            toml::parse(std::string_view(text.constData(), static_cast<size_t>(text.size())));
        return Reader(path).read(root);
    } catch (const toml::parse_error &error) {
        return makeError(ErrorCode::InvalidArgument,
                         u"%1:%2: %3"_s.arg(QFileInfo(path).fileName())
                             .arg(error.source().begin.line)
                             .arg(fromUtf8(error.description())));
    }
}

} // namespace Cordial::Host
