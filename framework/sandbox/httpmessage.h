// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <chrono>
#include <functional>
#include <optional>

namespace Cordial::Sandbox {

//! \brief What is kept of an uploaded file: everything but its bytes.
struct FilePart
{
    QString field; //!< "files[0]"
    QString fileName;
    QString contentType;
    qint64 size = 0;
    QByteArray sha256;
};

//! \brief A request as it came, header names in lower case.
struct HttpRequest
{
    QByteArray method;
    QByteArray target; //!< Path and query, still percent-encoded.
    QHash<QByteArray, QByteArray> headers;
    QByteArray body; //!< Empty for multipart; see payloadJson and files.
    bool isMultipart = false;
    std::optional<QByteArray> payloadJson;
    QHash<QString, QByteArray> fields; //!< Other text fields of a multipart body.
    QList<FilePart> files;
    quint64 connection = 0;

    [[nodiscard]] QByteArray header(const QByteArray &lowerName) const
    {
        return headers.value(lowerName);
    }
};

//! \brief Where an answer breaks off, for faults.
enum class Break { None, BeforeAnswer, AfterHeaders, MidBody };

//! \brief An answer before it is written.
struct HttpResponse
{
    int status = 200;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    QByteArray contentType = QByteArrayLiteral("application/json");
    bool closeAfter = false;
    Break breakAt = Break::None;
    std::chrono::milliseconds delay{0};

    void setHeader(const QByteArray &name, const QByteArray &value)
    {
        headers.append({name, value});
    }
    [[nodiscard]] static HttpResponse json(const QJsonObject &object, int status = 200)
    {
        HttpResponse response;
        response.status = status;
        response.body = QJsonDocument(object).toJson(QJsonDocument::Compact);
        return response;
    }
    [[nodiscard]] static HttpResponse json(const QJsonArray &array, int status = 200)
    {
        HttpResponse response;
        response.status = status;
        response.body = QJsonDocument(array).toJson(QJsonDocument::Compact);
        return response;
    }
    [[nodiscard]] static HttpResponse empty(int status = 204)
    {
        HttpResponse response;
        response.status = status;
        return response;
    }
};

//! \brief Called once with the answer, in the server's thread; may be called later.
using HttpReply = std::function<void(HttpResponse)>;

} // namespace Cordial::Sandbox
