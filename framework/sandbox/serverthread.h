// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/server.h>

#include <QThread>

#include <functional>

namespace Cordial::Sandbox {

//! \brief A Server with a thread of its own, for programs that embed one. All methods may be called
//! from the thread that made it; the server itself lives in the other.
class ServerThread
{
public:
    //! \brief \a clock must be safe to read from two threads and outlive this object.
    explicit ServerThread(Clock &clock, ServerConfig config = {});
    //! \brief Stops the server and joins the thread.
    ~ServerThread();
    ServerThread(const ServerThread &) = delete;
    ServerThread &operator=(const ServerThread &) = delete;

    //! \brief Starts the thread and the server in it; waits for the result.
    [[nodiscard]] Result<> start(quint16 port = 0);
    //! \pre start() was successful
    [[nodiscard]] const ServerInfo &info() const { return m_info; }
    //! \brief Runs \a work in the server's thread and waits for it.
    void run(const std::function<void(Server &)> &work);

private:
    void join();

    Clock &m_clock;
    const ServerConfig m_config;
    QThread m_thread;
    QObject *m_context = nullptr; //!< Lives in the thread.
    Server *m_server = nullptr;
    ServerInfo m_info;
};

} // namespace Cordial::Sandbox
