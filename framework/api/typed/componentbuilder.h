// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/color.h>
#include <cordial/api/typed/component.h>
#include <cordial/api/typed/emoji.h>

//! Components in one expression each; what is rarer is set on the result, which is a plain struct.
//! Limits are checked where the whole is known: MessageBuilder::build(), validate().
//! \source components/reference.mdx
namespace Cordial::Api::Components {

[[nodiscard]] Emoji emoji(QString character);
[[nodiscard]] Emoji emoji(EmojiId id, QString name = {}, bool isAnimated = false);

// Of every message

//! \brief Up to five buttons, or one select.
[[nodiscard]] ActionRow row(QList<Component> components);
[[nodiscard]] Button button(QString customId, QString label,
                            ButtonStyle style = ButtonStyle::Primary);
[[nodiscard]] Button button(QString customId, Emoji emoji,
                            ButtonStyle style = ButtonStyle::Primary);
[[nodiscard]] Button linkButton(QString url, QString label);
[[nodiscard]] Button premiumButton(SkuId sku);
[[nodiscard]] SelectOption option(QString label, QString value, QString description = {});
[[nodiscard]] StringSelect stringSelect(QString customId, QList<SelectOption> options,
                                        QString placeholder = {});
[[nodiscard]] UserSelect userSelect(QString customId, QString placeholder = {});
[[nodiscard]] RoleSelect roleSelect(QString customId, QString placeholder = {});
[[nodiscard]] MentionableSelect mentionableSelect(QString customId, QString placeholder = {});
[[nodiscard]] ChannelSelect channelSelect(QString customId, QList<ChannelType> types = {},
                                          QString placeholder = {});

// Of messages with components v2

[[nodiscard]] TextDisplay text(QString markdown);
//! \brief One to three texts beside a button or thumbnail.
[[nodiscard]] Section section(QList<TextDisplay> texts, Component accessory);
[[nodiscard]] Thumbnail thumbnail(QString url, QString description = {});
[[nodiscard]] MediaGalleryItem galleryItem(QString url, QString description = {});
[[nodiscard]] MediaGallery gallery(QList<MediaGalleryItem> items);
//! \brief A file that goes along, by its name.
[[nodiscard]] File file(const QString &name);
[[nodiscard]] Separator separator(SeparatorSpacing spacing = SeparatorSpacing::Small,
                                  bool hasDivider = true);
[[nodiscard]] Container container(QList<Component> components,
                                  std::optional<Api::Color> accent = {});

// Of modals

[[nodiscard]] Label label(QString label, Component component, QString description = {});
[[nodiscard]] TextInput textInput(QString customId, TextInputStyle style = TextInputStyle::Short);
[[nodiscard]] FileUpload fileUpload(QString customId, int least = 1, int most = 1);
[[nodiscard]] RadioGroupOption radioOption(QString label, QString value, QString description = {});
[[nodiscard]] RadioGroup radioGroup(QString customId, QList<RadioGroupOption> options);
[[nodiscard]] CheckboxGroupOption checkboxOption(QString label, QString value,
                                                 QString description = {});
[[nodiscard]] CheckboxGroup checkboxGroup(QString customId, QList<CheckboxGroupOption> options);
[[nodiscard]] Checkbox checkbox(QString customId, bool isChecked = false);

} // namespace Cordial::Api::Components
