// SPDX-License-Identifier: MIT
#include <cordial/api/typed/model.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace Cordial::Typed {

namespace {

quint64 load(const char *from, size_t bytes)
{
    quint64 word = 0;
    std::memcpy(&word, from, bytes);
    return word;
}

//! The first and the last eight bytes and the length: what the generator hashes too.
size_t slotOf(std::string_view name, quint64 seed, size_t count)
{
    const size_t length = name.size();
    const size_t part = std::min<size_t>(length, 8);
    const quint64 first = load(name.data(), part);
    const quint64 last = load(name.data() + (length - part), part);
    const quint64 mixed = (first ^ std::rotl(last, 29) ^ length) * seed;
    return size_t(mixed >> 40) & (count - 1);
}

char *at(void *object, quint16 offset)
{
    return static_cast<char *>(object) + offset;
}

const char *at(const void *object, quint16 offset)
{
    return static_cast<const char *>(object) + offset;
}

Rest &restOf(const ModelInfo &model, void *object)
{
    return *static_cast<Rest *>(static_cast<void *>(at(object, model.rest)));
}

const Rest &restOf(const ModelInfo &model, const void *object)
{
    return *static_cast<const Rest *>(static_cast<const void *>(at(object, model.rest)));
}

quint64 bitOf(const FieldInfo &field)
{
    return field.bit < 0 ? 0 : 1ULL << field.bit;
}

} // namespace

const FieldInfo *ModelInfo::field(std::string_view key) const
{
    if (places.empty() || key.empty())
        return nullptr;
    const quint8 slot = places[slotOf(key, seed, places.size())];
    if (slot == 0 || fields[slot - 1U].name != key)
        return nullptr;
    return &fields[slot - 1U];
}

namespace Detail {

bool readModel(const ModelInfo &model, JsonValue in, void *out, JsonError &error)
{
    Rest &rest = restOf(model, out);
    rest.clear();
    quint64 seen = 0;
    size_t guess = 0; // Fields come in much the same order each time.
    const bool isRead = readObject(in, error, [&](std::string_view key, JsonValue value) {
        const FieldInfo *field = guess < model.fields.size() && model.fields[guess].name == key
            ? &model.fields[guess]
            : model.field(key);
        if (field == nullptr) {
            std::string_view text;
            if (!rawText(value, text))
                return error.fail("broken JSON");
            rest.addMember(key, text);
            return true;
        }
        guess = size_t(field - model.fields.data()) + 1;
        seen |= bitOf(*field);
        return field->ops->read(value, at(out, field->offset), error);
    });
    rest.setMissing(model.always & ~seen);
    return isRead;
}

void writeModel(const ModelInfo &model, JsonWriter &writer, const void *value)
{
    const Rest &rest = restOf(model, value);
    writer.beginObject();
    for (const FieldInfo &field : model.fields) {
        const char *member = at(value, field.offset);
        if (field.ops->isAbsent != nullptr && field.ops->isAbsent(member))
            continue;
        if ((rest.missing() & bitOf(field)) != 0 && field.ops->isDefault(member))
            continue;
        writer.key(field.name);
        field.ops->write(writer, member);
    }
    if (const QByteArray members = rest.members(); !members.isEmpty())
        writer.raw(members);
    writer.endObject();
}

bool equalModel(const ModelInfo &model, const void *left, const void *right)
{
    return std::all_of(model.fields.begin(), model.fields.end(),
                       [&](const FieldInfo &field) {
                           return field.ops->equal(at(left, field.offset), at(right, field.offset));
                       })
        && restOf(model, left) == restOf(model, right);
}

Found peekNumber(JsonValue &in, std::string_view key, qint64 &out)
{
    simdjson::ondemand::object object;
    if (in.get_object().get(object) != simdjson::SUCCESS)
        return Found::Broken;
    Found found = Found::No;
    for (auto entry : object) {
        simdjson::ondemand::field field;
        if (std::move(entry).get(field) != simdjson::SUCCESS)
            return Found::Broken;
        if (rawKey(field) != key)
            continue;
        int64_t number = 0;
        if (field.value().get_int64().get(number) == simdjson::SUCCESS) {
            out = number;
            found = Found::Yes;
        }
        break;
    }
    bool isEmpty = false;
    return object.reset().get(isEmpty) == simdjson::SUCCESS ? found : Found::Broken;
}

Kind kindOf(JsonValue &in)
{
    using simdjson::ondemand::json_type;
    json_type type{};
    if (in.type().get(type) != simdjson::SUCCESS)
        return Kind::Broken;
    switch (type) {
    case json_type::array:
        return Kind::Array;
    case json_type::object:
        return Kind::Object;
    case json_type::string:
        return Kind::String;
    case json_type::boolean:
        return Kind::Bool;
    case json_type::null:
        return Kind::Null;
    case json_type::number:
        break;
    }
    bool isInteger = false;
    return in.is_integer().get(isInteger) == simdjson::SUCCESS && isInteger ? Kind::Integer
                                                                            : Kind::Number;
}

int peekKey(JsonValue &in, std::span<const std::string_view> keys)
{
    simdjson::ondemand::object object;
    if (in.get_object().get(object) != simdjson::SUCCESS)
        return -1;
    size_t best = keys.size();
    for (auto entry : object) {
        simdjson::ondemand::field field;
        if (std::move(entry).get(field) != simdjson::SUCCESS)
            return -1;
        const auto found = std::find(keys.begin(), keys.end(), rawKey(field));
        best = std::min(best, size_t(found - keys.begin()));
    }
    bool isEmpty = false;
    if (object.reset().get(isEmpty) != simdjson::SUCCESS || best == keys.size())
        return -1;
    return int(best);
}

} // namespace Detail

const TypeInfo *findType(QByteArrayView name)
{
    const auto all = types();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const TypeInfo &type) { return name == type.name; });
    return found == all.end() ? nullptr : &*found;
}

const EventInfo *findEvent(QByteArrayView name)
{
    const auto all = events();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const EventInfo &event) { return name == event.name; });
    return found == all.end() ? nullptr : &*found;
}

Result<QByteArray> roundTrip(const WholeOps &type, QByteArray json)
{
    const std::unique_ptr<void, void (*)(void *)> value(type.create(), type.destroy);
    JsonError error;
    const bool isRead = Cordial::Detail::readDocument(
        json, error, [&](JsonValue root) { return type.value.read(root, value.get(), error); });
    if (!isRead) {
        Error failure = makeError(ErrorCode::Decode, error.message);
        failure.path = QString::fromUtf8(error.path);
        return failure;
    }
    JsonWriter writer;
    type.value.write(writer, value.get());
    return writer.take();
}

} // namespace Cordial::Typed
