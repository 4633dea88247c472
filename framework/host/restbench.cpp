// SPDX-License-Identifier: MIT
#include <cordial/host/restbench.h>

#include <cordial/host/batchline.h>
#include <cordial/host/lineoutput.h>
#include <cordial/net/errorbody.h>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostUnderWay = 250'000;
constexpr qsizetype kMostAfterInterrupt = 400; // pieces of input

} // namespace

RestBench::RestBench(Net::HttpConfig config, HostContext &host, int inputFd)
    : m_host(host)
    , m_client(std::make_unique<Net::HttpClient>(std::move(config), host.clock, MetricSink::none()))
    , m_input(inputFd)
    , m_patience(host.clock.makeTimer())
{
    m_input.line = [this](QByteArrayView line) { onLine(line); };
    m_input.ended = [this] { checkEnd(); };
    connect(m_client.get(), &Net::HttpClient::tokenRefused, this,
            [this] { m_tokenRefused = true; });
    connect(&host.interrupts, &InterruptWatcher::interrupted, this, [this] { onInterrupt(); });
}

RestBench::~RestBench() = default;

int RestBench::run()
{
    if (m_host.interrupts.isInterrupted())
        QMetaObject::invokeMethod(this, [this] { onInterrupt(); }, Qt::QueuedConnection);
    m_loop.exec();
    LineOutput output;
    const bool isWritten = output.write(m_figures.line(peakKilobytes()));
    if (m_firstError) {
        complain(u"%1 of the requests failed, the first with: %2"_s.arg(
            QString::number(m_failed), errorText(*m_firstError).section(u'\n', 0, 0)));
    }
    if (m_interrupted)
        return ExitInterrupted;
    if (m_tokenRefused)
        return ExitRefused;
    return m_failed > 0 || !isWritten ? ExitFailed : ExitDone;
}

void RestBench::note(const Error &error)
{
    ++m_failed;
    if (!m_firstError)
        m_firstError = error;
}

void RestBench::onLine(QByteArrayView line)
{
    if (m_interrupted || line.trimmed().isEmpty())
        return;
    const TimePoint now = m_host.clock.now();
    BatchLine parsed = parseBatchLine(line, now);
    if (!parsed.request) {
        note(parsed.request.error());
        return;
    }
    if (!m_figures.hasBegun())
        m_figures.begin(now, processCpu());
    ++m_open;
    m_input.setPaused(m_open >= kMostUnderWay);
    m_client->submit(std::move(parsed.request).value(),
                     [this, now](const Net::Outcome &outcome) { onOutcome(now, outcome); });
}

void RestBench::onOutcome(TimePoint since, const Net::Outcome &outcome)
{
    --m_open;
    const TimePoint now = m_host.clock.now();
    m_figures.add(now, now - since);
    m_figures.end(processCpu());
    if (!outcome.result)
        note(outcome.result.error());
    else if (!outcome.result->isSuccess())
        note(Net::errorOf(*outcome.request, *outcome.result));
    m_input.setPaused(m_open >= kMostUnderWay);
    checkEnd();
}

void RestBench::checkEnd()
{
    if (m_input.isAtEnd() && m_open == 0)
        m_loop.quit();
}

void RestBench::onInterrupt()
{
    if (std::exchange(m_interrupted, true))
        return;
    m_client->stop();
    // Settles every request, which calls onOutcome() for each.
    m_patience->start(InterruptWatcher::kPatience, [this] {
        m_client.reset();
        m_loop.quit();
    });
    m_input.drain(kMostAfterInterrupt);
}

} // namespace Cordial::Host
