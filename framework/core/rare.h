// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

namespace Cordial {

//! \brief A container that few of many objects use: one pointer while it is empty. A value; copies
//! are deep. Read through * and ->, or as the container itself; written by assignment or edit().
template <typename T>
class Rare
{
public:
    Rare() noexcept = default;
    //! Templates, so that a list in braces is a T and nothing else.
    template <typename From>
        requires std::same_as<std::remove_cvref_t<From>, T>
    Rare(From &&from)
    {
        *this = std::forward<From>(from);
    }
    Rare(const Rare &other) : m_value(other.m_value ? std::make_unique<T>(*other.m_value) : nullptr)
    { }
    Rare(Rare &&other) noexcept = default;
    template <std::convertible_to<T> From = T>
        requires(!std::same_as<std::remove_cvref_t<From>, Rare>)
    Rare &operator=(From &&from)
    {
        T value(std::forward<From>(from));
        m_value = value.isEmpty() ? nullptr : std::make_unique<T>(std::move(value));
        return *this;
    }
    Rare &operator=(const Rare &other)
    {
        Rare(other).m_value.swap(m_value);
        return *this;
    }
    Rare &operator=(Rare &&other) noexcept = default;
    ~Rare() = default;

    [[nodiscard]] const T &operator*() const
    {
        static const T kEmpty;
        return m_value ? *m_value : kEmpty;
    }
    [[nodiscard]] const T *operator->() const { return &**this; }
    operator const T &() const { return **this; }
    //! \brief To be changed in place.
    [[nodiscard]] T &edit()
    {
        if (!m_value)
            m_value = std::make_unique<T>();
        return *m_value;
    }

private:
    std::unique_ptr<T> m_value;
};

} // namespace Cordial
