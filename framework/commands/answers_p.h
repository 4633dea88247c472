// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/client/client.h>

#include "answerlimit_p.h"

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

    //! \brief On what terms an answer made now will go out.
    struct Terms
    {
        std::optional<TimePoint> deadline; //!< One of its own; interactions have Discord's.
        AnswerLimit::Place place;
    };
    //! \brief For one more answer to \a command. Errors: TooLarge. Nothing limits those to
    //! interactions, which few people cause and which wait for nobody.
    [[nodiscard]] virtual Result<Terms> admit(const QString &command)
    {
        Q_UNUSED(command)
        return Terms{};
    }
    //! \brief Of the requests that follow.
    virtual void setDeadline(std::optional<TimePoint> deadline) { Q_UNUSED(deadline) }

    //! \brief Outlives every request made here: what continuations are tied to.
    [[nodiscard]] virtual QObject *context() = 0;
    [[nodiscard]] virtual QFuture<Result<>> first(const Api::MessageBuilder &body) = 0;
    //! \brief As first answer: changes the message that the component sits on.
    [[nodiscard]] virtual QFuture<Result<>> update(const Api::MessageBuilder &body) = 0;
    [[nodiscard]] virtual QFuture<Result<>> defer(bool isPrivate, bool isUpdate) = 0;
    [[nodiscard]] virtual QFuture<Result<>> modal(const Api::InteractionModalData &modal) = 0;
    [[nodiscard]] virtual QFuture<Result<>> edit(const Api::MessageBuilder &body) = 0;
    [[nodiscard]] virtual QFuture<Result<>> followUp(const Api::MessageBuilder &body) = 0;
    [[nodiscard]] virtual QFuture<Result<>> remove() = 0;
};

[[nodiscard]] std::unique_ptr<Answers> answersTo(Client &client,
                                                 const Api::Interaction &interaction);
[[nodiscard]] std::unique_ptr<Answers> answersTo(Client &client, const Api::Message &message,
                                                 std::shared_ptr<AnswerLimit> limit);

} // namespace Cordial::Commands
