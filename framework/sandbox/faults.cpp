// SPDX-License-Identifier: MIT
#include <cordial/sandbox/configfile.h>
#include <cordial/sandbox/faults.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

struct Kind
{
    QLatin1StringView name;
    bool http;
    QLatin1StringView keys; //!< Own keys, separated by spaces.
};

constexpr std::array kKinds{
    Kind{"drop"_L1, false, {}},
    Kind{"close"_L1, false, "code"_L1},
    Kind{"reconnect"_L1, false, {}},
    Kind{"invalid_session"_L1, false, "resumable"_L1},
    Kind{"heartbeat_request"_L1, false, {}},
    Kind{"no_ack"_L1, false, {}},
    Kind{"stall"_L1, false, "for"_L1},
    Kind{"corrupt"_L1, false, "how"_L1},
    Kind{"forget_sessions"_L1, false, {}},
    Kind{"refuse_upgrade"_L1, false, "status"_L1},
    Kind{"resume_dead"_L1, false, "for"_L1},
    Kind{"http_status"_L1, true, "status body content_type"_L1},
    Kind{"http_reset"_L1, true, "when"_L1},
    Kind{"http_delay"_L1, true, "for"_L1},
    Kind{"http_429"_L1, true, "scope retry_after"_L1},
    Kind{"edge_ban"_L1, false, "for"_L1},
    Kind{"rehash"_L1, false, {}},
};

void checkOwnKeys(ConfigReader &reader, QLatin1StringView keys)
{
    if (keys.contains("code"_L1))
        (void)reader.integer("code"_L1, 4000, 1000, 4999);
    if (keys.contains("resumable"_L1))
        (void)reader.boolean("resumable"_L1, true);
    if (keys.contains("for"_L1))
        (void)reader.seconds("for"_L1, 0);
    if (keys.contains("retry_after"_L1))
        (void)reader.seconds("retry_after"_L1, 1);
    if (keys.contains("status"_L1))
        (void)reader.integer("status"_L1, 500, 200, 599);
    const auto choice = [&reader](QLatin1StringView key, const QStringList &choices) {
        const QString value = reader.string(key, choices.first());
        if (!choices.contains(value))
            reader.fail(key, u"must be one of "_s + choices.join(u", "_s));
    };
    if (keys.contains("how"_L1))
        choice("how"_L1, {u"json"_s, u"zlib"_s, u"frame"_s});
    if (keys.contains("when"_L1))
        choice("when"_L1, {u"before"_s, u"headers"_s, u"body"_s});
    if (keys.contains("scope"_L1))
        choice("scope"_L1, {u"user"_s, u"global"_s, u"shared"_s});
    if (keys.contains("body"_L1)) {
        (void)reader.string("body"_L1);
        (void)reader.string("content_type"_L1);
    }
}

bool pathFits(const QByteArray &pattern, const QByteArray &path)
{
    if (pattern.isEmpty())
        return true;
    if (pattern.endsWith('*'))
        return path.startsWith(pattern.chopped(1));
    return path == pattern;
}

} // namespace

Faults::Faults(Clock &clock) : m_clock(clock)
{ }

Faults::~Faults() = default;

bool Faults::isPassive(const QByteArray &kind)
{
    return kind.startsWith("http_") || kind == "refuse_upgrade";
}

Result<quint64> Faults::add(const QJsonObject &spec)
{
    QString error;
    ConfigReader reader(spec, u"fault"_s, error);
    Fault fault;
    const QString name = reader.string("kind"_L1);
    const auto kind =
        std::ranges::find_if(kKinds, [&name](const Kind &entry) { return name == entry.name; });
    if (kind == kKinds.end()) {
        QStringList known;
        for (const Kind &entry : kKinds)
            known.append(entry.name);
        return makeError(ErrorCode::InvalidArgument,
                         u"fault.kind: must be one of "_s + known.join(u", "_s));
    }
    fault.kind = name.toLatin1();
    fault.spec = spec;
    const double at = reader.seconds("at"_L1, 0);
    const qint64 count = reader.integer("count"_L1, 1, 0, 1'000'000'000);
    fault.left = count == 0 ? -1 : count;
    if (kind->http) {
        fault.method = reader.string("method"_L1).toUpper().toLatin1();
        fault.path = reader.string("path"_L1).toUtf8();
    } else {
        fault.shard = int(reader.integer("shard"_L1, -1, -1, 1'000'000));
        fault.afterEvents = reader.integer("after_events"_L1, 0, 0, 1'000'000'000);
    }
    checkOwnKeys(reader, kind->keys);
    reader.finish();
    if (!error.isEmpty())
        return makeError(ErrorCode::InvalidArgument, error);
    if (qsizetype(m_faults.size()) >= kMostFaults)
        return makeError(ErrorCode::InvalidArgument, u"fault: too many are waiting"_s);
    fault.id = m_nextId++;
    fault.armed = at <= 0;
    const quint64 id = fault.id;
    m_faults.push_back(fault);
    if (at > 0) {
        auto timer = m_clock.makeTimer();
        timer->start(
            std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(at)),
            [this, id] { arm(id); });
        std::erase_if(m_timers, [](const auto &old) { return !old->isActive(); });
        m_timers.push_back(std::move(timer));
    } else {
        arm(id);
    }
    return id;
}

Result<void> Faults::addAll(const QJsonObject &object)
{
    QString error;
    ConfigReader reader(object, {}, error);
    const QJsonArray list = reader.array("faults"_L1);
    reader.finish();
    if (!error.isEmpty())
        return makeError(ErrorCode::InvalidArgument, error);
    for (qsizetype i = 0; i < list.size(); ++i) {
        Result<quint64> added = add(list.at(i).toObject());
        if (!added)
            return std::move(added).error().in(u"faults[%1]"_s.arg(i));
    }
    return {};
}

void Faults::arm(quint64 id)
{
    const auto found = std::ranges::find(m_faults, id, &Fault::id);
    if (found == m_faults.end())
        return;
    found->armed = true;
    if (isPassive(found->kind) || found->afterEvents > 0)
        return;
    // Taken out first: what strikes may add or clear faults.
    const Fault fault = std::move(*found);
    m_faults.erase(found);
    if (strike)
        strike(fault);
}

void Faults::dropUsed()
{
    std::erase_if(m_faults, [](const Fault &fault) { return fault.left == 0; });
}

Fault Faults::use(Fault &fault)
{
    if (fault.left > 0)
        --fault.left;
    Fault used(fault);
    dropUsed();
    return used;
}

std::optional<Fault> Faults::forRequest(const QByteArray &method, const QByteArray &path)
{
    const auto found = std::ranges::find_if(m_faults, [&](const Fault &fault) {
        return fault.armed && fault.kind.startsWith("http_")
            && (fault.method.isEmpty() || fault.method == method) && pathFits(fault.path, path);
    });
    if (found == m_faults.end())
        return std::nullopt;
    return use(*found);
}

std::optional<Fault> Faults::forUpgrade()
{
    const auto found = std::ranges::find_if(
        m_faults, [](const Fault &fault) { return fault.armed && fault.kind == "refuse_upgrade"; });
    if (found == m_faults.end())
        return std::nullopt;
    return use(*found);
}

std::vector<Fault> Faults::afterDispatch(int shard)
{
    std::vector<Fault> due;
    for (Fault &fault : m_faults) {
        if (!fault.armed || fault.afterEvents == 0 || (fault.shard >= 0 && fault.shard != shard))
            continue;
        if (--fault.afterEvents > 0)
            continue;
        Fault now = fault;
        now.shard = shard;
        due.push_back(now);
        // With a count it strikes again after as many events.
        if (fault.left > 0)
            --fault.left;
        fault.afterEvents = fault.spec.value("after_events"_L1).toInteger();
    }
    dropUsed();
    return due;
}

void Faults::clear()
{
    m_timers.clear();
    m_faults.clear();
}

QJsonArray Faults::toJson() const
{
    QJsonArray list;
    for (const Fault &fault : m_faults) {
        QJsonObject entry = fault.spec;
        entry.insert("id"_L1, qint64(fault.id));
        entry.insert("left"_L1, fault.left);
        entry.insert("armed"_L1, fault.armed);
        list.append(entry);
    }
    return list;
}

} // namespace Cordial::Sandbox
