// SPDX-License-Identifier: MIT
#include <cordial/host/batchrunner.h>

#include <cordial/core/jsonwriter.h>

#include <utility>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {

// Read-ahead: so many that urgent lines overtake, so few that memory is bounded.
constexpr qsizetype kMostOpen = 250'000;
constexpr qint64 kMostOpenBytes = 256LL * 1024 * 1024;
constexpr qsizetype kMostDrained = 400; // pieces of input that get their results on an interrupt

} // namespace

BatchRunner::BatchRunner(Net::HttpConfig config, HostContext &host, int inputFd)
    : m_host(host)
    , m_client(std::make_unique<Net::HttpClient>(std::move(config), host.clock, MetricSink::none()))
    , m_input(inputFd)
    , m_patience(host.clock.makeTimer())
    , m_startedAt(host.clock.now())
{
    m_input.line = [this](QByteArrayView line) { onLine(line); };
    m_input.ended = [this] { checkEnd(); };
    connect(m_client.get(), &Net::HttpClient::tokenRefused, this,
            [this] { m_tokenRefused = true; });
    connect(&host.interrupts, &InterruptWatcher::interrupted, this, [this] { onInterrupt(); });
}

BatchRunner::~BatchRunner() = default;

int BatchRunner::run()
{
    if (m_host.interrupts.isInterrupted())
        QMetaObject::invokeMethod(this, [this] { onInterrupt(); }, Qt::QueuedConnection);
    m_loop.exec();
    const auto wall =
        std::chrono::duration_cast<Milliseconds>(m_host.clock.now() - m_startedAt).count();
    JsonWriter json;
    json.beginObject().key("summary").beginObject();
    json.key("sent").number(m_totals.sent).key("ok").number(m_totals.ok);
    json.key("failed").number(m_totals.failed).key("http_429").number(m_totals.tooMany);
    json.key("wall_ms").number(qint64(wall)).endObject().endObject();
    print(json.take());
    return exitCode();
}

int BatchRunner::exitCode() const
{
    if (m_interrupted)
        return ExitInterrupted;
    if (m_tokenRefused)
        return ExitRefused;
    return m_totals.failed > 0 || m_output.isClosed() ? ExitFailed : ExitDone;
}

void BatchRunner::print(const QByteArray &line)
{
    m_output.write(line);
}

void BatchRunner::onLine(QByteArrayView line)
{
    if (line.trimmed().isEmpty())
        return;
    BatchLine parsed = parseBatchLine(line, m_host.clock.now());
    if (!parsed.request) {
        refuse(parsed.id, parsed.request.error());
    } else if (m_interrupted) {
        refuse(parsed.id, makeError(ErrorCode::Cancelled, u"cancelled: interrupted"_s));
    } else {
        submit(std::move(parsed.id), std::move(parsed.request).value());
    }
}

void BatchRunner::refuse(const QByteArray &id, const Error &error)
{
    ++m_totals.failed;
    print(formatBadLine(id, error));
}

void BatchRunner::submit(QByteArray id, Net::Request request)
{
    const qint64 bytes = request.body.size(); // a nonce makes it longer on the way
    ++m_open;
    m_openBytes += bytes;
    m_client->submit(std::move(request),
                     [this, id = std::move(id), bytes](const Net::Outcome &outcome) {
                         onOutcome(id, bytes, outcome);
                     });
    pace();
}

void BatchRunner::onOutcome(const QByteArray &id, qint64 bytes, const Net::Outcome &outcome)
{
    --m_open;
    m_openBytes -= bytes;
    const bool isOk = outcome.result && outcome.result->isSuccess();
    ++(isOk ? m_totals.ok : m_totals.failed);
    m_totals.sent += outcome.trace.attempts;
    m_totals.tooMany += outcome.trace.tooMany;
    print(formatOutcome(id, *outcome.request, outcome));
    pace();
    checkEnd();
}

void BatchRunner::pace()
{
    m_input.setPaused(m_open >= kMostOpen || m_openBytes >= kMostOpenBytes);
}

void BatchRunner::checkEnd()
{
    // Nobody reads the results any more: what is still queued would be done for nothing.
    if (m_output.isClosed() || (m_input.isAtEnd() && m_open == 0))
        m_loop.quit();
}

void BatchRunner::onInterrupt()
{
    if (std::exchange(m_interrupted, true))
        return;
    m_client->stop();
    m_patience->start(InterruptWatcher::kPatience, [this] { giveUp(); });
    m_input.drain(kMostDrained);
}

void BatchRunner::giveUp()
{
    // Settles every request, which calls onOutcome() for each.
    m_client.reset();
    m_loop.quit();
}

} // namespace Cordial::Host
