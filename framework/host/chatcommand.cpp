// SPDX-License-Identifier: MIT
#include <cordial/host/chatcommand.h>

#include <cordial/host/chatsession.h>
#include <cordial/host/lineoutput.h>

#include <QCoreApplication>
#include <QFile>
#include <QSocketNotifier>

#include <unistd.h>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {

// Whole lines out of a terminal or pipe, as they come.
class LineInput : public QObject
{
    Q_OBJECT
public:
    explicit LineInput(QObject *parent)
        : QObject(parent), m_notifier(STDIN_FILENO, QSocketNotifier::Read)
    {
        connect(&m_notifier, &QSocketNotifier::activated, this, [this] { read(); });
    }

Q_SIGNALS:
    void line(const QString &text);
    void ended();

private:
    void read()
    {
        constexpr qsizetype kLongestTyped = 64 * 1024;
        std::array<char, 4096> bytes;
        const ssize_t count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
        if (count < 0 && (errno == EINTR || errno == EAGAIN))
            return;
        if (count > 0)
            m_buffer.append(bytes.data(), count);
        for (qsizetype end = 0; (end = m_buffer.indexOf('\n')) >= 0;) {
            Q_EMIT line(QString::fromUtf8(m_buffer.first(end)));
            m_buffer.remove(0, end + 1);
        }
        if (count > 0 && m_buffer.size() < kLongestTyped)
            return;
        m_notifier.setEnabled(false);
        if (!m_buffer.isEmpty())
            Q_EMIT line(QString::fromUtf8(m_buffer));
        Q_EMIT ended();
    }

    QSocketNotifier m_notifier;
    QByteArray m_buffer;
};

} // namespace

void ChatCommand::declare(CommandOptions &options)
{
    options.add("--script", m_script,
                "Lines to carry out instead of stdin; the first that fails ends with 1");
}

int ChatCommand::run(HostContext &host)
{
    QFile script(QString::fromStdString(m_script));
    const bool isScript = !m_script.empty();
    if (isScript && !script.open(QIODevice::ReadOnly)) {
        complain(u"cannot read %1: %2"_s.arg(script.fileName(), script.errorString()));
        return ExitUsage;
    }
    LineOutput out;
    ChatSession session(host.options.apiUrl, host.clock);
    const auto end = [](int code) { QCoreApplication::exit(code); };
    QObject::connect(&session, &ChatSession::opened, &session,
                     [&](const QString &text) { complain(text); });
    QObject::connect(&session, &ChatSession::said, &session, [&](const QString &line) {
        if (!out.write(line.toUtf8()))
            end(ExitDone);
    });
    QObject::connect(&session, &ChatSession::complained, &session, [&](const QString &message) {
        complain(message);
        if (isScript)
            end(ExitFailed);
    });
    QObject::connect(&session, &ChatSession::failed, &session, [&](const QString &message) {
        complain(message);
        end(ExitFailed);
    });
    QObject::connect(&session, &ChatSession::finished, &session, [&] { end(ExitDone); });
    QObject::connect(&host.interrupts, &InterruptWatcher::interrupted, &session,
                     [&] { end(ExitInterrupted); });

    if (isScript) {
        while (!script.atEnd())
            session.enter(QString::fromUtf8(script.readLine()));
        session.close();
    } else {
        auto *input = new LineInput(&session);
        QObject::connect(input, &LineInput::line, &session, [&](const QString &line) {
            if (!session.enter(line))
                complain(u"too many lines wait: this one is dropped"_s);
        });
        QObject::connect(input, &LineInput::ended, &session, &ChatSession::close);
    }
    session.open();
    return QCoreApplication::exec();
}

} // namespace Cordial::Host

#include "chatcommand.moc"
