// SPDX-License-Identifier: MIT
#include <cordial/api/typed/model.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace Cordial::Api {

namespace {

//! The words of a key in the text: simdjson's padding lets it read beyond the end of a short one.
NameWords wordsInText(std::string_view key)
{
    if constexpr (std::endian::native != std::endian::little)
        return NameWords::of(key);
    quint64 first = 0;
    std::memcpy(&first, key.data(), sizeof first);
    if (key.size() < sizeof first) {
        first &= (1ULL << (8 * key.size())) - 1;
        return {first, first};
    }
    quint64 last = 0;
    std::memcpy(&last, key.data() + key.size() - sizeof last, sizeof last);
    return {first, last};
}

//! What the generator hashes too.
size_t slotOf(NameWords words, size_t length, quint64 seed, size_t count)
{
    const quint64 mixed = (words.first ^ std::rotl(words.last, 29) ^ length) * seed;
    return size_t(mixed >> 40) & (count - 1);
}

bool isNamed(const FieldInfo &field, std::string_view key, NameWords words)
{
    constexpr size_t kInWords = 2 * sizeof(quint64);
    return field.words == words && field.name.size() == key.size()
        && (key.size() <= kInWords || std::memcmp(field.name.data(), key.data(), key.size()) == 0);
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
    return field(key, NameWords::of(key));
}

const FieldInfo *ModelInfo::field(std::string_view key, NameWords words) const
{
    if (places.empty())
        return nullptr;
    const quint8 slot = places[slotOf(words, key.size(), seed, places.size())];
    if (slot == 0 || !isNamed(fields[slot - 1U], key, words))
        return nullptr;
    return &fields[slot - 1U];
}

namespace Detail {

bool readModel(const ModelInfo &model, JsonValue &in, void *out, JsonError &error)
{
    Rest &rest = restOf(model, out);
    rest.clear();
    quint64 seen = 0;
    const FieldInfo *const end = model.fields.data() + model.fields.size();
    const FieldInfo *guess = model.fields.data(); // Fields come in much the same order each time.
    const bool isRead = readObject(in, error, [&](std::string_view key, JsonValue &value) {
        const NameWords words = wordsInText(key);
        const FieldInfo *field =
            guess != end && isNamed(*guess, key, words) ? guess : model.field(key, words);
        if (field == nullptr) {
            std::string_view text;
            if (!rawText(value, text))
                return error.fail("broken JSON");
            rest.addMember(key, text);
            return true;
        }
        guess = field + 1;
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
    bool isEmpty = true;
    for (auto entry : object) {
        isEmpty = false;
        if (entry.error() != simdjson::SUCCESS)
            return Found::Broken;
        simdjson::ondemand::field &field = entry.value_unsafe();
        if (rawKey(field) != key)
            continue;
        int64_t number = 0;
        if (field.value().get_int64().get(number) == simdjson::SUCCESS) {
            out = number;
            found = Found::Yes;
        }
        break;
    }
    if (isEmpty)
        return Found::Empty;
    return object.reset().error() == simdjson::SUCCESS ? found : Found::Broken;
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
    if (in.is_integer().get(isInteger) != simdjson::SUCCESS || !isInteger)
        return Kind::Number;
    int64_t number = 0;
    return in.get_int64().get(number) == simdjson::SUCCESS ? Kind::Integer : Kind::Huge;
}

int peekKey(JsonValue &in, std::span<const std::string_view> keys)
{
    simdjson::ondemand::object object;
    if (in.get_object().get(object) != simdjson::SUCCESS)
        return kNoKey;
    size_t best = keys.size();
    bool isEmpty = true;
    for (auto entry : object) {
        isEmpty = false;
        if (entry.error() != simdjson::SUCCESS)
            return kBrokenObject;
        const std::string_view key = rawKey(entry.value_unsafe());
        const auto found = std::find(keys.begin(), keys.end(), key);
        best = std::min(best, size_t(found - keys.begin()));
    }
    if (isEmpty)
        return kEmptyObject;
    if (object.reset().error() != simdjson::SUCCESS)
        return kBrokenObject;
    return best == keys.size() ? kNoKey : int(best);
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
        json, error, [&](JsonValue &root) { return type.value.read(root, value.get(), error); });
    if (!isRead)
        return Cordial::Detail::decodeError(error);
    JsonWriter writer;
    type.value.write(writer, value.get());
    return writer.take();
}

} // namespace Cordial::Api
