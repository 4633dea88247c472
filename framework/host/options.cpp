// SPDX-License-Identifier: MIT
#include <cordial/host/options.h>

#include <cordial/core/logoutput.h>
#include <cordial/host/proxy.h>

#include <QFile>
#include <QHostAddress>

#include <algorithm>
#include <cstdio>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {

constexpr auto kDefaultApiUrl = "https://discord.com/api/v10"_L1;

// The first that is given: flag, environment, configuration.
QString firstOf(const std::string &flag, const char *variable,
                const std::optional<QString> &configured)
{
    if (!flag.empty())
        return QString::fromStdString(flag);
    if (variable != nullptr) {
        const QString value = qEnvironmentVariable(variable);
        if (!value.isEmpty())
            return value;
    }
    return configured.value_or(QString());
}

Result<QUrl> checkedUrl(const QString &text, const QString &what, const QString &plain,
                        const QString &secure, bool insecure)
{
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != plain && url.scheme() != secure))
        return usageError(
            u"%1 '%2' is not an absolute %3 or %4 URL"_s.arg(what, text, secure, plain));
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return usageError(u"%1 '%2' must not have user, query or fragment"_s.arg(what, text));
    if (url.scheme() == plain && !insecure && !isLoopback(url))
        return usageError(
            u"%1 '%2' would send the token unencrypted: use %3, or --insecure if you mean it"_s.arg(
                what, text, secure));
    return url;
}

} // namespace

void declareCommonOptions(CommandOptions &options, RawOptions &raw)
{
    options.setGroup("Common");
    options.add("--config", raw.config, "Configuration file, cordial.toml");
    options.add("--token-file", raw.tokenFile,
                "File that holds the bot token (else environment DISCORD_TOKEN)");
    options.add("--api-url", raw.apiUrl,
                "REST base URL (else CORDIAL_API_URL, else https://discord.com/api/v10)");
    options.add("--gateway-url", raw.gatewayUrl, "Gateway URL instead of what /gateway/bot says");
    options.add("--ca-file", raw.caFile, "PEM file with a further trusted authority");
    options.add("--log-format", raw.logFormat, "text or json, on stderr");
    options.addFlag("--insecure", raw.insecure, "Allow http and ws beyond loopback");
    options.addFlag("-v,--verbose", raw.verbose, "Log every step");
}

Result<CommonOptions> resolveOptions(const RawOptions &raw)
{
    CommonOptions options;
    options.insecure = raw.insecure;
    options.verbose = raw.verbose;
    if (!raw.config.empty()) {
        auto config = loadConfig(QString::fromStdString(raw.config));
        if (!config)
            return std::move(config).error();
        options.config = std::move(config).value();
    }
    const Config &config = options.config;

    const QString format = raw.logFormat == "text" && config.logFormat
        ? *config.logFormat
        : QString::fromStdString(raw.logFormat);
    if (format != "text"_L1 && format != "json"_L1)
        return usageError(u"--log-format '%1' is neither text nor json"_s.arg(format));
    options.logFormat = format == "json"_L1 ? LogFormat::Json : LogFormat::Text;

    QString api = firstOf(raw.apiUrl, "CORDIAL_API_URL", config.apiUrl);
    if (api.isEmpty())
        api = kDefaultApiUrl;
    while (api.endsWith(u'/'))
        api.chop(1);
    auto apiUrl = checkedUrl(api, u"--api-url"_s, u"http"_s, u"https"_s, raw.insecure);
    if (!apiUrl)
        return std::move(apiUrl).error();
    options.apiUrl = *apiUrl;

    if (const QString gateway = firstOf(raw.gatewayUrl, nullptr, config.gatewayUrl);
        !gateway.isEmpty()) {
        auto gatewayUrl = checkedUrl(gateway, u"--gateway-url"_s, u"ws"_s, u"wss"_s, raw.insecure);
        if (!gatewayUrl)
            return std::move(gatewayUrl).error();
        options.gatewayUrl = *gatewayUrl;
    }
    if (const auto proxy = proxyFor(options.apiUrl); !proxy)
        return proxy.error();
    options.caFile = firstOf(raw.caFile, nullptr, config.caFile);
    if (!options.caFile.isEmpty() && !QFile(options.caFile).open(QIODevice::ReadOnly))
        return usageError(u"--ca-file '%1' cannot be read"_s.arg(options.caFile));
    options.tokenFile = firstOf(raw.tokenFile, nullptr, config.tokenFile);
    return options;
}

Result<Secret> loadToken(const CommonOptions &options)
{
    QByteArray token;
    QString source = u"DISCORD_TOKEN"_s;
    if (!options.tokenFile.isEmpty()) {
        source = options.tokenFile;
        QFile file(options.tokenFile);
        if (!file.open(QIODevice::ReadOnly))
            return usageError(
                u"cannot read the token file %1: %2"_s.arg(options.tokenFile, file.errorString()));
        constexpr qint64 kMaxTokenBytes = 4096;
        token = file.read(kMaxTokenBytes);
    } else {
        token = qgetenv("DISCORD_TOKEN");
    }
    token = token.trimmed();
    if (token.isEmpty() && source != "DISCORD_TOKEN"_L1)
        return usageError(u"the token file %1 is empty"_s.arg(source));
    if (token.isEmpty())
        return usageError(
            u"no bot token: set the environment variable DISCORD_TOKEN or give --token-file FILE (or try --sandbox with `cordial run`)"_s);
    if (token.startsWith("Bot "))
        token = token.sliced(4).trimmed();
    // Anything else could end the Authorization header line.
    if (!std::all_of(token.begin(), token.end(), [](char c) { return c > 0x20 && c < 0x7f; }))
        return usageError(
            u"the token in %1 has characters no token has: copy it again from the developer portal"_s
                .arg(source));
    return Secret(token);
}

bool isLoopback(const QUrl &url)
{
    const QString host = url.host();
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

void complain(const QString &message)
{
    QByteArray line = "cordial: " + printable(message).toUtf8();
    line.replace('\n', "\n  ");
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stderr);
    std::fputc('\n', stderr);
}

} // namespace Cordial::Host
