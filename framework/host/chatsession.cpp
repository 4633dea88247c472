// SPDX-License-Identifier: MIT
#include <cordial/host/chatsession.h>

#include <cordial/core/oncontext.h>

#include <QJsonArray>
#include <QJsonDocument>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {

constexpr auto kHelp =
    "text is said, /name option:value invokes a command; NAME: in front speaks as somebody else; "
    ":press LABEL presses a button; :people, :as NAME, :expect TEXT, :wait SECONDS, :quit"_L1;

Net::HttpConfig configFor(const QUrl &url, const Secret &token)
{
    Net::HttpConfig config;
    config.apiUrl = url;
    config.token = token;
    config.timeout = Milliseconds(40'000); // longer than a long poll
    return config;
}

QUrl rootOf(QUrl url)
{
    url.setPath(QString());
    return url;
}

} // namespace

ChatSession::ChatSession(QUrl apiUrl, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_apiUrl(std::move(apiUrl))
    , m_clock(clock)
    , m_control(configFor(rootOf(m_apiUrl), {}), clock, MetricSink::none())
    , m_timer(clock.makeTimer())
{ }

ChatSession::~ChatSession() = default;

void ChatSession::open()
{
    Net::Request request;
    request.path = u"/sandbox/v1/world"_s;
    request.auth = Net::Auth::None;
    onContext(m_control.send(request), this,
              [this](const Result<Net::Response> &result) { onWorld(result); });
}

void ChatSession::onWorld(const Result<Net::Response> &result)
{
    auto world = result ? parseChatWorld(result->body) : Result<ChatWorld>(result.error());
    if (!world) {
        Q_EMIT failed(
            u"no sandbox at %1: %2"_s.arg(rootOf(m_apiUrl).toString(), world.error().message));
        return;
    }
    m_world = std::move(world).value();
    m_speaker = m_world.people.first().name;
    m_isOpen = true;
    m_view.emplace(m_world.channelId);
    Q_EMIT opened(u"#%1, people: %2"_s.arg(m_world.channelName, m_world.names().join(u", "_s)));
    follow();
    next();
}

void ChatSession::follow()
{
    Net::Request request;
    request.path = u"/sandbox/v1/journal"_s;
    request.auth = Net::Auth::None;
    request.query = {{u"since"_s, QString::number(m_seenSeq)},
                     {u"kind"_s, u"dispatch,person"_s},
                     {u"wait"_s, u"20"_s}};
    onContext(m_control.send(request), this,
              [this](const Result<Net::Response> &result) { onJournal(result); });
}

void ChatSession::onJournal(const Result<Net::Response> &result)
{
    if (!result) {
        Q_EMIT failed(u"the sandbox is gone: %1"_s.arg(result.error().message));
        return;
    }
    const QJsonObject journal = QJsonDocument::fromJson(result->body).object();
    for (const QJsonValue &entry : journal["entries"_L1].toArray()) {
        if (const auto line = m_view->accept(entry.toObject()))
            Q_EMIT said(*line);
    }
    m_seenSeq = std::max(m_seenSeq, qint64(journal["next"_L1].toDouble()));
    checkExpectation();
    follow();
}

bool ChatSession::enter(const QString &line)
{
    if (qsizetype(m_lines.size()) >= kMostLines)
        return false;
    m_lines.push_back(line);
    next();
    return true;
}

void ChatSession::close()
{
    m_isClosing = true;
    next();
}

void ChatSession::next()
{
    if (!m_isOpen || m_isBusy)
        return;
    if (m_lines.empty()) {
        if (m_isClosing)
            Q_EMIT finished();
        return;
    }
    const QString text = m_lines.front();
    m_lines.pop_front();
    m_isBusy = true;
    const auto line = parseChatLine(text, m_world.names());
    if (!line) {
        Q_EMIT complained(line.error().message);
        done();
        return;
    }
    if (!line->speaker.isEmpty())
        m_speaker = line->speaker;
    act(*line);
}

void ChatSession::done()
{
    m_isBusy = false;
    // Through the loop: a script of comments must not become a recursion.
    QMetaObject::invokeMethod(this, [this] { next(); }, Qt::QueuedConnection);
}

void ChatSession::act(const ChatLine &line)
{
    switch (line.kind) {
    case ChatLine::Kind::Say:
        say(line.text);
        return;
    case ChatLine::Kind::Command:
        invoke(line);
        return;
    case ChatLine::Kind::Press:
        press(line.text);
        return;
    case ChatLine::Kind::Expect:
        expect(line.text);
        return;
    case ChatLine::Kind::Wait:
        m_timer->start(line.wait, [this] { done(); });
        return;
    case ChatLine::Kind::As:
        if (m_world.person(line.text) == nullptr)
            Q_EMIT complained(u"nobody is called %1; there are: %2"_s.arg(
                line.text, m_world.names().join(u", "_s)));
        else
            m_speaker = line.text;
        break;
    case ChatLine::Kind::People:
        Q_EMIT said(m_world.names().join(u", "_s));
        break;
    case ChatLine::Kind::Help:
        Q_EMIT said(QString(kHelp));
        break;
    case ChatLine::Kind::Quit:
        m_lines.clear();
        m_isClosing = true;
        break;
    case ChatLine::Kind::Nothing:
        break;
    }
    done();
}

const ChatWorld::Person &ChatSession::speaker() const
{
    const ChatWorld::Person *person = m_world.person(m_speaker);
    return person != nullptr ? *person : m_world.people.first();
}

Net::HttpClient &ChatSession::httpOf(const ChatWorld::Person &person)
{
    auto &client = m_http[person.id];
    if (!client)
        client = std::make_unique<Net::HttpClient>(configFor(m_apiUrl, person.token), m_clock,
                                                   MetricSink::none());
    return *client;
}

void ChatSession::post(const QString &path, const QJsonObject &body)
{
    m_view->mark();
    const auto future =
        httpOf(speaker()).post(path, QJsonDocument(body).toJson(QJsonDocument::Compact));
    onContext(future, this, [this](const Result<Net::Response> &result) {
        if (!result)
            Q_EMIT complained(result.error().toString());
        done();
    });
}

void ChatSession::say(const QString &text)
{
    post(u"/channels/%1/messages"_s.arg(m_world.channelId), {{u"content"_s, text}});
}

void ChatSession::invoke(const ChatLine &line)
{
    // The bot may have registered its commands since the last look.
    Net::Request request;
    request.path = u"/sandbox/v1/world"_s;
    request.auth = Net::Auth::None;
    onContext(m_control.send(request), this, [this, line](const Result<Net::Response> &result) {
        if (auto world = result ? parseChatWorld(result->body) : Result<ChatWorld>(result.error()))
            m_world = std::move(world).value();
        const auto body = m_world.invocation(line.text, line.options);
        if (!body) {
            Q_EMIT complained(body.error().message);
            done();
            return;
        }
        Q_EMIT said(u"%1 /%2%3"_s.arg(speaker().name, -18).arg(line.text, [&line] {
            QString words;
            for (const auto &[name, value] : line.options)
                words += u' ' + name + (value.isNull() ? QString() : u':' + value);
            return words;
        }()));
        post(u"/interactions"_s, *body);
    });
}

void ChatSession::press(const QString &label)
{
    const auto button = m_view->button(label);
    if (!button) {
        Q_EMIT complained(u"no message has a button '%1'"_s.arg(label));
        done();
        return;
    }
    Q_EMIT said(u"%1 presses [ %2 ]"_s.arg(speaker().name, -18).arg(button->label));
    post(u"/interactions"_s, m_world.press(button->messageId, button->customId));
}

void ChatSession::expect(const QString &text)
{
    m_expected = text;
    m_timer->start(kPatience, [this] {
        Q_EMIT complained(u"the bot has not said '%1' within %2 s"_s.arg(*m_expected)
                              .arg(kPatience.count() / 1000));
        m_expected.reset();
        done();
    });
    checkExpectation();
}

void ChatSession::checkExpectation()
{
    if (!m_expected || !m_view->botHasSaid(*m_expected))
        return;
    m_expected.reset();
    m_timer->stop();
    done();
}

} // namespace Cordial::Host
