// SPDX-License-Identifier: MIT
#include <cordial/api/cache/cachestore.h>

#include <QFile>
#include <QSaveFile>

namespace Cordial::Api {

namespace {

constexpr qint64 kLongestLine = 4 << 20;

Error failed(const QFileDevice &file, const char *what)
{
    return makeError(ErrorCode::Io,
                     QStringLiteral("cannot %1 %2: %3")
                         .arg(QLatin1StringView(what), file.fileName(), file.errorString()));
}

} // namespace

Result<> FileCacheStore::write(const std::function<QByteArray()> &next)
{
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly))
        return failed(file, "write");
    // Names of people are in it.
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    for (QByteArray line = next(); !line.isEmpty(); line = next()) {
        if (file.write(line.append('\n')) < 0)
            return failed(file, "write");
    }
    if (!file.commit())
        return failed(file, "write");
    return {};
}

Result<> FileCacheStore::read(const std::function<bool(const QByteArray &)> &take)
{
    QFile file(m_path);
    if (!file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly))
        return failed(file, "read");
    while (!file.atEnd()) {
        QByteArray line = file.readLine(kLongestLine);
        if (line.isEmpty())
            return failed(file, "read");
        const bool isWhole = line.endsWith('\n');
        if (!isWhole && line.size() >= kLongestLine - 1) {
            return makeError(ErrorCode::TooLarge,
                             QStringLiteral("%1 has a line over 4 MB").arg(m_path));
        }
        if (isWhole)
            line.chop(1);
        if (!take(line))
            return {};
    }
    return {};
}

Result<> FileCacheStore::clear()
{
    QFile file(m_path);
    if (file.exists() && !file.remove())
        return failed(file, "remove");
    return {};
}

} // namespace Cordial::Api
