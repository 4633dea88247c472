// SPDX-License-Identifier: MIT
#include <cordial/core/result.h>

#include <array>

namespace Cordial {

namespace {
constexpr std::array kCodeNames{"InvalidArgument",
                                "Unauthorized",
                                "Forbidden",
                                "NotFound",
                                "Http",
                                "RateLimited",
                                "DeadlineExceeded",
                                "Timeout",
                                "Cancelled",
                                "InvalidRequestBudget",
                                "CloudflareBan",
                                "Network",
                                "Decode",
                                "TooLarge",
                                "GatewayFatal",
                                "Plugin",
                                "Io",
                                "Closed"};
static_assert(kCodeNames.size() == size_t(ErrorCode::Closed) + 1);
} // namespace

QString nameOf(ErrorCode code)
{
    return QString::fromLatin1(kCodeNames.at(static_cast<size_t>(code)));
}

Error Error::in(QStringView context) &&
{
    message = context + QStringLiteral(": ") + message;
    return std::move(*this);
}

QString Error::toString() const
{
    QString text;
    if (!request.isEmpty())
        text += request + QStringLiteral(": ");
    if (httpStatus != 0)
        text += QStringLiteral("HTTP %1: ").arg(httpStatus);
    if (discordCode != 0)
        text += QStringLiteral("%1 ").arg(discordCode);
    if (!path.isEmpty())
        text += path + QStringLiteral(": ");
    text += message;
    for (const FieldError &field : fieldErrors) {
        text += QLatin1Char('\n') + field.path + QStringLiteral(": ") + field.code
            + QLatin1Char(' ') + field.message;
    }
    return text;
}

namespace Detail {

namespace {
Error noResult()
{
    return makeError(ErrorCode::Cancelled, QStringLiteral("no result"));
}
} // namespace

ErrorBox::ErrorBox(Error &&error) : m_error(new Error(std::move(error)))
{ }

ErrorBox::ErrorBox(const ErrorBox &other)
    : m_error(other.m_error == nullptr ? nullptr : new Error(*other.m_error))
{ }

const Error &ErrorBox::get() const
{
    static const Error none = noResult();
    return m_error == nullptr ? none : *m_error;
}

Error &&ErrorBox::take()
{
    if (m_error == nullptr)
        m_error = new Error(noResult());
    return std::move(*m_error);
}

bool ErrorBox::operator==(const ErrorBox &other) const
{
    return isEmpty() == other.isEmpty() && get() == other.get();
}

void ErrorBox::destroy()
{
    delete m_error;
}

} // namespace Detail

} // namespace Cordial
