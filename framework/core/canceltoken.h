// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>

namespace Cordial {

//! \brief Asks work to stop. Copies share one state; a default-constructed token can never be
//! cancelled. Thread-safe. Callbacks run in the thread that calls cancel(), each at most once.
class CancelToken
{
public:
    CancelToken() = default;
    [[nodiscard]] static CancelToken create();

    [[nodiscard]] bool canBeCancelled() const { return m_state != nullptr; }
    [[nodiscard]] bool isCancelled() const;
    void cancel() const;

    //! \brief Ends a registration when it dies; after that the callback is not called any more.
    class Registration
    {
    public:
        Registration() = default;
        Registration(Registration &&other) noexcept = default;
        Registration &operator=(Registration &&other) noexcept;
        ~Registration();

    private:
        friend class CancelToken;
        struct Entry;
        std::shared_ptr<Entry> m_entry;
    };
    //! \brief Calls \a callback on cancel(), at once if that has happened already.
    [[nodiscard]] Registration onCancel(std::function<void()> callback) const;

private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace Cordial
