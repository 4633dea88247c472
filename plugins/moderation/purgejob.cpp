// SPDX-License-Identifier: MIT
#include "purgejob.h"

#include <cordial/api/typed/operations/channels.h>
#include <cordial/commands/localizer.h>

using namespace Cordial;
using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kProgressPeriod = 2s;
constexpr Milliseconds kTellingWait = 300ms; // shorter waits are not worth a word
constexpr Milliseconds kLeastBetween = 1s; // edits of a reply have a limit of their own
constexpr int kPage = 100;
// Looking for one person's messages ends somewhere.
constexpr qsizetype kMostSeen = 2'000;
constexpr int kUnknownMessage = 10008;

} // namespace

PurgeJob::PurgeJob(Invocation call, Request request, QObject *parent)
    : QObject(parent)
    , m_call(std::move(call))
    , m_request(request)
    , m_progress(m_call.client().clock().makeTimer())
{
    connect(&m_call.client().http(), &Net::HttpClient::requestWaiting, this,
            [this](const Net::RequestInfo &info, WaitReason, TimePoint until) {
                // Only of what it deletes: its reports have limits too.
                if (info.plugin == m_call.client().plugin() && info.lane == Net::Lane::Bulk)
                    onWaiting(until);
            });
}

void PurgeJob::start()
{
    m_call.defer(true);
    lookForMore();
}

void PurgeJob::lookForMore()
{
    Api::ListMessagesQuery query;
    query.limit = kPage;
    if (m_request.before.isValid())
        query.before = Snowflake(m_request.before.value());
    onContext(Api::listMessages(m_call.client().http(), m_call.channelId(), query), this,
              [this](const Result<QList<Api::Message>> &page) {
                  if (page)
                      take(*page);
                  else
                      end([&] {
                          return tr("The messages could not be read: %1").arg(page.error().message);
                      });
              });
}

void PurgeJob::take(const QList<Api::Message> &page)
{
    for (const Api::Message &message : page) {
        const bool isWanted = !m_request.author.isValid()
            || (message.author && message.author->id == m_request.author);
        if (isWanted && message.id && m_found.size() < m_request.count)
            m_found.append(*message.id);
    }
    m_seen += page.size();
    if (m_found.size() < m_request.count && page.size() == kPage && m_seen < kMostSeen) {
        m_request.before = page.last().id.valueOr({});
        lookForMore();
        return;
    }
    if (m_found.isEmpty()) {
        end([] { return tr("There is nothing to delete."); });
        return;
    }
    m_steps = planPurge(m_found, m_call.client().clock().wallNow());
    showProgress();
    next();
}

void PurgeJob::next()
{
    if (m_steps.isEmpty()) {
        end([this] { return tr("Deleted: %1").arg(m_deleted); });
        return;
    }
    const PurgeStep step = m_steps.takeFirst();
    Api::CallOptions options;
    options.reason = QStringLiteral("purge by ") + m_call.user().username;
    options.lane = Net::Lane::Bulk; // Answers to people go before it.
    Net::HttpClient &http = m_call.client().http();
    Api::BulkDeleteMessagesRequest bulk;
    bulk.messages = step.messages;
    const auto future = step.isBulk()
        ? Api::bulkDeleteMessages(http, m_call.channelId(), bulk, options)
        : Api::deleteMessage(http, m_call.channelId(), step.messages.first(), options);
    onContext(future, this, [this, count = step.messages.size()](const Result<> &result) {
        onDeleted(count, result);
    });
}

void PurgeJob::onDeleted(qsizetype count, const Result<> &result)
{
    // Somebody else was faster: it is gone, which is what was asked for.
    if (!result && result.error().discordCode != kUnknownMessage) {
        end([&] {
            return tr("Deleted %1 of %2, then Discord refused: %3")
                .arg(m_deleted)
                .arg(m_found.size())
                .arg(result.error().message);
        });
        return;
    }
    m_deleted += count;
    next();
}

void PurgeJob::onWaiting(TimePoint until)
{
    const TimePoint now = m_call.client().clock().now();
    m_waitsUntil = until;
    if (until - now >= kTellingWait && now - m_shownAt >= kLeastBetween)
        showProgress();
}

void PurgeJob::showProgress()
{
    const LocaleScope locale(m_call.locale());
    QString text = tr("Deleting: %1 of %2").arg(m_deleted).arg(m_found.size());
    const auto wait = m_waitsUntil - m_call.client().clock().now();
    if (wait >= kTellingWait) {
        const auto seconds = std::chrono::duration<double>(wait).count();
        text += QStringLiteral(" (")
            + tr("waiting %1 s for Discord's rate limit").arg(seconds, 0, 'f', 1) + u')';
    }
    m_call.edit(text);
    m_shownAt = m_call.client().clock().now();
    m_progress->start(kProgressPeriod, [this] { showProgress(); });
}

void PurgeJob::end(const std::function<QString()> &text)
{
    m_progress->stop();
    const LocaleScope locale(m_call.locale());
    m_call.edit(text());
    Q_EMIT finished();
    deleteLater();
}
