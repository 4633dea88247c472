// SPDX-License-Identifier: MIT
#include <cordial/testing/httpcall_p.h>
#include <cordial/testing/sandboxfixture.h>

using namespace Qt::StringLiterals;

namespace Cordial::Testing {

SandboxFixture::SandboxFixture(Sandbox::ServerConfig config, ClockKind kind)
    : m_kind(kind)
    , m_clock(kind == ClockKind::Manual ? std::unique_ptr<Clock>(new ManualClock)
                                        : std::unique_ptr<Clock>(new SystemClock))
    , m_server(std::make_unique<Sandbox::ServerThread>(*m_clock, std::move(config)))
{ }

SandboxFixture::~SandboxFixture() = default;

Result<> SandboxFixture::start()
{
    return m_server->start();
}

Person SandboxFixture::owner() const
{
    const Sandbox::ServerInfo &where = info();
    return Person({where.apiUrl, where.applicationId, where.guildId, where.channelId},
                  where.userToken, where.userId);
}

Result<Person> SandboxFixture::person(const QString &username) const
{
    Result<QJsonObject> world = control("GET"_ba, u"world"_s);
    if (!world)
        return std::move(world).error();
    const QJsonArray users = world->value("users"_L1).toArray();
    for (const QJsonValue &value : users) {
        const QJsonObject user = value.toObject();
        if (user.value("username"_L1).toString() != username)
            continue;
        const Sandbox::ServerInfo &where = info();
        const QByteArray token = user.value("token"_L1).toString().toUtf8();
        return Person({where.apiUrl, where.applicationId, where.guildId, where.channelId},
                      Secret(token), UserId(user.value("id"_L1).toString().toULongLong()));
    }
    return makeError(ErrorCode::NotFound, u"there is nobody called \"%1\""_s.arg(username));
}

void SandboxFixture::advance(std::chrono::nanoseconds step)
{
    Q_ASSERT(m_kind == ClockKind::Manual);
    auto *clock = static_cast<ManualClock *>(m_clock.get());
    // The clock belongs to the server's thread.
    m_server->run([clock, step](Sandbox::Server &) { clock->advance(step); });
}

Result<> SandboxFixture::addFault(const QJsonObject &fault) const
{
    Result<QJsonObject> added = control("POST"_ba, u"faults"_s, fault);
    if (!added)
        return std::move(added).error();
    return {};
}

Result<QJsonArray> SandboxFixture::journal(quint64 since, const QString &kinds,
                                           Milliseconds patience) const
{
    const QString path = u"journal?limit=10000&since="_s + QString::number(since)
        + (kinds.isEmpty() ? QString() : QString(u"&kind="_s + kinds)) + u"&wait="_s
        + QString::number(double(patience.count()) / 1000.0);
    Result<QJsonObject> answer = control("GET"_ba, path);
    if (!answer)
        return std::move(answer).error();
    return answer->value("entries"_L1).toArray();
}

Result<QJsonObject> SandboxFixture::control(const QByteArray &method, const QString &path,
                                            const QJsonObject &body) const
{
    const QString url =
        u"http://127.0.0.1:"_s + QString::number(info().port) + u"/sandbox/v1/"_s + path;
    const QByteArray text =
        body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact);
    Result<QJsonDocument> answer = callSandbox(method, url, {}, text);
    if (!answer)
        return std::move(answer).error();
    return answer->object();
}

} // namespace Cordial::Testing
