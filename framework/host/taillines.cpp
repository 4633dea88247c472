// SPDX-License-Identifier: MIT
#include <cordial/host/taillines.h>

#include <cordial/api/typed/model.h>
#include <cordial/core/jsonwriter.h>

#include <QDateTime>

#include <algorithm>

namespace Cordial::Host {

using namespace Qt::StringLiterals;
using Gateway::ShardEvent;

namespace {

QString dateAfter(WallTime now, Milliseconds wait)
{
    const auto at = std::chrono::time_point_cast<Milliseconds>(now) + wait;
    return QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count(), Qt::UTC)
        .toString(Qt::ISODateWithMs);
}

} // namespace

void appendDispatchLine(const Gateway::Dispatch &dispatch, QByteArray &out)
{
    out.reserve(out.size() + dispatch.data.size() + dispatch.type.size() + 80);
    out += "{\"shard\":";
    out += QByteArray::number(dispatch.shard);
    out += ",\"s\":";
    out += dispatch.sequence >= 0 ? QByteArray::number(dispatch.sequence) : QByteArray("null");
    out += ",\"t\":";
    // The name is a piece of the JSON that came: its escapes are still in place.
    out += dispatch.type.isEmpty() ? QByteArray("null") : QByteArray('"' + dispatch.type + '"');
    out += ",\"d\":";
    const qsizetype begin = out.size();
    out += dispatch.data.isEmpty() ? QByteArray("null") : dispatch.data;
    if (dispatch.data.contains('\n') || dispatch.data.contains('\r'))
        std::replace_if(
            out.begin() + begin, out.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    out += "}\n";
}

Result<QByteArray> throughItsType(const Gateway::Dispatch &dispatch)
{
    const Api::EventInfo *event = Api::findEvent(dispatch.type);
    if (event == nullptr || dispatch.data.isEmpty())
        return dispatch.data;
    return Api::roundTrip(*event->ops, dispatch.data);
}

QByteArray lifecycleLine(const ShardEvent &event, WallTime now)
{
    JsonWriter line;
    line.beginObject().key("shard").number(qint64(event.shard));
    line.key("state").string(Gateway::toString(event.kind));
    const bool waits = event.kind == ShardEvent::Kind::Waiting && event.wait;
    const QString until = event.wait ? dateAfter(now, *event.wait) : QString();
    line.key("reason").string(waits ? QString(event.reason + u", until "_s + until) : event.reason);
    if (event.closeCode)
        line.key("code").number(int(*event.closeCode));
    if (event.wait)
        line.key("wait_ms").number(qint64(event.wait->count())).key("until").string(until);
    return line.endObject().take() + '\n';
}

QByteArray refusedLine(const QString &reason)
{
    JsonWriter line;
    line.beginObject().key("shard").null().key("state").string("fatal");
    return line.key("reason").string(reason).endObject().take() + '\n';
}

} // namespace Cordial::Host
