// SPDX-License-Identifier: MIT
#include <cordial/host/tailoutput.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kBytesPerTurn = 1024 * 1024;

} // namespace

TailOutput::TailOutput(int descriptor, QObject *parent) : QObject(parent), m_descriptor(descriptor)
{
    struct stat info = {};
    if (::fstat(descriptor, &info) != 0)
        return;
    if (S_ISREG(info.st_mode))
        m_sink = Sink::File;
    else if (S_ISFIFO(info.st_mode))
        m_sink = Sink::Pipe;
    else if (S_ISSOCK(info.st_mode))
        m_sink = Sink::Socket;
}

TailOutput::~TailOutput() = default;

void TailOutput::mark(const Mark &mark)
{
    const quint64 offset = m_before + static_cast<quint64>(m_buffer.size());
    // Of what stands at one place only the last one of a shard matters.
    if (!m_marks.empty() && m_marks.back().offset == offset
        && m_marks.back().mark.shard == mark.shard && m_marks.back().mark.session == mark.session) {
        qint64 &sequence = m_marks.back().mark.sequence;
        sequence = std::max(sequence, mark.sequence);
        return;
    }
    m_marks.push_back({offset, mark});
}

bool TailOutput::isWritable() const
{
    pollfd waiting{m_descriptor, POLLOUT, 0};
    return ::poll(&waiting, 1, 0) > 0;
}

qint64 TailOutput::writeChunk(qsizetype size)
{
    const char *from = m_buffer.constData() + m_written;
    if (m_sink == Sink::Socket)
        return ::send(m_descriptor, from, static_cast<size_t>(size), MSG_DONTWAIT | MSG_NOSIGNAL);
    // A pipe that poll() calls writable takes PIPE_BUF bytes without waiting.
    const qsizetype most = m_sink == Sink::File ? kBytesPerTurn : PIPE_BUF;
    return ::write(m_descriptor, from, static_cast<size_t>(std::min(size, most)));
}

//! False when there is no room, or nobody any more.
bool TailOutput::writeSome()
{
    if (m_sink != Sink::File && !isWritable())
        return false;
    const qint64 count = writeChunk(m_buffer.size() - m_written);
    if (count >= 0) {
        m_written += count;
        return true;
    }
    if (errno == EINTR)
        return true;
    if (errno != EAGAIN && errno != EWOULDBLOCK)
        fail();
    return false;
}

void TailOutput::fail()
{
    m_error = errno;
    m_closed = true;
    m_notifier.reset();
    m_buffer.clear();
    m_written = 0;
    m_marks.clear();
    QMetaObject::invokeMethod(this, &TailOutput::closed, Qt::QueuedConnection);
}

QString TailOutput::failure() const
{
    const bool isGone = m_error == EPIPE || m_error == EBADF || m_error == ECONNRESET;
    return isGone ? u"stdout was closed by its reader"_s
                  : u"cannot write to stdout: "_s + qt_error_string(m_error);
}

void TailOutput::commit()
{
    if (m_closed) {
        m_buffer.clear();
        m_written = 0;
        m_marks.clear();
        return;
    }
    const bool wasFull = isFull();
    const qsizetype stopAt = m_written + kBytesPerTurn;
    bool hasRoom = true;
    while (hasRoom && !isEmpty() && m_written < stopAt)
        hasRoom = writeSome();
    if (m_closed)
        return;
    passMarks();
    const bool isDrained = isEmpty() || (wasFull && m_buffer.size() - m_written <= kFull / 4);
    compact();
    if (!isEmpty() && !m_notifier) {
        m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Write);
        connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] { commit(); });
    }
    if (m_notifier)
        m_notifier->setEnabled(!isEmpty());
    if (isDrained)
        Q_EMIT drained();
}

void TailOutput::passMarks()
{
    const quint64 reached = m_before + static_cast<quint64>(m_written);
    while (!m_marks.empty() && m_marks.front().offset <= reached) {
        const Mark mark = m_marks.front().mark;
        m_marks.pop_front();
        Q_EMIT marked(mark);
    }
}

void TailOutput::compact()
{
    if (!isEmpty() && m_written < kFull / 4)
        return;
    m_before += static_cast<quint64>(m_written);
    if (isEmpty() && m_buffer.capacity() > 2 * kFull)
        m_buffer = QByteArray();
    else
        m_buffer.remove(0, m_written);
    m_written = 0;
}

} // namespace Cordial::Host
