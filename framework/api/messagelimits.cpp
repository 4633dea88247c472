// SPDX-License-Identifier: MIT
#include <cordial/api/message.h>

// What one message may hold, checked before it is sent.
// source: resources/message.mdx, "Embed Limits"; components/reference.mdx
namespace Cordial::Api {

namespace {

using Broken = std::optional<FieldError>;

QString at(const char *list, qsizetype index, const char *field)
{
    return QStringLiteral("%1[%2].%3")
        .arg(QLatin1StringView(list), QString::number(index), QLatin1StringView(field));
}

Broken tooLong(const QString &path, qsizetype length, qsizetype most)
{
    if (length <= most)
        return {};
    return FieldError{path, QStringLiteral("BASE_TYPE_MAX_LENGTH"),
                      QStringLiteral("%1 is over the limit of %2").arg(length).arg(most)};
}

//! Discord counts code points, QString counts UTF-16 units.
Broken tooLong(const QString &path, const QString &text, qsizetype most)
{
    return tooLong(path, characterCount(text), most);
}

Broken brokenEmbed(const Embed &embed, qsizetype index)
{
    if (auto broken = tooLong(at("embeds", index, "title"), embed.title, 256))
        return broken;
    if (auto broken = tooLong(at("embeds", index, "description"), embed.description, 4096))
        return broken;
    if (auto broken = tooLong(at("embeds", index, "fields"), embed.fields.size(), 25))
        return broken;
    if (embed.footer) {
        if (auto broken = tooLong(at("embeds", index, "footer.text"), embed.footer->text, 2048))
            return broken;
    }
    if (embed.author) {
        if (auto broken = tooLong(at("embeds", index, "author.name"), embed.author->name, 256))
            return broken;
    }
    for (qsizetype i = 0; i < embed.fields.size(); ++i) {
        const QString path = at("embeds", index, "fields") + u'[' + QString::number(i) + u"].";
        if (auto broken = tooLong(path + u"name", embed.fields[i].name, 256))
            return broken;
        if (auto broken = tooLong(path + u"value", embed.fields[i].value, 1024))
            return broken;
    }
    return {};
}

Broken brokenEmbeds(const QList<Embed> &embeds)
{
    if (auto broken = tooLong(QStringLiteral("embeds"), embeds.size(), 10))
        return broken;
    qsizetype sum = 0;
    for (qsizetype i = 0; i < embeds.size(); ++i) {
        if (auto broken = brokenEmbed(embeds[i], i))
            return broken;
        sum += embeds[i].length();
    }
    return tooLong(QStringLiteral("embeds"), sum, 6000);
}

Broken brokenComponent(const QString &path, const Component &component)
{
    if (auto broken = tooLong(path + u".custom_id", component.customId, 100))
        return broken;
    if (component.type == ComponentType::Button) {
        if (auto broken = tooLong(path + u".label", component.label, 80))
            return broken;
    }
    if (component.type == ComponentType::ActionRow) {
        if (auto broken = tooLong(path + u".components", component.components.size(), 5))
            return broken;
    }
    if (auto broken = tooLong(path + u".options", component.options.size(), 25))
        return broken;
    for (qsizetype i = 0; i < component.components.size(); ++i) {
        const QString inner = path + u".components[" + QString::number(i) + u']';
        if (auto broken = brokenComponent(inner, component.components[i]))
            return broken;
    }
    return {};
}

Broken brokenComponents(const QList<Component> &components, bool isVersion2)
{
    if (auto broken = tooLong(QStringLiteral("components"), components.size(), isVersion2 ? 40 : 5))
        return broken;
    for (qsizetype i = 0; i < components.size(); ++i) {
        const QString path = QStringLiteral("components[%1]").arg(i);
        if (auto broken = brokenComponent(path, components[i]))
            return broken;
    }
    return {};
}

} // namespace

std::optional<FieldError> MessageBody::brokenLimit() const
{
    if (content) {
        if (auto broken = tooLong(QStringLiteral("content"), *content, 2000))
            return broken;
    }
    if (embeds) {
        if (auto broken = brokenEmbeds(*embeds))
            return broken;
    }
    if (components)
        return brokenComponents(*components,
                                (flags.valueOr(0) & quint32(MessageFlag::ComponentsV2)) != 0);
    return {};
}

} // namespace Cordial::Api
