// SPDX-License-Identifier: MIT
#include <cordial/api/typed/operation_p.h>

#include <QUrl>

namespace Cordial::Typed::Detail {

Net::Request request(Net::Method method, QString path, const CallOptions &options)
{
    return Api::makeRequest(method, std::move(path), options);
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
        request.form.append({field.key().toUtf8(), text ? *text : field->text});
    }
}

void addFile(Net::Request &request, std::optional<Net::FilePart> file, const char *part)
{
    if (!file)
        return;
    file->part = part;
    request.files.append(*std::move(file));
}

} // namespace Cordial::Typed::Detail
