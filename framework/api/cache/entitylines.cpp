// SPDX-License-Identifier: MIT
#include <cordial/api/cache/entitycache_p.h>

#include <cordial/api/cache/cachestore.h>

#include <QCryptographicHash>

// The cache as lines of text, for a store.
namespace Cordial::Api {

using Detail::PackedJson;

void EntityCache::Impl::appendLine(QList<QByteArray> &lines, EntityType type, quint64 guild,
                                   Bytes object) const
{
    QByteArray line("{\"type\":");
    line.append(QByteArray::number(int(type))).append(",\"guild\":\"");
    line.append(QByteArray::number(guild)).append("\",\"data\":");
    packer.unpack(object, line);
    lines.append(line.append('}'));
}

QList<QByteArray> EntityCache::Impl::linesOf(quint64 guild) const
{
    QList<QByteArray> lines;
    const Shelf *found = shelf(guild);
    if (found == nullptr)
        return lines;
    if (guild == 0 && self != 0)
        appendLine(lines, EntityType::User, 0, find(EntityType::User, 0, self));
    for (size_t i = 0; i < kEntityTypes; ++i) {
        const auto type = EntityType(i);
        found->tables[i].forEach([&](Handle handle) {
            if (type != EntityType::Member) {
                appendLine(lines, type, guild, heap.bytes(handle));
                return;
            }
            QByteArray line("{\"type\":");
            line.append(QByteArray::number(int(type))).append(",\"guild\":\"");
            line.append(QByteArray::number(guild)).append("\",\"data\":");
            lines.append(line.append(json(type, guild, heap.header(handle).key)).append('}'));
        });
    }
    return lines;
}

bool EntityCache::Impl::takeLine(Bytes line)
{
    const auto type = PackedJson::asInteger(packer.find(line, "type"));
    const auto guild = PackedJson::asId(packer.find(line, "guild"));
    const Bytes object = packer.find(line, "data");
    if (!type || *type < 0 || *type >= qint64(kEntityTypes) || !guild || object.empty())
        return false;
    makeShelf(*guild);
    switch (EntityType(*type)) {
    case EntityType::User:
        setSelf(object);
        return true;
    case EntityType::Member:
        putMember(*guild, object);
        return true;
    default:
        break;
    }
    const bool isOfUser =
        *type == qint64(EntityType::VoiceState) || *type == qint64(EntityType::Presence);
    const char *key = *type == qint64(EntityType::SoundboardSound) ? "sound_id"
        : isOfUser                                                 ? "user_id"
                                                                   : "id";
    const quint64 id = *type == qint64(EntityType::Presence)
        ? idIn(packer.find(object, "user"), "id")
        : idIn(object, key);
    put(EntityType(*type), *guild, id, object);
    return true;
}

namespace {

//! What a mark is in the first line: of one length, and without characters to escape.
QByteArray markText(const QByteArray &mark)
{
    if (mark.isEmpty())
        return "\"\"";
    return '"' + QCryptographicHash::hash(mark, QCryptographicHash::Sha256).toHex() + '"';
}

} // namespace

Result<> EntityCache::save(CacheStore &store, const QByteArray &mark) const
{
    std::vector<quint64> guilds;
    {
        const QReadLocker locked(&d->lock);
        guilds = d->ring;
    }
    QList<QByteArray> lines{"{\"cordial_cache\":1,\"saved_at\":"
                            + QByteArray::number(qint64(d->clock.wallNow().time_since_epoch()
                                                        / std::chrono::milliseconds(1)))
                            + ",\"fits\":" + markText(mark) + '}'};
    qsizetype at = 0;
    size_t next = 0;
    qsizetype count = -1; // The first line is none of them.
    bool isEnded = false;
    return store.write([&]() -> QByteArray {
        while (at == lines.size() && next < guilds.size()) {
            const QReadLocker locked(&d->lock);
            lines = d->linesOf(guilds[next++]);
            at = 0;
        }
        if (at < lines.size()) {
            ++count;
            return lines[at++];
        }
        if (std::exchange(isEnded, true))
            return {};
        return "{\"end\":" + QByteArray::number(count) + '}';
    });
}

Result<qsizetype> EntityCache::load(CacheStore &store, std::chrono::seconds atMost,
                                    const QByteArray &mark)
{
    auto fresh = std::make_unique<Impl>(d->policies, d->clock);
    qsizetype taken = 0;
    bool isOfThen = false; // Too old, or of other sessions.
    bool isBegun = false;
    bool isEmpty = true;
    bool isWhole = false;
    Error wrong = makeError(ErrorCode::Decode, QStringLiteral("the saved cache is not whole"));
    const Result<> read = store.read([&](const QByteArray &line) {
        isEmpty = false;
        std::string packed;
        JsonError error;
        QByteArray json = line;
        if (isWhole || !Cordial::Detail::readDocument(json, error, [&](JsonValue &root) {
                return fresh->packer.pack(root, packed, error);
            })) {
            isWhole = false;
            return false;
        }
        const auto number = [&](std::string_view key) {
            return PackedJson::asInteger(fresh->packer.find(packed, key));
        };
        if (!isBegun) {
            isBegun = number("cordial_cache") == 1;
            const std::chrono::milliseconds saved(number("saved_at").value_or(0));
            const auto age = d->clock.wallNow() - WallTime(saved);
            QByteArray fits;
            fresh->packer.unpack(fresh->packer.find(packed, "fits"), fits);
            // Of the future: the calendar was set back, and the age could be anything.
            isOfThen = isBegun && (age > atMost || age < age.zero() || fits != markText(mark));
            return isBegun && !isOfThen;
        }
        if (const auto end = number("end")) {
            isWhole = *end == taken;
            return true;
        }
        const bool isTaken = fresh->takeLine(packed);
        taken += isTaken ? 1 : 0;
        return isTaken;
    });
    if (!read)
        return read.error();
    if (isEmpty || isOfThen)
        return qsizetype(0);
    if (!isWhole)
        return wrong;
    // What happened since was put into neither: this is for the start, before the first event.
    const QWriteLocker locked(&d->lock);
    std::swap(d->packer, fresh->packer);
    std::swap(d->heap, fresh->heap);
    d->shelves.swap(fresh->shelves);
    d->ring.swap(fresh->ring);
    std::swap(d->users, fresh->users);
    d->channelGuilds.swap(fresh->channelGuilds);
    std::swap(d->counters, fresh->counters);
    std::swap(d->self, fresh->self);
    std::swap(d->begin, fresh->begin);
    return taken;
}

} // namespace Cordial::Api
