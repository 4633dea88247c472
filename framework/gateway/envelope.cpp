// SPDX-License-Identifier: MIT
#include <cordial/gateway/envelope.h>

#include <cordial/core/jsonreader.h>
#include <cordial/core/jsontext.h>
#include <cordial/gateway/envelopescan_p.h>

#include <cmath>
#include <memory>

namespace Cordial::Gateway {

using namespace Qt::StringLiterals;

namespace {

namespace od = simdjson::ondemand;

// A thread keeps one parser; after a document of several MB it is made anew, so that one large
// guild does not hold memory for ever.
constexpr size_t kKeepParserUpTo = 1024 * 1024;

std::unique_ptr<od::parser> &threadParser()
{
    static thread_local std::unique_ptr<od::parser> parser;
    return parser;
}

od::parser &parserFor(size_t size)
{
    auto &parser = threadParser();
    if (!parser || (parser->capacity() > kKeepParserUpTo && size <= kKeepParserUpTo))
        parser = std::make_unique<od::parser>();
    return *parser;
}

Error broken(const char *what)
{
    return makeError(ErrorCode::Decode, QString::fromLatin1(what));
}

std::string_view trimRight(std::string_view text)
{
    const size_t last = text.find_last_not_of(" \t\r\n");
    return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

bool trimmed(simdjson::error_code code, std::string_view &out)
{
    out = trimRight(out);
    return code == simdjson::SUCCESS;
}

bool rawSlice(od::value value, std::string_view &out)
{
    od::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS)
        return false;
    if (type == od::json_type::object) {
        od::object object;
        return value.get_object().get(object) == simdjson::SUCCESS
            && trimmed(object.raw_json().get(out), out);
    }
    if (type == od::json_type::array) {
        od::array array;
        return value.get_array().get(array) == simdjson::SUCCESS
            && trimmed(array.raw_json().get(out), out);
    }
    out = trimRight(value.raw_json_token());
    return true;
}

bool readSequence(od::value value, std::optional<qint64> &out)
{
    if (isNull(value)) {
        out.reset();
        return true;
    }
    int64_t number = 0;
    if (value.get_int64().get(number) != simdjson::SUCCESS || number < 0)
        return false;
    out = number;
    return true;
}

bool readType(od::value value, std::string_view &out)
{
    if (isNull(value)) {
        out = {};
        return true;
    }
    const std::string_view token = trimRight(value.raw_json_token());
    if (token.size() < 2 || token.front() != '"' || token.back() != '"')
        return false;
    if (token.find('\\') != token.npos && !isJsonText({token.data(), qsizetype(token.size())}))
        return false;
    out = token.substr(1, token.size() - 2);
    return true;
}

bool readField(std::string_view key, od::value value, Envelope &out)
{
    if (key == "d")
        return rawSlice(value, out.data);
    if (key == "s")
        return readSequence(value, out.sequence);
    if (key == "t")
        return readType(value, out.type);
    if (key == "op") {
        int64_t number = 0;
        if (value.get_int64().get(number) != simdjson::SUCCESS || !std::in_range<int>(number))
            return false;
        out.op = static_cast<int>(number);
    }
    return true;
}

// A part of the message read with a parser of its own; only for the few payloads a connection
// begins with.
template <typename OnField>
bool readSlice(std::string_view data, OnField &&onField)
{
    QByteArray copy;
    copy.reserve(static_cast<qsizetype>(data.size() + simdjson::SIMDJSON_PADDING));
    copy.append(data.data(), static_cast<qsizetype>(data.size()));
    od::parser parser;
    od::document document;
    JsonValue root;
    JsonError error;
    return parser.iterate(padded(copy)).get(document) == simdjson::SUCCESS
        && document.get_value().get(root) == simdjson::SUCCESS
        && readObject(root, error, std::forward<OnField>(onField));
}

bool countElements(JsonValue &value, quint32 &out)
{
    JsonError error;
    return readArray(value, error, [&out](JsonValue &) {
        ++out;
        return true;
    });
}

} // namespace

Result<Envelope> readEnvelope(std::string_view text)
{
    if (const auto usual = scanEnvelope(text))
        return *usual;
    return parseEnvelope(text);
}

Result<Envelope> parseEnvelope(std::string_view text)
{
    Envelope out;
    od::document document;
    if (parserFor(text.size())
            .iterate(simdjson::padded_string_view(text.data(), text.size(),
                                                  text.size() + simdjson::SIMDJSON_PADDING))
            .get(document)
        != simdjson::SUCCESS)
        return broken("the payload is not JSON");
    od::object object;
    if (document.get_object().get(object) != simdjson::SUCCESS)
        return broken("the payload is not a JSON object");
    for (auto entry : object) {
        od::field field;
        if (std::move(entry).get(field) != simdjson::SUCCESS)
            return broken("the payload is broken JSON");
        const std::string_view key = rawKey(field);
        if (!readField(key, field.value(), out))
            return broken("the payload has a field of the wrong kind");
    }
    if (const char *rest = nullptr; document.current_location().get(rest) == simdjson::SUCCESS)
        return broken("something follows the end of the payload");
    if (out.op < 0)
        return broken("the payload has no op");
    return out;
}

Result<std::chrono::milliseconds> readHello(std::string_view data)
{
    double interval = 0; // As languages without integers write it, too.
    const bool ok = readSlice(data, [&interval](std::string_view key, JsonValue &value) {
        JsonError error;
        return key != "heartbeat_interval" || readJson(value, interval, error);
    });
    constexpr double kLongest = 24.0 * 3600 * 1000;
    if (!ok || interval < 1 || interval > kLongest || interval != std::floor(interval))
        return broken("HELLO without a usable heartbeat_interval");
    return std::chrono::milliseconds(qint64(interval));
}

bool readInvalidSession(std::string_view data)
{
    return data == "true";
}

Result<ReadyInfo> readReady(std::string_view data)
{
    ReadyInfo out;
    QString url;
    const bool ok = readSlice(data, [&](std::string_view key, JsonValue &value) {
        JsonError error;
        if (key == "session_id")
            return readJson(value, out.sessionId, error);
        if (key == "resume_gateway_url") {
            if (!isNull(value) && !readJson(value, url, error))
                url.clear(); // The session is worth more: it is resumed at the main URL.
            return true;
        }
        if (key == "guilds" && !countElements(value, out.guilds))
            out.guilds = 0; // Only told of; the session is worth more.
        return true;
    });
    if (!ok || out.sessionId.isEmpty())
        return broken("READY without a session_id");
    out.resumeUrl = QUrl(url, QUrl::StrictMode);
    if (!out.resumeUrl.isValid() || out.resumeUrl.host().isEmpty())
        out.resumeUrl.clear();
    return out;
}

} // namespace Cordial::Gateway
