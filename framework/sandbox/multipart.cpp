// SPDX-License-Identifier: MIT
#include <cordial/sandbox/multipart.h>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

//! \brief The value of `name="..."` in a header value; quotes optional, \" and \\ undone.
QByteArray parameterOf(const QByteArray &header, const QByteArray &name)
{
    const QByteArray lower = header.toLower();
    const QByteArray wanted = name + '=';
    qsizetype at = -1;
    for (qsizetype from = 0; (at = lower.indexOf(wanted, from)) >= 0; from = at + 1) {
        // "filename=" also ends in "name=": the character before must be a separator.
        if (at == 0 || lower.at(at - 1) == ';' || lower.at(at - 1) == ' ')
            break;
    }
    if (at < 0)
        return {};
    qsizetype i = at + name.size() + 1;
    if (i >= header.size() || header.at(i) != '"') {
        const qsizetype end = header.indexOf(';', i);
        return header.mid(i, end < 0 ? -1 : end - i).trimmed();
    }
    QByteArray value;
    for (++i; i < header.size() && header.at(i) != '"'; ++i) {
        if (header.at(i) == '\\' && i + 1 < header.size())
            ++i;
        value.append(header.at(i));
    }
    return value;
}

} // namespace

MultipartParser::MultipartParser(const QByteArray &boundary)
    : m_delimiter("\r\n--"_ba + boundary)
    // The first boundary may stand at the very beginning.
    , m_buffer("\r\n"_ba)
{ }

QByteArray MultipartParser::boundaryOf(const QByteArray &contentType)
{
    if (!contentType.toLower().trimmed().startsWith("multipart/form-data"))
        return {};
    return parameterOf(contentType, "boundary"_ba);
}

bool MultipartParser::fail()
{
    m_state = State::Failed;
    m_buffer.clear();
    return false;
}

bool MultipartParser::feed(QByteArrayView bytes)
{
    if (m_state == State::Failed)
        return false;
    if (m_state == State::Done)
        return true;
    m_buffer.append(bytes);
    while (step()) { }
    return m_state != State::Failed;
}

bool MultipartParser::step()
{
    switch (m_state) {
    case State::Preamble:
        return readPreamble();
    case State::AfterBoundary:
        return readAfterBoundary();
    case State::Headers:
        return readHeaders();
    case State::Body:
        return readBody();
    case State::Done:
    case State::Failed:
        return false;
    }
    return false;
}

bool MultipartParser::readPreamble()
{
    const qsizetype at = m_buffer.indexOf(m_delimiter);
    if (at < 0) {
        m_buffer = m_buffer.right(m_delimiter.size());
        return false;
    }
    m_buffer.remove(0, at + m_delimiter.size());
    m_state = State::AfterBoundary;
    return true;
}

bool MultipartParser::readAfterBoundary()
{
    if (m_buffer.size() < 2)
        return false;
    if (m_buffer.startsWith("--")) {
        m_state = State::Done;
        m_buffer.clear();
        return false;
    }
    // Linear white space may follow a boundary.
    const qsizetype end = m_buffer.indexOf("\r\n");
    constexpr qsizetype kLongestPadding = 256;
    if (end < 0)
        return m_buffer.size() > kLongestPadding ? fail() : false;
    if (!m_buffer.left(end).trimmed().isEmpty())
        return fail();
    // The line break stays: headers end at an empty line, also when there are none.
    m_buffer.remove(0, end);
    m_state = State::Headers;
    return true;
}

bool MultipartParser::readHeaders()
{
    constexpr qsizetype kLongestHeaders = 16 * 1024;
    const qsizetype end = m_buffer.indexOf("\r\n\r\n");
    if (end < 0)
        return m_buffer.size() > kLongestHeaders ? fail() : false;
    if (end > kLongestHeaders || ++m_parts > kMostParts)
        return fail();
    startPart(m_buffer.left(end));
    // The second line break stays: an empty body has its delimiter begin with it.
    m_buffer.remove(0, end + 2);
    m_state = State::Body;
    m_atBodyStart = true;
    m_field.clear();
    return true;
}

void MultipartParser::startPart(const QByteArray &headers)
{
    m_part = {};
    m_partIsFile = false;
    m_hash.reset();
    const QList<QByteArray> lines = headers.split('\n');
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = line.left(colon).trimmed().toLower();
        const QByteArray value = colon < 0 ? QByteArray() : line.mid(colon + 1).trimmed();
        if (name == "content-disposition") {
            m_part.field = QString::fromUtf8(parameterOf(value, "name"_ba));
            m_partIsFile = value.toLower().contains("filename=");
            m_part.fileName = QString::fromUtf8(parameterOf(value, "filename"_ba));
        } else if (name == "content-type") {
            m_part.contentType = QString::fromUtf8(value);
        }
    }
}

bool MultipartParser::appendBody(QByteArrayView bytes)
{
    m_part.size += bytes.size();
    if (m_partIsFile) {
        m_hash.addData(bytes);
        return true;
    }
    m_field.append(bytes);
    return m_field.size() <= kLargestField;
}

bool MultipartParser::readBody()
{
    const qsizetype at = m_buffer.indexOf(m_delimiter);
    // Bytes at the end are kept back as long as a delimiter may begin in them.
    const qsizetype safe = at >= 0 ? at : m_buffer.size() - m_delimiter.size();
    if (safe > 0) {
        // The line break that ended the headers is not part of the body.
        const qsizetype skip = m_atBodyStart ? 2 : 0;
        if (safe < skip)
            return false;
        m_atBodyStart = false;
        if (!appendBody(QByteArrayView(m_buffer).sliced(skip, safe - skip)))
            return fail();
        m_buffer.remove(0, safe);
    }
    if (at < 0)
        return false;
    m_buffer.remove(0, m_delimiter.size());
    endPart();
    m_state = State::AfterBoundary;
    return true;
}

void MultipartParser::endPart()
{
    if (m_partIsFile) {
        m_part.sha256 = m_hash.result().toHex();
        m_files.append(m_part);
        return;
    }
    if (m_part.field == u"payload_json"_s)
        m_payload = m_field;
    else
        m_fields.insert(m_part.field, m_field);
    m_field.clear();
}

void MultipartParser::finish(HttpRequest &request)
{
    request.isMultipart = true;
    request.payloadJson = m_payload;
    request.fields = m_fields;
    request.files = m_files;
}

} // namespace Cordial::Sandbox
