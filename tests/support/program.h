// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>

#include <csignal>

//! \brief One of our executables, run as a user runs it: arguments, environment, signals, lines.
class Program
{
public:
    //! \brief \a name is looked up among the built executables.
    explicit Program(const QString &name = QStringLiteral("cordial"))
        : m_path(QStringLiteral(CORDIAL_BIN_DIR "/") + name)
    {
        m_environment = QProcessEnvironment::systemEnvironment();
        m_environment.remove(QStringLiteral("DISCORD_TOKEN"));
        m_environment.remove(QStringLiteral("CORDIAL_API_URL"));
    }
    ~Program()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.kill();
        m_process.waitForFinished(5000);
    }

    Program &env(const QString &name, const QString &value)
    {
        m_environment.insert(name, value);
        return *this;
    }

    bool start(const QStringList &arguments)
    {
        m_process.setProcessEnvironment(m_environment);
        m_process.start(m_path, arguments);
        m_clock.start();
        return m_process.waitForStarted(5000);
    }

    //! \brief Runs to the end; false if it is not over in time (then it is killed).
    bool run(const QStringList &arguments, int timeoutMs = 30'000, const QByteArray &input = {})
    {
        if (!start(arguments))
            return false;
        m_process.write(input);
        m_process.closeWriteChannel();
        return finish(timeoutMs);
    }

    bool finish(int timeoutMs = 10'000)
    {
        const bool finished =
            m_process.state() == QProcess::NotRunning || m_process.waitForFinished(timeoutMs);
        m_elapsedMs = m_clock.elapsed();
        if (!finished) {
            m_process.kill();
            m_process.waitForFinished(5000);
        }
        m_out += m_process.readAllStandardOutput();
        m_err += m_process.readAllStandardError();
        return finished && m_process.exitStatus() == QProcess::NormalExit;
    }

    //! \brief The next whole line of stdout; empty if none comes in time.
    QByteArray line(int timeoutMs = 10'000)
    {
        const QDeadlineTimer deadline(timeoutMs);
        while (!m_out.contains('\n')) {
            m_out += m_process.readAllStandardOutput();
            if (m_out.contains('\n'))
                break;
            if (deadline.hasExpired()
                || (m_process.state() == QProcess::NotRunning && m_process.bytesAvailable() == 0))
                return {};
            m_process.waitForReadyRead(int(qMin<qint64>(deadline.remainingTime(), 100)));
        }
        const qsizetype end = m_out.indexOf('\n');
        const QByteArray result = m_out.first(end);
        m_out.remove(0, end + 1);
        return result;
    }

    QJsonObject jsonLine(int timeoutMs = 10'000)
    {
        return QJsonDocument::fromJson(line(timeoutMs)).object();
    }

    void signal(int number) { ::kill(pid_t(m_process.processId()), number); }
    void write(const QByteArray &input) { m_process.write(input); }
    void closeInput() { m_process.closeWriteChannel(); }

    [[nodiscard]] int exitCode() const { return m_process.exitCode(); }
    [[nodiscard]] qint64 pid() const { return m_process.processId(); }
    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    [[nodiscard]] qint64 elapsedMs() const { return m_elapsedMs; }
    //! \brief What is left of stdout, and all of stderr; whole after finish().
    [[nodiscard]] QByteArray out() const { return m_out; }
    [[nodiscard]] QByteArray err()
    {
        m_err += m_process.readAllStandardError();
        return m_err;
    }

private:
    QString m_path;
    QProcess m_process;
    QProcessEnvironment m_environment;
    QElapsedTimer m_clock;
    qint64 m_elapsedMs = 0;
    QByteArray m_out, m_err;
};

//! \brief A running `cordial sandbox` and what it said of itself.
class SandboxProgram
{
public:
    bool start(const QStringList &arguments = {})
    {
        if (!program.start(QStringList{QStringLiteral("sandbox"), QStringLiteral("--port"),
                                       QStringLiteral("0")}
                           + arguments))
            return false;
        info = program.jsonLine();
        return !info.isEmpty();
    }

    [[nodiscard]] QString text(const char *key) const
    {
        return info[QLatin1StringView(key)].toString();
    }
    [[nodiscard]] QString apiUrl() const { return text("api_url"); }
    [[nodiscard]] QString channel() const { return text("channel_id"); }

    //! \brief A program that talks to this sandbox as the bot, or as the person of `user_token`.
    void lend(Program &other, bool asPerson = false) const
    {
        other.env(QStringLiteral("CORDIAL_API_URL"), apiUrl());
        other.env(QStringLiteral("DISCORD_TOKEN"), text(asPerson ? "user_token" : "bot_token"));
    }

    Program program;
    QJsonObject info;
};
