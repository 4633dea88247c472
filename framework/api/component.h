// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/json.h>

namespace Cordial::Api {

//! \source components/reference.mdx, "Component Types"
enum class ComponentType : quint8 {
    ActionRow = 1,
    Button = 2,
    StringSelect = 3,
    TextInput = 4,
    UserSelect = 5,
    RoleSelect = 6,
    MentionableSelect = 7,
    ChannelSelect = 8,
    Section = 9,
    TextDisplay = 10,
    Container = 17,
    Label = 18,
};
static_assert(int(ComponentType::StringSelect) == 3 && int(ComponentType::Label) == 18);

//! \source components/reference.mdx, "Button Styles"
enum class ButtonStyle : quint8 { Primary = 1, Secondary = 2, Success = 3, Danger = 4, Link = 5 };
enum class TextInputStyle : quint8 { Short = 1, Paragraph = 2 };

//! \brief An emoji of a button or a reaction: \a name alone is a Unicode one.
struct Emoji
{
    Field<EmojiId> id;
    Field<QString> name;
    bool isAnimated = false;

    //! \brief As reaction routes want it: "name:id" or the character, not percent-encoded.
    [[nodiscard]] QString toRouteString() const;
    bool operator==(const Emoji &) const = default;
};
bool readJson(JsonValue &in, Emoji &out, JsonError &error);
void writeJson(JsonWriter &writer, const Emoji &value);

struct SelectOption
{
    QString label; //!< at most 100 characters
    QString value; //!< at most 100 characters
    QString description;
    bool isDefault = false;

    bool operator==(const SelectOption &) const = default;
};
bool readJson(JsonValue &in, SelectOption &out, JsonError &error);
void writeJson(JsonWriter &writer, const SelectOption &value);

//! \brief A component of a message or modal; which fields count depends on the type.
//! Made with the functions below: `Component::row({Component::button(u"again"_s, tr("Again"))})`.
//! \source components/reference.mdx
struct Component
{
    ComponentType type = ComponentType::ActionRow;
    QString customId; //!< at most 100 characters
    QString label;
    int style = 0; //!< a ButtonStyle or TextInputStyle
    Field<Emoji> emoji;
    QString url;
    bool isDisabled = false;
    QString placeholder;
    Field<int> minValues;
    Field<int> maxValues;
    Field<int> minLength;
    Field<int> maxLength;
    Field<bool> isRequired;
    QString value; //!< Text of an input, both ways.
    QStringList values; //!< Chosen, in a submitted modal.
    QList<SelectOption> options;
    QString content; //!< of a TextDisplay
    QList<Component> components;

    [[nodiscard]] static Component row(QList<Component> components);
    [[nodiscard]] static Component button(QString customId, QString label,
                                          ButtonStyle style = ButtonStyle::Primary);
    [[nodiscard]] static Component linkButton(QString url, QString label);
    [[nodiscard]] static Component stringSelect(QString customId, QList<SelectOption> options,
                                                QString placeholder = {});
    [[nodiscard]] static Component textInput(QString customId, QString label,
                                             TextInputStyle style = TextInputStyle::Short);

    bool operator==(const Component &other) const;
};
bool readJson(JsonValue &in, Component &out, JsonError &error);
void writeJson(JsonWriter &writer, const Component &value);

} // namespace Cordial::Api
