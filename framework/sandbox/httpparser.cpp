// SPDX-License-Identifier: MIT
#include <cordial/sandbox/httpparser.h>

#include <http_parser.h>

#include <utility>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

QByteArrayView view(const char *data, size_t size)
{
    return {data, static_cast<qsizetype>(size)};
}

HttpParser &self(http_parser *parser)
{
    return *static_cast<HttpParser *>(parser->data);
}

} // namespace

struct HttpParserCallbacks
{
    static int url(http_parser *parser, const char *at, size_t size)
    {
        HttpParser &it = self(parser);
        it.m_request.target.append(view(at, size));
        it.m_headerBytes += static_cast<qsizetype>(size);
        return it.m_headerBytes > it.m_limits.headerBytes ? it.refuse(431) : 0;
    }
    static int field(http_parser *parser, const char *at, size_t size)
    {
        return self(parser).onHeaderField(view(at, size));
    }
    static int value(http_parser *parser, const char *at, size_t size)
    {
        return self(parser).onHeaderValue(view(at, size));
    }
    static int headersComplete(http_parser *parser) { return self(parser).onHeadersComplete(); }
    static int body(http_parser *parser, const char *at, size_t size)
    {
        return self(parser).onBody(view(at, size));
    }
    static int complete(http_parser *parser) { return self(parser).onComplete(); }
    static const http_parser_settings &settings()
    {
        static const http_parser_settings table = [] {
            http_parser_settings made;
            http_parser_settings_init(&made);
            made.on_url = url;
            made.on_header_field = field;
            made.on_header_value = value;
            made.on_headers_complete = headersComplete;
            made.on_body = body;
            made.on_message_complete = complete;
            return made;
        }();
        return table;
    }
};

HttpParser::HttpParser(HttpLimits limits)
    : m_limits(limits), m_parser(std::make_unique<http_parser>())
{
    reset();
}

HttpParser::~HttpParser() = default;

void HttpParser::reset()
{
    http_parser_init(m_parser.get(), HTTP_REQUEST);
    m_parser->data = this;
    m_state = State::NeedMore;
    m_started = false;
    m_expectContinue = false;
    m_readingValue = false;
    m_headerName.clear();
    m_headerValue.clear();
    m_headerBytes = 0;
    m_bodyBytes = 0;
    m_multipart.reset();
    m_request = {};
}

qsizetype HttpParser::feed(QByteArrayView bytes)
{
    if (m_state != State::NeedMore || bytes.isEmpty())
        return 0;
    m_started = true;
    const size_t used = http_parser_execute(m_parser.get(), &HttpParserCallbacks::settings(),
                                            bytes.data(), static_cast<size_t>(bytes.size()));
    const http_errno error = HTTP_PARSER_ERRNO(m_parser.get());
    if (m_state == State::Complete || error == HPE_OK)
        return static_cast<qsizetype>(used);
    m_state = State::Failed;
    return bytes.size();
}

HttpRequest HttpParser::takeRequest()
{
    HttpRequest request = std::move(m_request);
    const bool keepAlive = m_keepAlive;
    reset();
    m_keepAlive = keepAlive;
    return request;
}

int HttpParser::refuse(int status)
{
    m_failureStatus = status;
    // Not 1: from on_headers_complete that would mean "no body follows".
    return -1;
}

int HttpParser::onHeaderField(QByteArrayView bytes)
{
    if (m_readingValue)
        storeHeader();
    m_headerName.append(bytes);
    m_headerBytes += bytes.size();
    return m_headerBytes > m_limits.headerBytes ? refuse(431) : 0;
}

int HttpParser::onHeaderValue(QByteArrayView bytes)
{
    m_readingValue = true;
    m_headerValue.append(bytes);
    m_headerBytes += bytes.size();
    return m_headerBytes > m_limits.headerBytes ? refuse(431) : 0;
}

void HttpParser::storeHeader()
{
    const QByteArray name = m_headerName.toLower();
    QByteArray &stored = m_request.headers[name];
    if (stored.isEmpty())
        stored = m_headerValue;
    else
        stored.append(", " + m_headerValue);
    m_headerName.clear();
    m_headerValue.clear();
    m_readingValue = false;
}

int HttpParser::onHeadersComplete()
{
    if (!m_headerName.isEmpty())
        storeHeader();
    m_keepAlive = http_should_keep_alive(m_parser.get()) != 0;
    m_request.method = http_method_str(static_cast<http_method>(m_parser->method));
    const QByteArray boundary =
        MultipartParser::boundaryOf(m_request.headers.value("content-type"_ba));
    if (!boundary.isEmpty())
        m_multipart = std::make_unique<MultipartParser>(boundary);
    const qint64 most = m_multipart ? m_limits.multipartBytes : m_limits.bodyBytes;
    const bool hasLength = (m_parser->flags & F_CONTENTLENGTH) != 0;
    if (hasLength && m_parser->content_length > static_cast<quint64>(most))
        return refuse(413);
    m_expectContinue = m_request.headers.value("expect"_ba).toLower().contains("100-continue");
    return 0;
}

int HttpParser::onBody(QByteArrayView bytes)
{
    m_bodyBytes += bytes.size();
    if (m_bodyBytes > (m_multipart ? m_limits.multipartBytes : m_limits.bodyBytes))
        return refuse(413);
    if (!m_multipart) {
        m_request.body.append(bytes);
        return 0;
    }
    return m_multipart->feed(bytes) ? 0 : refuse(400);
}

int HttpParser::onComplete()
{
    if (m_multipart) {
        if (!m_multipart->isComplete())
            return refuse(400);
        m_multipart->finish(m_request);
    }
    m_state = State::Complete;
    // One request at a time: what follows stays with the caller until this one is answered.
    http_parser_pause(m_parser.get(), 1);
    return 0;
}

} // namespace Cordial::Sandbox
