// SPDX-License-Identifier: MIT
#include <cordial/testing/httpcall_p.h>

#include <QEventLoop>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QThread>

#include <memory>

using namespace Qt::StringLiterals;

namespace Cordial::Testing {

namespace {

constexpr int kPatienceMs = 10'000;

Result<QJsonDocument> readReply(QNetworkReply &reply, const QByteArray &method)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QByteArray body = reply.readAll();
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (status >= 200 && status < 300)
        return document;
    Error error = makeError(status == 0 ? ErrorCode::Network : ErrorCode::Http,
                            document.object().value("message"_L1).toString(reply.errorString()));
    error.httpStatus = status;
    error.discordCode = document.object().value("code"_L1).toInt();
    error.request = QString::fromLatin1(method) + u' ' + reply.url().path();
    return error;
}

Result<QJsonDocument> perform(const QByteArray &method, const QString &url, const QByteArray &token,
                              const QByteArray &body)
{
    QNetworkAccessManager network;
    QNetworkRequest request{QUrl(url)};
    request.setTransferTimeout(kPatienceMs);
    if (!token.isEmpty())
        request.setRawHeader("Authorization", token);
    if (!body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    const std::unique_ptr<QNetworkReply> reply(network.sendCustomRequest(request, method, body));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    return readReply(*reply, method);
}

} // namespace

Result<QJsonDocument> callSandbox(const QByteArray &method, const QString &url, const Secret &token,
                                  const QByteArray &body)
{
    // In a thread of its own: events of the caller's objects must not run in the middle of a call.
    Result<QJsonDocument> result;
    const std::unique_ptr<QThread> thread(
        QThread::create([&] { result = perform(method, url, token.reveal(), body); }));
    thread->start();
    thread->wait();
    return result;
}

} // namespace Cordial::Testing
