// SPDX-License-Identifier: MIT
#include <cordial/host/lineoutput.h>

#include <QByteArray>

#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace Cordial::Host {

bool LineOutput::write(QByteArrayView line)
{
    QByteArray whole;
    whole.reserve(line.size() + 1);
    whole += line;
    whole += '\n';
    return writeRaw(whole);
}

bool LineOutput::writeRaw(QByteArrayView bytes)
{
    while (!m_closed && !bytes.isEmpty()) {
        const ssize_t written =
            ::write(STDOUT_FILENO, bytes.data(), static_cast<size_t>(bytes.size()));
        if (written >= 0) {
            bytes = bytes.sliced(written);
            continue;
        }
        if (errno == EINTR)
            continue;
        if (errno == EAGAIN) {
            // stdout may share a terminal that somebody has made non-blocking.
            pollfd waiting{STDOUT_FILENO, POLLOUT, 0};
            ::poll(&waiting, 1, -1);
            continue;
        }
        m_closed = true;
    }
    return !m_closed;
}

} // namespace Cordial::Host
