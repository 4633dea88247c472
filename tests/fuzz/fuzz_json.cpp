// SPDX-License-Identifier: MIT
// Reading any bytes as JSON: no crash, what is JSON is agreed on, and what is read can be written
// and read again.
#include <cordial/core/jsonreader.h>
#include <cordial/core/jsontext.h>
#include <cordial/core/jsonwriter.h>

#include <cstdlib>

using namespace Cordial;

namespace {

struct Anything
{
    QString text;
    Field<qint64> number;
    std::optional<QList<ChannelId>> ids;
    QList<Anything> children;
};

} // namespace

Q_DECLARE_TYPEINFO(Anything, Q_RELOCATABLE_TYPE);

namespace {

bool readJson(JsonValue &in, Anything &out, JsonError &error)
{
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        if (key == "text")
            return readJson(value, out.text, error);
        if (key == "number")
            return readJson(value, out.number, error);
        if (key == "ids")
            return readJson(value, out.ids, error);
        if (key == "children")
            return readJson(value, out.children, error);
        return true;
    });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const auto read = fromJson<Anything>(bytes);
    if (!read && read.error().message.isEmpty())
        std::abort();
    if (isJson(bytes) != isJsonText(bytes, kAnyDepth)) // two parsers, one grammar
        std::abort();
    JsonWriter writer;
    writer.string(bytes);
    const auto back = fromJson<QString>(writer.bytes());
    if (!back || *back != QString::fromUtf8(bytes))
        std::abort();
    return 0;
}
