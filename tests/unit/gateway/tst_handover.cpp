// SPDX-License-Identifier: MIT
// A model of Discord with two sets of shards that hear the same events at different times, lose
// their connections and resume them: whatever happens, the consumer gets each event of a guild
// once and in order.
#include <cordial/core/manualclock.h>
#include <cordial/gateway/handover.h>
#include <cordial/gateway/rollingrestart.h>

#include <QMap>
#include <QTest>

#include <deque>
#include <random>

using namespace Cordial;
using namespace Cordial::Gateway;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Side = Handover::Side;

Dispatch eventOf(quint32 shard, const QByteArray &type, const QByteArray &data, qint64 sequence = 1)
{
    Dispatch dispatch;
    dispatch.shard = shard;
    dispatch.type = type;
    dispatch.data = data;
    dispatch.sequence = sequence;
    return dispatch;
}

ShardEvent change(quint32 shard, ShardEvent::Kind kind)
{
    ShardEvent out;
    out.shard = shard;
    out.kind = kind;
    return out;
}

constexpr auto kReady = ShardEvent::Kind::Ready;
constexpr auto kResumed = ShardEvent::Kind::Resumed;
constexpr auto kAway = ShardEvent::Kind::Disconnected;

ReshardOptions quick()
{
    ReshardOptions options;
    options.settle = 1s;
    options.memory = 5s;
    options.guildPatience = 2s;
    return options;
}

//! One shard as Discord feeds it: what is on its way, each thing with its time of arrival.
struct Line
{
    struct Item
    {
        TimePoint at;
        enum class Kind { Event, Away, Back, Fresh, Probe } kind = Kind::Event;
        Dispatch dispatch;
    };
    std::deque<Item> items;
    TimePoint lastAt;
    bool isListening = false; //!< the session exists

    void add(Item item)
    {
        item.at = std::max(item.at, lastAt);
        lastAt = item.at;
        items.push_back(std::move(item));
    }
};

class World
{
public:
    World(quint32 seed, quint32 oldShards, quint32 newShards)
        : m_random(seed)
        , m_old(oldShards)
        , m_new(newShards)
        , m_handover(oldShards, newShards, quick(), 1 << 30)
    {
        for (Line &line : m_old)
            line.isListening = true;
    }

    void run(int steps)
    {
        for (int step = 0; step < steps; ++step) {
            m_now += Milliseconds(m_random() % 20);
            emitSomething();
            if (m_random() % 100 == 0)
                disturb();
            if (step > 50)
                identifyNext();
            arrive();
            follow();
        }
        m_now += 60s;
        arrive();
        follow();
        arrive();
    }

    QMap<int, QList<int>> emitted;
    QMap<int, QList<int>> got;
    bool hasHandedOver = false;

private:
    static constexpr int kGuilds = 12;

    static GuildId idOf(int guild) { return GuildId(quint64(guild + 12) << 22); }
    static int guildIn(const QByteArray &text)
    {
        for (int guild = 0; guild < kGuilds; ++guild) {
            if (text.contains(QByteArray('"' + idOf(guild).toByteArray() + '"')))
                return guild;
        }
        return -1;
    }

    [[nodiscard]] Milliseconds latency() { return Milliseconds(5 + m_random() % 300); }

    void send(Line &line, const Dispatch &dispatch)
    {
        if (line.isListening)
            line.add({m_now + latency(), Line::Item::Kind::Event, dispatch});
    }

    void emitSomething()
    {
        const int guild = int(m_random() % kGuilds);
        const int number = int(emitted[guild].size());
        emitted[guild].append(number);
        // Every third has the same text as one before: equal events are not repeats.
        const QByteArray text = "{\"guild_id\":\"" + idOf(guild).toByteArray()
            + "\",\"n\":" + QByteArray::number(number % 3 == 0 ? 0 : number) + '}';
        m_texts[guild].append(text);
        const quint32 oldShard = quint32(guild) % quint32(m_old.size());
        const quint32 newShard = quint32(guild) % quint32(m_new.size());
        if (!hasHandedOver)
            send(m_old[oldShard], eventOf(oldShard, "N", text));
        send(m_new[newShard], eventOf(newShard, "N", text));
    }

    //! A connection drops; what is on its way comes after the resume.
    void disturb()
    {
        auto &lines = m_random() % 2 == 0 ? m_old : m_new;
        Line &line = lines[m_random() % lines.size()];
        if (!line.isListening)
            return;
        line.add({m_now, Line::Item::Kind::Away, {}});
        line.add({m_now + 200ms + latency(), Line::Item::Kind::Back, {}});
    }

    void identifyNext()
    {
        if (m_identified == m_new.size() || m_random() % 30 != 0)
            return;
        const auto shard = quint32(m_identified++);
        Line &line = m_new[shard];
        QByteArray guilds;
        for (int guild = 0; guild < kGuilds; ++guild) {
            if (quint32(guild) % m_new.size() == shard)
                guilds += (guilds.isEmpty() ? "" : ",") + ("{\"id\":\"" + idOf(guild).toByteArray())
                    + "\",\"unavailable\":true}";
        }
        note(shard, false, ShardEvent::Kind::Identifying);
        // What happens until Discord has it is not part of the session.
        line.isListening = true;
        line.add({m_now + latency(), Line::Item::Kind::Event,
                  eventOf(shard, "READY", "{\"guilds\":[" + guilds + "]}")});
        line.add({m_now, Line::Item::Kind::Fresh, {}});
        for (int guild = 0; guild < kGuilds; ++guild) {
            if (quint32(guild) % m_new.size() == shard)
                line.add({m_now + latency(), Line::Item::Kind::Event,
                          eventOf(shard, "GUILD_CREATE",
                                  "{\"id\":\"" + idOf(guild).toByteArray() + "\"}")});
        }
    }

    void arrive()
    {
        for (quint32 shard = 0; shard < m_old.size(); ++shard)
            arriveAt(m_old[shard], shard, true);
        for (quint32 shard = 0; shard < m_new.size(); ++shard)
            arriveAt(m_new[shard], shard, false);
    }

    void arriveAt(Line &line, quint32 shard, bool isOld)
    {
        while (!line.items.empty() && line.items.front().at <= m_now) {
            const Line::Item item = line.items.front();
            line.items.pop_front();
            using Kind = Line::Item::Kind;
            if (item.kind == Kind::Event)
                isOld ? takeOld(item.dispatch) : takeNew(item.dispatch);
            else if (item.kind == Kind::Probe)
                m_handover.noteProbed(isOld ? Side::Old : Side::New, shard);
            else
                note(shard, isOld,
                     item.kind == Kind::Away ? kAway
                                             : (item.kind == Kind::Back ? kResumed : kReady));
        }
    }

    void note(quint32 shard, bool isOld, ShardEvent::Kind kind)
    {
        if (isOld)
            m_handover.noteOld(change(shard, kind), m_now);
        else
            m_handover.noteNew(change(shard, kind), m_now);
    }

    void takeOld(const Dispatch &dispatch)
    {
        if (hasHandedOver)
            return; // the old set has gone
        consume(dispatch);
        m_handover.delivered(dispatch, m_now);
    }

    void takeNew(const Dispatch &dispatch)
    {
        if (!hasHandedOver)
            m_handover.received(dispatch, m_now);
        else if (!m_handover.isRepeat(dispatch, m_now))
            consume(dispatch);
    }

    void consume(const Dispatch &dispatch)
    {
        const int guild = guildIn(dispatch.data);
        // The text tells the number but for every third, whose order is all there is to see.
        const auto next = int(got[guild].size());
        QVERIFY2(next < m_texts[guild].size() && m_texts[guild][next] == dispatch.data,
                 "an event was lost, repeated or out of order");
        got[guild].append(next);
    }

    void follow()
    {
        if (hasHandedOver)
            return;
        switch (m_handover.next(m_now)) {
        case Handover::Step::Probe: {
            for (const Side side : {Side::Old, Side::New}) {
                const auto shards = m_handover.toProbe(side);
                auto &lines = side == Side::Old ? m_old : m_new;
                for (const quint32 shard : shards)
                    lines[shard].add({m_now + latency(), Line::Item::Kind::Probe, {}});
            }
            break;
        }
        case Handover::Step::HandOver: {
            const auto undelivered = m_handover.takeUndelivered();
            for (const Dispatch &dispatch : undelivered)
                consume(dispatch);
            hasHandedOver = true;
            break;
        }
        default:
            break;
        }
    }

    std::mt19937 m_random;
    TimePoint m_now{1h};
    std::vector<Line> m_old;
    std::vector<Line> m_new;
    size_t m_identified = 0;
    Handover m_handover;
    QMap<int, QList<QByteArray>> m_texts;
};

} // namespace

class TestHandover : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingLostNothingRepeated_data();
    void nothingLostNothingRepeated();
    void waitsForGuilds();
    void answersAreNotCompared();
    void waitsForOldShards();
    void probeIsAskedAgainAfterADrop();
    void overflow();
    void sessionsOwnEventsAreForgotten();
    void rollingRestart();
};

void TestHandover::nothingLostNothingRepeated_data()
{
    QTest::addColumn<quint32>("seed");
    QTest::addColumn<quint32>("before");
    QTest::addColumn<quint32>("after");
    for (quint32 seed = 1; seed <= 20; ++seed) {
        QTest::addRow("happy/2 to 4, seed %u", seed) << seed << 2U << 4U;
        QTest::addRow("happy/4 to 1, seed %u", seed) << seed << 4U << 1U;
        QTest::addRow("happy/1 to 3, seed %u", seed) << seed << 1U << 3U;
    }
}

void TestHandover::nothingLostNothingRepeated()
{
    QFETCH(quint32, seed);
    QFETCH(quint32, before);
    QFETCH(quint32, after);
    World world(seed, before, after);
    world.run(8000);
    QVERIFY2(world.hasHandedOver, "the walk must get to the hand-over");
    QCOMPARE(world.got, world.emitted);
}

void TestHandover::waitsForGuilds()
{
    TimePoint now{1h};
    Handover handover(1, 1, quick(), 1 << 20);
    handover.received(eventOf(0, "READY", R"({"guilds":[{"id":"5","unavailable":true}]})"), now);
    handover.noteNew(change(0, kReady), now);
    now += 1500ms;
    QVERIFY(handover.next(now) == Handover::Step::Wait);
    handover.received(eventOf(0, "GUILD_CREATE", R"({"id":"5","name":"x"})"), now);
    QVERIFY(handover.next(now) == Handover::Step::Wait); // settles
    now += 1s;
    QVERIFY(handover.next(now) == Handover::Step::Probe);
    QCOMPARE(handover.toProbe(Side::Old), QList<quint32>{0});
    handover.noteProbed(Side::Old, 0);
    QVERIFY(handover.next(now) == Handover::Step::Probe); // a new one may be half open
    QCOMPARE(handover.toProbe(Side::New), QList<quint32>{0});
    QVERIFY(handover.next(now) == Handover::Step::Wait);
    handover.noteProbed(Side::New, 0);
    QVERIFY(handover.next(now) == Handover::Step::HandOver);
    QVERIFY(handover.takeUndelivered().isEmpty()); // the snapshot is not news

    // A guild that is unavailable does not hold it up for ever.
    Handover other(1, 1, quick(), 1 << 20);
    other.received(eventOf(0, "READY", R"({"guilds":[{"id":"5","unavailable":true}]})"), now);
    other.noteNew(change(0, kReady), now);
    now += 2s;
    QVERIFY(other.next(now) == Handover::Step::Wait);
    now += 1s;
    QVERIFY(other.next(now) == Handover::Step::Probe);

    // Many that come one by one are waited for as long as they come.
    Handover many(1, 1, quick(), 1 << 20);
    many.received(eventOf(0, "READY", R"({"guilds":[{"id":"5"},{"id":"6"},{"id":"7"}]})"), now);
    many.noteNew(change(0, kReady), now);
    for (const char *guild : {R"({"id":"5"})", R"({"id":"6"})", R"({"id":"7"})"}) {
        now += 1500ms;
        QVERIFY(many.next(now) == Handover::Step::Wait);
        many.received(eventOf(0, "GUILD_CREATE", guild), now);
    }
    QVERIFY(many.next(now) == Handover::Step::Wait); // settles
    now += 1s;
    QVERIFY(many.next(now) == Handover::Step::Probe);
    QVERIFY(many.takeUndelivered().isEmpty());
}

//! Asked for once more in the new session, the same text is another answer.
void TestHandover::answersAreNotCompared()
{
    TimePoint now{1h};
    Handover handover(1, 1, quick(), 1 << 20);
    handover.noteNew(change(0, kReady), now);
    for (const char *type :
         {"GUILD_MEMBERS_CHUNK", "SOUNDBOARD_SOUNDS", "CHANNEL_INFO", "RATE_LIMITED"}) {
        handover.delivered(eventOf(0, type, R"({"guild_id":"5"})"), now);
        handover.received(eventOf(0, type, R"({"guild_id":"6"})"), now);
    }
    QVERIFY(handover.takeUndelivered().isEmpty());
    for (const char *type :
         {"GUILD_MEMBERS_CHUNK", "SOUNDBOARD_SOUNDS", "CHANNEL_INFO", "RATE_LIMITED"})
        QVERIFY(!handover.isRepeat(eventOf(0, type, R"({"guild_id":"5"})"), now));
    QVERIFY(handover.isOver(now));
}

void TestHandover::waitsForOldShards()
{
    TimePoint now{1h};
    Handover handover(2, 1, quick(), 1 << 20);
    handover.noteNew(change(0, kReady), now);
    handover.noteOld(change(1, kAway), now);
    now += 30s;
    QVERIFY(handover.next(now) == Handover::Step::Wait);
    QVERIFY(handover.progress().contains(u"1 of 2 old"_s));
    handover.noteOld(change(1, kResumed), now);
    QVERIFY(handover.next(now) == Handover::Step::Wait);
    now += 1s;
    QVERIFY(handover.next(now) == Handover::Step::Probe);
    // One that will never come back is not waited for.
    handover.noteOld(change(1, ShardEvent::Kind::Fatal), now);
    QVERIFY(handover.next(now) == Handover::Step::Wait);
    now += 1s;
    QVERIFY(handover.next(now) == Handover::Step::Probe);
    QCOMPARE(handover.toProbe(Side::Old), QList<quint32>{0});
}

void TestHandover::probeIsAskedAgainAfterADrop()
{
    TimePoint now{1h};
    Handover handover(1, 1, quick(), 1 << 20);
    handover.noteNew(change(0, kReady), now);
    QVERIFY(handover.next(now) == Handover::Step::Wait);
    now += 1s;
    QVERIFY(handover.next(now) == Handover::Step::Probe);
    QCOMPARE(handover.toProbe(Side::Old).size(), 1);
    handover.noteOld(change(0, kAway), now);
    handover.noteOld(change(0, kResumed), now);
    handover.noteProbed(Side::Old, 0); // of the old connection: says nothing
    QVERIFY(handover.next(now) == Handover::Step::Wait);
    now += 1s;
    QVERIFY(handover.next(now) == Handover::Step::Probe);
}

void TestHandover::overflow()
{
    const TimePoint now{1h};
    Handover handover(1, 1, quick(), 4096);
    for (int i = 0; i < 10; ++i)
        handover.received(eventOf(0, "N", QByteArray::number(i)), now);
    QVERIFY(handover.next(now) == Handover::Step::Overflow);
    for (int i = 0; i < 10; ++i)
        handover.delivered(eventOf(0, "N", QByteArray::number(i)), now);
    QVERIFY(handover.next(now) != Handover::Step::Overflow);
}

void TestHandover::sessionsOwnEventsAreForgotten()
{
    TimePoint now{1h};
    Handover handover(1, 1, quick(), 1 << 20);
    handover.noteNew(change(0, kReady), now);
    handover.received(eventOf(0, "ONLY_HERE", "{}"), now);
    handover.delivered(eventOf(0, "ONLY_THERE", "{}"), now);
    now += 6s;
    handover.received(eventOf(0, "N", "{}"), now);
    const auto left = handover.takeUndelivered();
    QCOMPARE(left.size(), 1);
    QCOMPARE(left[0].type, QByteArray("N"));
    QVERIFY(!handover.isRepeat(eventOf(0, "ONLY_THERE", "{}"), now));
    QVERIFY(handover.isOver(now));
}

void TestHandover::rollingRestart()
{
    RollingRestart rolling({3, 4});
    QCOMPARE(rolling.take(), std::optional<quint32>(3));
    QVERIFY(!rolling.take());
    QVERIFY(!rolling.note(change(3, kReady))); // from before the restart
    QVERIFY(!rolling.note(change(3, ShardEvent::Kind::Connecting)));
    QVERIFY(!rolling.note(change(4, kResumed)));
    QVERIFY(rolling.note(change(3, kResumed)));
    QCOMPARE(rolling.take(), std::optional<quint32>(4));
    QVERIFY(rolling.note(change(4, ShardEvent::Kind::Fatal)));
    QVERIFY(!rolling.take());
    QVERIFY(rolling.isOver());
}

QTEST_GUILESS_MAIN(TestHandover)
#include "tst_handover.moc"
