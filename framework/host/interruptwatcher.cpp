// SPDX-License-Identifier: MIT
#include <cordial/host/interruptwatcher.h>

#include <cordial/host/exitcode.h>

#include <atomic>
#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <sys/time.h>
#include <unistd.h>

namespace Cordial::Host {

namespace {

int signalPipe[2] = {-1, -1};
std::atomic<qint64> firstSignalNs{0};

qint64 nowNs()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return qint64(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

// Only async-signal-safe calls below.
void onSignal(int)
{
    qint64 none = 0;
    const qint64 now = nowNs();
    if (!firstSignalNs.compare_exchange_strong(none, now)) {
        // One Ctrl+C often arrives twice, from the terminal and from a script around us.
        if (now - none > 1'000'000'000)
            _exit(ExitInterrupted);
        return;
    }
    itimerval limit{};
    limit.it_value.tv_sec = 4;
    limit.it_value.tv_usec = 700'000;
    setitimer(ITIMER_REAL, &limit, nullptr);
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = write(signalPipe[1], &byte, 1);
}

void onAlarm(int)
{
    constexpr char kText[] = "cordial: did not end in time after the interrupt, giving up\n";
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, kText, sizeof kText - 1);
    _exit(ExitInterrupted);
}

void handle(int number, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigaction(number, &action, nullptr);
}

} // namespace

InterruptWatcher::InterruptWatcher(QObject *parent) : QObject(parent)
{
    if (pipe2(signalPipe, O_CLOEXEC | O_NONBLOCK) != 0)
        qFatal("cannot make a pipe for signals");
    m_notifier = std::make_unique<QSocketNotifier>(signalPipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] { readPipe(); });
    handle(SIGINT, onSignal);
    handle(SIGTERM, onSignal);
    handle(SIGALRM, onAlarm);
    // A reader that went away is an error of write(), not the end of the process.
    handle(SIGPIPE, SIG_IGN);
}

InterruptWatcher::~InterruptWatcher()
{
    handle(SIGINT, SIG_DFL);
    handle(SIGTERM, SIG_DFL);
    m_notifier.reset();
    close(signalPipe[0]);
    close(signalPipe[1]);
}

bool InterruptWatcher::isInterrupted() const
{
    return firstSignalNs != 0;
}

void InterruptWatcher::readPipe()
{
    char byte = 0;
    while (read(signalPipe[0], &byte, 1) == 1) { }
    if (m_interrupted)
        return;
    m_interrupted = true;
    Q_EMIT interrupted();
}

} // namespace Cordial::Host
