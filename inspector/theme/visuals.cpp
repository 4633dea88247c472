// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/visuals.h"

using namespace Qt::StringLiterals;

namespace Cordial::Inspector {

Visual Visuals::of(ShardState state)
{
    switch (state) {
    case ShardState::Disconnected:
        return {Tone::Faint, Shape::Ring, Hatch::Solid, tr("Disconnected"), {}};
    case ShardState::Connecting:
        return {Tone::Info, Shape::Quarter, Hatch::Solid, tr("Connecting"), {}};
    case ShardState::Identifying:
        return {Tone::Info, Shape::HalfDisc, Hatch::Solid, tr("Identifying"), {}};
    case ShardState::Ready:
        return {Tone::Good, Shape::Disc, Hatch::Solid, tr("Ready"), {}};
    case ShardState::Resuming:
        return {Tone::Special, Shape::Triangle, Hatch::Solid, tr("Resuming"), {}};
    case ShardState::Waiting:
        return {Tone::Warn, Shape::Hourglass, Hatch::Solid, tr("Waiting"), {}};
    case ShardState::Fatal:
        return {Tone::Bad, Shape::Cross, Hatch::Solid, tr("Fatal"), {}};
    }
    return {Tone::Faint, Shape::Dash, Hatch::Solid, tr("Unknown"), {}};
}

Visual Visuals::of(WaitReason reason)
{
    switch (reason) {
    case WaitReason::None:
        return {Tone::Faint, Shape::None, Hatch::Solid, {}, {}};
    case WaitReason::Bucket:
        return {Tone::Warn, Shape::Square, Hatch::Rising, tr("Bucket"),
                tr("The bucket of this route is empty until it resets.")};
    case WaitReason::Global:
        return {Tone::Bad, Shape::Square, Hatch::Crossed, tr("Global limit"),
                tr("The global limit of requests per second is used up.")};
    case WaitReason::Concurrency:
        return {Tone::Info, Shape::Square, Hatch::Horizontal, tr("Concurrency"),
                tr("Others of this bucket or host are on their way; this one goes next.")};
    case WaitReason::RateLimited:
        return {Tone::Bad, Shape::Square, Hatch::Falling, tr("429"),
                tr("Discord answered 429; waiting as long as it said.")};
    case WaitReason::Retry:
        return {Tone::Special, Shape::Square, Hatch::Dots, tr("Retry"),
                tr("The last try failed; trying again after a pause.")};
    case WaitReason::InvalidBudget:
        return {Tone::Bad, Shape::Square, Hatch::Dense, tr("Invalid budget"),
                tr("Held back: more invalid answers would get this address banned.")};
    case WaitReason::Offline:
        return {Tone::Muted, Shape::Square, Hatch::Vertical, tr("Offline"),
                tr("There is no connection to Discord.")};
    case WaitReason::Shutdown:
        return {Tone::Muted, Shape::Square, Hatch::Dense, tr("Shutdown"),
                tr("The bot is stopping.")};
    }
    return {Tone::Faint, Shape::Square, Hatch::Solid, tr("Other"), {}};
}

Visual Visuals::of(RequestPhase phase)
{
    switch (phase) {
    case RequestPhase::Queued:
        return {Tone::Muted, Shape::Ring, Hatch::Solid, tr("Queued"), {}};
    case RequestPhase::Waiting:
        return {Tone::Warn, Shape::Hourglass, Hatch::Solid, tr("Waiting"), {}};
    case RequestPhase::Started:
        return {Tone::Info, Shape::Triangle, Hatch::Solid, tr("Sent"), {}};
    case RequestPhase::Finished:
        return {Tone::Good, Shape::Check, Hatch::Solid, tr("Done"), {}};
    case RequestPhase::Failed:
        return {Tone::Bad, Shape::Cross, Hatch::Solid, tr("Failed"), {}};
    case RequestPhase::Cancelled:
        return {Tone::Faint, Shape::Dash, Hatch::Solid, tr("Cancelled"), {}};
    }
    return {Tone::Faint, Shape::Dash, Hatch::Solid, tr("Unknown"), {}};
}

Visual Visuals::ofStatus(int status)
{
    const QString text = QString::number(status);
    if (status >= 200 && status < 300)
        return {Tone::Good, Shape::Check, Hatch::Solid, text, {}};
    if (status >= 300 && status < 400)
        return {Tone::Info, Shape::Dash, Hatch::Solid, text, {}};
    if (status == 429)
        return {Tone::Warn, Shape::Hourglass, Hatch::Solid, text, tr("Too many requests")};
    return {Tone::Bad, Shape::Cross, Hatch::Solid, text, {}};
}

Visual Visuals::ofLogLevel(int level)
{
    switch (level) {
    case 0:
        return {Tone::Faint, Shape::Dash, Hatch::Solid, tr("Debug"), {}};
    case 1:
        return {Tone::Info, Shape::Disc, Hatch::Solid, tr("Info"), {}};
    case 2:
        return {Tone::Warn, Shape::Triangle, Hatch::Solid, tr("Warning"), {}};
    default:
        return {Tone::Bad, Shape::Cross, Hatch::Solid, tr("Critical"), {}};
    }
}

Visual Visuals::ofPluginState(const QByteArray &state)
{
    if (state == "loaded")
        return {Tone::Good, Shape::Disc, Hatch::Solid, tr("Loaded"), {}};
    if (state == "failed")
        return {Tone::Bad, Shape::Cross, Hatch::Solid, tr("Failed"), {}};
    if (state == "quarantined")
        return {Tone::Warn, Shape::Diamond, Hatch::Solid, tr("Quarantined"), {}};
    if (state == "unloaded")
        return {Tone::Faint, Shape::Ring, Hatch::Solid, tr("Unloaded"), {}};
    return {Tone::Muted, Shape::Dash, Hatch::Solid, QString::fromUtf8(state), {}};
}

QString Visuals::laneName(int lane)
{
    switch (lane) {
    case 0:
        return tr("interaction");
    case 1:
        return tr("high");
    case 2:
        return tr("normal");
    case 3:
        return tr("bulk");
    default:
        return QString::number(lane);
    }
}

QString Visuals::closeCodeMeaning(int code)
{
    switch (code) {
    case 1000:
        return tr("closed normally");
    case 1001:
        return tr("going away");
    case 1006:
        return tr("connection lost");
    case 4000:
        return tr("unknown error");
    case 4001:
        return tr("unknown opcode");
    case 4002:
        return tr("payload could not be decoded or was too large");
    case 4003:
        return tr("not authenticated");
    case 4004:
        return tr("the token was refused");
    case 4005:
        return tr("already authenticated");
    case 4007:
        return tr("invalid sequence");
    case 4008:
        return tr("sent too much");
    case 4009:
        return tr("session timed out");
    case 4010:
        return tr("invalid shard");
    case 4011:
        return tr("sharding required");
    case 4012:
        return tr("invalid API version");
    case 4013:
        return tr("invalid intents");
    case 4014:
        return tr("disallowed intents");
    default:
        return {};
    }
}

} // namespace Cordial::Inspector
