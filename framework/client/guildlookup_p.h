// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/cache/entitycache.h>
#include <cordial/api/typed/channel.h>
#include <cordial/api/typed/guild.h>
#include <cordial/api/typed/user.h>
#include <cordial/client/event.h>
#include <cordial/core/oncontext.h>
#include <cordial/net/httpclient.h>

#include <QObject>

#include <memory>

namespace Cordial {

//! \brief Asks Discord for guilds and channels that no event has told of: a session of an
//! earlier process goes on without GUILD_CREATE, and a thread may be younger than that.
//!
//! One round of requests for each at a time, however many wait for it; a failure is handed out for
//! 5 s before Discord is asked again. What changes while it is asked for is asked for again, so
//! that an old answer never hides a newer event. Thread: the client's.
class GuildLookup : public QObject
{
    Q_OBJECT
public:
    //! \brief Those who wait at a time, and what is being asked for or has just failed, each.
    static constexpr qsizetype kMost = 1'000;

    //! \brief Everything named here outlives the look-up; \a self is the bot, once that is known.
    GuildLookup(Net::HttpClient &http, Clock &clock, Api::EntityCache &entities,
                const Api::User &self);

    //! \brief Finished once the guild is known. Errors: of the requests; NotFound if the
    //! guild goes meanwhile; TooLarge if no more can be kept or too many wait.
    [[nodiscard]] QFuture<Result<>> guild(GuildId guild);
    //! \brief The same for the guild and a channel or thread of it.
    [[nodiscard]] QFuture<Result<>> channel(GuildId guild, ChannelId channel);

    //! \brief What happens meanwhile; to be called after the entities have been told.
    void note(const Gateway::Dispatch &dispatch);
    [[nodiscard]] qsizetype waitingCount() const { return m_waiting; }

private:
    using Key = std::pair<GuildId, ChannelId>; //!< Without a channel: the guild as a whole.
    struct Entry
    {
        Key key;
        QPromise<Result<>> promise;
        QFuture<Result<>> future;
        Api::Guild guild; //!< This and the next two are what has been answered.
        QList<Api::Channel> channels;
        Field<Api::GuildMember> member;
        TimePoint until; //!< Of the requests; after a failure, how long that one holds.
        int waiting = 0;
        int missing = 0; //!< Answers that are still to come.
        int rounds = 0;
        bool isOutdated = false;
        bool isDone = false;
    };
    using EntryPointer = std::shared_ptr<Entry>;

    [[nodiscard]] QFuture<Result<>> join(const Key &key);
    void dropExpired();
    void ask(const EntryPointer &entry);
    template <typename T, typename Take>
    void await(const EntryPointer &entry, const QFuture<Result<T>> &answer, Take take);
    void finishRound(const EntryPointer &entry);
    [[nodiscard]] Result<> store(const Entry &entry);
    [[nodiscard]] Result<> storeGuild(const Entry &entry);
    [[nodiscard]] Result<> storeChannel(const Entry &entry);
    void end(const EntryPointer &entry, const Result<> &result);

    Net::HttpClient &m_http;
    Clock &m_clock;
    Api::EntityCache &m_entities;
    const Api::User &m_self;
    QHash<Key, EntryPointer> m_entries; //!< Under way, or failed a moment ago.
    qsizetype m_waiting = 0;
};

} // namespace Cordial
