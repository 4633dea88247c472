// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

#include <deque>
#include <functional>
#include <memory>

namespace Cordial::Host {

//! \brief stdout for lines that must not get lost, without ever blocking the loop: while nobody
//! reads, lines wait here, and past a limit isFull() asks the source to wait as well.
//!
//! The descriptor stays in blocking mode, because it is shared with whoever started us; it is only
//! written to as much as poll() says there is room for.
class TailOutput : public QObject
{
    Q_OBJECT
public:
    //! \brief An event that is finished with once everything before it is written.
    struct Mark
    {
        quint32 shard = 0;
        quint32 session = 0;
        qint64 sequence = -1;
    };

    explicit TailOutput(int descriptor, QObject *parent = nullptr);
    ~TailOutput() override;

    //! \brief Lines are appended to this; follow with commit().
    [[nodiscard]] QByteArray &buffer() { return m_buffer; }
    //! \brief \a mark counts as written with what the buffer holds by now.
    void mark(const Mark &mark);
    //! \brief Writes as much as goes without waiting.
    void commit();

    [[nodiscard]] bool isEmpty() const { return m_written == m_buffer.size(); }
    [[nodiscard]] bool isFull() const { return m_buffer.size() - m_written > kFull; }
    [[nodiscard]] bool isClosed() const { return m_closed; }
    //! \brief Why, for people.
    [[nodiscard]] QString failure() const;

Q_SIGNALS:
    void marked(const Cordial::Host::TailOutput::Mark &mark);
    //! \brief There is room again after isFull(), or all is written.
    void drained();
    //! \brief Nobody will read any more, or there is no room for it.
    void closed();

private:
    static constexpr qsizetype kFull = 1024 * 1024;

    enum class Sink : quint8 { File, Pipe, Socket, Other };

    [[nodiscard]] bool writeSome();
    [[nodiscard]] qint64 writeChunk(qsizetype size);
    [[nodiscard]] bool isWritable() const;
    void passMarks();
    void compact();
    void fail();

    struct Pending
    {
        quint64 offset = 0; //!< of all bytes ever
        Mark mark;
    };

    int m_descriptor;
    Sink m_sink = Sink::Other;
    QByteArray m_buffer;
    qsizetype m_written = 0; //!< of m_buffer
    quint64 m_before = 0; //!< bytes that have left m_buffer
    std::deque<Pending> m_marks;
    std::unique_ptr<QSocketNotifier> m_notifier;
    bool m_scheduled = false;
    bool m_closed = false;
    int m_error = 0; //!< errno
};

} // namespace Cordial::Host
