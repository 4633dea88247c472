// SPDX-License-Identifier: MIT
#include <cordial/sandbox/serverthread.h>

namespace Cordial::Sandbox {

ServerThread::ServerThread(Clock &clock, ServerConfig config)
    : m_clock(clock), m_config(std::move(config))
{
    m_thread.setObjectName(QStringLiteral("sandbox"));
}

ServerThread::~ServerThread()
{
    join();
}

Result<> ServerThread::start(quint16 port)
{
    if (m_context != nullptr)
        return makeError(ErrorCode::InvalidArgument,
                         QStringLiteral("the sandbox is running already"));
    m_context = new QObject;
    m_context->moveToThread(&m_thread);
    m_thread.start();
    Result<> result;
    QMetaObject::invokeMethod(
        m_context,
        [this, port, &result] {
            m_server = new Server(m_clock, m_config, m_context);
            result = m_server->start(port);
            if (result)
                m_info = m_server->info();
        },
        Qt::BlockingQueuedConnection);
    if (!result)
        join();
    return result;
}

void ServerThread::run(const std::function<void(Server &)> &work)
{
    if (m_server == nullptr)
        return;
    QMetaObject::invokeMethod(
        m_context, [this, &work] { work(*m_server); }, Qt::BlockingQueuedConnection);
}

void ServerThread::join()
{
    if (m_context == nullptr)
        return;
    // Sockets and timers must go in the thread they live in.
    QMetaObject::invokeMethod(m_context, [this] { delete m_server; }, Qt::BlockingQueuedConnection);
    m_server = nullptr;
    m_context->deleteLater();
    m_context = nullptr;
    m_thread.quit();
    m_thread.wait();
}

} // namespace Cordial::Sandbox
