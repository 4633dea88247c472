// SPDX-License-Identifier: MIT
#include <cordial/api/typed/embedbuilder.h>

#include <cordial/api/typed/component.h>
#include <cordial/api/typed/limits.h>

namespace Cordial::Api {

namespace {

void setUnlessEmpty(Field<QString> &field, QString text)
{
    if (!text.isEmpty())
        field = std::move(text);
}

} // namespace

EmbedBuilder &EmbedBuilder::title(QString title)
{
    m_embed.title = std::move(title);
    return *this;
}

EmbedBuilder &EmbedBuilder::url(QString url)
{
    m_embed.url = std::move(url);
    return *this;
}

EmbedBuilder &EmbedBuilder::description(QString description)
{
    m_embed.description = std::move(description);
    return *this;
}

EmbedBuilder &EmbedBuilder::color(Api::Color color)
{
    m_embed.color = qint64(color.rgb());
    return *this;
}

EmbedBuilder &EmbedBuilder::timestamp(DateTime moment)
{
    m_embed.timestamp = moment;
    return *this;
}

EmbedBuilder &EmbedBuilder::author(QString name, QString url, QString iconUrl)
{
    EmbedAuthor &author = m_embed.author.emplace();
    author.name = std::move(name);
    setUnlessEmpty(author.url, std::move(url));
    setUnlessEmpty(author.iconUrl, std::move(iconUrl));
    return *this;
}

EmbedBuilder &EmbedBuilder::footer(QString text, QString iconUrl)
{
    EmbedFooter &footer = m_embed.footer.emplace();
    footer.text = std::move(text);
    setUnlessEmpty(footer.iconUrl, std::move(iconUrl));
    return *this;
}

EmbedBuilder &EmbedBuilder::image(QString url)
{
    m_embed.image.emplace().url = std::move(url);
    return *this;
}

EmbedBuilder &EmbedBuilder::thumbnail(QString url)
{
    m_embed.thumbnail.emplace().url = std::move(url);
    return *this;
}

EmbedBuilder &EmbedBuilder::field(QString name, QString value, bool isInline)
{
    EmbedField field;
    field.name = std::move(name);
    field.value = std::move(value);
    if (isInline)
        field.inline_ = true;
    if (!m_embed.fields)
        m_embed.fields.emplace();
    m_embed.fields.value().append(std::move(field));
    return *this;
}

Result<Embed> EmbedBuilder::build() const
{
    if (const Result<> fits = validate(m_embed); !fits)
        return fits.error();
    return m_embed;
}

} // namespace Cordial::Api
