// SPDX-License-Identifier: MIT
#include <cordial/host/apicommand.h>

#include <cordial/api/typed/request.h>
#include <cordial/core/jsontext.h>
#include <cordial/host/batchline.h>
#include <cordial/host/batchrunner.h>
#include <cordial/host/lineoutput.h>
#include <cordial/host/proxy.h>
#include <cordial/net/errorbody.h>

#include <QEventLoop>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <unistd.h>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {

constexpr double kLongestTime = 1e8; // seconds

int complainAbout(const Error &error)
{
    complain(error.message);
    return ExitUsage;
}

std::chrono::nanoseconds toTime(double seconds)
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::duration<double>(std::min(seconds, kLongestTime)));
}

//! \brief TEXT, @FILE or - for stdin.
Result<QByteArray> readArgument(const std::string &argument)
{
    if (argument != "-" && !argument.starts_with('@'))
        return QByteArray::fromStdString(argument);
    QFile file;
    const bool opened = argument == "-" ? file.open(stdin, QIODevice::ReadOnly) : [&] {
        file.setFileName(QFile::decodeName(argument.substr(1).c_str()));
        return file.open(QIODevice::ReadOnly);
    }();
    if (!opened)
        return usageError(u"cannot read the JSON from "_s + file.fileName() + u": "_s
                          + file.errorString());
    return file.readAll();
}

//! \brief Status line, header lines and the empty line.
QByteArray headOf(const Net::Response &response)
{
    QByteArray head =
        "HTTP/1.1 " + QByteArray::number(response.status) + ' ' + response.reason + '\n';
    for (const Net::Header &header : response.headers)
        head += header.first + ": " + header.second + '\n';
    return head + '\n';
}

void explain(const Error &error)
{
    const QByteArray text = "cordial: " + errorText(error).toUtf8() + '\n';
    std::fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stderr);
}

int listOperations()
{
    LineOutput output;
    for (const Api::OperationInfo &operation : Api::operations()) {
        const QByteArray line =
            QByteArray(operation.method) + '\t' + operation.path + '\t' + operation.name;
        output.write(line);
    }
    return ExitDone;
}

} // namespace

void ApiCommand::declare(CommandOptions &options)
{
    options.add("METHOD", m_method, "GET POST PUT PATCH DELETE HEAD OPTIONS");
    options.add("PATH", m_path, "begins with /, appended to the API URL");
    options.add("--json", m_json, "the body: JSON text, @FILE, or - for stdin");
    options.add("--query", m_query, "K=V, may repeat");
    options.add("--file", m_files, "a file to upload, may repeat");
    options.add("--reason", m_reason, "for the audit log, 1 to 512 characters");
    options.add("--deadline", m_deadline, "seconds; fails rather than take longer");
    options.addFlag("--include", m_include, "print status and headers before the body");
    options.addFlag("--list", m_list, "print the typed operations: method, path, name");
    options.add("--batch", m_batch, "a file with one request a line, - for stdin");
    options.add("--retries", m_retries, "repeats on 5xx and transport errors (3)");
    options.add("--timeout", m_timeout, "seconds for one try (15)");
    options.add("--global-limit", m_globalLimit, "requests per second (50)");
    options.addFlag("--cache", m_cache, "keep answers as RFC 9111 permits");
    options.add("--cache-bytes", m_cacheBytes, "size of the cache (16 MiB)");
    m_given = options;
}

Result<> ApiCommand::checkShape() const
{
    const auto given = [this](const char *name) { return m_given->isGiven(name); };
    if (given("--deadline") && !(m_deadline > 0))
        return usageError(u"--deadline needs a positive number of seconds"_s);
    if (!(m_timeout > 0))
        return usageError(u"--timeout needs a positive number of seconds"_s);
    if (m_retries < 0)
        return usageError(u"--retries cannot be negative"_s);
    if (m_globalLimit < 1)
        return usageError(u"--global-limit needs at least 1"_s);
    if (m_cacheBytes < 0)
        return usageError(u"--cache-bytes cannot be negative"_s);
    if (!given("--batch")) {
        if (!given("METHOD") || !given("PATH"))
            return usageError(u"needs METHOD and PATH, or --batch FILE"_s);
        return {};
    }
    for (const char *name :
         {"METHOD", "PATH", "--json", "--query", "--file", "--reason", "--deadline", "--include"}) {
        if (given(name))
            return usageError(u"--batch takes its requests from lines: leave out "_s
                              + QLatin1String(name));
    }
    return {};
}

Result<Net::HttpConfig> ApiCommand::makeConfig(const CommonOptions &options) const
{
    Result<Secret> token = loadToken(options);
    if (!token)
        return std::move(token).error();
    Net::HttpConfig config;
    config.proxy = socketProxyFor(options.apiUrl);
    config.apiUrl = options.apiUrl;
    config.token = std::move(token).value();
    config.caFile = options.caFile;
    config.allowInsecure = options.insecure;
    config.retries = m_retries;
    config.timeout = std::chrono::ceil<Milliseconds>(toTime(m_timeout));
    config.globalLimit = m_globalLimit;
    config.cache = m_cache;
    config.cacheBytes = m_cacheBytes;
    if (Result<> usable = Net::checkConfig(config); !usable)
        return std::move(usable).error();
    return config;
}

Result<> ApiCommand::addQuery(Net::Request &request) const
{
    for (const std::string &entry : m_query) {
        const QString text = QString::fromStdString(entry);
        const qsizetype equals = text.indexOf(u'=');
        if (equals < 0)
            return usageError(u"--query needs K=V, not "_s + text);
        request.query.edit().append({text.left(equals), text.mid(equals + 1)});
    }
    return {};
}

Result<> ApiCommand::addFiles(Net::Request &request) const
{
    for (const std::string &name : m_files) {
        Net::FilePart file;
        file.path = QFile::decodeName(name.c_str());
        const QFileInfo info(file.path);
        if (!info.isFile() || !info.isReadable())
            return usageError(u"cannot read the file "_s + file.path);
        file.fileName = info.fileName();
        request.files.edit().append(std::move(file));
    }
    return {};
}

Result<Net::Request> ApiCommand::makeRequest(TimePoint now) const
{
    Net::Request request;
    const Result<Net::Method> method = parseMethod(QByteArray::fromStdString(m_method));
    if (!method)
        return method.error();
    request.method = *method;
    request.path = QString::fromStdString(m_path);
    Result<> checked = checkPath(request.path);
    if (checked)
        checked = addQuery(request);
    if (checked)
        checked = addFiles(request);
    if (checked && m_given->isGiven("--reason")) {
        request.reason = QString::fromStdString(m_reason);
        checked = checkReason(request.reason);
    }
    if (!checked)
        return checked.error();
    if (m_deadline > 0)
        request.deadline = now + toTime(m_deadline);
    if (!m_given->isGiven("--json"))
        return request;
    Result<QByteArray> json = readArgument(m_json);
    if (!json)
        return std::move(json).error();
    request.body = json->trimmed();
    if (!isJsonText(request.body))
        return usageError(u"--json is not valid JSON"_s);
    return request;
}

int ApiCommand::run(HostContext &host)
{
    if (m_list)
        return listOperations();
    if (const Result<> shape = checkShape(); !shape)
        return complainAbout(shape.error());
    Result<Net::HttpConfig> config = makeConfig(host.options);
    if (!config)
        return complainAbout(config.error());
    return m_batch.empty() ? runOne(std::move(config).value(), host)
                           : runBatch(std::move(config).value(), host);
}

int ApiCommand::runBatch(Net::HttpConfig config, HostContext &host) const
{
    if (m_batch == "-")
        return BatchRunner(std::move(config), host, STDIN_FILENO).run();
    QFile file(QFile::decodeName(m_batch.c_str()));
    if (!file.open(QIODevice::ReadOnly))
        return complainAbout(usageError(u"cannot read the batch "_s + file.fileName() + u": "_s
                                        + file.errorString()));
    return BatchRunner(std::move(config), host, file.handle()).run();
}

int ApiCommand::runOne(Net::HttpConfig config, HostContext &host) const
{
    Result<Net::Request> request = makeRequest(host.clock.now());
    if (!request)
        return complainAbout(request.error());
    auto client =
        std::make_unique<Net::HttpClient>(std::move(config), host.clock, MetricSink::none());
    QEventLoop loop;
    std::optional<Net::Outcome> outcome;
    client->submit(*request, [&](Net::Outcome arrived) {
        outcome = std::move(arrived);
        loop.quit();
    });
    const auto patience = host.clock.makeTimer();
    const auto interrupt = [&] {
        client->stop();
        patience->start(InterruptWatcher::kPatience, [&] { client.reset(); });
    };
    QObject::connect(&host.interrupts, &InterruptWatcher::interrupted, &loop, interrupt);
    if (host.interrupts.isInterrupted())
        interrupt();
    loop.exec();
    const int code = report(*request, *outcome);
    return host.interrupts.isInterrupted() ? int(ExitInterrupted) : code;
}

int ApiCommand::report(const Net::Request &request, const Net::Outcome &outcome) const
{
    if (!outcome.result) {
        const Error &error = outcome.result.error();
        explain(error);
        if (error.code == ErrorCode::Unauthorized)
            return ExitRefused;
        return error.code == ErrorCode::InvalidArgument ? ExitUsage : ExitFailed;
    }
    const Net::Response &response = *outcome.result;
    LineOutput output;
    if (m_include)
        output.writeRaw(headOf(response));
    output.writeRaw(response.body);
    if (!response.body.isEmpty() && !response.body.endsWith('\n') && ::isatty(STDOUT_FILENO) == 1)
        output.writeRaw("\n");
    if (response.isSuccess())
        return output.isClosed() ? ExitFailed : ExitDone;
    explain(Net::errorOf(request, response));
    return response.status == 401 ? ExitRefused : ExitFailed;
}

} // namespace Cordial::Host
