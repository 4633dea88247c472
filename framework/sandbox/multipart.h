// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/httpmessage.h>

#include <QCryptographicHash>

#include <memory>

namespace Cordial::Sandbox {

//! \brief Reads a multipart/form-data body as it arrives. File bytes are hashed, counted and
//! thrown away, so memory stays constant. Pure.
//! \source RFC 7578, RFC 2046 section 5.1
class MultipartParser
{
public:
    //! \brief Text fields (payload_json) above this size are an error.
    static constexpr qint64 kLargestField = 8 * 1024 * 1024;
    static constexpr qsizetype kMostParts = 64;

    explicit MultipartParser(const QByteArray &boundary);

    //! \brief The boundary named by a Content-Type header; empty if it is not multipart.
    [[nodiscard]] static QByteArray boundaryOf(const QByteArray &contentType);

    //! \brief Takes the next bytes; false once the body is malformed.
    bool feed(QByteArrayView bytes);
    //! \brief True when the closing boundary was seen.
    [[nodiscard]] bool isComplete() const { return m_state == State::Done; }
    //! \brief Moves what was read into \a request.
    void finish(HttpRequest &request);

private:
    enum class State { Preamble, AfterBoundary, Headers, Body, Done, Failed };

    bool step();
    bool readPreamble();
    bool readAfterBoundary();
    bool readHeaders();
    bool readBody();
    void startPart(const QByteArray &headers);
    bool appendBody(QByteArrayView bytes);
    void endPart();
    bool fail();

    const QByteArray m_delimiter; //!< CRLF, two dashes, boundary
    State m_state = State::Preamble;
    QByteArray m_buffer;
    FilePart m_part;
    bool m_partIsFile = false;
    bool m_atBodyStart = false;
    QByteArray m_field;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    qsizetype m_parts = 0;
    std::optional<QByteArray> m_payload;
    QHash<QString, QByteArray> m_fields;
    QList<FilePart> m_files;
};

} // namespace Cordial::Sandbox
