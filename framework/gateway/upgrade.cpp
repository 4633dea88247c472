// SPDX-License-Identifier: MIT
#include <cordial/gateway/upgrade.h>

#include <QCryptographicHash>
#include <QDateTime>
#include <QList>
#include <QLocale>
#include <QRandomGenerator>

#include <algorithm>
#include <cmath>

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

//! Seconds or a date. \source RFC 9110, section 10.2.3
std::optional<Milliseconds> retryAfterOf(const QByteArray &value, WallTime now)
{
    bool isNumber = false;
    double seconds = value.toDouble(&isNumber);
    if (!isNumber) {
        QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(value),
                                                 u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
        date.setTimeSpec(Qt::UTC);
        if (!date.isValid())
            return std::nullopt;
        const auto then = WallTime(Milliseconds(date.toMSecsSinceEpoch()));
        seconds = std::max(std::chrono::duration<double>(then - now).count(), 0.0);
    }
    if (!(seconds >= 0))
        return std::nullopt;
    constexpr double kLongest = 24.0 * 3600;
    return Milliseconds(qint64(std::ceil(std::min(seconds, kLongest) * 1000)));
}

//! What a server writes there is not trusted: letters alone.
QByteArray phraseOf(const QByteArray &statusLine)
{
    constexpr qsizetype kLongest = 40;
    const QByteArray phrase = statusLine.mid(12);
    const bool isPlain =
        phrase.size() <= kLongest && std::all_of(phrase.begin(), phrase.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' || c == '-'
                || c == '\'';
        });
    return isPlain ? phrase : QByteArray();
}

UpgradeReply refused(int status, const QByteArray &statusLine, const QList<QByteArray> &headers,
                     WallTime now)
{
    UpgradeReply reply;
    reply.status = UpgradeReply::Status::Refused;
    reply.httpStatus = status;
    reply.message = u"the server answered the WebSocket upgrade with HTTP "_s
        % QString::number(status) % QString::fromLatin1(phraseOf(statusLine));
    reply.retryAfter = retryAfterOf(headerValue(headers, "Retry-After"), now);
    return reply;
}

UpgradeReply judge(const QByteArray &head, QByteArrayView key, WallTime now)
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
        return refused(status, statusLine, lines, now);
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

UpgradeReply readUpgradeReply(QByteArrayView bytes, QByteArrayView key, WallTime now)
{
    const QByteArrayView window = bytes.first(std::min(bytes.size(), kLongestHead));
    const qsizetype end = window.indexOf("\r\n\r\n");
    if (end < 0) {
        if (bytes.size() >= kLongestHead)
            return malformed(u"the server's HTTP answer does not end"_s);
        return {};
    }
    UpgradeReply reply = judge(window.first(end).toByteArray(), key, now);
    reply.consumed = end + 4;
    return reply;
}

} // namespace Cordial::Gateway
