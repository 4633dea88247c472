// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/result.h>

#include <QByteArray>
#include <QHash>
#include <QMap>
#include <QString>
#include <QUrl>

#include <functional>
#include <optional>

namespace Cordial::Gateway {

//! \brief What a later process needs to resume a shard. The token is not part of it.
struct SessionRecord
{
    quint32 shard = 0;
    quint32 shardCount = 0;
    quint32 intents = 0;
    QByteArray sessionId;
    QUrl resumeUrl; //!< Empty = the main URL.
    qint64 sequence = 0; //!< of the last event the consumer has finished with

    bool operator==(const SessionRecord &) const = default;
};

//! \brief Keeps sessions over the end of the process. Replaceable. Thread: one.
class SessionStore
{
public:
    SessionStore() = default;
    SessionStore(const SessionStore &) = delete;
    SessionStore &operator=(const SessionStore &) = delete;
    virtual ~SessionStore() = default;

    //! \brief What was kept for a shard of that count.
    [[nodiscard]] virtual std::optional<SessionRecord> find(quint32 shard,
                                                            quint32 shardCount) const = 0;
    virtual void put(const SessionRecord &record) = 0;
    virtual void remove(quint32 shard) = 0;
    //! \brief Makes what was put and removed last. May be called often: does nothing without a
    //! change.
    [[nodiscard]] virtual Result<> commit() = 0;
};

//! \brief All records as one JSON text, and back. Errors of the reader: Decode.
[[nodiscard]] QByteArray toJson(const QMap<quint32, SessionRecord> &records);
[[nodiscard]] Result<QMap<quint32, SessionRecord>> sessionsFromJson(const QByteArray &json);

//! \brief One file, mode 0600, replaced as a whole with each commit. A missing or damaged file is
//! an empty store: the shards identify, that is all.
class FileSessionStore : public SessionStore
{
public:
    explicit FileSessionStore(QString path);
    ~FileSessionStore() override;

    //! How long the end of an owner takes that was told to stop.
    static constexpr Milliseconds kClaimWithin{3000};
    //! \brief Makes the file this object's alone while it lives, writes it, and takes in what its
    //! owner before has written last. Waits up to \a atMost for that one to end, blocking, unless
    //! \a isGivenUp says that nobody wants it any more. Two processes that wrote one file would
    //! throw away each other's sessions. Errors: Io.
    [[nodiscard]] Result<> claim(Milliseconds atMost = kClaimWithin,
                                 const std::function<bool()> &isGivenUp = {});

    [[nodiscard]] std::optional<SessionRecord> find(quint32 shard,
                                                    quint32 shardCount) const override;
    void put(const SessionRecord &record) override;
    void remove(quint32 shard) override;
    [[nodiscard]] Result<> commit() override;

    //! \brief Writes the file now, changed or not: tells early whether it can be written.
    [[nodiscard]] Result<> write();
    [[nodiscard]] QString path() const { return m_path; }

private:
    void load();

    QString m_path;
    int m_claim = -1; //!< the file, open and locked
    QMap<quint32, SessionRecord> m_records;
    bool m_dirty = false;
};

} // namespace Cordial::Gateway

Q_DECLARE_TYPEINFO(Cordial::Gateway::SessionRecord, Q_RELOCATABLE_TYPE);
