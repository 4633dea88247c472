// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/ids.h>
#include <cordial/core/result.h>
#include <cordial/core/secret.h>

#include <QObject>
#include <QString>

#include <memory>
#include <optional>

namespace Cordial::Sandbox {

//! \brief What an offline Discord is made of. Paths are read when it starts.
struct ServerConfig
{
    QString worldFile; //!< JSON or TOML; empty: the default world. \see buildWorld
    QString faultsFile; //!< {"faults": [...]}; empty: none. \see Fault
    QString limits = QStringLiteral("discord"); //!< "discord", "off" or a file. \see loadLimits
    std::optional<quint64> seed; //!< Ids and tokens follow from it; absent: a random one.
    QByteArray worldText; //!< The text of a world file instead of a path, JSON.
};

//! \brief Where a running server is, and who is who.
struct ServerInfo
{
    QString apiUrl;
    QString gatewayUrl;
    Secret botToken;
    Secret userToken;
    ApplicationId applicationId;
    GuildId guildId;
    ChannelId channelId;
    UserId botId;
    UserId userId;
    quint16 port = 0;

    //! \brief The line that `cordial sandbox` prints: the one place where the tokens are written.
    [[nodiscard]] QByteArray toJsonLine() const;
};

//! \brief An offline Discord on loopback: HTTP, gateway, limits, interactions, faults.
//!
//! Lives in one thread with an event loop; all its work is done there. Independent of the
//! framework's client code on purpose: a misreading of Discord's rules must not hide in both ends.
class Server : public QObject
{
    Q_OBJECT

public:
    explicit Server(Clock &clock, ServerConfig config = {}, QObject *parent = nullptr);
    ~Server() override;

    //! \brief Listens on 127.0.0.1:\a port, 0 for a free one. ErrorCode::Io when the port is busy,
    //! InvalidArgument when a file is wrong; the message says what and where.
    [[nodiscard]] Result<> start(quint16 port = 0);
    //! \brief Closes every connection with 1001 and forgets the world.
    void stop();
    [[nodiscard]] bool isRunning() const;
    //! \pre isRunning()
    [[nodiscard]] ServerInfo info() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Cordial::Sandbox
