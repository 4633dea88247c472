// SPDX-License-Identifier: MIT
#include <cordial/sandbox/messageform.h>

#include <QSet>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace Cordial::Sandbox {

namespace {

QString at(const QString &path, qsizetype index)
{
    return path + u'.' + QString::number(index);
}

qsizetype checkEmbed(const QJsonObject &embed, const QString &path, FormErrors &errors)
{
    FormReader reader(embed, path, errors);
    qsizetype total = codePoints(reader.string("title"_L1, 0, 256));
    total += codePoints(reader.string("description"_L1, 0, 4096));
    FormReader footer(reader.object("footer"_L1), reader.pathOf("footer"_L1), errors);
    if (reader.has("footer"_L1))
        footer.require("text"_L1);
    total += codePoints(footer.string("text"_L1, 0, 2048));
    FormReader author(reader.object("author"_L1), reader.pathOf("author"_L1), errors);
    if (reader.has("author"_L1))
        author.require("name"_L1);
    total += codePoints(author.string("name"_L1, 0, 256));
    (void)reader.integer("color"_L1, 0, 0xFFFFFF);
    if (reader.has("url"_L1)) {
        const QUrl url(reader.string("url"_L1, 0, 2048));
        if (url.scheme() != u"http"_s && url.scheme() != u"https"_s)
            reader.error("url"_L1, u"URL_TYPE_INVALID_URL"_s, u"Not a well formed URL."_s);
    }
    const QJsonArray fields = reader.array("fields"_L1, 0, 25);
    for (qsizetype i = 0; i < fields.size(); ++i) {
        FormReader field(fields.at(i).toObject(), at(reader.pathOf("fields"_L1), i), errors);
        field.require("name"_L1);
        field.require("value"_L1);
        total += codePoints(field.string("name"_L1, 1, 256));
        total += codePoints(field.string("value"_L1, 1, 1024));
        (void)field.boolean("inline"_L1);
    }
    return total;
}

void checkEmbeds(const QJsonArray &embeds, const QString &path, FormErrors &errors)
{
    constexpr qsizetype kMostInAll = 6000;
    qsizetype total = 0;
    for (qsizetype i = 0; i < embeds.size(); ++i) {
        if (!embeds.at(i).isObject()) {
            errors.add(at(path, i), u"MODEL_TYPE_CONVERT"_s,
                       u"Only dictionaries may be used in a ModelType"_s);
            continue;
        }
        total += checkEmbed(embeds.at(i).toObject(), at(path, i), errors);
    }
    if (total > kMostInAll)
        errors.add(path, u"MAX_EMBED_SIZE_EXCEEDED"_s,
                   u"Embed size exceeds maximum size of 6000"_s);
}

//! \brief Component types. \source components/reference.mdx
enum Component : int {
    ActionRow = 1,
    Button = 2,
    StringSelect = 3,
    TextInput = 4,
    UserSelect = 5,
    ChannelSelect = 8,
    Section = 9,
    TextDisplay = 10,
    Thumbnail = 11,
    MediaGallery = 12,
    File = 13,
    Separator = 14,
    Container = 17,
    Label = 18,
    FileUpload = 19,
};

class ComponentChecker
{
public:
    ComponentChecker(bool versionTwo, bool modal, FormErrors &errors)
        : m_versionTwo(versionTwo), m_modal(modal), m_errors(errors)
    { }

    void checkTop(const QJsonArray &list, const QString &path)
    {
        const qsizetype most = m_versionTwo ? 40 : 5;
        if (list.size() > most)
            m_errors.add(path, u"BASE_TYPE_MAX_LENGTH"_s,
                         u"Must be %1 or fewer in length."_s.arg(most));
        for (qsizetype i = 0; i < list.size(); ++i)
            check(list.at(i), at(path, i), true);
        if (m_versionTwo && m_count > most)
            m_errors.add(path, u"COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"_s,
                         u"The total number of components must not exceed 40"_s);
    }

private:
    void invalidType(const QString &path, const QString &choices)
    {
        m_errors.add(path + u".type"_s, u"UNION_TYPE_CHOICES"_s,
                     u"Value of field \"type\" must be one of (%1)."_s.arg(choices));
    }

    void check(const QJsonValue &value, const QString &path, bool top)
    {
        constexpr int kDeepest = 5;
        if (!value.isObject() || m_depth >= kDeepest) {
            m_errors.add(path, u"MODEL_TYPE_CONVERT"_s,
                         u"Only dictionaries may be used in a ModelType"_s);
            return;
        }
        ++m_count;
        ++m_depth;
        checkObject(value.toObject(), path, top);
        --m_depth;
    }

    void checkObject(const QJsonObject &object, const QString &path, bool top)
    {
        FormReader reader(object, path, m_errors);
        const int type = object.value("type"_L1).toInt();
        if (top && !allowedAtTop(type)) {
            invalidType(path,
                        m_versionTwo  ? u"1, 9, 10, 12, 13, 14, 17"_s
                            : m_modal ? u"1, 10, 18"_s
                                      : u"1"_s);
            return;
        }
        switch (type) {
        case ActionRow:
            checkRow(reader);
            break;
        case Button:
            checkButton(reader, object);
            break;
        case StringSelect:
        case UserSelect:
        case UserSelect + 1:
        case UserSelect + 2:
        case ChannelSelect:
            checkSelect(reader, type);
            break;
        case TextInput:
            checkTextInput(reader);
            break;
        case Label:
            reader.require("component"_L1);
            if (reader.has("component"_L1))
                check(object.value("component"_L1), reader.pathOf("component"_L1), false);
            break;
        case Section:
            checkChildren(reader, 1, 3);
            reader.require("accessory"_L1);
            if (reader.has("accessory"_L1))
                check(object.value("accessory"_L1), reader.pathOf("accessory"_L1), false);
            break;
        case Container:
            checkChildren(reader, 1, 40);
            break;
        case TextDisplay:
            reader.require("content"_L1);
            (void)reader.string("content"_L1, 1, 4000);
            break;
        case Thumbnail:
        case MediaGallery:
        case File:
        case Separator:
        case FileUpload:
            break;
        default:
            invalidType(path, u"1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17, 18, 19"_s);
        }
    }

    [[nodiscard]] bool allowedAtTop(int type) const
    {
        if (m_modal)
            return type == ActionRow || type == Label || type == TextDisplay;
        if (!m_versionTwo)
            return type == ActionRow;
        return type == ActionRow || type == Section || type == TextDisplay || type == Container
            || type == MediaGallery || type == File || type == Separator;
    }

    void checkChildren(FormReader &reader, qsizetype least, qsizetype most)
    {
        reader.require("components"_L1);
        const QJsonArray children = reader.array("components"_L1, least, most);
        for (qsizetype i = 0; i < children.size(); ++i)
            check(children.at(i), at(reader.pathOf("components"_L1), i), false);
    }

    void checkRow(FormReader &reader)
    {
        reader.require("components"_L1);
        const QJsonArray children = reader.array("components"_L1, 1, 5);
        qsizetype width = 0;
        for (qsizetype i = 0; i < children.size(); ++i) {
            const int type = children.at(i).toObject().value("type"_L1).toInt();
            width += type == Button ? 1 : 5;
            const QString path = at(reader.pathOf("components"_L1), i);
            if (type < Button || type > ChannelSelect || (type == TextInput) != m_modal)
                invalidType(path, m_modal ? u"4"_s : u"2, 3, 5, 6, 7, 8"_s);
            else
                check(children.at(i), path, false);
        }
        if (width > 5 && children.size() <= 5)
            reader.error("components"_L1, u"COMPONENT_LAYOUT_WIDTH_EXCEEDED"_s,
                         u"The specified component exceeds the maximum width"_s);
    }

    void checkCustomId(FormReader &reader)
    {
        reader.require("custom_id"_L1);
        const QString id = reader.string("custom_id"_L1, 1, 100);
        if (!id.isEmpty() && m_customIds.contains(id))
            reader.error("custom_id"_L1, u"COMPONENT_CUSTOM_ID_DUPLICATED"_s,
                         u"Component custom id cannot be duplicated"_s);
        m_customIds.insert(id);
    }

    void checkButton(FormReader &reader, const QJsonObject &object)
    {
        constexpr int kLink = 5;
        constexpr int kPremium = 6;
        reader.require("style"_L1);
        const qint64 style = reader.integer("style"_L1, 1, kPremium).value_or(1);
        (void)reader.string("label"_L1, 0, 80);
        (void)reader.boolean("disabled"_L1);
        if (style == kLink) {
            reader.require("url"_L1);
            (void)reader.string("url"_L1, 1, 512);
        } else if (style != kPremium) {
            checkCustomId(reader);
        }
        if (style != kPremium && object.value("label"_L1).toString().isEmpty()
            && !reader.has("emoji"_L1))
            m_errors.add(reader.pathOf("label"_L1), u"BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED"_s,
                         u"A button must have a label or an emoji"_s);
    }

    void checkSelect(FormReader &reader, int type)
    {
        checkCustomId(reader);
        (void)reader.string("placeholder"_L1, 0, 150);
        const qint64 least = reader.integer("min_values"_L1, 0, 25).value_or(1);
        const qint64 most = reader.integer("max_values"_L1, 1, 25).value_or(1);
        if (least > most)
            reader.error("min_values"_L1, u"BASE_TYPE_MAX_LENGTH"_s,
                         u"Must not be greater than max_values."_s);
        if (type != StringSelect)
            return;
        reader.require("options"_L1);
        const QJsonArray options = reader.array("options"_L1, 1, 25);
        QSet<QString> values;
        for (qsizetype i = 0; i < options.size(); ++i) {
            FormReader option(options.at(i).toObject(), at(reader.pathOf("options"_L1), i),
                              m_errors);
            option.require("label"_L1);
            option.require("value"_L1);
            (void)option.string("label"_L1, 1, 100);
            const QString value = option.string("value"_L1, 1, 100);
            (void)option.string("description"_L1, 0, 100);
            if (values.contains(value))
                option.error("value"_L1, u"SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"_s,
                             u"The specified option value is already used"_s);
            values.insert(value);
        }
    }

    void checkTextInput(FormReader &reader)
    {
        checkCustomId(reader);
        reader.require("style"_L1);
        (void)reader.integer("style"_L1, 1, 2);
        (void)reader.string("label"_L1, 0, 45);
        (void)reader.integer("min_length"_L1, 0, 4000);
        (void)reader.integer("max_length"_L1, 1, 4000);
        (void)reader.string("value"_L1, 0, 4000);
        (void)reader.string("placeholder"_L1, 0, 100);
    }

    const bool m_versionTwo;
    const bool m_modal;
    FormErrors &m_errors;
    QSet<QString> m_customIds;
    int m_count = 0;
    int m_depth = 0;
};

void checkFiles(FormReader &reader, const QList<FilePart> &files)
{
    constexpr qint64 kLargestFile = 10 * 1024 * 1024;
    constexpr qsizetype kMostFiles = 10;
    if (files.size() > kMostFiles)
        reader.error("attachments"_L1, u"BASE_TYPE_MAX_LENGTH"_s,
                     u"Must be 10 or fewer in length."_s);
    for (const FilePart &file : files) {
        if (file.size > kLargestFile)
            throw ApiError(JsonCode::FileTooLarge);
    }
    const QJsonArray attachments = reader.array("attachments"_L1, 0, kMostFiles);
    for (qsizetype i = 0; i < attachments.size(); ++i) {
        FormReader entry(attachments.at(i).toObject(), at(reader.pathOf("attachments"_L1), i),
                         reader.errors());
        entry.require("id"_L1);
        (void)entry.string("filename"_L1, 0, 1024);
        (void)entry.string("description"_L1, 0, 1024);
    }
}

} // namespace

void checkComponents(const QJsonArray &components, const QString &path, bool versionTwo, bool modal,
                     FormErrors &errors)
{
    ComponentChecker(versionTwo, modal, errors).checkTop(components, path);
}

void checkMessage(const QJsonObject &payload, const QList<FilePart> &files, const QString &path,
                  FormErrors &errors)
{
    constexpr qsizetype kLongestContent = 2000;
    constexpr qsizetype kLongestNonce = 25;
    FormReader reader(payload, path, errors);
    (void)reader.string("content"_L1, 0, kLongestContent);
    (void)reader.boolean("tts"_L1);
    const int flags = int(reader.integer("flags"_L1, 0, 0x7FFFFFFF).value_or(0));
    const bool versionTwo = (flags & MessageFlag::ComponentsV2) != 0;
    checkEmbeds(reader.array("embeds"_L1, 0, 10), reader.pathOf("embeds"_L1), errors);
    const QJsonArray components = reader.array("components"_L1, 0, 40);
    checkComponents(components, reader.pathOf("components"_L1), versionTwo, false, errors);
    if (versionTwo) {
        for (const QLatin1StringView key : {"content"_L1, "embeds"_L1, "poll"_L1}) {
            const QJsonValue value = payload.value(key);
            if (reader.has(key) && value != QJsonValue(u""_s) && value != QJsonValue(QJsonArray()))
                reader.error(key, u"MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"_s,
                             u"The '%1' field cannot be used when using "
                             "MessageFlags.IS_COMPONENTS_V2"_s.arg(key));
        }
    }
    (void)reader.array("sticker_ids"_L1, 0, 3);
    (void)reader.object("allowed_mentions"_L1);
    FormReader mentions(reader.object("allowed_mentions"_L1), reader.pathOf("allowed_mentions"_L1),
                        errors);
    (void)mentions.array("parse"_L1, 0, 3);
    (void)mentions.snowflakes("users"_L1, 100);
    (void)mentions.snowflakes("roles"_L1, 100);
    (void)reader.object("message_reference"_L1);
    // A nonce is a string or an integer.
    if (reader.has("nonce"_L1) && !payload.value("nonce"_L1).isDouble())
        (void)reader.string("nonce"_L1, 0, kLongestNonce);
    (void)reader.boolean("enforce_nonce"_L1);
    checkFiles(reader, files);
}

bool isEmptyMessage(const QJsonObject &payload, bool hasFiles)
{
    const auto hasList = [&payload](QLatin1StringView key) {
        return !payload.value(key).toArray().isEmpty();
    };
    return payload.value("content"_L1).toString().trimmed().isEmpty() && !hasFiles
        && !hasList("embeds"_L1) && !hasList("components"_L1) && !hasList("sticker_ids"_L1)
        && !payload.value("poll"_L1).isObject();
}

} // namespace Cordial::Sandbox
