// SPDX-License-Identifier: MIT
#include "entitykeeper_p.h"

#include <cordial/core/logging.h>

#include <array>

namespace Cordial {

namespace {

using Api::EntityType;
using Api::Intent;

constexpr std::chrono::seconds kSweepEvery{60};
constexpr std::chrono::seconds kReportEvery{1};

//! What brings the events that change a type. source: events/gateway.mdx, "List of Intents"
struct Source
{
    EntityType type;
    Intent intent;
};
constexpr std::array kSources = {Source{EntityType::Emoji, Intent::GuildExpressions},
                                 Source{EntityType::Sticker, Intent::GuildExpressions},
                                 Source{EntityType::SoundboardSound, Intent::GuildExpressions},
                                 Source{EntityType::VoiceState, Intent::GuildVoiceStates},
                                 Source{EntityType::Message, Intent::GuildMessages},
                                 Source{EntityType::ScheduledEvent, Intent::GuildScheduledEvents},
                                 Source{EntityType::Member, Intent::GuildMembers},
                                 Source{EntityType::Presence, Intent::GuildPresences}};

bool isPrivileged(Intent intent)
{
    return intent == Intent::GuildMembers || intent == Intent::GuildPresences;
}

} // namespace

EntityKeeper::EntityKeeper(const Api::EntityPolicies &policies,
                           std::shared_ptr<Api::CacheStore> store, std::function<QByteArray()> mark,
                           Clock &clock, MetricSink &metrics)
    : m_store(std::move(store))
    , m_mark(std::move(mark))
    , m_clock(clock)
    , m_metrics(metrics)
    , m_entities(policies, clock)
    , m_sweeper(clock.makeTimer())
    , m_isOn(!policies.isOff())
    , m_isAskedFor(m_isOn && !(policies == Api::EntityPolicies::minimal()))
{ }

Api::Intents EntityKeeper::neededIntents() const
{
    Api::Intents needed;
    for (const Source &source : kSources) {
        if (m_entities.policies()[source.type].isKept && !isPrivileged(source.intent))
            needed |= source.intent;
    }
    return needed;
}

void EntityKeeper::warnAboutIntents(Api::Intents active) const
{
    const Api::EntityPolicies usual = Api::EntityPolicies::minimal();
    for (const Source &source : kSources) {
        const Api::EntityPolicy &policy = m_entities.policies()[source.type];
        if (!policy.isKept || policy == usual[source.type] || active.testFlag(source.intent))
            continue;
        qCWarning(lcClient).noquote().nospace()
            << nameOf(source.type) << " are kept but grow old: the intent "
            << Api::toString(source.intent) << " is not requested (add it to --intents)";
    }
}

void EntityKeeper::start()
{
    if (!m_isOn)
        return;
    sweepLater();
    if (m_store)
        load();
}

void EntityKeeper::load()
{
    const QByteArray mark = m_mark ? m_mark() : QByteArray();
    const Result<qsizetype> loaded =
        m_mark && mark.isEmpty() ? qsizetype(0) : m_entities.load(*m_store, kOldest, mark);
    if (!loaded) {
        qCWarning(lcClient).noquote()
            << "what was kept is left alone and learnt anew:" << loaded.error().toString();
        return;
    }
    if (*loaded > 0)
        qCInfo(lcClient) << "took in" << *loaded << "objects that were kept";
    // From the first event on it is the past: nobody may start from it again after a crash.
    if (const Result<> cleared = m_store->clear(); !cleared)
        qCWarning(lcClient).noquote() << "what was kept could not be removed after it was taken in:"
                                      << cleared.error().toString();
}

void EntityKeeper::stop()
{
    m_sweeper->stop();
    if (!m_isOn)
        return;
    tell();
    if (m_store)
        save();
}

void EntityKeeper::save()
{
    const QByteArray mark = m_mark ? m_mark() : QByteArray();
    if (m_mark && mark.isEmpty())
        return; // No session will go on: everything will be told anew.
    if (const Result<> saved = m_entities.save(*m_store, mark); !saved)
        qCWarning(lcClient).noquote()
            << "what is kept could not be saved:" << saved.error().toString();
}

void EntityKeeper::sweepLater()
{
    m_sweeper->start(kSweepEvery, [this] {
        if (const qsizetype dropped = m_entities.sweep(); dropped > 0)
            qCDebug(lcClient) << "swept out" << dropped << "objects";
        sweepLater();
    });
}

bool EntityKeeper::wants(const QByteArray &type) const
{
    return m_isOn && m_entities.wants(type);
}

Result<> EntityKeeper::take(const Gateway::Dispatch &dispatch)
{
    return m_entities.apply(dispatch.type, dispatch.data);
}

void EntityKeeper::tell() const
{
    if (m_isAskedFor)
        qCInfo(lcClient).noquote() << "kept:" << m_entities.summary();
}

void EntityKeeper::report()
{
    const auto gauge = [this](const QByteArray &name, double value, double limit) {
        GaugeRecord record;
        record.name = std::string_view(name.constData(), size_t(name.size()));
        record.value = value;
        record.limit = limit;
        m_metrics.report(record);
    };
    for (const EntityType type : {EntityType::Guild, EntityType::Channel, EntityType::Member}) {
        gauge(QByteArray("cached ") + nameOf(type), double(m_entities.count(type)),
              double(m_entities.policies()[type].most));
    }
    const TimePoint now = m_clock.now();
    if (!m_isAskedFor || (m_reported && now - *m_reported < kReportEvery))
        return;
    m_reported = now;
    const QList<Api::EntityUsage> all = m_entities.usage();
    for (const Api::EntityUsage &type : all) {
        const QByteArray name = QByteArray("kept ") + nameOf(type.type);
        gauge(name, double(type.count), double(type.limit));
        gauge(name + " kB", double(type.bytes) / 1e3, 0);
    }
}

} // namespace Cordial
