// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace Cordial::Host {

//! \brief Gives the lines of a file or of stdin as they come, without ever blocking the loop.
//! Lives in the main thread.
class BatchInput : public QObject
{
public:
    //! \brief \a fd stays the caller's.
    explicit BatchInput(int fd);

    std::function<void(QByteArrayView)> line; //!< without its end; empty ones too
    std::function<void()> ended; //!< once, after the last line

    //! \brief Reads on, or leaves the rest where it is for now.
    void setPaused(bool paused);
    //! \brief Reads no more; what is there without waiting still comes, at most \a atMost pieces of
    //! 256 KiB.
    void drain(qsizetype atMost);
    [[nodiscard]] bool isAtEnd() const { return m_atEnd; }

private:
    void read();
    void split();
    void end();

    int m_fd;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QByteArray m_buffer;
    bool m_skipping = false; //!< the rest of a line that is too long
    bool m_atEnd = false;
    bool m_paused = false;
};

} // namespace Cordial::Host
