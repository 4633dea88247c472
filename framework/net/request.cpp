// SPDX-License-Identifier: MIT
#include <cordial/net/request.h>
#include <cordial/net/requestwriter.h>

#include <array>

namespace Cordial::Net {

namespace {
constexpr std::array<const char *, 7> kMethodNames{"GET",    "POST", "PUT",    "PATCH",
                                                   "DELETE", "HEAD", "OPTIONS"};
static_assert(kMethodNames.size() == size_t(Method::Options) + 1);
} // namespace

QByteArray toByteArray(Method method)
{
    return QByteArray(kMethodNames.at(static_cast<size_t>(method)));
}

std::optional<Method> methodFromString(QByteArrayView name)
{
    for (size_t i = 0; i < kMethodNames.size(); ++i) {
        if (name == QByteArrayView(kMethodNames.at(i)))
            return static_cast<Method>(i);
    }
    return std::nullopt;
}

void Request::setForm(const QList<std::pair<QString, QString>> &fields)
{
    body = encodeQuery(fields);
    contentType = "application/x-www-form-urlencoded";
}

bool isMutating(Method method)
{
    return method == Method::Post || method == Method::Put || method == Method::Patch
        || method == Method::Delete;
}

bool isIdempotent(Method method)
{
    return method != Method::Post;
}

} // namespace Cordial::Net
