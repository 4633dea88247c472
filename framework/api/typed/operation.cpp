// SPDX-License-Identifier: MIT
#include <cordial/api/typed/operation_p.h>

#include <QUrl>

namespace Cordial::Api::Detail {

using namespace Qt::StringLiterals;

Net::Request request(Net::Method method, const char *path, std::initializer_list<QString> parts,
                     const CallOptions &options)
{
    QString whole;
    const auto *part = parts.begin();
    for (QLatin1StringView rest(path); !rest.isEmpty();) {
        const qsizetype hole = rest.indexOf("{}"_L1);
        whole += rest.first(hole < 0 ? rest.size() : hole);
        if (hole < 0)
            break;
        whole += *part++;
        rest = rest.sliced(hole + 2);
    }
    Q_ASSERT(part == parts.end());
    return Api::makeRequest(method, std::move(whole), options);
}

void appendQuery(Net::Request &request, const char *name, QString value)
{
    request.query.edit().append({QString::fromLatin1(name), std::move(value)});
}

QString pathPart(int number)
{
    return QString::number(number);
}

QString pathPart(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

QString pathPart(const Secret &token)
{
    return QString::fromLatin1(token.reveal().toPercentEncoding());
}

void setForm(Net::Request &request, const QByteArray &json)
{
    QMap<QString, RawJson> fields;
    if (auto read = fromJson<QMap<QString, RawJson>>(json))
        fields = std::move(*read);
    for (auto field = fields.begin(); field != fields.end(); ++field) {
        const auto text = fromJson<QByteArray>(field->text);
        request.form.edit().append({field.key().toUtf8(), text ? *text : field->text});
    }
}

void addFile(Net::Request &request, std::optional<Net::FilePart> file, const char *part)
{
    if (!file)
        return;
    file->part = part;
    request.files.edit().append(*std::move(file));
}

} // namespace Cordial::Api::Detail
