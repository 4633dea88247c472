// SPDX-License-Identifier: MIT
#pragma once

#include "purgeplan.h"

#include <cordial/plugin/plugin.h>

#include <functional>

//! \brief One purge from the first look at the channel to the last deletion. Tells how far it is by
//! editing its reply, at most every two seconds, and what it is waiting for. Deletes itself.
class PurgeJob : public QObject
{
    Q_OBJECT
public:
    struct Request
    {
        qsizetype count = 0;
        Cordial::UserId author; //!< Only theirs; invalid = everybody's.
        Cordial::MessageId before; //!< Older than this one; invalid = the newest, too.
    };

    PurgeJob(Cordial::Invocation call, Request request, QObject *parent);
    void start();

Q_SIGNALS:
    void finished();

private:
    void lookForMore();
    void take(const QList<Cordial::Api::Message> &page);
    void next();
    void onDeleted(qsizetype count, const Cordial::Result<> &result);
    void onWaiting(Cordial::TimePoint until);
    void showProgress();
    //! \brief \a text is made in the person's language.
    void end(const std::function<QString()> &text);

    Cordial::Invocation m_call;
    Request m_request;
    QList<Cordial::MessageId> m_found;
    QList<PurgeStep> m_steps;
    qsizetype m_deleted = 0;
    qsizetype m_seen = 0;
    std::unique_ptr<Cordial::Timer> m_progress;
    Cordial::TimePoint m_waitsUntil;
    Cordial::TimePoint m_shownAt; //!< when progress was told last
};
