// SPDX-License-Identifier: MIT
#include <cordial/sandbox/ratelimitmodel.h>

#include <QCryptographicHash>

#include <algorithm>

namespace Cordial::Sandbox {

namespace {

constexpr qsizetype kMostWindows = 100'000;

std::chrono::microseconds until(TimePoint end, TimePoint now)
{
    // Rounded up: who comes back exactly then must get through.
    return std::max(std::chrono::ceil<std::chrono::microseconds>(end - now),
                    std::chrono::microseconds(0));
}

//! \brief The template with its parameters' names left out.
QByteArray shape(const QByteArray &route)
{
    QByteArray text;
    bool inside = false;
    for (const char c : route) {
        if (!inside)
            text.append(c);
        inside = c == '{' || (inside && c != '}');
        if (c == '}')
            text.append(c);
    }
    return text;
}

} // namespace

RateLimitModel::RateLimitModel(LimitSettings settings) : m_settings(std::move(settings))
{ }

const LimitRule *RateLimitModel::ruleFor(const LimitedRequest &request) const
{
    const QByteArray wanted = shape(request.route);
    const auto found = std::ranges::find_if(m_settings.rules, [&](const LimitRule &rule) {
        return (rule.methods.isEmpty() || rule.methods.contains(request.method))
            && (rule.route == "*" || shape(rule.route) == wanted);
    });
    return found == m_settings.rules.end() ? nullptr : &*found;
}

QByteArray RateLimitModel::hashOf(const LimitRule &rule, const QByteArray &variant) const
{
    const QByteArray text = QByteArray::number(m_hashRound) + '|' + rule.bucket + '|' + variant;
    return QCryptographicHash::hash(text, QCryptographicHash::Sha1).toHex().left(32);
}

RateLimitModel::Window &RateLimitModel::windowOf(const QByteArray &key, Milliseconds length,
                                                 TimePoint now)
{
    if (m_windows.size() > kMostWindows)
        prune(now);
    Window &window = m_windows[key];
    if (now >= window.end)
        window = {now + length, 0};
    return window;
}

void RateLimitModel::prune(TimePoint now)
{
    m_windows.removeIf([now](const auto &entry) { return now >= entry.value().end; });
}

LimitVerdict RateLimitModel::take(const LimitedRequest &request, TimePoint now)
{
    LimitVerdict verdict;
    if (!m_settings.enabled)
        return verdict;
    if (!request.exemptFromGlobal && m_settings.globalLimit > 0) {
        Window &global = windowOf("global|" + request.who, m_settings.globalWindow, now);
        if (global.used >= m_settings.globalLimit) {
            verdict.refused = LimitVerdict::Scope::Global;
            verdict.retryAfter = until(global.end, now);
            return verdict;
        }
        ++global.used;
    }
    const LimitRule *rule = ruleFor(request);
    if (rule == nullptr)
        return verdict;
    const QByteArray who = rule->shared ? QByteArray() : request.who;
    const QByteArray key =
        rule->bucket + '|' + request.variant + '|' + request.resource + '|' + who;
    Window &window = windowOf("bucket|" + key, rule->window, now);
    verdict.hasBucket = true;
    verdict.bucket = hashOf(*rule, request.variant);
    verdict.limit = rule->limit;
    verdict.resetAfter = until(window.end, now);
    if (window.used >= rule->limit) {
        verdict.refused = rule->shared ? LimitVerdict::Scope::Shared : LimitVerdict::Scope::User;
        verdict.retryAfter = verdict.resetAfter;
        return verdict;
    }
    ++window.used;
    verdict.remaining = rule->limit - window.used;
    if (request.subLimit.isEmpty())
        return verdict;
    Window &hidden = windowOf("sub|" + request.subLimit + '|' + key, request.subLimitWindow, now);
    if (hidden.used >= request.subLimitCount) {
        // Refused although the headers still promise requests: a sub-limit is not in them.
        verdict.refused = LimitVerdict::Scope::User;
        verdict.retryAfter = until(hidden.end, now);
        return verdict;
    }
    ++hidden.used;
    return verdict;
}

qsizetype RateLimitModel::invalidCount(const QByteArray &address, TimePoint now)
{
    std::deque<TimePoint> &times = m_invalid[address];
    while (!times.empty() && times.front() + m_settings.invalidWindow <= now)
        times.pop_front();
    return qsizetype(times.size());
}

void RateLimitModel::countInvalid(const QByteArray &address, TimePoint now)
{
    if (!m_settings.enabled || m_settings.invalidLimit <= 0)
        return;
    m_invalid[address].push_back(now);
    if (invalidCount(address, now) < m_settings.invalidLimit)
        return;
    m_invalid.remove(address);
    ban(address, m_settings.banTime, now);
}

void RateLimitModel::ban(const QByteArray &address, Milliseconds time, TimePoint now)
{
    m_bans.insert(address, now + time);
}

Milliseconds RateLimitModel::banLeft(const QByteArray &address, TimePoint now) const
{
    const auto found = m_bans.constFind(address);
    if (found == m_bans.cend() || now >= *found)
        return Milliseconds(0);
    return std::chrono::ceil<Milliseconds>(*found - now);
}

} // namespace Cordial::Sandbox
