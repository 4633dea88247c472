// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/httpmessage.h>
#include <cordial/sandbox/multipart.h>

#include <memory>

struct http_parser;

namespace Cordial::Sandbox {

//! \brief Limits of what one request may bring.
struct HttpLimits
{
    qsizetype headerBytes = 64 * 1024;
    qint64 bodyBytes = 8 * 1024 * 1024; //!< Of a body that is kept.
    qint64 multipartBytes = 600LL * 1024 * 1024; //!< Of one that is streamed away.
};

//! \brief Turns bytes into requests, one at a time. Knows no socket.
class HttpParser
{
public:
    explicit HttpParser(HttpLimits limits = {});
    ~HttpParser();
    HttpParser(const HttpParser &) = delete;
    HttpParser &operator=(const HttpParser &) = delete;

    enum class State { NeedMore, Complete, Failed };

    //! \brief Takes bytes up to the end of one request; returns how many were used.
    qsizetype feed(QByteArrayView bytes);
    [[nodiscard]] State state() const { return m_state; }
    //! \brief HTTP status that fits a failure: 400, 413 or 431.
    [[nodiscard]] int failureStatus() const { return m_failureStatus; }
    [[nodiscard]] bool keepAlive() const { return m_keepAlive; }
    //! \brief True from the end of the headers on, when the client waits for "100 Continue".
    [[nodiscard]] bool takeExpectContinue() { return std::exchange(m_expectContinue, false); }
    //! \brief The finished request; the parser is ready for the next one afterwards.
    [[nodiscard]] HttpRequest takeRequest();
    //! \brief True when no byte of a next request has come.
    [[nodiscard]] bool isIdle() const { return !m_started; }

private:
    friend struct HttpParserCallbacks;
    void reset();
    int onHeaderField(QByteArrayView bytes);
    int onHeaderValue(QByteArrayView bytes);
    int onHeadersComplete();
    int onBody(QByteArrayView bytes);
    int onComplete();
    void storeHeader();
    int refuse(int status);

    const HttpLimits m_limits;
    std::unique_ptr<http_parser> m_parser;
    State m_state = State::NeedMore;
    int m_failureStatus = 400;
    bool m_keepAlive = true;
    bool m_started = false;
    bool m_expectContinue = false;
    bool m_readingValue = false;
    QByteArray m_headerName;
    QByteArray m_headerValue;
    qsizetype m_headerBytes = 0;
    qint64 m_bodyBytes = 0;
    std::unique_ptr<MultipartParser> m_multipart;
    HttpRequest m_request;
};

} // namespace Cordial::Sandbox
