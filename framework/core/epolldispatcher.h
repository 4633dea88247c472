// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractEventDispatcher>

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <set>
#include <unordered_map>
#include <utility>

namespace Cordial {

//! \brief An event loop whose turn costs the same with ten sockets and ten thousand.
//!
//! Qt's own loops hand all their sockets to poll() on each turn. Behaves as they do but for:
//! awake() comes as soon as the wait is over, before anything is handled, as its documentation
//! says; timers of all types fire up to 1 ms late and never early. For
//! QThread::setEventDispatcher(), which takes it over. Linux only.
class EpollDispatcher : public QAbstractEventDispatcher
{
    Q_OBJECT
public:
    //! \brief Null when the process has no descriptors left for it (two are needed).
    [[nodiscard]] static std::unique_ptr<EpollDispatcher> create();
    ~EpollDispatcher() override;

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;

    void registerSocketNotifier(QSocketNotifier *notifier) override;
    void unregisterSocketNotifier(QSocketNotifier *notifier) override;

    void registerTimer(int timerId, qint64 interval, Qt::TimerType timerType,
                       QObject *object) override;
    bool unregisterTimer(int timerId) override;
    bool unregisterTimers(QObject *object) override;
    [[nodiscard]] QList<TimerInfo> registeredTimers(QObject *object) const override;
    int remainingTime(int timerId) override;

    //! \brief Thread-safe, as is interrupt().
    void wakeUp() override;
    void interrupt() override;

private:
    using Instant = std::chrono::steady_clock::time_point;
    struct Watch
    {
        std::array<QSocketNotifier *, 3> notifiers{}; //!< by QSocketNotifier::Type
        quint32 generation = 0; //!< tells a descriptor from an earlier one of its number
    };
    struct Armed
    {
        QObject *object = nullptr;
        std::chrono::milliseconds interval{};
        Qt::TimerType type = Qt::PreciseTimer;
        Instant due;
        quint64 serial = 0;
    };

    EpollDispatcher(int epoll, int wakeFd);

    [[nodiscard]] int untilNextTimer() const;
    [[nodiscard]] int wait(QEventLoop::ProcessEventsFlags flags, bool blocks);
    [[nodiscard]] int activate(quint64 key, quint32 events);
    [[nodiscard]] int fireTimers();
    bool forget(int timerId);
    void watch(int fd, const Watch &watch, bool isNew);

    const int m_epoll;
    const int m_wakeFd;
    std::atomic<bool> m_woken = false;
    std::atomic<bool> m_interrupted = false;
    std::unordered_map<int, Watch> m_watches;
    quint32 m_generations = 0;
    quint64 m_turns = 0;
    std::unordered_map<int, Armed> m_timers;
    std::set<std::pair<Instant, int>> m_queue; //!< all but those that fire just now
    std::set<std::pair<const QObject *, int>> m_owners;
    quint64 m_serials = 0;
};

} // namespace Cordial
