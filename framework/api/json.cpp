// SPDX-License-Identifier: MIT
#include <cordial/api/json.h>

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>

namespace Cordial {

bool readJson(JsonValue in, Timestamp &out, JsonError &error)
{
    QString text;
    if (!readJson(in, text, error))
        return false;
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!time.isValid())
        return error.fail("expected an ISO 8601 time");
    out = Timestamp(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
    return true;
}

void writeJson(JsonWriter &writer, Timestamp value)
{
    const qint64 milliseconds = value.time_since_epoch().count();
    writer.string(QDateTime::fromMSecsSinceEpoch(milliseconds, QTimeZone::utc())
                      .toString(u"yyyy-MM-ddTHH:mm:ss.zzz'000+00:00'"));
}

bool readJson(JsonValue in, QHash<QString, QString> &out, JsonError &error)
{
    out.clear();
    return readObject(in, error, [&](std::string_view key, JsonValue value) {
        return readJson(value, out[QString::fromUtf8(key.data(), qsizetype(key.size()))], error);
    });
}

void writeJson(JsonWriter &writer, const QHash<QString, QString> &value)
{
    QStringList keys = value.keys();
    std::sort(keys.begin(), keys.end());
    writer.beginObject();
    for (const QString &key : std::as_const(keys)) {
        const QByteArray utf8 = key.toUtf8();
        writer.key({utf8.constData(), size_t(utf8.size())});
        writer.string(value.value(key));
    }
    writer.endObject();
}

qsizetype characterCount(QStringView text)
{
    return std::count_if(text.begin(), text.end(),
                         [](QChar unit) { return !unit.isLowSurrogate(); });
}

} // namespace Cordial
