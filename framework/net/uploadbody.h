// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>
#include <cordial/net/request.h>

#include <QByteArray>
#include <QFile>

#include <memory>
#include <vector>

namespace Cordial::Net {

//! \brief The body of a request as bytes to be read in pieces: plain, or multipart/form-data with
//! `payload_json` and `files[n]`, whose files are read from disk as they are sent.
//! \source reference.mdx, "Uploading Files"
class UploadBody
{
public:
    //! \brief Looks at the files, does not read them. \a maxFileBytes: 0 = no limit.
    //! Errors: Io for a file that cannot be read, TooLarge.
    [[nodiscard]] static Result<std::shared_ptr<UploadBody>> open(const Request &request,
                                                                  qint64 maxFileBytes);

    [[nodiscard]] qint64 size() const { return m_size; }
    [[nodiscard]] const QByteArray &contentType() const { return m_contentType; }
    //! \brief From the beginning again, for a repeat.
    [[nodiscard]] Result<> rewind();
    //! \brief The next bytes, at most \a atMost; empty at the end. Errors: Io, also for a file that
    //! has become shorter or longer meanwhile.
    [[nodiscard]] Result<QByteArray> read(qint64 atMost);
    [[nodiscard]] bool atEnd() const { return m_index == m_pieces.size(); }

private:
    //! Either bytes or a file.
    struct Piece
    {
        QByteArray bytes;
        QString path;
        qint64 size = 0;
    };
    void add(QByteArray bytes);
    [[nodiscard]] Result<> addFile(const FilePart &file, qsizetype index,
                                   const QByteArray &boundary, qint64 maxFileBytes);
    [[nodiscard]] Result<QByteArray> readFile(const Piece &piece, qint64 atMost);

    std::vector<Piece> m_pieces;
    QByteArray m_contentType;
    qint64 m_size = 0;
    size_t m_index = 0;
    qint64 m_offset = 0; //!< in the piece
    QFile m_file;
};

} // namespace Cordial::Net
