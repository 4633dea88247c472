// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/canceltoken.h>
#include <cordial/core/clock.h>
#include <cordial/core/rare.h>

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>
#include <utility>

namespace Cordial::Net {

enum class Method : quint8 { Get, Post, Put, Patch, Delete, Head, Options };
[[nodiscard]] QByteArray toByteArray(Method method);
//! \brief "GET" in upper case only; nothing for any other text.
[[nodiscard]] std::optional<Method> methodFromString(QByteArrayView name);
//! \brief POST, PUT, PATCH, DELETE: the order in which they arrive matters.
[[nodiscard]] bool isMutating(Method method);
//! \brief Whether doing it twice is the same as doing it once, as every method but POST promises.
//! PATCH is among them because Discord's replace fields and never add to them.
[[nodiscard]] bool isIdempotent(Method method);

//! \brief Who goes first. Lanes go before each other, also within a bucket.
enum class Lane : quint8 { Interaction, High, Normal, Bulk };

enum class Auth : quint8 {
    Bot, //!< "Bot <token>" of the client
    Bearer, //!< an OAuth2 token, given in Request::bearer
    None,
};

using Header = std::pair<QByteArray, QByteArray>;

//! \brief A file to be sent as `files[n]`, or as the part named: from disk, in constant memory, or
//! from \a data if \a path is empty.
struct FilePart
{
    QString fileName; //!< as Discord shows it
    QByteArray contentType = "application/octet-stream";
    QString path;
    QByteArray data;
    QByteArray part = {}; //!< Name of the form's part; empty = `files[n]`.
};

//! \brief One HTTP request to Discord. A value, and small, as a hundred thousand may wait.
struct Request
{
    Method method = Method::Get;
    Auth auth = Auth::Bot;
    Lane lane = Lane::Normal; //!< Paths below /interactions/ are Lane::Interaction by themselves.
    //! Begins with '/'; appended to the API URL. Percent-encoded where needed by the sender; %XX
    //! stays.
    QString path;
    QByteArray body; //!< As it goes out; payload_json when there are files.
    Rare<QByteArray> contentType; //!< Sent only with a body; empty = application/json.
    Rare<QList<std::pair<QString, QString>>> query; //!< Not encoded; in order, keys may repeat.
    Rare<QList<FilePart>> files;
    Rare<QList<std::pair<QByteArray, QByteArray>>> form; //!< Parts of text beside files, UTF-8.
    Rare<QList<Header>> headers;
    Rare<QString> reason; //!< X-Audit-Log-Reason, 1 to 512 characters, not encoded; empty = none.
    Rare<QByteArray> bearer; //!< For Auth::Bearer.
    Milliseconds timeout{0}; //!< For one try; 0 = the sender's default.
    std::optional<TimePoint> deadline; //!< Fails at once when the wait is known not to fit.
    //! When the interaction arrived that this answers: Discord takes the first answer for 3 s,
    //! further ones for 15 minutes, and what cannot go out by then fails at once. None = when the
    //! request is submitted.
    TimePoint interactionAt;
    CancelToken cancel;
    QString plugin; //!< Who asked; lanes are fair between plugins. Empty = the host itself.
    quint64 id = 0; //!< Given by HttpClient; unique in the process.

    //! \brief Makes \a fields the body, as application/x-www-form-urlencoded: for OAuth2.
    void setForm(const QList<std::pair<QString, QString>> &fields);
};

} // namespace Cordial::Net
