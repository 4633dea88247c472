// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/call_p.h>

#include <cordial/api/typed/request.h>

#include <initializer_list>

// How a generated operation becomes a request, and its answer a value.
namespace Cordial::Api::Detail {

//! \brief A request to \a path, in which each {} stands for the next of \a parts.
[[nodiscard]] Net::Request request(Net::Method method, const char *path,
                                   std::initializer_list<QString> parts,
                                   const CallOptions &options);

template <typename Tag>
QString pathPart(Id<Tag> id)
{
    return id.toString();
}
QString pathPart(int number);
//! \brief Percent-encoded whole, slashes too: it is one segment.
QString pathPart(const QString &text);
QString pathPart(const Secret &token);

inline QString queryText(bool value)
{
    return value ? QStringLiteral("true") : QStringLiteral("false");
}
inline QString queryText(const QString &value)
{
    return value;
}
inline QString queryText(DateTime value)
{
    return QString::fromLatin1(value.toByteArray());
}
template <typename Tag>
QString queryText(Id<Tag> value)
{
    return value.toString();
}
template <typename Tag>
QString queryText(const Word<Tag> &value)
{
    return value.text;
}
template <std::integral T>
QString queryText(T value)
{
    return QString::number(value);
}
template <typename T>
    requires std::is_enum_v<T>
QString queryText(T value)
{
    return QString::number(static_cast<std::underlying_type_t<T>>(value));
}

void appendQuery(Net::Request &request, const char *name, QString value);
template <typename T>
void addQuery(Net::Request &request, const char *name, const T &value)
{
    appendQuery(request, name, queryText(value));
}
template <typename T>
void addQuery(Net::Request &request, const char *name, const std::optional<T> &value)
{
    if (value)
        addQuery(request, name, *value);
}
//! \brief Once for each; nothing for an empty list.
template <typename T>
void addQuery(Net::Request &request, const char *name, const QList<T> &values)
{
    for (const T &value : values)
        addQuery(request, name, value);
}

//! \brief The fields of the object \a json as parts of a form; strings without their quotes.
void setForm(Net::Request &request, const QByteArray &json);
void addFile(Net::Request &request, std::optional<Net::FilePart> file, const char *part);

template <typename T>
struct Answer
{
    static Result<T> decode(const QByteArray &body) { return fromJson<T>(body); }
};
template <>
struct Answer<void>
{
    static Result<void> decode(const QByteArray &) { return {}; }
};
template <>
struct Answer<QByteArray>
{
    static Result<QByteArray> decode(const QByteArray &body) { return body; }
};
//! \brief Nothing for no body and for null.
template <typename T>
struct Answer<std::optional<T>>
{
    static Result<std::optional<T>> decode(const QByteArray &body)
    {
        if (body.isEmpty() || body.trimmed() == "null")
            return std::optional<T>();
        Result<T> value = fromJson<T>(body);
        if (!value)
            return std::move(value).error();
        return std::optional<T>(*std::move(value));
    }
};
//! \brief Discord's document lets most lists be null.
template <typename T>
struct Answer<QList<T>>
{
    static Result<QList<T>> decode(const QByteArray &body)
    {
        auto list = Answer<std::optional<QList<T>>>::decode(body);
        if (!list)
            return std::move(list).error();
        return std::move(*list).value_or(QList<T>());
    }
};

template <typename T>
[[nodiscard]] QFuture<Result<T>> call(Net::HttpClient &http, Net::Request request)
{
    return Api::callWith<T, &Answer<T>::decode>(http, std::move(request));
}

} // namespace Cordial::Api::Detail
