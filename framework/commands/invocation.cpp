// SPDX-License-Identifier: MIT
#include <cordial/commands/invocation.h>

#include "invocationstate_p.h"

namespace Cordial {

namespace {

template <typename Wanted>
std::optional<Wanted> get(const Commands::OptionValues &options, QStringView name)
{
    const auto it = options.constFind(name.toString());
    if (it == options.constEnd())
        return std::nullopt;
    if (const Wanted *value = std::get_if<Wanted>(&*it))
        return *value;
    return std::nullopt;
}

} // namespace

Invocation::Invocation(std::shared_ptr<Commands::InvocationState> state) : d(std::move(state))
{ }

QString Invocation::name() const
{
    return d->data.name;
}

Client &Invocation::client() const
{
    Q_ASSERT(d->client);
    return *d->client;
}

const Api::User &Invocation::user() const
{
    return d->data.user;
}

const Field<Api::GuildMember> &Invocation::member() const
{
    return d->data.member;
}

GuildId Invocation::guildId() const
{
    return d->data.guildId;
}

ChannelId Invocation::channelId() const
{
    return d->data.channelId;
}

QString Invocation::locale() const
{
    return d->data.locale;
}

std::optional<Api::Permissions> Invocation::permissions() const
{
    return d->data.permissions;
}

std::optional<Api::Permissions> Invocation::botPermissions() const
{
    return d->data.botPermissions;
}

bool Invocation::isInteraction() const
{
    return d->data.isInteraction;
}

const Field<Api::Message> &Invocation::message() const
{
    return d->data.message;
}

bool Invocation::has(QStringView name) const
{
    return d->data.options.contains(name.toString());
}

QString Invocation::text(QStringView name, const QString &fallback) const
{
    return get<QString>(d->data.options, name).value_or(fallback);
}

qint64 Invocation::integer(QStringView name, qint64 fallback) const
{
    return get<qint64>(d->data.options, name).value_or(fallback);
}

double Invocation::number(QStringView name, double fallback) const
{
    // A whole number arrives without its point.
    if (const auto whole = get<qint64>(d->data.options, name))
        return static_cast<double>(*whole);
    return get<double>(d->data.options, name).value_or(fallback);
}

bool Invocation::boolean(QStringView name, bool fallback) const
{
    return get<bool>(d->data.options, name).value_or(fallback);
}

QStringList Invocation::values() const
{
    return d->data.values;
}

const Api::ResolvedData &Invocation::resolved() const
{
    return d->data.resolved;
}

QFuture<Result<>> Invocation::reply(const Api::MessageBuilder &message) const
{
    return d->reply(message);
}

QFuture<Result<>> Invocation::replyPrivately(Api::MessageBuilder message) const
{
    return d->reply(message.ephemeral());
}

QFuture<Result<>> Invocation::defer(bool isPrivate) const
{
    return d->defer(isPrivate);
}

QFuture<Result<>> Invocation::edit(const Api::MessageBuilder &message) const
{
    return d->edit(message);
}

QFuture<Result<>> Invocation::update(const Api::MessageBuilder &message) const
{
    return d->update(message);
}

QFuture<Result<>> Invocation::followUp(const Api::MessageBuilder &message) const
{
    return d->followUp(message);
}

QFuture<Result<>> Invocation::deleteReply() const
{
    return d->remove();
}

QFuture<Result<>> Invocation::showModal(const Api::InteractionModalData &modal) const
{
    return d->modal(modal);
}

} // namespace Cordial
