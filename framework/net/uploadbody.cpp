// SPDX-License-Identifier: MIT
#include <cordial/net/requestwriter.h>
#include <cordial/net/uploadbody.h>

#include <QFileInfo>
#include <QRandomGenerator>

#include <algorithm>

namespace Cordial::Net {

using namespace Qt::StringLiterals;

namespace {

QByteArray makeBoundary()
{
    QByteArray boundary = "cordial-";
    for (int i = 0; i < 3; ++i)
        boundary += QByteArray::number(QRandomGenerator::global()->generate64(), 36);
    return boundary;
}

//! \brief A name inside a quoted header value: as browsers do it. \source WHATWG HTML,
//! "multipart-form-data"
QByteArray quotedName(QByteArray name)
{
    return name.replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22");
}

QByteArray headerValue(QByteArray value)
{
    return value.replace('\r', "").replace('\n', "");
}

} // namespace

void UploadBody::add(QByteArray bytes)
{
    if (bytes.isEmpty())
        return;
    m_size += bytes.size();
    Piece piece;
    piece.size = bytes.size();
    piece.bytes = std::move(bytes);
    m_pieces.push_back(std::move(piece));
}

Result<> UploadBody::addFile(const FilePart &file, qsizetype index, const QByteArray &boundary,
                             qint64 maxFileBytes)
{
    const QFileInfo info(file.path);
    const bool fromDisk = !file.path.isEmpty();
    if (fromDisk && (!info.isFile() || !info.isReadable()))
        return makeError(ErrorCode::Io, u"cannot read the file "_s + file.path);
    const qint64 size = fromDisk ? info.size() : file.data.size();
    const QString name = file.fileName.isEmpty() ? info.fileName() : file.fileName;
    if (maxFileBytes > 0 && size > maxFileBytes) {
        return makeError(
            ErrorCode::TooLarge,
            u"%1 has %2 bytes, at most %3 are allowed"_s.arg(name).arg(size).arg(maxFileBytes));
    }
    const QByteArray part =
        file.part.isEmpty() ? "files[" + QByteArray::number(index) + ']' : file.part;
    add("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quotedName(part)
        + "\"; filename=\"" + quotedName(name.toUtf8())
        + "\"\r\nContent-Type: " + headerValue(file.contentType) + "\r\n\r\n");
    if (fromDisk && size > 0) {
        Piece piece;
        piece.path = file.path;
        piece.size = size;
        m_size += size;
        m_pieces.push_back(std::move(piece));
    } else if (!fromDisk) {
        add(file.data);
    }
    add("\r\n");
    return {};
}

Result<std::shared_ptr<UploadBody>> UploadBody::open(const Request &request, qint64 maxFileBytes)
{
    auto body = std::make_shared<UploadBody>();
    if (request.files->isEmpty() && request.form->isEmpty()) {
        if (!request.body.isEmpty())
            body->m_contentType = contentTypeOf(request);
        body->add(request.body);
        return body;
    }
    const QByteArray boundary = makeBoundary();
    body->m_contentType = "multipart/form-data; boundary=" + boundary;
    if (!request.body.isEmpty()) {
        body->add("--" + boundary
                  + "\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n"
                    "Content-Type: application/json\r\n\r\n");
        body->add(request.body);
        body->add("\r\n");
    }
    for (const auto &[name, value] : *request.form) {
        body->add("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quotedName(name)
                  + "\"\r\n\r\n" + value + "\r\n");
    }
    for (qsizetype i = 0; i < request.files->size(); ++i) {
        if (Result<> added = body->addFile(request.files->at(i), i, boundary, maxFileBytes); !added)
            return std::move(added).error();
    }
    body->add("--" + boundary + "--\r\n");
    return body;
}

Result<> UploadBody::rewind()
{
    m_index = 0;
    m_offset = 0;
    m_file.close();
    return {};
}

Result<QByteArray> UploadBody::read(qint64 atMost)
{
    if (atEnd())
        return QByteArray();
    const Piece &piece = m_pieces[m_index];
    Result<QByteArray> bytes = piece.path.isEmpty()
        ? Result<QByteArray>(piece.bytes.mid(m_offset, std::min(atMost, piece.size - m_offset)))
        : readFile(piece, atMost);
    if (!bytes)
        return bytes;
    m_offset += bytes->size();
    if (m_offset == piece.size) {
        ++m_index;
        m_offset = 0;
        m_file.close();
    }
    return bytes;
}

Result<QByteArray> UploadBody::readFile(const Piece &piece, qint64 atMost)
{
    if (!m_file.isOpen()) {
        m_file.setFileName(piece.path);
        if (!m_file.open(QIODevice::ReadOnly))
            return makeError(ErrorCode::Io, u"cannot read the file "_s + piece.path);
        if (m_file.size() != piece.size)
            return makeError(ErrorCode::Io, u"the file changed while it was sent: "_s + piece.path);
    }
    QByteArray bytes = m_file.read(std::min(atMost, piece.size - m_offset));
    if (bytes.isEmpty())
        return makeError(ErrorCode::Io, u"the file changed while it was sent: "_s + piece.path);
    return bytes;
}

} // namespace Cordial::Net
