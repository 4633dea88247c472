// SPDX-License-Identifier: MIT
#include <cordial/plugin/pluginmetadata.h>

#include <cordial/gateway/intents.h>
#include <cordial/plugin/plugin.h>

#include <QHash>
#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>

namespace Cordial {

namespace {

constexpr int kApiMajor = 0;
constexpr int kApiMinor = 1;

Error bad(const QString &message)
{
    return makeError(ErrorCode::Plugin, message);
}

//! \brief The versions that this plugin was built for, if they fit.
std::optional<Error> readVersion(const QString &text, PluginMetadata &out)
{
    static const QRegularExpression kVersion(QStringLiteral("^([0-9]{1,4})\\.([0-9]{1,4})$"));
    const auto match = kVersion.match(text);
    if (!match.hasMatch()) {
        return bad(QStringLiteral("its metadata has no apiVersion like \"%1\": add it and rebuild")
                       .arg(pluginApiVersion()));
    }
    out.apiMajor = match.captured(1).toInt();
    out.apiMinor = match.captured(2).toInt();
    if (out.apiMajor == kApiMajor && out.apiMinor <= kApiMinor)
        return std::nullopt;
    const QString built = out.apiMajor == kApiMajor ? text : QString::number(out.apiMajor) + u".x";
    return bad(QStringLiteral("built for Cordial %1, this is %2: rebuild it")
                   .arg(built, pluginApiVersion()));
}

//! \brief The texts of an array; an error for anything else.
Result<QStringList> readTexts(const QJsonObject &data, const QString &key)
{
    QStringList texts;
    const QJsonValue value = data[key];
    if (value.isUndefined())
        return texts;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &element : array) {
        if (element.toString().isEmpty())
            break;
        texts.append(element.toString());
    }
    if (!value.isArray() || texts.size() != array.size())
        return bad(QStringLiteral("\"%1\" in its metadata must be a list of texts").arg(key));
    return texts;
}

} // namespace

QString pluginApiVersion()
{
    return QStringLiteral("%1.%2").arg(kApiMajor).arg(kApiMinor);
}

Result<PluginMetadata> PluginMetadata::fromLoader(const QJsonObject &metaData)
{
    static const QRegularExpression kName(QStringLiteral("^[a-z0-9][a-z0-9_-]{0,30}$"));
    const QString iid = metaData[u"IID"].toString();
    if (iid.isEmpty())
        return bad(QStringLiteral("no plugin: give the .so file of a plugin for Cordial"));
    if (!iid.startsWith(QStringLiteral("dev.cordial.Plugin/")))
        return bad(QStringLiteral("a Qt plugin, but not one for Cordial (%1)").arg(iid));
    const QJsonObject data = metaData[u"MetaData"].toObject();
    PluginMetadata metadata;
    // The version first: what else is in there may mean something else in another one.
    if (auto error = readVersion(data[u"apiVersion"].toString(), metadata))
        return *std::move(error);
    if (iid != QStringLiteral(CordialPlugin_iid))
        return bad(QStringLiteral("built for the interface %1, this has %2: rebuild it")
                       .arg(iid, QStringLiteral(CordialPlugin_iid)));
    metadata.name = data[u"name"].toString();
    if (!kName.match(metadata.name).hasMatch()) {
        return bad(QStringLiteral("\"name\" in its metadata must be 1 to 31 of a-z 0-9 - _, not "
                                  "\"%1\"")
                       .arg(metadata.name));
    }
    metadata.version = data[u"version"].toString();
    if (metadata.version.isEmpty())
        return bad(QStringLiteral("its metadata has no \"version\": add it and rebuild"));
    metadata.description = data[u"description"].toString();
    const auto depends = readTexts(data, QStringLiteral("depends"));
    if (!depends)
        return depends.error();
    metadata.depends = *depends;
    const auto intents = readTexts(data, QStringLiteral("intents"));
    if (!intents)
        return intents.error();
    if (!intents->isEmpty()) {
        const auto bits = Gateway::parseIntents(intents->join(u','));
        if (!bits)
            return bad(bits.error().message);
        metadata.intents = Api::Intents::fromInt(*bits);
    }
    metadata.settings = data[u"settings"].toObject();
    return metadata;
}

namespace {

//! \brief Depth first: a plugin is appended after those it depends on.
class Resolver
{
public:
    explicit Resolver(const QList<PluginMetadata> &plugins)
    {
        for (const PluginMetadata &plugin : plugins) {
            if (m_plugins.contains(plugin.name)) {
                fail(plugin.name, QStringLiteral("there are two plugins of this name"));
                continue;
            }
            m_plugins.insert(plugin.name, &plugin);
        }
    }

    bool visit(const QString &name)
    {
        if (m_done.contains(name))
            return m_done.value(name);
        if (m_path.contains(name)) {
            const QStringList circle = m_path.mid(m_path.indexOf(name)) + QStringList{name};
            for (const QString &member : circle.mid(1))
                fail(member,
                     QStringLiteral("depends on itself: %1")
                         .arg(circle.join(QStringLiteral(" -> "))));
            return false;
        }
        m_path.append(name);
        bool ok = true;
        for (const QString &needed : m_plugins.value(name)->depends) {
            const bool isThere = m_plugins.contains(needed);
            if (!isThere || !visit(needed)) {
                ok = false;
                fail(name,
                     isThere
                         ? QStringLiteral("needs the plugin %1, which cannot be loaded").arg(needed)
                         : QStringLiteral("needs the plugin %1, which is not there: "
                                          "give it with --plugin")
                               .arg(needed));
            }
        }
        m_path.removeLast();
        ok = ok && !m_failed.contains(name);
        m_done.insert(name, ok);
        if (ok)
            m_result.order.append(name);
        return ok;
    }

    PluginOrder take() { return std::move(m_result); }

private:
    //! \brief Only the first reason counts.
    void fail(const QString &name, const QString &message)
    {
        if (m_failed.contains(name))
            return;
        m_failed.insert(name);
        m_result.problems.append({name, bad(message)});
    }

    QHash<QString, const PluginMetadata *> m_plugins;
    QHash<QString, bool> m_done;
    QSet<QString> m_failed;
    QStringList m_path;
    PluginOrder m_result;
};

} // namespace

PluginOrder resolveOrder(const QList<PluginMetadata> &plugins)
{
    Resolver resolver(plugins);
    for (const PluginMetadata &plugin : plugins)
        resolver.visit(plugin.name);
    return resolver.take();
}

} // namespace Cordial
