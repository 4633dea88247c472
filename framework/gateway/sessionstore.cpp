// SPDX-License-Identifier: MIT
#include <cordial/gateway/sessionstore.h>

#include <cordial/core/jsonreader.h>
#include <cordial/core/jsonwriter.h>
#include <cordial/core/logging.h>

#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kFormat = 1;
constexpr qint64 kLargestFile = 16 * 1024 * 1024;

struct SessionFile
{
    qint64 format = 0;
    QList<SessionRecord> sessions;
};

} // namespace

// Found by argument-dependent lookup from jsonreader.h.
static bool readJson(JsonValue &in, SessionRecord &out, JsonError &error)
{
    out.sequence = -1; // A record without one is of no use.
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        if (key == "shard")
            return Cordial::readJson(value, out.shard, error);
        if (key == "shard_count")
            return Cordial::readJson(value, out.shardCount, error);
        if (key == "intents")
            return Cordial::readJson(value, out.intents, error);
        if (key == "session_id")
            return Cordial::readJson(value, out.sessionId, error);
        if (key == "sequence")
            return Cordial::readJson(value, out.sequence, error);
        if (key == "resume_url") {
            QString url;
            if (!Cordial::readJson(value, url, error))
                return false;
            out.resumeUrl = QUrl(url, QUrl::StrictMode);
        }
        return true;
    });
}

namespace {

bool readJson(JsonValue &in, SessionFile &out, JsonError &error)
{
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        if (key == "format")
            return Cordial::readJson(value, out.format, error);
        if (key == "sessions")
            return Cordial::readJson(value, out.sessions, error);
        return true;
    });
}

bool isUsable(const SessionRecord &record)
{
    return !record.sessionId.isEmpty() && record.shard < record.shardCount && record.sequence >= 0;
}

Error ioError(const QString &path)
{
    return makeError(ErrorCode::Io,
                     u"cannot write the session file "_s % path % u": "_s
                         % QString::fromLocal8Bit(std::strerror(errno)));
}

bool writeAll(int descriptor, const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t count =
            ::write(descriptor, bytes.constData() + done, static_cast<size_t>(bytes.size() - done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        done += count;
    }
    return true;
}

//! A file system without locks cannot tell who else there is: it must not keep a bot from starting.
bool isLocked(int descriptor)
{
    return ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

//! Whether the file that was opened is the one that is there now: another may have replaced it.
bool isStill(int descriptor, const QByteArray &path)
{
    struct stat opened = {};
    struct stat there = {};
    return ::fstat(descriptor, &opened) == 0 && ::stat(path.constData(), &there) == 0
        && opened.st_ino == there.st_ino && opened.st_dev == there.st_dev;
}

//! Written beside and renamed over: a reader, and the next start after kill -9, sees the old file
//! or the new one. Made with 0600 from the beginning. A \a claim goes over to the new file.
Result<> replaceFile(const QString &path, const QByteArray &bytes, int &claim)
{
    const QByteArray target = QFile::encodeName(path);
    struct stat there = {};
    if (::stat(target.constData(), &there) == 0 && !S_ISREG(there.st_mode))
        return makeError(ErrorCode::Io,
                         u"the session file "_s % path % u" is not a file: give it another name"_s);
    const QByteArray temporary = target + ".cordial-new";
    ::unlink(temporary.constData());
    const int descriptor =
        ::open(temporary.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return ioError(QFile::decodeName(temporary));
    const bool isClaimed = claim >= 0;
    const bool written = writeAll(descriptor, bytes) && (!isClaimed || isLocked(descriptor));
    if ((!isClaimed && ::close(descriptor) != 0) || !written
        || ::rename(temporary.constData(), target.constData()) != 0) {
        const Error error = ioError(path);
        ::unlink(temporary.constData());
        if (isClaimed)
            ::close(descriptor);
        return error;
    }
    if (isClaimed)
        ::close(std::exchange(claim, descriptor));
    return {};
}

} // namespace

QByteArray toJson(const QMap<quint32, SessionRecord> &records)
{
    JsonWriter writer;
    writer.beginObject().key("format").number(kFormat).key("sessions").beginArray();
    for (const SessionRecord &record : records) {
        writer.beginObject()
            .key("shard")
            .number(qint64(record.shard))
            .key("shard_count")
            .number(qint64(record.shardCount))
            .key("intents")
            .number(qint64(record.intents))
            .key("session_id")
            .string(record.sessionId)
            .key("resume_url")
            .string(record.resumeUrl.toString(QUrl::FullyEncoded))
            .key("sequence")
            .number(record.sequence)
            .endObject();
    }
    writer.endArray().endObject();
    return writer.take() + '\n';
}

Result<QMap<quint32, SessionRecord>> sessionsFromJson(const QByteArray &json)
{
    auto file = fromJson<SessionFile>(json);
    if (!file)
        return std::move(file).error();
    if (file->format != kFormat)
        return makeError(ErrorCode::Decode, u"a session file of another format"_s);
    QMap<quint32, SessionRecord> records;
    for (const SessionRecord &record : file->sessions) {
        if (isUsable(record))
            records.insert(record.shard, record);
    }
    return records;
}

FileSessionStore::FileSessionStore(QString path) : m_path(std::move(path))
{
    // The file is replaced, not the link that leads to it.
    if (const QFileInfo info(m_path); info.isSymLink())
        m_path = info.exists() ? info.canonicalFilePath() : info.symLinkTarget();
    load();
}

FileSessionStore::~FileSessionStore()
{
    if (m_claim >= 0)
        ::close(m_claim);
}

Result<> FileSessionStore::claim(Milliseconds atMost, const std::function<bool()> &isGivenUp)
{
    constexpr Milliseconds kLookEvery{50};
    const QByteArray path = QFile::encodeName(m_path);
    for (Milliseconds waited{0};; waited += kLookEvery) {
        const int descriptor = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (descriptor < 0)
            return ioError(m_path);
        if (isLocked(descriptor) && isStill(descriptor, path)) {
            m_claim = descriptor;
            break;
        }
        ::close(descriptor);
        if (waited >= atMost || (isGivenUp && isGivenUp()))
            return makeError(ErrorCode::Io,
                             u"the session file "_s % m_path
                                 % u" is in use by another process: give each one its own"_s);
        QThread::msleep(static_cast<unsigned long>(kLookEvery.count()));
    }
    load();
    return write();
}

void FileSessionStore::load()
{
    QFile file(m_path);
    if (!file.exists() || file.size() == 0)
        return;
    if (!file.open(QIODevice::ReadOnly) || file.size() > kLargestFile) {
        qCWarning(lcGateway, "cannot read the session file %ls; the shards will identify",
                  qUtf16Printable(m_path));
        return;
    }
    auto records = sessionsFromJson(file.readAll());
    if (!records) {
        qCWarning(lcGateway, "the session file %ls is damaged (%ls); the shards will identify",
                  qUtf16Printable(m_path), qUtf16Printable(records.error().message));
        return;
    }
    m_records = std::move(records).value();
}

std::optional<SessionRecord> FileSessionStore::find(quint32 shard, quint32 shardCount) const
{
    const auto it = m_records.constFind(shard);
    if (it == m_records.constEnd() || it->shardCount != shardCount)
        return std::nullopt;
    return *it;
}

void FileSessionStore::put(const SessionRecord &record)
{
    // Another shard count makes all that is there worthless.
    m_records.removeIf([&record](QMap<quint32, SessionRecord>::iterator it) {
        return it->shardCount != record.shardCount;
    });
    m_records.insert(record.shard, record);
    m_dirty = true;
}

void FileSessionStore::remove(quint32 shard)
{
    m_dirty = m_records.remove(shard) > 0 || m_dirty;
}

Result<> FileSessionStore::commit()
{
    return m_dirty ? write() : Result<>();
}

Result<> FileSessionStore::write()
{
    Result<> written = replaceFile(m_path, toJson(m_records), m_claim);
    m_dirty = !written;
    return written;
}

} // namespace Cordial::Gateway
