// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/permissions.h>

namespace Cordial::Api {

//! \brief A person, a bot or the system. \source resources/user.mdx
struct User
{
    UserId id;
    QString username;
    Field<QString> discriminator;
    Field<QString> globalName;
    Field<QString> avatar;
    bool isBot = false;
    bool isSystem = false;

    //! \brief The name people see: the global one, else the user name.
    [[nodiscard]] QString displayName() const;
    bool operator==(const User &) const = default;
};
bool readJson(JsonValue &in, User &out, JsonError &error);
void writeJson(JsonWriter &writer, const User &value);

//! \brief A user within one guild. \source resources/guild.mdx, "Guild Member Object"
struct Member
{
    Field<User> user; //!< Absent where the event names the user elsewhere.
    Field<QString> nick;
    Field<QString> avatar;
    QList<RoleId> roles;
    Field<Timestamp> joinedAt;
    bool isPending = false;
    Field<Permissions> permissions; //!< In the channel; only within interactions.
    Field<Timestamp> communicationDisabledUntil; //!< Timed out until then.

    //! \brief Nickname, else the user's name; empty if neither is known.
    [[nodiscard]] QString displayName() const;
    bool operator==(const Member &) const = default;
};
bool readJson(JsonValue &in, Member &out, JsonError &error);
void writeJson(JsonWriter &writer, const Member &value);

//! \brief \source topics/permissions.mdx, "Role Object"
struct Role
{
    RoleId id; //!< Equal to the guild's id for @everyone.
    QString name;
    int color = 0;
    bool isHoisted = false;
    int position = 0;
    Permissions permissions;
    bool isManaged = false;
    bool isMentionable = false;

    bool operator==(const Role &) const = default;
};
bool readJson(JsonValue &in, Role &out, JsonError &error);
void writeJson(JsonWriter &writer, const Role &value);

//! \brief What the bot knows of its own application. \source resources/application.mdx
struct Application
{
    ApplicationId id;
    QString name;
    qint64 flags = 0;

    bool operator==(const Application &) const = default;
};
bool readJson(JsonValue &in, Application &out, JsonError &error);
void writeJson(JsonWriter &writer, const Application &value);

} // namespace Cordial::Api
