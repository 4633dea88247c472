// SPDX-License-Identifier: MIT
#include <cordial/api/typed/componentbuilder.h>

#include <cordial/api/typed/interaction.h>

namespace Cordial::Api::Components {

namespace {

void setUnlessEmpty(Field<QString> &field, QString text)
{
    if (!text.isEmpty())
        field = std::move(text);
}

template <typename Select>
Select select(QString customId, QString placeholder)
{
    Select made;
    made.customId = std::move(customId);
    setUnlessEmpty(made.placeholder, std::move(placeholder));
    return made;
}

template <typename Option>
Option makeOption(QString label, QString value, QString description)
{
    Option made;
    made.label = std::move(label);
    made.value = std::move(value);
    setUnlessEmpty(made.description, std::move(description));
    return made;
}

} // namespace

Emoji emoji(QString character)
{
    Emoji made;
    made.name = std::move(character);
    return made;
}

Emoji emoji(EmojiId id, QString name, bool isAnimated)
{
    Emoji made;
    made.id = id;
    setUnlessEmpty(made.name, std::move(name));
    if (isAnimated)
        made.animated = true;
    return made;
}

ActionRow row(QList<Component> components)
{
    ActionRow made;
    made.components = std::move(components);
    return made;
}

Button button(QString customId, QString label, ButtonStyle style)
{
    Button made;
    made.customId = std::move(customId);
    made.label = std::move(label);
    made.style = style;
    return made;
}

Button button(QString customId, Emoji emoji, ButtonStyle style)
{
    Button made;
    made.customId = std::move(customId);
    made.emoji = std::move(emoji);
    made.style = style;
    return made;
}

Button linkButton(QString url, QString label)
{
    Button made;
    made.url = std::move(url);
    made.label = std::move(label);
    made.style = ButtonStyle::Link;
    return made;
}

Button premiumButton(SkuId sku)
{
    Button made;
    made.skuId = sku;
    made.style = ButtonStyle::Premium;
    return made;
}

SelectOption option(QString label, QString value, QString description)
{
    return makeOption<SelectOption>(std::move(label), std::move(value), std::move(description));
}

StringSelect stringSelect(QString customId, QList<SelectOption> options, QString placeholder)
{
    auto made = select<StringSelect>(std::move(customId), std::move(placeholder));
    made.options = std::move(options);
    return made;
}

UserSelect userSelect(QString customId, QString placeholder)
{
    return select<UserSelect>(std::move(customId), std::move(placeholder));
}

RoleSelect roleSelect(QString customId, QString placeholder)
{
    return select<RoleSelect>(std::move(customId), std::move(placeholder));
}

MentionableSelect mentionableSelect(QString customId, QString placeholder)
{
    return select<MentionableSelect>(std::move(customId), std::move(placeholder));
}

ChannelSelect channelSelect(QString customId, QList<ChannelType> types, QString placeholder)
{
    auto made = select<ChannelSelect>(std::move(customId), std::move(placeholder));
    if (!types.isEmpty())
        made.channelTypes = std::move(types);
    return made;
}

TextDisplay text(QString markdown)
{
    TextDisplay made;
    made.content = std::move(markdown);
    return made;
}

Section section(QList<TextDisplay> texts, Component accessory)
{
    Section made;
    made.components = std::move(texts);
    made.accessory = std::move(accessory);
    return made;
}

Thumbnail thumbnail(QString url, QString description)
{
    Thumbnail made;
    made.media.url = std::move(url);
    setUnlessEmpty(made.description, std::move(description));
    return made;
}

MediaGalleryItem galleryItem(QString url, QString description)
{
    MediaGalleryItem made;
    made.media.url = std::move(url);
    setUnlessEmpty(made.description, std::move(description));
    return made;
}

MediaGallery gallery(QList<MediaGalleryItem> items)
{
    MediaGallery made;
    made.items = std::move(items);
    return made;
}

File file(const QString &name)
{
    File made;
    made.file.url = u"attachment://" + name;
    return made;
}

Separator separator(SeparatorSpacing spacing, bool hasDivider)
{
    Separator made;
    made.spacing = spacing;
    made.divider = hasDivider;
    return made;
}

Container container(QList<Component> components, std::optional<Api::Color> accent)
{
    Container made;
    made.components = std::move(components);
    if (accent)
        made.accentColor = qint64(accent->rgb());
    return made;
}

Label label(QString label, Component component, QString description)
{
    Label made;
    made.label = std::move(label);
    made.component = std::move(component);
    setUnlessEmpty(made.description, std::move(description));
    return made;
}

TextInput textInput(QString customId, TextInputStyle style)
{
    TextInput made;
    made.customId = std::move(customId);
    made.style = style;
    return made;
}

FileUpload fileUpload(QString customId, int least, int most)
{
    FileUpload made;
    made.customId = std::move(customId);
    made.minValues = qint64(least);
    made.maxValues = qint64(most);
    return made;
}

RadioGroupOption radioOption(QString label, QString value, QString description)
{
    return makeOption<RadioGroupOption>(std::move(label), std::move(value), std::move(description));
}

RadioGroup radioGroup(QString customId, QList<RadioGroupOption> options)
{
    RadioGroup made;
    made.customId = std::move(customId);
    made.options = std::move(options);
    return made;
}

CheckboxGroupOption checkboxOption(QString label, QString value, QString description)
{
    return makeOption<CheckboxGroupOption>(std::move(label), std::move(value),
                                           std::move(description));
}

CheckboxGroup checkboxGroup(QString customId, QList<CheckboxGroupOption> options)
{
    CheckboxGroup made;
    made.customId = std::move(customId);
    made.options = std::move(options);
    return made;
}

Checkbox checkbox(QString customId, bool isChecked)
{
    Checkbox made;
    made.customId = std::move(customId);
    made.default_ = isChecked;
    return made;
}

} // namespace Cordial::Api::Components
