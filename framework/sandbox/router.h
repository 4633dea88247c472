// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/httpmessage.h>
#include <cordial/sandbox/world.h>

#include <vector>

namespace Cordial::Sandbox {

using Query = QList<std::pair<QByteArray, QByteArray>>;

//! \brief A request on its way to its handler: matched, authenticated, decoded.
struct ApiCall
{
    const HttpRequest &request;
    QHash<QByteArray, QByteArray> params; //!< Of the path, percent-decoded.
    Query query;
    User *user = nullptr; //!< Who asks; null only on routes without authentication.
    QJsonValue body; //!< Undefined without a body.
    qint64 nowMs = 0;

    [[nodiscard]] quint64 id(const QByteArray &param) const;
    [[nodiscard]] QByteArray queryValue(const QByteArray &name) const;
    //! \brief The body as an object; throws 400 / 50035 when it is something else.
    [[nodiscard]] QJsonObject object() const;
    //! \brief A number of the query within bounds; throws 400 / 50035 otherwise.
    [[nodiscard]] int queryInt(const QByteArray &name, int fallback, int least, int most) const;
    //! \brief Throws 400 / 50035 when it is not a snowflake; 0 when absent.
    [[nodiscard]] quint64 queryId(const QByteArray &name) const;
};

//! \brief Who may call a route.
enum class Auth { Anyone, User, Bot, Person };

//! \brief One route: a method and a template such as /channels/{channel_id}/messages.
struct Route
{
    QByteArray method;
    QByteArray path;
    Auth auth = Auth::User;
    bool exemptFromGlobal = false;
    std::function<HttpResponse(ApiCall &)> handler;
};

//! \brief Finds routes. Pure.
class Router
{
public:
    void add(Route route);
    void add(const QByteArray &method, const QByteArray &path,
             std::function<HttpResponse(ApiCall &)> handler, Auth auth = Auth::User);

    struct Match
    {
        const Route *route = nullptr;
        bool methodMissing = false; //!< The path is known, the method is not.
        QByteArrayList allowed;
        QHash<QByteArray, QByteArray> params;
    };
    [[nodiscard]] Match match(const QByteArray &method, QByteArrayView path) const;

    //! \brief Splits a target into path and decoded query.
    [[nodiscard]] static std::pair<QByteArray, Query> split(const QByteArray &target);

private:
    struct Entry
    {
        Route route;
        QByteArrayList parts;
    };
    [[nodiscard]] static bool fits(const Entry &entry, const QByteArrayList &parts,
                                   QHash<QByteArray, QByteArray> &params);

    std::vector<std::unique_ptr<Entry>> m_entries;
};

} // namespace Cordial::Sandbox
