// SPDX-License-Identifier: MIT
#include <cordial/api/typed/model.h>

#include <QtEndian>

#include <algorithm>
#include <bit>
#include <cstring>

namespace Cordial::Api {

namespace {

//! simdjson's padding lets it read beyond the end of a short key.
quint64 wordAt(const char *text)
{
    return qFromLittleEndian<quint64>(text);
}

NameWords wordsInText(std::string_view key)
{
    const quint64 first = wordAt(key.data());
    if (key.size() < sizeof first)
        return {first & wordMask(key.size()), first & wordMask(key.size())};
    return {first, wordAt(key.data() + key.size() - sizeof first)};
}

//! What the generator hashes too.
size_t slotOf(NameWords words, size_t length, quint64 seed, size_t count)
{
    const quint64 mixed = (words.first ^ std::rotl(words.last, 29) ^ length) * seed;
    return size_t(mixed >> 40) & (count - 1);
}

//! What lies between the first and the last word of a long name.
bool isSameBetween(const char *left, const char *right, size_t size)
{
    for (size_t i = sizeof(quint64); i + sizeof(quint64) < size; i += sizeof(quint64)) {
        if (std::memcmp(left + i, right + i, sizeof(quint64)) != 0)
            return false;
    }
    return true;
}

//! Whether the key of which \a key is the first byte is that of \a field: no need to look for its
//! end before.
inline bool isKeyOf(const FieldInfo &field, const char *key)
{
    const size_t size = field.name.size();
    if ((wordAt(key) & field.mask) != field.words.first || key[size] != '"')
        return false;
    return size <= sizeof(quint64)
        || (wordAt(key + size - sizeof(quint64)) == field.words.last
            && isSameBetween(field.name.data(), key, size));
}

bool isNamed(const FieldInfo &field, std::string_view key, NameWords words)
{
    return field.words == words && field.name.size() == key.size()
        && isSameBetween(field.name.data(), key.data(), key.size());
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

bool keepUnknown(Rest &rest, std::string_view key, JsonValue &value, JsonError &error)
{
    std::string_view text;
    if (!rawText(value, text))
        return error.fail("broken JSON");
    rest.addMember(key, text);
    return true;
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
    const FieldInfo *const fields = model.fields.data();
    size_t last = 0; // of the field before: its place, counted from 1
    const bool isRead = readFields(in, error, [&](simdjson::ondemand::field &entry) {
        const FieldInfo *field = fields == nullptr
            ? nullptr
            : fields + model.after[last].load(std::memory_order_relaxed);
        if (field == nullptr || !isKeyOf(*field, entry.key().raw())) {
            const std::string_view key = rawKey(entry);
            field = model.field(key, wordsInText(key));
            if (field == nullptr)
                return keepUnknown(rest, key, entry.value(), error);
            model.after[last].store(quint8(field - fields), std::memory_order_relaxed);
        }
        last = size_t(field - fields) + 1;
        seen |= bitOf(*field);
        return field->ops->read(entry.value(), at(out, field->offset), error);
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
