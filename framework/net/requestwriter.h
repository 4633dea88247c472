// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>
#include <cordial/core/secret.h>
#include <cordial/net/request.h>

#include <QByteArray>
#include <QUrl>

namespace Cordial::Net {

//! \brief \a path with everything that may not stand in a request line percent-encoded as UTF-8;
//! `%XX` stays.
[[nodiscard]] QByteArray encodePath(QStringView path);
//! \brief "a=1&b=2", keys and values encoded, order kept.
[[nodiscard]] QByteArray encodeQuery(const QList<std::pair<QString, QString>> &query);

//! \brief "DiscordBot (url, version)", without which Discord blocks. \source reference.mdx, "User
//! Agent"
[[nodiscard]] QByteArray userAgent();

//! \brief Why \a url may not be used for sending, if so: scheme, or plain http beyond loopback.
[[nodiscard]] Result<> checkApiUrl(const QUrl &url, bool allowInsecure);

//! \brief Everything of \a request that its sender must not put on the wire: line breaks in
//! headers, a path that is a URL, an over-long reason. Errors: InvalidArgument.
[[nodiscard]] Result<> checkRequest(const Request &request);

//! \brief Of its body, if it has one and no files.
[[nodiscard]] QByteArray contentTypeOf(const Request &request);

//! \brief The request line and headers up to the empty line.
//! \pre checkRequest() is content.
[[nodiscard]] QByteArray requestHead(const Request &request, const QUrl &apiUrl,
                                     const Secret &token, qint64 bodySize,
                                     const QByteArray &contentType);

//! \brief "POST /webhooks/1/***", for people.
[[nodiscard]] QString describe(const Request &request);

//! \brief Makes \a error say which request it is about.
void setRequest(Error &error, const Request &request);

} // namespace Cordial::Net
