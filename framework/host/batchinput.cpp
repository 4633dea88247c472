// SPDX-License-Identifier: MIT
#include <cordial/host/batchinput.h>

#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace Cordial::Host {

namespace {

constexpr qsizetype kPiece = 256 * 1024;
constexpr qsizetype kLongestLine = 64 * 1024 * 1024;

bool isReadable(int fd)
{
    pollfd waiting{fd, POLLIN, 0};
    return ::poll(&waiting, 1, 0) > 0;
}

} // namespace

BatchInput::BatchInput(int fd)
    : m_fd(fd), m_notifier(std::make_unique<QSocketNotifier>(fd, QSocketNotifier::Read))
{
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] { read(); });
}

void BatchInput::setPaused(bool paused)
{
    if (m_paused == paused || m_atEnd)
        return;
    m_paused = paused;
    m_notifier->setEnabled(!paused);
    // Whole lines that were read before the pause.
    if (!paused)
        QMetaObject::invokeMethod(this, [this] { split(); }, Qt::QueuedConnection);
}

void BatchInput::read()
{
    const qsizetype old = m_buffer.size();
    m_buffer.resize(old + kPiece);
    const ssize_t count = ::read(m_fd, m_buffer.data() + old, static_cast<size_t>(kPiece));
    m_buffer.resize(old + (count > 0 ? qsizetype(count) : 0));
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    split();
    if (count <= 0)
        end();
}

void BatchInput::split()
{
    qsizetype start = 0;
    while (!m_paused) {
        const qsizetype stop = m_buffer.indexOf('\n', start);
        if (stop < 0)
            break;
        const QByteArrayView found = QByteArrayView(m_buffer).sliced(start, stop - start);
        start = stop + 1;
        if (!std::exchange(m_skipping, false))
            line(found);
    }
    m_buffer.remove(0, start);
    if (m_paused || m_buffer.size() <= kLongestLine)
        return;
    if (!std::exchange(m_skipping, true))
        line("this line is too long");
    m_buffer.clear();
}

void BatchInput::end()
{
    if (m_atEnd)
        return;
    m_paused = false;
    split();
    if (!m_buffer.isEmpty() && !m_skipping)
        line(std::exchange(m_buffer, {}));
    m_atEnd = true;
    m_notifier->setEnabled(false);
    ended();
}

void BatchInput::drain(qsizetype atMost)
{
    m_paused = false;
    m_notifier->setEnabled(false);
    split();
    for (qsizetype pieces = 0; !m_atEnd && pieces < atMost && isReadable(m_fd); ++pieces)
        read();
    end();
}

} // namespace Cordial::Host
