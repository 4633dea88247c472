// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/clock.h>
#include <cordial/core/result.h>
#include <cordial/host/chatline.h>
#include <cordial/host/chatview.h>
#include <cordial/host/chatworld.h>
#include <cordial/net/httpclient.h>

#include <QObject>
#include <QUrl>

#include <deque>
#include <map>
#include <memory>
#include <optional>

namespace Cordial::Host {

//! \brief A person at a chat window of a sandbox: does what lines say, one after another, and tells
//! what is seen. Thread: the main one.
class ChatSession : public QObject
{
    Q_OBJECT
public:
    //! \brief How long `:expect` waits for the bot.
    static constexpr Milliseconds kPatience{20'000};
    static constexpr qsizetype kMostLines = 10'000;

    ChatSession(QUrl apiUrl, Clock &clock, QObject *parent = nullptr);
    ~ChatSession() override;

    //! \brief Fetches the world; opened() or failed() follows.
    void open();
    //! \brief Takes a line to be carried out after those before it. False once too many wait.
    bool enter(const QString &line);
    //! \brief No more lines come: finished() once all are done.
    void close();

Q_SIGNALS:
    void opened(const QString &greeting);
    //! \brief Something to print.
    void said(const QString &line);
    //! \brief A line could not be carried out; in a script that is the end.
    void complained(const QString &message);
    void failed(const QString &message);
    void finished();

private:
    void onWorld(const Result<Net::Response> &result);
    void follow();
    void onJournal(const Result<Net::Response> &result);
    void next();
    void act(const ChatLine &line);
    void say(const QString &text);
    void invoke(const ChatLine &line);
    void press(const QString &label);
    void post(const QString &path, const QJsonObject &body);
    void expect(const QString &text);
    void checkExpectation();
    void done();
    Net::HttpClient &httpOf(const ChatWorld::Person &person);
    [[nodiscard]] const ChatWorld::Person &speaker() const;

    QUrl m_apiUrl;
    Clock &m_clock;
    Net::HttpClient m_control;
    std::map<QString, std::unique_ptr<Net::HttpClient>> m_http; //!< by person
    ChatWorld m_world;
    std::optional<ChatView> m_view;
    std::unique_ptr<Timer> m_timer;
    std::deque<QString> m_lines;
    QString m_speaker;
    std::optional<QString> m_expected;
    qint64 m_seenSeq = 0;
    bool m_isOpen = false;
    bool m_isBusy = false;
    bool m_isClosing = false;
};

} // namespace Cordial::Host
