// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>
#include <cordial/sandbox/settings.h>
#include <cordial/sandbox/world.h>

#include <memory>

namespace Cordial::Sandbox {

//! \brief A world and how its gateway behaves, before the server runs.
struct WorldSetup
{
    std::unique_ptr<World> world;
    GatewaySettings gateway;
};

//! \brief The world that is served without a world file, as such a file would say it.
[[nodiscard]] QJsonObject defaultWorldSpec();

//! \brief Builds a world from the object of a world file. Ids and tokens follow from \a seed,
//! and from \a nowMs only the times of messages.
//!
//! Keys, all optional: application {name, id, intents}, bot {username, id, token, roles},
//! guild {name, id}, roles [{name, permissions, color, hoist, mentionable}], users [{username,
//! global_name, id, token, nick, roles, owner}], channels [{name, id, type, topic, nsfw,
//! rate_limit_per_user, parent, overwrites [{role | user, allow, deny}], messages [{author,
//! content, age}]}], extra_channels, extra_members, extra_guilds (numbers), everyone (permissions),
//! gateway {heartbeat_interval, session_timeout, max_concurrency, session_start_total,
//! session_start_remaining, recommended_shards, required_shards, replay_events, replay_bytes}.
//! Errors name the key: "channels[2].type: must be text, voice, announcement or category".
[[nodiscard]] Result<WorldSetup> buildWorld(const QJsonObject &spec, quint64 seed, qint64 nowMs);

//! \brief Reads the keys of `gateway` into \a settings; used for live settings too.
//! Returns the first error, empty if none.
[[nodiscard]] QString readGatewaySettings(const QJsonObject &object, const QString &path,
                                          GatewaySettings &settings);

//! \brief A token of the shape Discord uses: id, a dot, time, a dot, secret part.
[[nodiscard]] QByteArray makeToken(UserId user, quint64 seed);

} // namespace Cordial::Sandbox
