// SPDX-License-Identifier: MIT
#include <cordial/telemetry/wire/endpoint.h>

#include <QDir>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace Cordial::Wire {

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView kSuffix(".sock");

//! \brief Only folders that nobody else can write to are looked into.
bool isOwn(const QString &folder)
{
    struct stat status{};
    return ::lstat(QFile::encodeName(folder).constData(), &status) == 0 && S_ISDIR(status.st_mode)
        && status.st_uid == ::geteuid() && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

} // namespace

QString hostFolder()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (QDir::isAbsolutePath(runtime) && QDir(runtime).exists())
        return QDir::cleanPath(runtime) + u"/cordial";
    return u"/tmp/cordial-%1"_s.arg(::geteuid());
}

bool isHostName(QStringView name)
{
    const auto allowed = [](QChar c) {
        const char16_t u = c.unicode();
        return (u >= u'a' && u <= u'z') || (u >= u'A' && u <= u'Z') || (u >= u'0' && u <= u'9')
            || u == u'.' || u == u'_' || u == u'-';
    };
    return !name.isEmpty() && name.size() <= 64 && name.front() != u'.'
        && std::all_of(name.begin(), name.end(), allowed);
}

QString socketPath(const QString &nameOrPath)
{
    if (nameOrPath.contains(u'/'))
        return QDir::cleanPath(QDir::current().absoluteFilePath(nameOrPath));
    return hostFolder() + u'/' + nameOrPath + kSuffix;
}

qsizetype longestSocketPath()
{
    return static_cast<qsizetype>(sizeof(sockaddr_un::sun_path)) - 1;
}

bool isLive(const QString &path)
{
    const QByteArray bytes = QFile::encodeName(path);
    if (bytes.isEmpty() || bytes.size() > longestSocketPath())
        return false;
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return false;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, bytes.constData(), static_cast<size_t>(bytes.size()));
    const int result =
        ::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof(address));
    // EAGAIN: somebody listens and is busy.
    const bool live = result == 0 || errno == EAGAIN || errno == EINPROGRESS;
    ::close(socket);
    return live;
}

QStringList availableHosts()
{
    const QString folder = hostFolder();
    if (!isOwn(folder))
        return {};
    QStringList names;
    const QStringList files = QDir(folder).entryList({u'*' + kSuffix}, QDir::System, QDir::Name);
    for (const QString &file : files) {
        const QString name = file.chopped(kSuffix.size());
        if (isHostName(name) && isLive(folder + u'/' + file))
            names.append(name);
    }
    return names;
}

} // namespace Cordial::Wire
