// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <utility>
#include <variant>

namespace Cordial {

struct Null
{
    bool operator==(const Null &) const = default;
};
inline constexpr Null null{};

//! \brief A field of a Discord object: absent, null, or a value. The three mean different things:
//! in a PATCH an absent field stays as it is, a null one is cleared.
template <typename T>
class Field
{
public:
    Field() = default;
    Field(Null) : m_state(Null{}) { }
    Field(T value) : m_state(std::move(value)) { }

    [[nodiscard]] bool isAbsent() const { return m_state.index() == 0; }
    [[nodiscard]] bool isNull() const { return m_state.index() == 1; }
    [[nodiscard]] bool hasValue() const { return m_state.index() == 2; }
    explicit operator bool() const { return hasValue(); }

    //! \pre hasValue()
    [[nodiscard]] const T &value() const { return *std::get_if<T>(&m_state); }
    [[nodiscard]] T &value() { return *std::get_if<T>(&m_state); }
    [[nodiscard]] const T &operator*() const { return value(); }
    [[nodiscard]] const T *operator->() const { return &value(); }
    [[nodiscard]] T valueOr(T fallback) const { return hasValue() ? value() : std::move(fallback); }

    //! \brief A fresh default value to be filled in place.
    T &emplace() { return m_state.template emplace<T>(); }
    void clear() { m_state = std::monostate{}; }

    bool operator==(const Field &) const = default;

private:
    static_assert(!std::is_same_v<T, Null>);
    std::variant<std::monostate, Null, T> m_state;
};

} // namespace Cordial
