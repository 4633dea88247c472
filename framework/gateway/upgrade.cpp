// SPDX-License-Identifier: MIT
#include <cordial/gateway/upgrade.h>

#include <QCryptographicHash>
#include <QList>
#include <QRandomGenerator>

#include <algorithm>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLongestHead = 16 * 1024;

QByteArray hostHeader(const QUrl &url)
{
    const bool isIpv6 = url.host().contains(u':');
    const QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    const QByteArray bracketed = isIpv6 ? '[' + host + ']' : host;
    return url.port() < 0 ? bracketed
                          : QByteArray(bracketed + ':' + QByteArray::number(url.port()));
}

UpgradeReply malformed(const QString &message)
{
    UpgradeReply reply;
    reply.status = UpgradeReply::Status::Malformed;
    reply.message = message;
    return reply;
}

//! The values of every header of that name, joined as one list.
QByteArray headerValue(const QList<QByteArray> &lines, QByteArrayView name)
{
    QByteArray joined;
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon < 0 || line.first(colon).trimmed().compare(name, Qt::CaseInsensitive) != 0)
            continue;
        joined += (joined.isEmpty() ? "" : ",") + line.sliced(colon + 1).trimmed();
    }
    return joined;
}

bool listContains(const QByteArray &list, QByteArrayView token)
{
    const QList<QByteArray> parts = list.split(',');
    return std::any_of(parts.begin(), parts.end(), [token](const QByteArray &part) {
        return part.trimmed().compare(token, Qt::CaseInsensitive) == 0;
    });
}

UpgradeReply refused(int status, const QByteArray &statusLine, const QList<QByteArray> &headers)
{
    UpgradeReply reply;
    reply.status = UpgradeReply::Status::Refused;
    reply.httpStatus = status;
    reply.message = u"the server answered the WebSocket upgrade with HTTP "_s
        % QString::fromLatin1(statusLine.sliced(std::min<qsizetype>(9, statusLine.size())));
    bool ok = false;
    const int seconds = headerValue(headers, "Retry-After").toInt(&ok);
    if (ok && seconds >= 0 && seconds <= 24 * 3600)
        reply.retryAfter = std::chrono::seconds(seconds);
    return reply;
}

UpgradeReply judge(const QByteArray &head, QByteArrayView key)
{
    QList<QByteArray> lines = head.split('\n');
    for (QByteArray &line : lines)
        line = line.trimmed();
    const QByteArray statusLine = lines.takeFirst();
    if (!statusLine.startsWith("HTTP/1.") || statusLine.size() < 12)
        return malformed(u"the server did not answer in HTTP"_s);
    bool ok = false;
    const int status = statusLine.sliced(9, 3).toInt(&ok);
    if (!ok)
        return malformed(u"the server answered with a broken status line"_s);
    if (status != 101)
        return refused(status, statusLine, lines);
    if (!listContains(headerValue(lines, "Upgrade"), "websocket")
        || !listContains(headerValue(lines, "Connection"), "upgrade"))
        return malformed(u"the server's upgrade is not to a WebSocket"_s);
    if (headerValue(lines, "Sec-WebSocket-Accept") != acceptFor(key))
        return malformed(u"the server's Sec-WebSocket-Accept is wrong"_s);
    if (!headerValue(lines, "Sec-WebSocket-Extensions").isEmpty())
        return malformed(u"the server uses a WebSocket extension that was not asked for"_s);
    UpgradeReply reply;
    reply.status = UpgradeReply::Status::Accepted;
    return reply;
}

} // namespace

QByteArray makeUpgradeKey()
{
    QByteArray bytes(16, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = static_cast<char>(QRandomGenerator::system()->bounded(256));
    return bytes.toBase64();
}

QByteArray acceptFor(QByteArrayView key)
{
    const QByteArray salted = key.toByteArray() + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    return QCryptographicHash::hash(salted, QCryptographicHash::Sha1).toBase64();
}

QByteArray upgradeRequest(const QUrl &url, QByteArrayView key)
{
    QByteArray target = url.path(QUrl::FullyEncoded).toLatin1();
    if (!target.startsWith('/'))
        target.prepend('/');
    if (url.hasQuery())
        target += '?' + url.query(QUrl::FullyEncoded).toLatin1();
    return "GET " + target + " HTTP/1.1\r\nHost: " + hostHeader(url)
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
          "\r\nSec-WebSocket-Key: "
        + key.toByteArray() + "\r\nUser-Agent: DiscordBot (cordial, " CORDIAL_VERSION ")\r\n\r\n";
}

UpgradeReply readUpgradeReply(QByteArrayView bytes, QByteArrayView key)
{
    const QByteArrayView window = bytes.first(std::min(bytes.size(), kLongestHead));
    const qsizetype end = window.indexOf("\r\n\r\n");
    if (end < 0) {
        if (bytes.size() >= kLongestHead)
            return malformed(u"the server's HTTP answer does not end"_s);
        return {};
    }
    UpgradeReply reply = judge(window.first(end).toByteArray(), key);
    reply.consumed = end + 4;
    return reply;
}

} // namespace Cordial::Gateway
