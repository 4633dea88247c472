// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <optional>
#include <type_traits>
#include <utility>

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
    Field(Null) : m_state(State::Null) { }
    Field(T value) : m_value(std::move(value)), m_state(State::Value) { }

    [[nodiscard]] bool isAbsent() const { return m_state == State::Absent; }
    [[nodiscard]] bool isNull() const { return m_state == State::Null; }
    [[nodiscard]] bool hasValue() const { return m_state == State::Value; }
    explicit operator bool() const { return hasValue(); }

    //! \pre hasValue()
    [[nodiscard]] const T &value() const { return m_value; }
    [[nodiscard]] T &value() { return m_value; }
    [[nodiscard]] const T &operator*() const { return value(); }
    [[nodiscard]] const T *operator->() const { return &value(); }
    [[nodiscard]] T valueOr(T fallback) const { return hasValue() ? value() : std::move(fallback); }

    //! \brief A fresh default value to be filled in place.
    T &emplace()
    {
        if (m_state == State::Value)
            m_value = T();
        m_state = State::Value;
        return m_value;
    }
    void clear() { *this = Field(); }

    // Not defaulted: a compiler may look into T for that before T is complete.
    bool operator==(const Field &other) const
    {
        return m_state == other.m_state && m_value == other.m_value;
    }

private:
    static_assert(!std::is_same_v<T, Null>);
    enum class State : unsigned char { Absent, Null, Value };
    // No variant: it takes as many bytes, and every model would pay for its templates in build
    // time.
    T m_value{}; // a fresh one unless there is a value
    State m_state = State::Absent;
};

namespace Detail {

//! \brief A value on the heap that several fields may share until one of them is changed. It knows
//! how to end and to compare itself, so that a field of a type that is only declared can be copied.
struct Box
{
    using Destroy = void (*)(Box *);
    using Equal = bool (*)(const Box *, const Box *);
    Box(Destroy destroyer, Equal comparer) : destroy(destroyer), equal(comparer) { }

    std::atomic<int> references{1};
    Destroy destroy;
    Equal equal;
};

template <typename T>
struct BoxOf : Box
{
    BoxOf() : Box(&end, &same) { }
    explicit BoxOf(T &&from) : Box(&end, &same), value(std::move(from)) { }
    explicit BoxOf(const T &from) : Box(&end, &same), value(from) { }

    static void end(Box *box) { delete static_cast<BoxOf *>(box); }
    static bool same(const Box *left, const Box *right)
    {
        return static_cast<const BoxOf *>(left)->value == static_cast<const BoxOf *>(right)->value;
    }
    T value{};
};

//! \brief Stands for null; never counted, never ended.
[[nodiscard]] Box *nullBox();

} // namespace Detail

//! \brief Whether Field keeps a T on the heap, as it does with models: a field without a value
//! costs a pointer then, a type may contain itself, and a declaration of T is enough to name it.
template <typename T>
inline constexpr bool kIsBoxed = false;

//! \brief The field of a model. Copies share the value until one is changed; it may be read from
//! any thread.
template <typename T>
    requires kIsBoxed<T>
class Field<T>
{
public:
    Field() = default;
    Field(Null) : m_box(Detail::nullBox()) { }
    Field(T value) : m_box(new Detail::BoxOf<T>(std::move(value))) { }
    Field(const Field &other) : m_box(other.m_box) { keep(); }
    Field(Field &&other) noexcept : m_box(std::exchange(other.m_box, nullptr)) { }
    Field &operator=(const Field &other)
    {
        Field(other).swap(*this);
        return *this;
    }
    Field &operator=(Field &&other) noexcept
    {
        Field(std::move(other)).swap(*this);
        return *this;
    }
    ~Field() { drop(); }

    [[nodiscard]] bool isAbsent() const { return m_box == nullptr; }
    [[nodiscard]] bool isNull() const { return m_box != nullptr && m_box->destroy == nullptr; }
    [[nodiscard]] bool hasValue() const { return isCounted(); }
    explicit operator bool() const { return hasValue(); }

    //! \pre hasValue()
    [[nodiscard]] const T &value() const { return static_cast<Detail::BoxOf<T> *>(m_box)->value; }
    [[nodiscard]] T &value()
    {
        if (m_box->references.load(std::memory_order_acquire) != 1)
            *this = Field(static_cast<const Field *>(this)->value());
        return static_cast<Detail::BoxOf<T> *>(m_box)->value;
    }
    [[nodiscard]] const T &operator*() const { return value(); }
    [[nodiscard]] const T *operator->() const { return &value(); }
    [[nodiscard]] T valueOr(T fallback) const { return hasValue() ? value() : std::move(fallback); }

    T &emplace()
    {
        auto *box = new Detail::BoxOf<T>();
        drop();
        m_box = box;
        return box->value;
    }
    void clear() { Field().swap(*this); }
    void swap(Field &other) noexcept { std::swap(m_box, other.m_box); }

    bool operator==(const Field &other) const
    {
        if (m_box == other.m_box)
            return true;
        return isCounted() && other.isCounted() && m_box->equal(m_box, other.m_box);
    }

private:
    [[nodiscard]] bool isCounted() const { return m_box != nullptr && m_box->destroy != nullptr; }
    void keep()
    {
        if (isCounted())
            m_box->references.fetch_add(1, std::memory_order_relaxed);
    }
    void drop()
    {
        if (isCounted() && m_box->references.fetch_sub(1, std::memory_order_acq_rel) == 1)
            m_box->destroy(m_box);
    }

    Detail::Box *m_box = nullptr;
};

} // namespace Cordial
