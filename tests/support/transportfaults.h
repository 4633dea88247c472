// SPDX-License-Identifier: MIT
#pragma once

#include "scriptedserver.h"

#include <QTest>

#include <functional>

#include <sys/socket.h>

namespace Cordial::Net {

//! \brief Closes with a reset instead of a polite end.
inline void reset(QTcpSocket &socket)
{
    const linger now{1, 0};
    setsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    socket.abort();
}

inline const QByteArray kTruncatedGzip =
    QByteArray::fromHex("1f8b0800000000000003ab56ca48cdc9c907");

//! \brief One row for each way in which a server fails to answer, in the column `act`. Whatever
//! ends a chain makes an error of each, and sends nothing again.
inline void addFaultRows()
{
    using Act = std::function<void(QTcpSocket &)>;
    QTest::addColumn<Act>("act");
    const auto row = [](const char *name, Act act) { QTest::newRow(name) << std::move(act); };
    row("rainy/closed before the answer", [](QTcpSocket &s) { s.close(); });
    row("rainy/reset before the answer", [](QTcpSocket &s) { reset(s); });
    row("rainy/half head", [](QTcpSocket &s) {
        s.write("HTTP/1.1 200 OK\r\nContent-Le");
        s.close();
    });
    row("rainy/half body", [](QTcpSocket &s) {
        s.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        s.close();
    });
    row("rainy/half chunk", [](QTcpSocket &s) {
        s.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nhalf");
        s.close();
    });
    row("rainy/no last chunk", [](QTcpSocket &s) {
        s.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
        s.close();
    });
    row("rainy/truncated gzip", [](QTcpSocket &s) {
        ScriptedServer::answer(s, kTruncatedGzip, "Content-Encoding: gzip\r\n");
    });
    row("rainy/no gzip",
        [](QTcpSocket &s) { ScriptedServer::answer(s, "plain", "Content-Encoding: gzip\r\n"); });
    row("rainy/not HTTP", [](QTcpSocket &s) { s.write("SSH-2.0-OpenSSH_9\r\n\r\n"); });
    row("rainy/nonsense status", [](QTcpSocket &s) { s.write("HTTP/1.1 OK 200\r\n\r\n"); });
    row("rainy/negative length",
        [](QTcpSocket &s) { s.write("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"); });
    row("rainy/two lengths", [](QTcpSocket &s) {
        s.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab");
    });
    row("rainy/broken header",
        [](QTcpSocket &s) { s.write("HTTP/1.1 200 OK\r\nnonsense\r\n\r\n"); });
    row("rainy/huge chunk", [](QTcpSocket &s) {
        s.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n");
    });
}

} // namespace Cordial::Net
