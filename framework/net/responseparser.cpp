// SPDX-License-Identifier: MIT
#include <cordial/net/responseparser.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace Cordial::Net {

namespace {

std::optional<qint64> parseNumber(QByteArrayView text, int base)
{
    qint64 value = 0;
    const char *end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value, base);
    if (text.isEmpty() || error != std::errc() || stop != end || value < 0)
        return std::nullopt;
    return value;
}

bool containsToken(QByteArrayView list, QByteArrayView token)
{
    const QList<QByteArray> parts = list.toByteArray().split(',');
    return std::any_of(parts.begin(), parts.end(), [token](const QByteArray &part) {
        return part.trimmed().compare(token, Qt::CaseInsensitive) == 0;
    });
}

} // namespace

ResponseParser::ResponseParser(Method method, Limits limits) : m_method(method), m_limits(limits)
{ }

ResponseParser::ResponseParser(Method method) : ResponseParser(method, Limits())
{ }

bool ResponseParser::fail(const char *what)
{
    m_error = QString::fromLatin1(what);
    m_state = State::Failed;
    return false;
}

QByteArray ResponseParser::header(QByteArrayView name) const
{
    for (const Header &header : m_headers) {
        if (header.first.compare(name, Qt::CaseInsensitive) == 0)
            return header.second;
    }
    return {};
}

qsizetype ResponseParser::feed(QByteArrayView bytes)
{
    qsizetype position = 0;
    while (position < bytes.size()) {
        if (m_state == State::Head) {
            if (takeLine(bytes, position))
                onHeadLine();
        } else if (m_state == State::Body) {
            position += feedBody(bytes.sliced(position));
        } else {
            break;
        }
    }
    return position;
}

void ResponseParser::finish()
{
    if (m_state == State::Body && m_framing == Framing::UntilClose)
        m_state = State::Done;
    else if (m_state == State::Body)
        fail("the connection was closed in the middle of the answer's body");
    else if (m_state == State::Head)
        fail("the connection was closed before an answer came");
}

bool ResponseParser::takeLine(QByteArrayView bytes, qsizetype &position)
{
    const qsizetype end = bytes.indexOf('\n', position);
    const qsizetype stop = end < 0 ? bytes.size() : end + 1;
    m_headBytes += stop - position;
    if (m_headBytes > m_limits.head)
        return fail("the head of the answer is too long");
    m_line.append(bytes.sliced(position, stop - position));
    position = stop;
    if (end < 0)
        return false;
    m_line.chop(1);
    if (m_line.endsWith('\r'))
        m_line.chop(1);
    return true;
}

void ResponseParser::onHeadLine()
{
    const bool isStatusLine = m_status == 0;
    if (isStatusLine && m_line.isEmpty()) {
        // An empty line before the status line is to be ignored: RFC 9112, 2.2.
    } else if (isStatusLine) {
        onStatusLine();
    } else if (m_line.isEmpty()) {
        onHeadEnd();
    } else {
        onHeaderLine();
    }
    m_line.clear();
}

bool ResponseParser::onStatusLine()
{
    // HTTP/1.1 200 OK
    if (m_line.size() < 12 || !m_line.startsWith("HTTP/1.") || m_line[8] != ' ')
        return fail("the answer is not HTTP/1.1");
    const auto status = parseNumber(QByteArrayView(m_line).sliced(9, 3), 10);
    if (!status || *status < 100 || (m_line.size() > 12 && m_line[12] != ' '))
        return fail("the answer has no valid status");
    m_minorVersion = m_line[7] - '0';
    m_status = static_cast<int>(*status);
    m_reason = m_line.mid(13).trimmed();
    return true;
}

bool ResponseParser::onHeaderLine()
{
    if ((m_line.front() == ' ' || m_line.front() == '\t') && !m_headers.isEmpty()) {
        m_headers.last().second += ' ' + m_line.trimmed();
        return true;
    }
    const qsizetype colon = m_line.indexOf(':');
    if (colon <= 0)
        return fail("the answer has a broken header line");
    m_headers.append({m_line.left(colon).trimmed(), m_line.sliced(colon + 1).trimmed()});
    return true;
}

void ResponseParser::onHeadEnd()
{
    if (m_status < 200) {
        if (m_status == 101) {
            fail("the server switches to another protocol");
            return;
        }
        m_status = 0;
        m_headers.clear();
        return;
    }
    const QByteArray connection = header("Connection");
    m_keepAlive = m_minorVersion >= 1 ? !containsToken(connection, "close")
                                      : containsToken(connection, "keep-alive");
    m_headBytes = 0;
    if (!decideFraming())
        return;
    m_state = m_framing == Framing::None || (m_framing == Framing::Length && m_left == 0)
        ? State::Done
        : State::Body;
}

bool ResponseParser::decideFraming()
{
    if (m_method == Method::Head || m_status == 204 || m_status == 304) {
        m_framing = Framing::None;
        return true;
    }
    const QByteArray coding = header("Transfer-Encoding");
    if (!coding.isEmpty()) {
        if (coding.trimmed().compare("chunked", Qt::CaseInsensitive) != 0)
            return fail("the answer has a transfer coding that was not asked for");
        m_framing = Framing::Chunked;
        return true;
    }
    std::optional<qint64> length;
    for (const Header &header : std::as_const(m_headers)) {
        if (header.first.compare("Content-Length", Qt::CaseInsensitive) != 0)
            continue;
        const auto value = parseNumber(header.second, 10);
        if (!value || (length && *length != *value))
            return fail("the answer's Content-Length makes no sense");
        length = value;
    }
    if (length && *length > m_limits.body)
        return fail("the answer's body is too long");
    m_framing = length ? Framing::Length : Framing::UntilClose;
    m_left = length.value_or(0);
    if (!length)
        m_keepAlive = false;
    return true;
}

bool ResponseParser::append(QByteArrayView bytes)
{
    if (m_body.size() + bytes.size() > m_limits.body)
        return fail("the answer's body is too long");
    m_body.append(bytes);
    return true;
}

qsizetype ResponseParser::feedBody(QByteArrayView bytes)
{
    if (m_framing == Framing::Chunked)
        return feedChunked(bytes);
    if (m_framing == Framing::UntilClose) {
        append(bytes);
        return bytes.size();
    }
    const qsizetype taken = static_cast<qsizetype>(std::min<qint64>(m_left, bytes.size()));
    append(bytes.first(taken));
    m_left -= taken;
    if (m_left == 0 && m_state == State::Body)
        m_state = State::Done;
    return taken;
}

qsizetype ResponseParser::feedChunked(QByteArrayView bytes)
{
    qsizetype position = 0;
    if (m_chunkPart == ChunkPart::Data) {
        position = static_cast<qsizetype>(std::min<qint64>(m_left, bytes.size()));
        append(bytes.first(position));
        m_left -= position;
        if (m_left == 0)
            m_chunkPart = ChunkPart::DataEnd;
        return position;
    }
    if (!takeLine(bytes, position))
        return position;
    if (m_chunkPart == ChunkPart::Size) {
        onChunkSize();
        // The limit of the head holds for each line of the framing, and for all trailers.
        m_headBytes = 0;
    } else if (m_chunkPart == ChunkPart::DataEnd) {
        if (!m_line.isEmpty())
            fail("a chunk of the answer is longer than it says");
        m_chunkPart = ChunkPart::Size;
        m_headBytes = 0;
    } else if (m_line.isEmpty()) {
        m_state = State::Done;
    }
    m_line.clear();
    return position;
}

bool ResponseParser::onChunkSize()
{
    const qsizetype extension = m_line.indexOf(';');
    const QByteArray digits = (extension < 0 ? m_line : m_line.left(extension)).trimmed();
    const auto size = parseNumber(digits, 16);
    if (!size)
        return fail("a chunk of the answer has no valid size");
    if (*size > m_limits.body)
        return fail("the answer's body is too long");
    m_left = *size;
    m_chunkPart = *size == 0 ? ChunkPart::Trailer : ChunkPart::Data;
    return true;
}

} // namespace Cordial::Net
