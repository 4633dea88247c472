// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/result.h>
#include <cordial/gateway/transport.h>
#include <cordial/gateway/websocketparser.h>

#include <QHostAddress>
#include <QHostInfo>
#include <QNetworkProxy>
#include <QObject>
#include <QSslConfiguration>
#include <QTcpSocket>

#include <functional>

class QHostInfo;
class QSslSocket;

namespace Cordial::Gateway {

//! \brief What connections are made with; one for all shards.
struct SocketSettings
{
    QSslConfiguration ssl = QSslConfiguration::defaultConfiguration();
    QNetworkProxy proxy = QNetworkProxy(QNetworkProxy::NoProxy);
    bool allowInsecure = false; //!< plain ws beyond loopback
    QList<QHostAddress> addresses; //!< used instead of looking a name up; for tests
};

//! \brief Adds the authorities of a PEM file to the system's, which a SocketTransport asks when
//! those of the file do not know a server. Errors: Io, InvalidArgument.
[[nodiscard]] Result<QSslConfiguration> sslConfigurationWith(const QString &caFile);

//! \brief Whether a connection to \a url may be made: wss, or ws to this machine, or ws with
//! \a allowInsecure. The error says what to change.
[[nodiscard]] Result<> checkGatewayUrl(const QUrl &url, bool allowInsecure);

//! \brief A Transport over QTcpSocket or QSslSocket with framing of our own (see the record
//! "WebSocket framing of our own" for why not QWebSocket).
//!
//! The addresses of a host are tried one after the other: one that swallows what it is sent has
//! only its part of the 30 s, and the next open() begins with the one behind it.
//!
//! Thread: that of its maker, which needs an event loop. Reads at most 256 KiB a turn of the loop,
//! so that timers get their turn under load.
class SocketTransport : public QObject, public Transport
{
    Q_OBJECT
public:
    SocketTransport(SocketSettings settings, Clock &clock, QObject *parent = nullptr);
    ~SocketTransport() override;

    void open(const QUrl &url) override;
    void send(QByteArrayView text) override;
    void close(quint16 code) override;
    void drop(quint16 code) override;
    void setReading(bool reading) override;
    void whenDrained(std::function<void()> callback) override;

private Q_SLOTS:
    void onFound(const QHostInfo &found);

private:
    enum class Phase : quint8 { Closed, Connecting, Upgrading, Open };

    void lookUp(const QString &host);
    void connectToNext();
    void leaveAddress();
    void connectTo(const QString &host);
    void connectSignals();
    void askTheSystem(QSslSocket &socket);
    void sendUpgrade();
    void onDecrypted();
    void scheduleRead();
    void readTurn();
    [[nodiscard]] bool readChunk();
    void processUpgrade();
    void processFrames();
    void answerClose(quint16 code);
    void onEnd();
    [[nodiscard]] QString endReason() const;
    void fail(TransportClosed closed);
    void sendFrame(FrameOpcode opcode, QByteArrayView payload);
    [[nodiscard]] qint64 unsentBytes() const;
    void later(std::function<void()> call);
    void watchForEnd();
    void letGo(bool linger);
    void linger(QTcpSocket *socket);
    void lingererGone(QTcpSocket *socket);

    SocketSettings m_settings;
    Clock &m_clock;
    QTcpSocket *m_socket = nullptr; //!< child of this
    WebSocketParser m_parser;
    QUrl m_url;
    int m_lookup = 0; //!< Qt's number of the one that runs; 0 without one
    QList<QHostAddress> m_left; //!< addresses of the host that have not been tried
    qsizetype m_given = 0; //!< addresses that were of no use
    std::unique_ptr<Timer> m_addressTimer; //!< while one of several is being tried
    Milliseconds m_perAddress{0};
    QByteArray m_key;
    Phase m_phase = Phase::Closed;
    bool m_reading = true;
    std::unique_ptr<Timer> m_endWatch; //!< while reading is stopped
    bool m_isClogged = false; //!< the peer does not take what it is sent
    bool m_inTurn = false;
    bool m_readScheduled = false;
    TimePoint m_turnAt; //!< when the last turn began
    quint64 m_connection = 0; //!< grows with each open(): tells a stale call from a live one
    QList<QTcpSocket *> m_lingering;
    std::function<void()> m_drained;
};

} // namespace Cordial::Gateway
