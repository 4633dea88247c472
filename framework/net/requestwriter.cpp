// SPDX-License-Identifier: MIT
#include <cordial/net/requestwriter.h>

#include <QHostAddress>

#include <algorithm>
#include <array>

namespace Cordial::Net {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLongestReason = 512; // reference: X-Audit-Log-Reason, 1 to 512 characters

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

//! \brief RFC 3986 pchar, "/" and "?"; what else stands in a path is encoded.
bool staysInPath(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || QByteArrayView("-._~!$&'()*+,;=:@/?").contains(c);
}

bool isLoopback(const QString &host)
{
    if (host.compare("localhost"_L1, Qt::CaseInsensitive) == 0)
        return true;
    QHostAddress address;
    return address.setAddress(host) && address.isLoopback();
}

QByteArray hostHeader(const QUrl &url)
{
    QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    if (host.contains(':'))
        host = '[' + host + ']';
    return url.port() < 0 ? host : host + ':' + QByteArray::number(url.port());
}

bool hasHeader(const Request &request, QByteArrayView name)
{
    return std::any_of(request.headers->begin(), request.headers->end(),
                       [name](const Header &header) {
                           return header.first.compare(name, Qt::CaseInsensitive) == 0;
                       });
}

bool isToken(QByteArrayView name)
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
    });
}

bool hasControl(QByteArrayView value)
{
    return std::any_of(value.begin(), value.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
    });
}

//! \brief What the connection itself decides.
bool isFraming(const QByteArray &name)
{
    static constexpr std::array kNames{
        "host",    "content-length", "connection", "transfer-encoding",
        "upgrade", "expect",         "te",         "trailer"};
    const QByteArray lower = name.toLower();
    return std::any_of(kNames.begin(), kNames.end(),
                       [&lower](const char *other) { return lower == other; });
}

Error invalid(QString message)
{
    return makeError(ErrorCode::InvalidArgument, std::move(message));
}

QByteArray authorization(const Request &request, const Secret &token)
{
    if (request.auth == Auth::Bot && !token.isEmpty())
        return "Authorization: Bot " + token.reveal() + "\r\n";
    if (request.auth == Auth::Bearer)
        return "Authorization: Bearer " + *request.bearer + "\r\n";
    return {};
}

} // namespace

QByteArray encodePath(QStringView path)
{
    static constexpr char kDigits[] = "0123456789ABCDEF";
    const QByteArray bytes = path.toUtf8();
    QByteArray out;
    out.reserve(bytes.size() + 16);
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        const bool isEscape =
            c == '%' && i + 2 < bytes.size() && isHex(bytes[i + 1]) && isHex(bytes[i + 2]);
        if (isEscape || staysInPath(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += kDigits[byte >> 4];
        out += kDigits[byte & 15];
    }
    return out;
}

QByteArray encodeQuery(const QList<std::pair<QString, QString>> &query)
{
    QByteArray out;
    for (const auto &[key, value] : query) {
        if (!out.isEmpty())
            out += '&';
        out += QUrl::toPercentEncoding(key) + '=' + QUrl::toPercentEncoding(value);
    }
    return out;
}

QByteArray userAgent()
{
    return QByteArrayLiteral("DiscordBot (https://github.com/cordial-bot/cordial, " CORDIAL_VERSION
                             ")");
}

Result<> checkApiUrl(const QUrl &url, bool allowInsecure)
{
    if (!url.isValid() || url.host().isEmpty())
        return invalid(u"the API URL is not a valid URL: "_s + url.toString(QUrl::RemoveUserInfo));
    if (url.scheme() == "https"_L1)
        return {};
    if (url.scheme() != "http"_L1)
        return invalid(u"the API URL must begin with https://"_s);
    if (!allowInsecure && !isLoopback(url.host()))
        return invalid(
            u"plain http to "_s + url.host()
            + u" would show the token to everybody on the way: use https, or --insecure"_s);
    return {};
}

Result<> checkRequest(const Request &request)
{
    if (!request.path.startsWith(u'/') || request.path.startsWith("//"_L1))
        return invalid(u"a path begins with one '/' and is appended to the API URL: "_s
                       + request.path);
    const qsizetype reasonLength = request.reason->toUcs4().size();
    if (reasonLength > kLongestReason)
        return invalid(u"a reason has at most 512 characters, not %1"_s.arg(reasonLength));
    for (const Header &header : *request.headers) {
        if (!isToken(header.first) || hasControl(header.second) || isFraming(header.first))
            return invalid(u"the header cannot be sent: "_s + QString::fromUtf8(header.first));
    }
    if (hasControl(*request.contentType) || hasControl(*request.bearer))
        return invalid(u"a header value has a control character"_s);
    return {};
}

QByteArray contentTypeOf(const Request &request)
{
    return request.contentType->isEmpty() ? QByteArrayLiteral("application/json")
                                          : *request.contentType;
}

QByteArray requestHead(const Request &request, const QUrl &apiUrl, const Secret &token,
                       qint64 bodySize, const QByteArray &contentType)
{
    QByteArray target = apiUrl.path(QUrl::FullyEncoded).toLatin1();
    while (target.endsWith('/'))
        target.chop(1);
    target += encodePath(request.path);
    if (const QByteArray query = encodeQuery(request.query); !query.isEmpty())
        target += (target.contains('?') ? '&' : '?') + query;

    QByteArray head = toByteArray(request.method) + ' ' + target
        + " HTTP/1.1\r\nHost: " + hostHeader(apiUrl) + "\r\n";
    if (!hasHeader(request, "User-Agent"))
        head += "User-Agent: " + userAgent() + "\r\n";
    if (!hasHeader(request, "Authorization"))
        head += authorization(request, token);
    if (!hasHeader(request, "Accept"))
        head += "Accept: */*\r\n";
    if (!hasHeader(request, "Accept-Encoding"))
        head += "Accept-Encoding: gzip, deflate\r\n";
    if (!contentType.isEmpty() && !hasHeader(request, "Content-Type"))
        head += "Content-Type: " + contentType + "\r\n";
    const bool expectsBody = request.method == Method::Post || request.method == Method::Put
        || request.method == Method::Patch;
    if (bodySize > 0 || expectsBody)
        head += "Content-Length: " + QByteArray::number(bodySize) + "\r\n";
    if (!request.reason->isEmpty())
        head += "X-Audit-Log-Reason: " + QUrl::toPercentEncoding(request.reason) + "\r\n";
    for (const Header &header : *request.headers)
        head += header.first + ": " + header.second + "\r\n";
    return head + "\r\n";
}

QString describe(const Request &request)
{
    return QString::fromLatin1(toByteArray(request.method)) + u' '
        + QString::fromUtf8(redactPath(request.path.toUtf8()));
}

void setRequest(Error &error, const Request &request)
{
    error.request = describe(request);
    error.requestId = request.id;
}

} // namespace Cordial::Net
