// SPDX-License-Identifier: MIT
#include <cordial/api/typed/limits_p.h>

#include <cordial/api/typed/component.h>
#include <cordial/api/typed/emoji.h>
#include <cordial/api/typed/interaction.h>

#include <algorithm>

// source: components/reference.mdx
namespace Cordial::Api::Detail {

namespace {

using namespace Qt::StringLiterals;

//! Far deeper than anything Discord takes (a button in a section in a container).
constexpr int kDeepest = 8;

//! \brief Where a component stands, which decides what it may be.
enum class Place : quint8 { Message, MessageV2, Modal, Row, ModalRow, Container, Accessory, Label };

template <typename T, typename... Kinds>
constexpr bool isOneOf = (std::is_same_v<T, Kinds> || ...);

template <typename T>
constexpr bool isSelect =
    isOneOf<T, StringSelect, UserSelect, RoleSelect, MentionableSelect, ChannelSelect>;

template <typename T>
constexpr bool fits(Place place)
{
    switch (place) {
    case Place::Message:
        return isOneOf<T, ActionRow>;
    case Place::MessageV2:
        return isOneOf<T, ActionRow, Section, TextDisplay, MediaGallery, File, Separator,
                       Container>;
    case Place::Modal:
        return isOneOf<T, Label, TextDisplay, ActionRow>;
    case Place::Row:
        return isSelect<T> || isOneOf<T, Button>;
    case Place::ModalRow:
        return isOneOf<T, TextInput>;
    case Place::Container:
        return isOneOf<T, ActionRow, TextDisplay, Section, MediaGallery, Separator, File>;
    case Place::Accessory:
        return isOneOf<T, Button, Thumbnail>;
    case Place::Label:
        break;
    }
    return isSelect<T> || isOneOf<T, TextInput, FileUpload, RadioGroup, CheckboxGroup, Checkbox>;
}

class ComponentCheck
{
public:
    explicit ComponentCheck(LimitCheck &check) : m_check(check) { }

    void all(QLatin1StringView name, const QList<Component> &components, Place place)
    {
        for (qsizetype i = 0; i < components.size(); ++i) {
            const LimitCheck::Inside inside(m_check, name, i);
            one(components[i], place);
        }
    }
    [[nodiscard]] qsizetype count() const { return m_count; }
    [[nodiscard]] qsizetype textLength() const { return m_textLength; }

private:
    void one(const Component &component, Place place)
    {
        ++m_count;
        if (++m_depth <= kDeepest)
            std::visit([&](const auto &kind) { visit(kind, place); }, component);
        else
            m_check.fail({}, "COMPONENT_TYPE_INVALID", u"is nested too deep"_s);
        --m_depth;
    }
    template <typename T>
    void visit(const T &component, Place place)
    {
        if constexpr (!std::is_same_v<T,
                                      RawJson>) { // What is newer than this is Discord's to judge.
            if (!fits<T>(place))
                m_check.fail({}, "COMPONENT_TYPE_INVALID", u"cannot stand here"_s);
            if (component.id && !m_ids.insert(*component.id))
                m_check.fail("id"_L1, "COMPONENT_ID_DUPLICATED",
                             u"%1 is another component's too"_s.arg(*component.id));
            check(component, place);
        }
    }

    void check(const ActionRow &row, Place place);
    void check(const Button &button, Place);
    void check(const StringSelect &select, Place place);
    void check(const UserSelect &select, Place) { pickerOf(select); }
    void check(const RoleSelect &select, Place) { pickerOf(select); }
    void check(const MentionableSelect &select, Place) { pickerOf(select); }
    void check(const ChannelSelect &select, Place) { pickerOf(select); }
    void check(const TextInput &input, Place place);
    void check(const Section &section, Place);
    void check(const TextDisplay &text, Place);
    void check(const Thumbnail &thumbnail, Place);
    void check(const MediaGallery &gallery, Place);
    void check(const File &file, Place);
    void check(const Separator &separator, Place);
    void check(const Container &container, Place);
    void check(const Label &label, Place);
    void check(const FileUpload &upload, Place);
    void check(const RadioGroup &group, Place);
    void check(const CheckboxGroup &group, Place);
    void check(const Checkbox &box, Place) { customId(box.customId); }

    void customId(const QString &id);
    template <typename T>
    void amounts(const T &from, qint64 most);
    template <typename T>
    void pickerOf(const T &select);
    template <typename Option>
    void options(const QList<Option> &all, qsizetype most, qsizetype least);

    //! \brief insert() says whether it was new.
    struct Seen : QSet<qint32>
    {
        bool insert(qint32 id)
        {
            const auto before = size();
            QSet::insert(id);
            return size() != before;
        }
    };

    LimitCheck &m_check;
    Seen m_ids;
    QSet<QString> m_customIds;
    qsizetype m_count = 0;
    qsizetype m_textLength = 0;
    int m_depth = 0;
};

void ComponentCheck::customId(const QString &id)
{
    m_check.text("custom_id"_L1, QStringView(id), Limits::kCustomId, 1);
    if (m_customIds.contains(id))
        m_check.fail("custom_id"_L1, "COMPONENT_CUSTOM_ID_DUPLICATED",
                     u"is another component's too"_s);
    m_customIds.insert(id);
}

template <typename T>
void ComponentCheck::amounts(const T &from, qint64 most)
{
    m_check.number("min_values"_L1, from.minValues, most);
    m_check.number("max_values"_L1, from.maxValues, most, 1);
    if (from.minValues && from.maxValues && *from.minValues > *from.maxValues)
        m_check.fail("min_values"_L1, "NUMBER_TYPE_MAX", u"is over max_values"_s);
}

template <typename T>
void ComponentCheck::pickerOf(const T &select)
{
    customId(select.customId);
    m_check.text("placeholder"_L1, select.placeholder, Limits::kPlaceholder);
    amounts(select, Limits::kOptions);
    if (select.defaultValues)
        m_check.entries("default_values"_L1, select.defaultValues->size(),
                        qsizetype(select.maxValues.valueOr(1)), 0);
}

template <typename Option>
void ComponentCheck::options(const QList<Option> &all, qsizetype most, qsizetype least)
{
    m_check.entries("options"_L1, all.size(), most, least);
    QSet<QString> values;
    for (qsizetype i = 0; i < all.size(); ++i) {
        const LimitCheck::Inside inside(m_check, "options"_L1, i);
        m_check.text("label"_L1, QStringView(all[i].label), Limits::kOptionText, 1);
        m_check.text("value"_L1, QStringView(all[i].value), Limits::kOptionText, 1);
        m_check.text("description"_L1, all[i].description, Limits::kOptionText);
        if (values.contains(all[i].value))
            m_check.fail("value"_L1, "COMPONENT_OPTION_VALUE_DUPLICATED",
                         u"is another option's too"_s);
        values.insert(all[i].value);
    }
}

void ComponentCheck::check(const ActionRow &row, Place place)
{
    const Place inside = place == Place::Modal ? Place::ModalRow : Place::Row;
    const auto isButton = [](const Component &c) { return std::holds_alternative<Button>(c); };
    const auto isUnknown = [](const Component &c) { return std::holds_alternative<RawJson>(c); };
    const bool isOfButtons =
        std::all_of(row.components.begin(), row.components.end(),
                    [&](const Component &c) { return isButton(c) || isUnknown(c); });
    m_check.entries("components"_L1, row.components.size(),
                    inside == Place::Row && isOfButtons ? Limits::kRow : 1, 1);
    all("components"_L1, row.components, inside);
}

void ComponentCheck::check(const Button &button, Place)
{
    m_check.text("label"_L1, button.label, Limits::kButtonLabel);
    const auto forbid = [&](QLatin1StringView name, bool isThere, const char *which) {
        if (isThere)
            m_check.fail(name, "BUTTON_COMPONENT_FIELD_NOT_ALLOWED",
                         u"does not go with a "_s + QLatin1StringView(which) + u" button"_s);
    };
    const bool isLink = button.style == ButtonStyle::Link;
    const bool isPremium = button.style == ButtonStyle::Premium;
    if (isLink || isPremium)
        forbid("custom_id"_L1, button.customId.hasValue(), isLink ? "link" : "premium");
    else
        customId(button.customId.valueOr({}));
    if (isLink)
        m_check.require("url"_L1, button.url.hasValue());
    else
        forbid("url"_L1, button.url.hasValue(), isPremium ? "premium" : "coloured");
    m_check.url("url"_L1, button.url, UrlKind::Link, Limits::kButtonUrl);
    if (isPremium) {
        m_check.require("sku_id"_L1, button.skuId.hasValue());
        forbid("label"_L1, button.label.hasValue(), "premium");
        forbid("emoji"_L1, button.emoji.hasValue(), "premium");
    } else {
        forbid("sku_id"_L1, button.skuId.hasValue(), isLink ? "link" : "coloured");
        if (!button.emoji && button.label.valueOr({}).trimmed().isEmpty())
            m_check.fail("label"_L1, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED",
                         u"is empty, and there is no emoji"_s);
    }
}

void ComponentCheck::check(const StringSelect &select, Place)
{
    customId(select.customId);
    m_check.text("placeholder"_L1, select.placeholder, Limits::kPlaceholder);
    amounts(select, Limits::kOptions);
    options(select.options, Limits::kOptions, 1);
}

void ComponentCheck::check(const TextInput &input, Place place)
{
    customId(input.customId);
    m_check.text("label"_L1, input.label, Limits::kInputLabel, 1);
    if (place == Place::ModalRow)
        m_check.require("label"_L1, input.label.hasValue());
    m_check.text("value"_L1, input.value, Limits::kInputText);
    m_check.text("placeholder"_L1, input.placeholder, Limits::kInputPlaceholder);
    m_check.number("min_length"_L1, input.minLength, Limits::kInputText);
    m_check.number("max_length"_L1, input.maxLength, Limits::kInputText, 1);
    if (input.minLength && input.maxLength && *input.minLength > *input.maxLength)
        m_check.fail("min_length"_L1, "NUMBER_TYPE_MAX", u"is over max_length"_s);
}

void ComponentCheck::check(const Section &section, Place)
{
    m_check.entries("components"_L1, section.components.size(), Limits::kSectionTexts, 1);
    for (qsizetype i = 0; i < section.components.size(); ++i) {
        const LimitCheck::Inside inside(m_check, "components"_L1, i);
        ++m_count;
        check(section.components[i], Place::MessageV2);
    }
    m_check.require("accessory"_L1, section.accessory.hasValue());
    if (section.accessory) {
        const LimitCheck::Inside inside(m_check, "accessory"_L1);
        one(*section.accessory, Place::Accessory);
    }
}

void ComponentCheck::check(const TextDisplay &text, Place)
{
    const qsizetype length = characterCount(text.content);
    m_check.characters("content"_L1, length, Limits::kTextDisplays, 1);
    m_textLength += length;
}

void ComponentCheck::check(const Thumbnail &thumbnail, Place)
{
    m_check.text("description"_L1, thumbnail.description, Limits::kMediaDescription);
    const LimitCheck::Inside inside(m_check, "media"_L1);
    m_check.require("url"_L1, !thumbnail.media.url.isEmpty());
    m_check.url("url"_L1, Field<QString>(thumbnail.media.url));
}

void ComponentCheck::check(const MediaGallery &gallery, Place)
{
    m_check.entries("items"_L1, gallery.items.size(), Limits::kGallery, 1);
    for (qsizetype i = 0; i < gallery.items.size(); ++i) {
        const LimitCheck::Inside inside(m_check, "items"_L1, i);
        m_check.text("description"_L1, gallery.items[i].description, Limits::kMediaDescription);
        const LimitCheck::Inside media(m_check, "media"_L1);
        m_check.require("url"_L1, !gallery.items[i].media.url.isEmpty());
        m_check.url("url"_L1, Field<QString>(gallery.items[i].media.url));
    }
}

void ComponentCheck::check(const File &file, Place)
{
    const LimitCheck::Inside inside(m_check, "file"_L1);
    if (!file.file.url.startsWith(u"attachment://"))
        m_check.fail("url"_L1, "URL_TYPE_INVALID_SCHEME",
                     u"has to be attachment:// and the name of a file that goes along"_s);
}

void ComponentCheck::check(const Separator &separator, Place)
{
    m_check.number("spacing"_L1, separator.spacing, qint64(SeparatorSpacing::Large),
                   qint64(SeparatorSpacing::Small));
}

void ComponentCheck::check(const Container &container, Place)
{
    m_check.number("accent_color"_L1, container.accentColor, Limits::kColor);
    if (container.components.isEmpty())
        m_check.entries("components"_L1, 0, Limits::kComponents, 1);
    all("components"_L1, container.components, Place::Container);
}

void ComponentCheck::check(const Label &label, Place)
{
    m_check.text("label"_L1, QStringView(label.label), Limits::kInputLabel, 1);
    m_check.text("description"_L1, label.description, Limits::kInputDescription);
    m_check.require("component"_L1, label.component.hasValue());
    if (label.component) {
        const LimitCheck::Inside inside(m_check, "component"_L1);
        one(*label.component, Place::Label);
    }
}

void ComponentCheck::check(const FileUpload &upload, Place)
{
    customId(upload.customId);
    amounts(upload, Limits::kUploads);
}

void ComponentCheck::check(const RadioGroup &group, Place)
{
    customId(group.customId);
    options(group.options, Limits::kGroupOptions, 2);
}

void ComponentCheck::check(const CheckboxGroup &group, Place)
{
    customId(group.customId);
    amounts(group, Limits::kGroupOptions);
    options(group.options, Limits::kGroupOptions, 1);
}

Place placeIn(ComponentHome home)
{
    switch (home) {
    case ComponentHome::Message:
        return Place::Message;
    case ComponentHome::MessageV2:
        return Place::MessageV2;
    case ComponentHome::Modal:
        break;
    }
    return Place::Modal;
}

} // namespace

void checkComponents(LimitCheck &check, const QList<Component> &components, ComponentHome home)
{
    ComponentCheck walk(check);
    walk.all("components"_L1, components, placeIn(home));
    switch (home) {
    case ComponentHome::Message:
        check.entries("components"_L1, components.size(), Limits::kActionRows);
        break;
    case ComponentHome::MessageV2:
        check.entries("components"_L1, walk.count(), Limits::kComponents);
        check.characters("components"_L1, walk.textLength(), Limits::kTextDisplays);
        break;
    case ComponentHome::Modal:
        check.entries("components"_L1, components.size(), Limits::kModalRows, 1);
        break;
    }
}

} // namespace Cordial::Api::Detail
