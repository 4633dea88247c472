// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/telemetry/hub.h>
#include <cordial/telemetry/publisher.h>
#include <cordial/telemetry/ringpool.h>

#include <QLocalServer>
#include <QLocalSocket>
#include <QObject>
#include <QSocketNotifier>

#include <functional>
#include <memory>
#include <unordered_map>

namespace Cordial::Telemetry {

class Worker;

//! \brief One connection of the worker's server.
class SocketLink : public QObject, public Link
{
    Q_OBJECT
public:
    SocketLink(QLocalSocket *socket, QObject *parent);
    ~SocketLink() override;

    void write(const QByteArray &bytes) override
    {
        if (m_socket->isOpen())
            m_socket->write(bytes);
    }
    [[nodiscard]] qint64 unsent() const override { return m_socket->bytesToWrite(); }
    void close() override;
    [[nodiscard]] QByteArray read() { return m_socket->readAll(); }

Q_SIGNALS:
    void arrived();
    void writable();
    //! \brief Never inside a call of close() or write().
    void ended();

private:
    void end();

    QLocalSocket *m_socket;
    bool m_ended = false;
};

//! \brief What the publisher's two threads share. Atomics only.
struct Shared
{
    std::function<void(quint32)> setInterest;
    std::shared_ptr<RingPool> pool;
    int wakeDescriptor = -1;
    std::atomic<bool> wakeSent{false};
    std::atomic<quint32> clients{0};
    std::atomic<quint64> lost{0};
    std::atomic<quint64> dropped{0};
    std::atomic<quint64> evicted{0};
    std::atomic<double> cost{0};
};

//! \brief Everything that happens on the telemetry thread; begin() to end() run there.
class Worker : public QObject
{
    Q_OBJECT
public:
    Worker(Clock &clock, Shared &shared, Wire::Hello identity);
    ~Worker() override;

    void begin();
    void end();
    //! \brief Serves the listening socket \a descriptor, which becomes ours.
    void serve(int descriptor);
    void stopServing();

private:
    void accept();
    void welcome(QLocalSocket *socket);
    void read(Hub::ClientId id, SocketLink *link);
    void forget(Hub::ClientId id, SocketLink *link);
    void wake();
    void round();
    void drain();
    void publishInterest();
    void measure();
    void putGauge(std::string_view name, double value, double limit = 0);

    Clock &m_clock;
    Shared &m_shared;
    Hub m_hub;
    std::unordered_map<Hub::ClientId, SocketLink *> m_links;
    std::unique_ptr<Timer> m_timer;
    std::unique_ptr<QSocketNotifier> m_wakeNotifier;
    std::unique_ptr<QLocalServer> m_server;
    std::vector<std::pair<RecordRing *, RecordRing::Record>> m_heads; // of drain(), kept for reuse
    TimePoint m_measuredAt;
    qint64 m_cpuNs = 0;
    bool m_warnedOfLoss = false;
};

} // namespace Cordial::Telemetry
