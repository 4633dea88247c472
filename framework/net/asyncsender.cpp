// SPDX-License-Identifier: MIT
#include <cordial/core/logging.h>
#include <cordial/net/asyncsender.h>
#include <cordial/net/requestwriter.h>

#include <QSslCertificate>
#include <QSslConfiguration>

#include <algorithm>
#include <utility>

namespace Cordial::Net {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr size_t kBaseConnections = 6;
constexpr size_t kMostConnections = 64;
constexpr size_t kMostWithUrgent = 128;
constexpr auto kSlowAnswer = 20ms; // from here on more connections mean more throughput
constexpr auto kStuck = 150ms;
constexpr auto kTidyEvery = 50ms; // while requests wait for a connection
constexpr auto kIdleCheck = 5s;

bool isUrgent(const Request &request)
{
    return request.lane == Lane::Interaction || request.lane == Lane::High
        || request.path.startsWith("/interactions/"_L1);
}

} // namespace

Result<QSslConfiguration> makeTls(const QString &caFile)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (caFile.isEmpty())
        return tls;
    const auto certificates = QSslCertificate::fromPath(caFile, QSsl::Pem);
    if (certificates.isEmpty())
        return makeError(ErrorCode::InvalidArgument,
                         u"the CA file has no PEM certificate that can be read: "_s + caFile);
    tls.addCaCertificates(certificates);
    return tls;
}

AsyncSender::AsyncSender(TransportConfig config, Clock &clock, SenderObserver &observer)
    : m_config(std::move(config))
    , m_usable(checkApiUrl(m_config.apiUrl, m_config.allowInsecure))
    , m_clock(clock)
    , m_observer(observer)
    , m_timer(clock.makeTimer())
{
    m_target.url = m_config.apiUrl;
    m_target.proxy = m_config.proxy;
    m_target.maxBodyBytes = m_config.maxBodyBytes;
    if (m_config.apiUrl.scheme() != "https"_L1 && m_config.caFile.isEmpty())
        return; // Loading the system's authorities takes some 100 ms.
    Result<QSslConfiguration> tls = makeTls(m_config.caFile);
    if (tls)
        m_target.tls = std::move(tls).value();
    else if (m_usable)
        m_usable = std::move(tls).error();
}

AsyncSender::~AsyncSender()
{
    AsyncSender::stop();
    const Error closed =
        makeError(ErrorCode::Closed, u"cancelled: stopped before the answer came"_s);
    for (auto &connection : m_connections)
        connection->released = nullptr;
    for (auto &connection : m_connections)
        connection->abort(closed);
}

QString AsyncSender::role() const
{
    return u"async"_s;
}

Result<HttpConnection::Job> AsyncSender::prepare(const ExchangePtr &exchange) const
{
    const Request &request = exchange->request;
    if (m_stopped)
        return makeError(ErrorCode::Closed, u"cancelled: the sender has been stopped"_s);
    if (!m_usable)
        return Error(m_usable.error());
    if (Result<> checked = checkRequest(request); !checked)
        return std::move(checked).error();
    Result<std::shared_ptr<UploadBody>> body = UploadBody::open(request, m_config.maxFileBytes);
    if (!body)
        return std::move(body).error();
    HttpConnection::Job job;
    job.exchange = exchange;
    job.body = std::move(body).value();
    job.head = requestHead(request, m_config.apiUrl, m_config.token, job.body->size(),
                           job.body->contentType());
    job.waitsSince = m_clock.now();
    return job;
}

void AsyncSender::start(const ExchangePtr &exchange, ReplyHandler done)
{
    exchange->seen(m_clock.now());
    Result<HttpConnection::Job> job = prepare(exchange);
    if (!job) {
        Error error = std::move(job).error();
        setRequest(error, exchange->request);
        done(std::move(error));
        return;
    }
    job->done = std::move(done);
    (isUrgent(exchange->request) ? m_urgent : m_normal).push_back(std::move(job).value());
    serve();
}

void AsyncSender::serve()
{
    dropLate();
    while (!m_urgent.empty() && serveOne(m_urgent, true)) { }
    while (m_urgent.empty() && !m_normal.empty() && serveOne(m_normal, false)) { }
    scheduleTidy();
}

bool AsyncSender::serveOne(std::deque<HttpConnection::Job> &queue, bool urgent)
{
    HttpConnection *connection = findIdle(*queue.front().exchange);
    if (connection == nullptr) {
        if (!mayOpen(urgent))
            return false;
        makeRoom();
        connection = &open();
    }
    HttpConnection::Job job = std::move(queue.front());
    queue.pop_front();
    const Request &request = job.exchange->request;
    job.timeout = request.timeout.count() > 0 ? request.timeout : m_config.timeout;
    if (request.deadline) {
        job.timeout = std::min(job.timeout,
                               std::chrono::ceil<Milliseconds>(*request.deadline - m_clock.now()));
    }
    job.exchange->waited(WaitReason::Concurrency, m_clock.now() - job.waitsSince);
    connection->run(std::move(job));
    return true;
}

HttpConnection *AsyncSender::findIdle(const Exchange &exchange) const
{
    // What has been lost on its way goes on a connection of its own: those that served others may
    // be about to die like the one it was lost on.
    if (exchange.attempts > 0 && exchange.lastStatus == 0)
        return nullptr;
    // The one used last: the others may grow old and be closed.
    HttpConnection *best = nullptr;
    const bool strict = !exchange.repeatable && !isIdempotent(exchange.request.method);
    for (const auto &connection : m_connections) {
        if (connection->state() == HttpConnection::State::Idle
            && (best == nullptr || connection->since() > best->since())
            && connection->isReusable(strict)) {
            best = connection.get();
        }
    }
    return best;
}

bool AsyncSender::mayOpen(bool urgent) const
{
    // Idle connections that were passed over as too old are about to go and do not count.
    const auto live = static_cast<size_t>(
        std::count_if(m_connections.begin(), m_connections.end(), [](const auto &connection) {
            return connection->state() != HttpConnection::State::Idle;
        }));
    if (urgent)
        return live < kMostWithUrgent;
    if (live < kBaseConnections)
        return true;
    if (live >= kMostConnections)
        return false;
    const TimePoint now = m_clock.now();
    const bool longWait = now - m_normal.front().waitsSince >= kTidyEvery;
    return longWait && (answersAreSlow() || mostAreStuck(now));
}

bool AsyncSender::answersAreSlow() const
{
    return m_latencyCount >= m_latencies.size()
        && *std::min_element(m_latencies.begin(), m_latencies.end()) >= kSlowAnswer;
}

bool AsyncSender::mostAreStuck(TimePoint now) const
{
    // So that the pool doubles at most with each look.
    const auto stuck =
        std::count_if(m_connections.begin(), m_connections.end(), [now](const auto &connection) {
            return connection->state() == HttpConnection::State::Busy
                && now - connection->since() >= kStuck;
        });
    return 2 * stuck > std::ssize(m_connections);
}

//! One that idles goes before there are more than normal work needs.
void AsyncSender::makeRoom()
{
    if (m_connections.size() < kBaseConnections)
        return;
    HttpConnection *oldest = nullptr;
    for (const auto &connection : m_connections) {
        if (connection->state() == HttpConnection::State::Idle
            && (oldest == nullptr || connection->since() < oldest->since()))
            oldest = connection.get();
    }
    if (oldest != nullptr)
        retire(*oldest);
}

void AsyncSender::retire(HttpConnection &idle)
{
    idle.released = nullptr;
    idle.abort(makeError(ErrorCode::Closed, u"idle"_s));
    bury(idle);
}

HttpConnection &AsyncSender::open()
{
    auto connection = std::make_unique<HttpConnection>(m_target, m_clock, m_observer);
    connection->released = [this](HttpConnection &released) { onReleased(released); };
    m_connections.push_back(std::move(connection));
    ++m_opened;
    return *m_connections.back();
}

void AsyncSender::onReleased(HttpConnection &connection)
{
    if (connection.lastLatency().count() > 0)
        noteLatency(connection.lastLatency());
    if (connection.state() == HttpConnection::State::Closed)
        bury(connection);
    serve();
}

void AsyncSender::bury(HttpConnection &connection)
{
    const auto found =
        std::find_if(m_connections.begin(), m_connections.end(),
                     [&connection](const auto &other) { return other.get() == &connection; });
    if (found == m_connections.end())
        return;
    // It is in the middle of a call to us.
    found->release()->deleteLater();
    m_connections.erase(found);
}

void AsyncSender::noteLatency(std::chrono::nanoseconds latency)
{
    m_latencies.at(m_latencyCount % m_latencies.size()) = latency;
    ++m_latencyCount;
}

void AsyncSender::dropLate()
{
    const TimePoint now = m_clock.now();
    for (auto *queue : {&m_urgent, &m_normal}) {
        for (size_t i = 0; i < queue->size();) {
            const auto deadline = (*queue)[i].exchange->request.deadline;
            if (!deadline || *deadline > now) {
                ++i;
                continue;
            }
            HttpConnection::Job job = std::move((*queue)[i]);
            queue->erase(queue->begin() + static_cast<std::ptrdiff_t>(i));
            job.exchange->seen(now);
            Error error = makeError(ErrorCode::DeadlineExceeded,
                                    u"no connection became free before the deadline"_s);
            setRequest(error, job.exchange->request);
            job.done(std::move(error));
            i = 0; // The handler may have changed the queue.
        }
    }
}

void AsyncSender::tidy()
{
    for (size_t i = m_connections.size(); i-- > 0;) {
        HttpConnection &connection = *m_connections[i];
        if (connection.state() == HttpConnection::State::Idle
            && m_clock.now() >= connection.expiresAt())
            retire(connection);
    }
    serve();
}

void AsyncSender::scheduleTidy()
{
    if (m_connections.empty() && m_urgent.empty() && m_normal.empty()) {
        m_timer->stop();
        return;
    }
    const bool someWait = !m_urgent.empty() || !m_normal.empty();
    if (m_timer->isActive() && !someWait)
        return;
    m_timer->start(someWait ? std::chrono::nanoseconds(kTidyEvery)
                            : std::chrono::nanoseconds(kIdleCheck),
                   [this] { tidy(); });
}

void AsyncSender::cancel(const ExchangePtr &exchange)
{
    Error cancelled = makeError(ErrorCode::Cancelled, u"cancelled"_s);
    setRequest(cancelled, exchange->request);
    for (auto *queue : {&m_urgent, &m_normal}) {
        const auto found = std::find_if(queue->begin(), queue->end(),
                                        [&](const auto &job) { return job.exchange == exchange; });
        if (found == queue->end())
            continue;
        const ReplyHandler done = std::move(found->done);
        queue->erase(found);
        exchange->seen(m_clock.now());
        done(std::move(cancelled));
        return;
    }
    for (const auto &connection : m_connections) {
        if (connection->exchange() == exchange.get()) {
            connection->abort(std::move(cancelled));
            return;
        }
    }
}

void AsyncSender::stop()
{
    m_stopped = true;
    const Error closed = makeError(ErrorCode::Closed, u"cancelled: stopped before it was sent"_s);
    failAll(m_urgent, closed);
    failAll(m_normal, closed);
}

void AsyncSender::failAll(std::deque<HttpConnection::Job> &queue, const Error &error)
{
    auto jobs = std::exchange(queue, {});
    for (HttpConnection::Job &job : jobs) {
        job.exchange->seen(m_clock.now());
        Error own = error;
        setRequest(own, job.exchange->request);
        job.done(std::move(own));
    }
}

} // namespace Cordial::Net
