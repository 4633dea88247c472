// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/manualclock.h>
#include <cordial/sandbox/serverthread.h>
#include <cordial/testing/person.h>

#include <memory>

namespace Cordial::Testing {

//! \brief An offline Discord for a test, in a thread of its own.
//!
//! With ClockKind::Manual its time stands still until advance(): rate limits, the 3 s of an
//! interaction and time-outs are then exact, without sleeping.
class SandboxFixture
{
public:
    enum class ClockKind { System, Manual };

    explicit SandboxFixture(Sandbox::ServerConfig config = {}, ClockKind kind = ClockKind::System);
    ~SandboxFixture();

    [[nodiscard]] Result<> start();
    //! \pre start() was successful
    [[nodiscard]] const Sandbox::ServerInfo &info() const { return m_server->info(); }
    //! \brief The person user_token belongs to: the guild's owner in the default world.
    [[nodiscard]] Person owner() const;
    //! \brief The person called \a username.
    [[nodiscard]] Result<Person> person(const QString &username) const;
    //! \brief Lets \a step of the sandbox's time pass. \pre ClockKind::Manual
    void advance(std::chrono::nanoseconds step);

    //! \brief Adds a fault; see Sandbox::Fault.
    [[nodiscard]] Result<> addFault(const QJsonObject &fault) const;
    //! \brief Entries of the journal after \a since, of the kinds in \a kinds ("a,b"; empty: all);
    //! waits up to \a patience of the sandbox's time for one.
    [[nodiscard]] Result<QJsonArray> journal(quint64 since = 0, const QString &kinds = {},
                                             Milliseconds patience = {}) const;
    //! \brief GET, POST, PATCH, DELETE below /sandbox/v1/.
    [[nodiscard]] Result<QJsonObject> control(const QByteArray &method, const QString &path,
                                              const QJsonObject &body = {}) const;

private:
    const ClockKind m_kind;
    std::unique_ptr<Clock> m_clock;
    std::unique_ptr<Sandbox::ServerThread> m_server;
};

} // namespace Cordial::Testing
