// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/json.h>

//! One list of fields serves both ways. For each model there is
//!     template <typename Visitor, typename Self> void describe(Visitor &visit, Self &self)
//! that calls visit("key", self.member) for each field, and visit.sparse("key", self.member) for
//! fields that are left out of the JSON when they have their default value.
namespace Cordial::Api {

class FieldReader
{
public:
    FieldReader(std::string_view key, JsonValue &value, JsonError &error)
        : m_key(key), m_value(value), m_error(error)
    { }
    [[nodiscard]] bool isOk() const { return m_ok; }

    template <typename T>
    void operator()(std::string_view name, T &member)
    {
        if (take(name))
            m_ok = readJson(m_value, member, m_error);
    }
    //! \brief null counts as left out.
    template <typename T>
    void sparse(std::string_view name, T &member)
    {
        if (take(name) && !isNull(m_value))
            m_ok = readJson(m_value, member, m_error);
    }

private:
    [[nodiscard]] bool take(std::string_view name)
    {
        if (m_taken || m_key != name)
            return false;
        m_taken = true;
        return true;
    }

    std::string_view m_key;
    JsonValue m_value;
    JsonError &m_error;
    bool m_taken = false;
    bool m_ok = true;
};

class FieldWriter
{
public:
    explicit FieldWriter(JsonWriter &writer) : m_writer(writer) { }

    template <typename T>
    void operator()(std::string_view name, const T &member)
    {
        m_writer.key(name);
        writeJson(m_writer, member);
    }
    template <typename T>
    void operator()(std::string_view name, const Field<T> &member)
    {
        if (member.isAbsent())
            return;
        m_writer.key(name);
        writeJson(m_writer, member);
    }
    template <typename T>
    void sparse(std::string_view name, const T &member)
    {
        if (!(member == T{}))
            (*this)(name, member);
    }

private:
    JsonWriter &m_writer;
};

template <typename T>
bool readDescribed(JsonValue &in, T &out, JsonError &error)
{
    return readObject(in, error, [&](std::string_view key, JsonValue &value) {
        FieldReader reader(key, value, error);
        describe(reader, out);
        return reader.isOk();
    });
}

template <typename T>
void writeDescribed(JsonWriter &writer, const T &value)
{
    writer.beginObject();
    FieldWriter fields(writer);
    describe(fields, value);
    writer.endObject();
}

} // namespace Cordial::Api
