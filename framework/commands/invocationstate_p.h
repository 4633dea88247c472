// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/commands/invocation.h>
#include <cordial/commands/optionvalue.h>

#include "answers_p.h"

#include <QPointer>

#include <deque>

namespace Cordial::Commands {

//! \brief What one invocation is about.
struct InvocationData
{
    QString name;
    Api::User user;
    Field<Api::GuildMember> member;
    GuildId guildId;
    ChannelId channelId;
    QString locale;
    std::optional<Api::Permissions> permissions;
    std::optional<Api::Permissions> botPermissions;
    bool isInteraction = false;
    bool isComponent = false;
    Field<Api::Message> message;
    OptionValues options;
    QStringList values;
    Api::ResolvedData resolved;
};

//! \brief Which answer comes next and in which form. Lives as long as a copy of the Invocation, or
//! an answer on its way.
class InvocationState : public std::enable_shared_from_this<InvocationState>
{
public:
    //! \brief \a client is the plugin's view; it may die before.
    InvocationState(Client &client, InvocationData data, std::unique_ptr<Answers> answers);
    ~InvocationState();
    InvocationState(const InvocationState &) = delete;
    InvocationState &operator=(const InvocationState &) = delete;

    //! \brief Defers by itself after 2 s without an answer; interactions only.
    void startAutoDefer(bool isPrivate);

    QFuture<Result<>> reply(const Api::MessageBuilder &message);
    QFuture<Result<>> defer(bool isPrivate);
    QFuture<Result<>> edit(const Api::MessageBuilder &message);
    QFuture<Result<>> update(const Api::MessageBuilder &message);
    QFuture<Result<>> followUp(const Api::MessageBuilder &message);
    QFuture<Result<>> remove();
    QFuture<Result<>> modal(const Api::InteractionModalData &modal);

    InvocationData data;
    QPointer<Client> client;

private:
    using Step = std::function<QFuture<Result<>>()>;
    struct Queued
    {
        const char *what;
        Step step;
        Answers::Terms terms;
        std::shared_ptr<QPromise<Result<>>> promise;
    };
    enum class Phase : quint8 { Open, Deferred, DeferredUpdate, Answered };

    QFuture<Result<>> enqueue(const char *what, Step step);
    void runNext();
    //! \brief Sends it, unless its time is over.
    [[nodiscard]] QFuture<Result<>> send(const Queued &queued);
    void noteAnswered();

    Clock &m_clock;
    QByteArray m_plugin;
    std::unique_ptr<Answers> m_answers;
    std::unique_ptr<Timer> m_autoDefer;
    Phase m_phase = Phase::Open;
    std::deque<Queued> m_queue;
    bool m_isBusy = false;
};

} // namespace Cordial::Commands
