// SPDX-License-Identifier: MIT
#include <cordial/telemetry/socketfile.h>

#include <cordial/telemetry/wire/endpoint.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace Cordial::Telemetry {

using namespace Qt::StringLiterals;

namespace {

constexpr int kBacklog = 16;
constexpr int kLockTries = 18;
constexpr std::chrono::milliseconds kLockPause{50};

Error failure(const QString &what, int code = errno)
{
    return makeError(ErrorCode::Io, what + u": "_s + QString::fromLocal8Bit(std::strerror(code)));
}

//! \brief Closes on every way out.
class Descriptor
{
public:
    explicit Descriptor(int descriptor) : m_descriptor(descriptor) { }
    ~Descriptor()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    [[nodiscard]] int get() const { return m_descriptor; }
    [[nodiscard]] int take() { return std::exchange(m_descriptor, -1); }

private:
    int m_descriptor;
};

//! \brief Makes the hosts' folder, or sees to it that an existing one is nobody else's.
Result<> prepareHostFolder(const QString &folder)
{
    const QByteArray name = QFile::encodeName(folder);
    if (::mkdir(name.constData(), 0700) == 0 || errno != EEXIST) {
        if (QFileInfo(folder).isDir())
            return {};
        return failure(u"cannot make the folder %1 for the inspector's socket"_s.arg(folder));
    }
    struct stat status{};
    if (::lstat(name.constData(), &status) != 0)
        return failure(u"cannot look at %1"_s.arg(folder));
    if (!S_ISDIR(status.st_mode) || status.st_uid != ::geteuid()) {
        return makeError(
            ErrorCode::Io,
            u"%1 is not a folder of your own: remove it, or name another socket"_s.arg(folder));
    }
    if ((status.st_mode & 0777) != 0700 && ::chmod(name.constData(), 0700) != 0)
        return failure(u"cannot make %1 private"_s.arg(folder));
    return {};
}

Result<int> bindTo(const QByteArray &name)
{
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (socket.get() < 0)
        return failure(u"cannot make a local socket"_s);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.constData(), static_cast<size_t>(name.size()));
    if (::bind(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0)
        return failure(u"cannot bind %1"_s.arg(QFile::decodeName(name)));
    return socket.take();
}

//! \brief Two hosts that start at once must not both find the old socket dead: one at a time.
Result<int> lockFolder(const QString &folder)
{
    Descriptor lock(
        ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (lock.get() < 0)
        return failure(u"cannot open the folder %1"_s.arg(folder));
    // A host holds it for microseconds, and the system takes it back from one that dies. But
    // whoever may open the folder may lock it for ever: that must not keep a bot from starting, or
    // from saying why it does not.
    for (int tries = kLockTries; ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0; --tries) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return failure(u"cannot lock the folder %1"_s.arg(folder));
        if (tries == 0) {
            return makeError(
                ErrorCode::Io,
                u"another process holds a lock on the folder %1: end it, or name a socket "
                u"in a folder of your own"_s.arg(folder));
        }
        std::this_thread::sleep_for(kLockPause);
    }
    return lock.take();
}

} // namespace

Result<SocketFile> SocketFile::listen(const QString &path)
{
    const QString folder = QFileInfo(path).absolutePath();
    if (folder == Wire::hostFolder()) {
        if (const auto prepared = prepareHostFolder(folder); !prepared)
            return prepared.error();
    }
    const QByteArray name = QFile::encodeName(path);
    // Bound under another name first, so that nobody meets a socket that does not listen yet. One
    // name each: a QLocalServer removes the name its socket was bound to, maybe just now elsewhere.
    static std::atomic<quint16> count = 0;
    const QByteArray fresh =
        name + '.' + QByteArray::number(::getpid()) + '-' + QByteArray::number(count++);
    if (fresh.size() > Wire::longestSocketPath()) {
        return makeError(
            ErrorCode::InvalidArgument,
            u"the socket path %1 is too long: at most %2 bytes are possible"_s.arg(path).arg(
                Wire::longestSocketPath() - (fresh.size() - name.size())));
    }
    auto lock = lockFolder(folder);
    if (!lock)
        return std::move(lock).error();
    const Descriptor locked(*lock);

    struct stat status{};
    if (::lstat(name.constData(), &status) == 0) {
        if (!S_ISSOCK(status.st_mode)) {
            return makeError(ErrorCode::Io,
                             u"%1 exists and is no socket: remove it, or name another"_s.arg(path));
        }
        if (Wire::isLive(path)) {
            return makeError(
                ErrorCode::Io,
                u"another host is listening on %1: stop it, or name another socket"_s.arg(path));
        }
    }
    ::unlink(fresh.constData());
    auto bound = bindTo(fresh);
    if (!bound)
        return std::move(bound).error();
    SocketFile file;
    file.m_descriptor = *bound;
    if (::chmod(fresh.constData(), 0600) != 0 || ::listen(*bound, kBacklog) != 0
        || ::stat(fresh.constData(), &status) != 0
        || ::rename(fresh.constData(), name.constData()) != 0) {
        const int code = errno;
        ::unlink(fresh.constData());
        return failure(u"cannot listen on %1"_s.arg(path), code);
    }
    file.m_path = path;
    file.m_device = status.st_dev;
    file.m_inode = status.st_ino;
    return file;
}

SocketFile::~SocketFile()
{
    remove();
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

SocketFile::SocketFile(SocketFile &&other) noexcept
    : m_path(std::exchange(other.m_path, {}))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_device(other.m_device)
    , m_inode(other.m_inode)
{ }

SocketFile &SocketFile::operator=(SocketFile &&other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_device, other.m_device);
    std::swap(m_inode, other.m_inode);
    return *this;
}

int SocketFile::takeDescriptor()
{
    return std::exchange(m_descriptor, -1);
}

void SocketFile::remove()
{
    if (m_path.isEmpty())
        return;
    const QByteArray name = QFile::encodeName(std::exchange(m_path, {}));
    struct stat status{};
    if (::lstat(name.constData(), &status) == 0 && status.st_dev == m_device
        && status.st_ino == m_inode)
        ::unlink(name.constData());
}

bool isSameUser(qintptr descriptor)
{
    ucred peer{};
    socklen_t size = sizeof(peer);
    return ::getsockopt(static_cast<int>(descriptor), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0
        && peer.uid == ::geteuid();
}

} // namespace Cordial::Telemetry
