// SPDX-License-Identifier: MIT
#include <cordial/core/epolldispatcher.h>

#include <cordial/core/logging.h>

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QTimerEvent>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <vector>

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace Cordial {

namespace {

constexpr int kEventsPerTurn = 64;
constexpr quint64 kWakeKey = std::numeric_limits<quint64>::max();

//! What makes a notifier speak. A socket that failed or was hung up wakes all of its notifiers:
//! who reads or writes then learns why.
constexpr std::array<quint32, 3> kSpeaks = {
    EPOLLIN | EPOLLHUP | EPOLLERR, // QSocketNotifier::Read
    EPOLLOUT | EPOLLHUP | EPOLLERR, // QSocketNotifier::Write
    EPOLLPRI | EPOLLHUP | EPOLLERR, // QSocketNotifier::Exception
};

} // namespace

std::unique_ptr<EpollDispatcher> EpollDispatcher::create()
{
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    const int wakeFd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = kWakeKey;
    if (epoll >= 0 && wakeFd >= 0 && ::epoll_ctl(epoll, EPOLL_CTL_ADD, wakeFd, &event) == 0)
        return std::unique_ptr<EpollDispatcher>(new EpollDispatcher(epoll, wakeFd));
    qCWarning(lcCore, "no event loop on epoll: %s", std::strerror(errno));
    for (const int fd : {epoll, wakeFd}) {
        if (fd >= 0)
            ::close(fd);
    }
    return nullptr;
}

EpollDispatcher::EpollDispatcher(int epoll, int wakeFd) : m_epoll(epoll), m_wakeFd(wakeFd)
{ }

EpollDispatcher::~EpollDispatcher()
{
    ::close(m_epoll);
    ::close(m_wakeFd);
}

bool EpollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    m_interrupted.store(false);
    QCoreApplication::sendPostedEvents();
    // What has been posted meanwhile has called wakeUp(): the wait is over at once then.
    const bool blocks = flags.testFlag(QEventLoop::WaitForMoreEvents) && !m_interrupted.load();
    int handled = wait(flags, blocks);
    if (!flags.testFlag(QEventLoop::X11ExcludeTimers))
        handled += fireTimers();
    return handled > 0;
}

int EpollDispatcher::wait(QEventLoop::ProcessEventsFlags flags, bool blocks)
{
    int timeout = 0;
    if (blocks) {
        Q_EMIT aboutToBlock();
        timeout = flags.testFlag(QEventLoop::X11ExcludeTimers) ? -1 : untilNextTimer();
    }
    std::array<epoll_event, kEventsPerTurn> events; // NOLINT(*-member-init): epoll_wait() does
    int count = 0;
    if (flags.testFlag(QEventLoop::ExcludeSocketNotifiers)) {
        pollfd wakeOnly{m_wakeFd, POLLIN, 0};
        count = ::poll(&wakeOnly, 1, timeout);
        events[0].data.u64 = kWakeKey;
    } else {
        count = ::epoll_wait(m_epoll, events.data(), kEventsPerTurn, timeout);
    }
    if (blocks)
        Q_EMIT awake();
    int handled = 0;
    const quint64 turn = ++m_turns;
    // A loop inside a handler had newer news; what it left is told again.
    for (int i = 0; i < count && m_turns == turn; ++i)
        handled += activate(events[size_t(i)].data.u64, events[size_t(i)].events);
    return handled;
}

int EpollDispatcher::activate(quint64 key, quint32 events)
{
    if (key == kWakeKey) {
        quint64 times = 0;
        // A wakeUp() before the flag falls writes nothing: what it is for is looked at after this.
        while (::read(m_wakeFd, &times, sizeof times) < 0 && errno == EINTR) { }
        m_woken.store(false);
        // In this turn, which then ends: who turns the loop until something is there can look.
        QCoreApplication::sendPostedEvents();
        return 1;
    }
    int handled = 0;
    const int fd = static_cast<int>(key & 0xFFFFFFFFU);
    for (size_t type = 0; type < kSpeaks.size(); ++type) {
        // Looked up each time: who was told before may have ended any of them.
        const auto found = m_watches.find(fd);
        if (found == m_watches.end() || found->second.generation != quint32(key >> 32U))
            break;
        QSocketNotifier *notifier = found->second.notifiers[type];
        if (notifier == nullptr || (events & kSpeaks[type]) == 0)
            continue;
        QEvent event(QEvent::SockAct);
        QCoreApplication::sendEvent(notifier, &event);
        ++handled;
    }
    return handled;
}

void EpollDispatcher::registerSocketNotifier(QSocketNotifier *notifier)
{
    const int fd = static_cast<int>(notifier->socket());
    const auto [found, isNew] = m_watches.try_emplace(fd);
    if (isNew)
        found->second.generation = ++m_generations;
    QSocketNotifier *&place = found->second.notifiers[size_t(notifier->type())];
    if (place != nullptr && place != notifier)
        qCWarning(lcCore,
                  "two socket notifiers of one kind for descriptor %d: the later one counts", fd);
    place = notifier;
    watch(fd, found->second, isNew);
}

void EpollDispatcher::unregisterSocketNotifier(QSocketNotifier *notifier)
{
    const int fd = static_cast<int>(notifier->socket());
    const auto found = m_watches.find(fd);
    if (found == m_watches.end())
        return;
    Watch &known = found->second;
    const auto place = std::ranges::find(known.notifiers, notifier);
    if (place == known.notifiers.end())
        return;
    *place = nullptr;
    if (std::ranges::all_of(known.notifiers, [](auto *each) { return each == nullptr; })) {
        // At once: once it is closed nobody can take it out, and a copy of it would go on waking.
        ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, fd, nullptr);
        m_watches.erase(found);
        return;
    }
    watch(fd, known, false);
}

void EpollDispatcher::watch(int fd, const Watch &watch, bool isNew)
{
    epoll_event event{};
    for (size_t type = 0; type < kSpeaks.size(); ++type) {
        if (watch.notifiers[type] != nullptr)
            event.events |= kSpeaks[type];
    }
    event.data.u64 = quint64(watch.generation) << 32U | quint32(fd);
    if (::epoll_ctl(m_epoll, isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &event) == 0)
        return;
    // Closed and opened again behind the back of its notifiers, or known from such a time.
    const int other = errno == ENOENT ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    if ((errno == ENOENT || errno == EEXIST) && ::epoll_ctl(m_epoll, other, fd, &event) == 0)
        return;
    qCWarning(lcCore, "descriptor %d cannot be watched: %s", fd, std::strerror(errno));
}

void EpollDispatcher::registerTimer(int timerId, qint64 interval, Qt::TimerType timerType,
                                    QObject *object)
{
    forget(timerId);
    const std::chrono::milliseconds every(std::max<qint64>(interval, 0));
    const Instant due = std::chrono::steady_clock::now() + every;
    const Armed armed{object, every, timerType, due, ++m_serials};
    m_queue.emplace(armed.due, timerId);
    m_owners.emplace(object, timerId);
    m_timers.emplace(timerId, armed);
}

bool EpollDispatcher::unregisterTimer(int timerId)
{
    return forget(timerId);
}

bool EpollDispatcher::forget(int timerId)
{
    const auto found = m_timers.find(timerId);
    if (found == m_timers.end())
        return false;
    m_queue.erase({found->second.due, timerId});
    m_owners.erase({found->second.object, timerId});
    m_timers.erase(found);
    return true;
}

bool EpollDispatcher::unregisterTimers(QObject *object)
{
    const auto timers = registeredTimers(object);
    for (const TimerInfo &timer : timers)
        forget(timer.timerId);
    return !timers.isEmpty();
}

QList<QAbstractEventDispatcher::TimerInfo> EpollDispatcher::registeredTimers(QObject *object) const
{
    QList<TimerInfo> timers;
    for (auto it = m_owners.lower_bound({object, std::numeric_limits<int>::min()});
         it != m_owners.end() && it->first == object; ++it) {
        const Armed &armed = m_timers.at(it->second);
        timers.append({it->second, static_cast<int>(armed.interval.count()), armed.type});
    }
    return timers;
}

int EpollDispatcher::remainingTime(int timerId)
{
    const auto found = m_timers.find(timerId);
    if (found == m_timers.end())
        return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        found->second.due - std::chrono::steady_clock::now());
    return static_cast<int>(std::max<qint64>(left.count(), 0));
}

int EpollDispatcher::untilNextTimer() const
{
    if (m_queue.empty())
        return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        m_queue.begin()->first - std::chrono::steady_clock::now());
    return static_cast<int>(std::clamp<qint64>(left.count(), 0, std::numeric_limits<int>::max()));
}

int EpollDispatcher::fireTimers()
{
    if (m_queue.empty())
        return 0;
    const Instant now = std::chrono::steady_clock::now();
    // Those of this turn: one that is due again at once waits for the next, so sockets have theirs.
    std::vector<std::pair<int, quint64>> due;
    for (auto it = m_queue.begin(); it != m_queue.end() && it->first <= now; ++it)
        due.emplace_back(it->second, m_timers.at(it->second).serial);
    int handled = 0;
    for (const auto &[timerId, serial] : due) {
        const auto find = [this, id = timerId, wanted = serial] {
            const auto found = m_timers.find(id);
            return found != m_timers.end() && found->second.serial == wanted ? &found->second
                                                                             : nullptr;
        };
        Armed *armed = find();
        // In a loop inside an earlier handler it may have fired.
        if (armed == nullptr || armed->due > now)
            continue;
        // Out of the queue while it fires: in a loop inside its handler it does not fire again.
        m_queue.erase({armed->due, timerId});
        armed->due += armed->interval;
        if (armed->due < now)
            armed->due = now + armed->interval;
        QTimerEvent event(timerId);
        QCoreApplication::sendEvent(armed->object, &event);
        ++handled;
        if (armed = find(); armed != nullptr)
            m_queue.emplace(armed->due, timerId);
    }
    return handled;
}

void EpollDispatcher::wakeUp()
{
    if (m_woken.exchange(true))
        return;
    const quint64 once = 1;
    while (::write(m_wakeFd, &once, sizeof once) < 0 && errno == EINTR) { }
}

void EpollDispatcher::interrupt()
{
    m_interrupted.store(true);
    wakeUp();
}

} // namespace Cordial
