// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/client/client.h>

namespace Cordial::Commands {

//! \brief Where the answers of one invocation go. Each call is one request; order and phases are
//! InvocationState's business.
class Answers
{
public:
    Answers() = default;
    Answers(const Answers &) = delete;
    Answers &operator=(const Answers &) = delete;
    virtual ~Answers() = default;

    //! \brief Outlives every request made here: what continuations are tied to.
    [[nodiscard]] virtual QObject *context() = 0;
    [[nodiscard]] virtual QFuture<Result<>> first(const Typed::MessageBuilder &body) = 0;
    //! \brief As first answer: changes the message that the component sits on.
    [[nodiscard]] virtual QFuture<Result<>> update(const Typed::MessageBuilder &body) = 0;
    [[nodiscard]] virtual QFuture<Result<>> defer(bool isPrivate, bool isUpdate) = 0;
    [[nodiscard]] virtual QFuture<Result<>> modal(const Typed::InteractionModalData &modal) = 0;
    [[nodiscard]] virtual QFuture<Result<>> edit(const Typed::MessageBuilder &body) = 0;
    [[nodiscard]] virtual QFuture<Result<>> followUp(const Typed::MessageBuilder &body) = 0;
    [[nodiscard]] virtual QFuture<Result<>> remove() = 0;
};

[[nodiscard]] std::unique_ptr<Answers> answersTo(Client &client,
                                                 const Typed::Interaction &interaction);
[[nodiscard]] std::unique_ptr<Answers> answersTo(Client &client, const Typed::Message &message);

} // namespace Cordial::Commands
