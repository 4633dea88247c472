// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace Cordial::Host {

//! \brief Turns SIGINT and SIGTERM into a signal of the main thread. One per process.
//!
//! The contract is an end within 5 s. A handler that hangs must not break it, so the first signal
//! also starts the kernel's timer: after 4.7 s the process ends with 130 wherever it is. A second
//! signal ends it at once.
class InterruptWatcher : public QObject
{
    Q_OBJECT
public:
    //! For what is on the wire when the signal comes.
    static constexpr Milliseconds kPatience{3000};

    explicit InterruptWatcher(QObject *parent = nullptr);
    ~InterruptWatcher() override;

    //! \brief A signal has come; at once, also while the event loop does not run.
    [[nodiscard]] bool isInterrupted() const;

Q_SIGNALS:
    //! \brief Emitted once, through the event loop.
    void interrupted();

private:
    void readPipe();

    std::unique_ptr<QSocketNotifier> m_notifier;
    bool m_interrupted = false;
};

} // namespace Cordial::Host
