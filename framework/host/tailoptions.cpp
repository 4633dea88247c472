// SPDX-License-Identifier: MIT
#include <cordial/host/tailoptions.h>

#include <cordial/gateway/intents.h>
#include <cordial/host/options.h>

#include <QStringList>

#include <cmath>

namespace Cordial::Host {

using namespace Qt::StringLiterals;
using Gateway::Compression;

namespace {

std::optional<int> shardNumber(QStringView text)
{
    bool ok = false;
    const int number = text.toInt(&ok);
    const bool isPlain = ok && !text.isEmpty() && text.front().isDigit();
    return isPlain && number <= Gateway::kMostShards ? std::optional(number) : std::nullopt;
}

Result<> parseShards(const QString &text, TailOptions &out)
{
    if (text.isEmpty() || text == u"auto")
        return {};
    const auto number = shardNumber(text);
    if (!number || *number < 1)
        return usageError(u"--shards '%1' is neither auto nor a number from 1 on"_s.arg(text));
    out.shards = *number;
    return {};
}

Result<> parseRange(const QString &text, TailOptions &out)
{
    if (text.isEmpty())
        return {};
    const QStringList parts = text.split(u'-');
    const auto first = shardNumber(parts.value(0));
    const auto last = shardNumber(parts.value(1));
    if (parts.size() != 2 || !first || !last || *first > *last)
        return usageError(
            u"--shard-range '%1' is not of the form A-B with A not above B, as in 0-3"_s.arg(text));
    out.firstShard = *first;
    out.lastShard = *last;
    return out.shards > 0 ? checkShardRange(out, out.shards) : Result<>();
}

Result<> parseCompression(const QString &text, TailOptions &out)
{
    if (text == u"none")
        out.compression = Compression::None;
    else if (text == u"zlib-stream")
        out.compression = Compression::ZlibStream;
    else if (text == u"zstd-stream")
        out.compression = Compression::ZstdStream;
    else if (!text.isEmpty())
        return usageError(u"--compress '%1' is none of none, zlib-stream, zstd-stream"_s.arg(text));
    return {};
}

Result<> parseEvents(const QString &text, TailOptions &out)
{
    if (text.isEmpty())
        return {};
    for (const QString &part : text.split(u',')) {
        const QString name = part.trimmed();
        if (name.isEmpty())
            return usageError(u"--events '%1' has an empty name"_s.arg(text));
        out.events.insert(name.toUtf8());
    }
    return {};
}

Result<> parseCount(const QString &text, TailOptions &out)
{
    if (text.isEmpty())
        return {};
    bool ok = false;
    const quint64 count = text.toULongLong(&ok);
    if (!ok || count == 0 || !text.front().isDigit())
        return usageError(u"--count '%1' is not a number from 1 on"_s.arg(text));
    out.count = count;
    return {};
}

Result<> parseTimeout(const QString &text, TailOptions &out)
{
    if (text.isEmpty())
        return {};
    bool ok = false;
    const double seconds = text.toDouble(&ok);
    if (!ok || !std::isfinite(seconds) || seconds <= 0 || seconds > 1e9)
        return usageError(u"--timeout '%1' is not a positive number of seconds"_s.arg(text));
    out.timeout = Milliseconds(std::max<qint64>(std::llround(seconds * 1000), 1));
    return {};
}

Result<> parseIntents(const QString &text, TailOptions &out)
{
    if (text.isEmpty()) {
        out.intents = Gateway::unprivilegedIntents();
        return {};
    }
    const auto intents = Gateway::parseIntents(text);
    if (!intents)
        return usageError(u"--intents: "_s + intents.error().message);
    out.intents = *intents;
    return {};
}

} // namespace

void declareTailOptions(CommandOptions &options, RawTailOptions &raw)
{
    options.add("--events", raw.events, "Only these: MESSAGE_CREATE,READY");
    options.add("--shards", raw.shards, "Total number of shards, or auto (default)");
    options.add("--shard-range", raw.shardRange, "Run these of them: A-B, both included");
    options.add("--compress", raw.compress,
                "none, zlib-stream or zstd-stream (default: the best that works)");
    options.add("--intents", raw.intents,
                "Number or names: GUILDS,GUILD_MESSAGES (default: all unprivileged)");
    options.add("--count", raw.count, "End after that many printed events");
    options.add("--timeout", raw.timeout, "End with 1 after that many seconds");
    options.add("--resume-file", raw.resumeFile,
                "Keep sessions here and go on with them next time");
    options.addFlag("--lifecycle", raw.lifecycle, "Also print what happens to the shards");
}

RawTailOptions withConfig(RawTailOptions raw, const Config &config)
{
    const auto fill = [](std::string &flag, const std::optional<QString> &configured) {
        if (flag.empty() && configured)
            flag = configured->toStdString();
    };
    fill(raw.shards, config.shards);
    fill(raw.shardRange, config.shardRange);
    if (config.intents != u"auto"_s)
        fill(raw.intents, config.intents);
    if (raw.shards.empty())
        raw.shards = "auto";
    return raw;
}

Result<> checkShardRange(const TailOptions &options, int total)
{
    if (options.lastShard < total)
        return {};
    return usageError(
        u"--shard-range %1-%2 does not fit %3 shards: the last one is %4"_s.arg(options.firstShard)
            .arg(options.lastShard)
            .arg(total)
            .arg(total - 1));
}

Result<TailOptions> parseTailOptions(const RawTailOptions &raw)
{
    TailOptions out;
    out.lifecycle = raw.lifecycle;
    out.typed = raw.typed;
    out.resumeFile = QString::fromStdString(raw.resumeFile);
    const std::pair<const std::string &, Result<> (*)(const QString &, TailOptions &)> steps[] = {
        {raw.events, parseEvents},        {raw.shards, parseShards},   {raw.shardRange, parseRange},
        {raw.compress, parseCompression}, {raw.intents, parseIntents}, {raw.count, parseCount},
        {raw.timeout, parseTimeout},
    };
    for (const auto &[text, parse] : steps) {
        Result<> parsed = parse(QString::fromStdString(text), out);
        if (!parsed)
            return std::move(parsed).error();
    }
    return out;
}

} // namespace Cordial::Host
