// SPDX-License-Identifier: MIT
#include "registeredscopes_p.h"

#include <cordial/core/logging.h>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace Cordial::Commands {

namespace {

constexpr qsizetype kMostScopes = 100;
constexpr qint64 kLargestScopesFile = 64 * 1024;
constexpr QLatin1StringView kRegistered{"registered"};

//! \brief "5" or, of one server, "5/10".
QString scopeName(const CommandScope &scope)
{
    const QString application = scope.application.toString();
    return scope.guild ? QString(application + u'/' + scope.guild->toString()) : application;
}

} // namespace

RegisteredScopes::RegisteredScopes(QString path) : m_path(std::move(path))
{
    if (!m_path.isEmpty() && QFile::exists(m_path))
        read();
}

void RegisteredScopes::read()
{
    QFile file(m_path);
    QJsonDocument document;
    if (file.open(QIODevice::ReadOnly))
        document = QJsonDocument::fromJson(file.read(kLargestScopesFile));
    if (!document.isObject()) {
        qCWarning(lcCommands).noquote()
            << m_path << "cannot be read: commands of earlier runs may stay registered";
        return;
    }
    const QJsonArray names = document.object().value(kRegistered).toArray();
    for (const QJsonValue &name : names)
        m_names.append(name.toString());
    m_names = m_names.last(std::min(m_names.size(), kMostScopes));
}

bool RegisteredScopes::contains(const CommandScope &scope) const
{
    return m_names.contains(scopeName(scope));
}

void RegisteredScopes::note(const CommandScope &scope, bool isRegistered)
{
    if (isRegistered == contains(scope))
        return;
    m_names.removeOne(scopeName(scope));
    if (isRegistered)
        m_names.append(scopeName(scope));
    m_names = m_names.last(std::min(m_names.size(), kMostScopes));
    if (!m_path.isEmpty() && !write()) {
        qCWarning(lcCommands).noquote()
            << m_path << "cannot be written: which commands are this bot's is forgotten at its end";
    }
}

bool RegisteredScopes::write() const
{
    const QJsonObject all{{kRegistered, QJsonArray::fromStringList(m_names)}};
    QSaveFile file(m_path);
    return file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(all).toJson()) > 0
        && file.commit();
}

} // namespace Cordial::Commands
