// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QMetaType>
#include <QString>

#include <chrono>
#include <optional>
#include <utility>

namespace Cordial {

//! \brief What went wrong, for programs; Error::message is for people.
enum class ErrorCode : quint8 {
    InvalidArgument, //!< The caller's own input; nothing was sent.
    Unauthorized, //!< Discord refused the token (401), or it was refused before.
    Forbidden, //!< 403
    NotFound, //!< 404
    Http, //!< Any other status that is not 2xx.
    RateLimited, //!< A 429 that could not be waited out.
    DeadlineExceeded, //!< Would have taken, or took, longer than the caller's deadline.
    Timeout, //!< One try took too long.
    Cancelled,
    InvalidRequestBudget, //!< Sending would risk Discord's ban for invalid requests.
    CloudflareBan, //!< The edge refuses this address; retryAfter says for how long.
    Network, //!< Connection refused, reset, host not found, TLS.
    Decode, //!< Not the JSON that was expected.
    TooLarge, //!< Over one of Discord's size limits.
    GatewayFatal, //!< The gateway closed with a code that must not be retried.
    Plugin, //!< A plugin could not be loaded or failed.
    Io, //!< Files and local sockets.
    Closed, //!< The object has been stopped.
};

//! \brief The code's name, "DeadlineExceeded".
[[nodiscard]] QString nameOf(ErrorCode code);

//! \brief One entry of Discord's nested `errors`, flattened: `embeds[0].title: BASE_TYPE_REQUIRED
//! ...`.
struct FieldError
{
    QString path;
    QString code;
    QString message;

    bool operator==(const FieldError &) const = default;
};

//! \brief Why an operation failed. A value; cheap to move.
struct Error
{
    ErrorCode code = ErrorCode::InvalidArgument;
    QString message; //!< One sentence that says what to do, where that is known.
    int httpStatus = 0; //!< 0 without an answer.
    int discordCode = 0; //!< Discord's JSON error code, 0 without one.
    QList<FieldError> fieldErrors;
    QString request; //!< "POST /channels/1/messages"; secrets redacted.
    quint64 requestId = 0; //!< The id HttpClient gave it: that of its signals and in the inspector.
    std::optional<std::chrono::milliseconds> retryAfter;
    QString path; //!< For ErrorCode::Decode: "embeds[0].title".

    //! \brief The same error, told one level up: "commands.sync: ...".
    [[nodiscard]] Error in(QStringView context) &&;
    //! \brief Everything for people: first line the cause, then a line for each field error.
    [[nodiscard]] QString toString() const;

    bool operator==(const Error &) const = default;
};

//! \brief Shorthand for the many places that only have a code and a sentence.
[[nodiscard]] inline Error makeError(ErrorCode code, QString message)
{
    Error error;
    error.code = code;
    error.message = std::move(message);
    return error;
}

namespace Detail {

//! \brief The error of a Result, or none: one pointer, so that a Result is little larger than its
//! value. Copies are deep.
class ErrorBox
{
public:
    ErrorBox() noexcept = default;
    explicit ErrorBox(Error &&error);
    ErrorBox(const ErrorBox &other);
    ErrorBox(ErrorBox &&other) noexcept : m_error(std::exchange(other.m_error, nullptr)) { }
    ErrorBox &operator=(ErrorBox other) noexcept
    {
        std::swap(m_error, other.m_error);
        return *this;
    }
    ~ErrorBox()
    {
        if (m_error != nullptr)
            destroy();
    }

    [[nodiscard]] bool isEmpty() const { return m_error == nullptr; }
    //! \brief "no result" if it is empty.
    [[nodiscard]] const Error &get() const;
    [[nodiscard]] Error &&take();

    bool operator==(const ErrorBox &other) const;

private:
    void destroy();

    Error *m_error = nullptr;
};

} // namespace Detail

//! \brief A value or the reason why there is none. Like std::expected of C++23, but quick to
//! compile: there is one for each type that an operation returns.
template <typename T = void>
class [[nodiscard]] Result
{
public:
    //! \brief An error "no result yet", so that a QFuture may default-construct it.
    Result() = default;
    Result(T value) : m_value(std::move(value)) { }
    Result(Error error) : m_error(std::move(error)) { }

    [[nodiscard]] bool isOk() const { return m_value.has_value(); }
    explicit operator bool() const { return isOk(); }

    //! \pre isOk()
    [[nodiscard]] const T &value() const & { return *m_value; }
    [[nodiscard]] T &value() & { return *m_value; }
    [[nodiscard]] T &&value() && { return *std::move(m_value); }
    [[nodiscard]] const T &operator*() const & { return value(); }
    [[nodiscard]] T &operator*() & { return value(); }
    [[nodiscard]] const T *operator->() const { return &value(); }
    [[nodiscard]] T *operator->() { return &value(); }
    [[nodiscard]] T valueOr(T fallback) const { return isOk() ? value() : std::move(fallback); }
    //! \pre !isOk()
    [[nodiscard]] const Error &error() const & { return m_error.get(); }
    [[nodiscard]] Error &&error() && { return m_error.take(); }

    bool operator==(const Result &) const = default;

private:
    std::optional<T> m_value;
    Detail::ErrorBox m_error;
};

template <>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)), m_ok(false) { }

    [[nodiscard]] bool isOk() const { return m_ok; }
    explicit operator bool() const { return isOk(); }
    [[nodiscard]] const Error &error() const & { return m_error.get(); }
    [[nodiscard]] Error &&error() && { return m_error.take(); }

    bool operator==(const Result &) const = default;

private:
    Detail::ErrorBox m_error;
    bool m_ok = true; //!< What has been moved from has not become a success.
};

} // namespace Cordial

Q_DECLARE_METATYPE(Cordial::Error)
