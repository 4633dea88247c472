// SPDX-License-Identifier: MIT
#include <cordial/api/typed/messagebuilder.h>

#include <QLocale>
#include <QTest>

#include <functional>

using namespace Cordial;
using namespace Cordial::Api;
using namespace Qt::StringLiterals;

namespace C = Components;

//! \brief A body that has \a n of something.
using Make = std::function<QList<FieldError>(qsizetype n)>;
Q_DECLARE_METATYPE(Make)

namespace {

//! Characters outside the first plane: two units in a QString, one for Discord.
QString text(qsizetype length)
{
    return u"\U0001F600"_s.repeated(length);
}

QList<FieldError> broken(const MessageBuilder &message, qsizetype files = 0)
{
    const auto built = message.build(files);
    return built ? QList<FieldError>() : built.error().fieldErrors;
}

QList<FieldError> ofEmbed(const EmbedBuilder &embed)
{
    return broken(MessageBuilder().embed(embed));
}

QList<FieldError> ofRow(Component component)
{
    return broken(MessageBuilder().component(C::row({std::move(component)})));
}

QList<FieldError> ofV2(Component component)
{
    return broken(MessageBuilder().componentV2(std::move(component)));
}

QList<FieldError> ofModal(const QList<Component> &components)
{
    InteractionModalData modal;
    modal.customId = u"m"_s;
    modal.title = u"T"_s;
    modal.components = components;
    return brokenLimits(modal);
}

QList<FieldError> ofLabel(Component component)
{
    return ofModal({C::label(u"L"_s, std::move(component))});
}

QList<SelectOption> options(qsizetype count)
{
    QList<SelectOption> made;
    for (qsizetype i = 0; i < count; ++i)
        made.append(C::option(u"o"_s, QString::number(i)));
    return made;
}

StringSelect aSelect(qsizetype count = 1)
{
    return C::stringSelect(u"s"_s, options(count));
}

template <typename T>
QList<T> times(qsizetype count, const std::function<T(qsizetype)> &make)
{
    QList<T> made;
    for (qsizetype i = 0; i < count; ++i)
        made.append(make(i));
    return made;
}

std::optional<FieldError> at(const QList<FieldError> &errors, const QString &path)
{
    for (const FieldError &error : errors) {
        if (error.path == path)
            return error;
    }
    return {};
}

QString readable(qsizetype number)
{
    return QLocale(QLocale::English).toString(number);
}

} // namespace

class TestLimits : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void upper_data();
    void upper();
    void lower_data();
    void lower();
    void placement_data();
    void placement();
    void messageOfTheError();
    void spaceAroundEmbedTextsDoesNotCount();
    void emptyMessages();
    void reportsAllAndIsBounded();
    void buildersMakeWhatDiscordExpects();
    void notifyIsCareful();
    void whatIsUnknownIsLeftToDiscord();
};

void TestLimits::upper_data()
{
    QTest::addColumn<Make>("make");
    QTest::addColumn<QString>("path");
    QTest::addColumn<qsizetype>("most");
    QTest::addColumn<QString>("unit");
    const auto row = [](const char *path, qsizetype most, const char *unit, Make make,
                        const char *note = "") {
        QTest::addRow("happy/%s%s", path, note)
            << std::move(make) << QString::fromLatin1(path) << most << QString::fromLatin1(unit);
    };
    const char *chars = " characters";
    const char *entries = " entries";
    row("content", 2'000, chars, [](qsizetype n) { return broken(MessageBuilder(text(n))); });
    row("embeds", 10, entries, [](qsizetype n) {
        MessageBuilder message;
        for (qsizetype i = 0; i < n; ++i)
            message.embed(EmbedBuilder().title(u"t"_s));
        return broken(message);
    });
    row("embeds[0].title", 256, chars,
        [](qsizetype n) { return ofEmbed(EmbedBuilder().title(text(n))); });
    row("embeds[0].description", 4'096, chars,
        [](qsizetype n) { return ofEmbed(EmbedBuilder().description(text(n))); });
    row("embeds[0].fields", 25, entries, [](qsizetype n) {
        EmbedBuilder embed;
        for (qsizetype i = 0; i < n; ++i)
            embed.field(u"n"_s, u"v"_s);
        return ofEmbed(embed);
    });
    row("embeds[0].fields[1].name", 256, chars, [](qsizetype n) {
        return ofEmbed(EmbedBuilder().field(u"n"_s, u"v"_s).field(text(n), u"v"_s));
    });
    row("embeds[0].fields[1].value", 1'024, chars, [](qsizetype n) {
        return ofEmbed(EmbedBuilder().field(u"n"_s, u"v"_s).field(u"n"_s, text(n)));
    });
    row("embeds[0].footer.text", 2'048, chars,
        [](qsizetype n) { return ofEmbed(EmbedBuilder().footer(text(n))); });
    row("embeds[0].author.name", 256, chars,
        [](qsizetype n) { return ofEmbed(EmbedBuilder().author(text(n))); });
    row("embeds[0].color", 0xFFFFFF, "", [](qsizetype n) {
        Embed embed = EmbedBuilder().title(u"t"_s).unchecked();
        embed.color = qint64(n);
        return ofEmbed(EmbedBuilder(embed));
    });
    row(
        "embeds", 6'000, chars,
        [](qsizetype n) {
            return broken(MessageBuilder()
                              .embed(EmbedBuilder().description(text(4'000)))
                              .embed(EmbedBuilder().footer(text(n - 4'100)).author(text(100))));
        },
        " together");
    row("files", 10, entries, [](qsizetype n) { return broken(MessageBuilder(u"t"_s), n); });
    row("sticker_ids", 3, entries, [](qsizetype n) {
        MessageBuilder message;
        for (qsizetype i = 0; i < n; ++i)
            message.sticker(StickerId(quint64(i) + 1));
        return broken(message);
    });
    row("nonce", 25, chars, [](qsizetype n) {
        CreateMessageRequest body = MessageBuilder(u"t"_s).unchecked();
        body.nonce = IntOrString(text(n));
        return brokenLimits(body);
    });
    row("attachments[0].description", 1'024, chars, [](qsizetype n) {
        return broken(MessageBuilder(u"t"_s).describeFile(0, u"a.png"_s, text(n)), 1);
    });
    row("allowed_mentions.users", 100, entries, [](qsizetype n) {
        const auto users = times<UserId>(n, [](qsizetype i) { return UserId(quint64(i) + 1); });
        return broken(MessageBuilder(u"t"_s).notify(Notify::only(users)));
    });
    row("allowed_mentions.roles", 100, entries, [](qsizetype n) {
        const auto roles = times<RoleId>(n, [](qsizetype i) { return RoleId(quint64(i) + 1); });
        return broken(MessageBuilder(u"t"_s).notify(Notify::only({}, roles)));
    });
    row("poll.question.text", 300, chars, [](qsizetype n) {
        return broken(MessageBuilder().poll(PollBuilder(text(n)).answer(u"a"_s)));
    });
    row("poll.answers", 10, entries, [](qsizetype n) {
        PollBuilder poll(u"q"_s);
        for (qsizetype i = 0; i < n; ++i)
            poll.answer(u"a"_s);
        return broken(MessageBuilder().poll(poll));
    });
    row("poll.answers[1].poll_media.text", 55, chars, [](qsizetype n) {
        return broken(MessageBuilder().poll(PollBuilder(u"q"_s).answer(u"a"_s).answer(text(n))));
    });
    row("poll.duration", 768, "", [](qsizetype n) {
        return broken(MessageBuilder().poll(
            PollBuilder(u"q"_s).answer(u"a"_s).duration(std::chrono::hours(n))));
    });
    row("components", 5, entries, [](qsizetype n) {
        MessageBuilder message;
        for (qsizetype i = 0; i < n; ++i)
            message.component(C::row({C::button(QString::number(i), u"b"_s)}));
        return broken(message);
    });
    row("components[0].components", 5, entries, [](qsizetype n) {
        return broken(MessageBuilder().component(C::row(times<Component>(
            n, [](qsizetype i) { return C::button(QString::number(i), u"b"_s); }))));
    });
    row(
        "components[0].components", 1, entries,
        [](qsizetype n) {
            return broken(MessageBuilder().component(
                C::row(times<Component>(std::max<qsizetype>(n, 1), [](qsizetype i) {
                    return C::userSelect(QString::number(i));
                }))));
        },
        " of selects");
    row("components[0].components[0].custom_id", 100, chars,
        [](qsizetype n) { return ofRow(C::button(text(n), u"b"_s)); });
    row("components[0].components[0].label", 80, chars,
        [](qsizetype n) { return ofRow(C::button(u"i"_s, text(n))); });
    row("components[0].components[0].url", 512, chars,
        [](qsizetype n) { return ofRow(C::linkButton(u"https://"_s + text(n - 8), u"b"_s)); });
    row("components[0].components[0].options", 25, entries,
        [](qsizetype n) { return ofRow(aSelect(n)); });
    row("components[0].components[0].placeholder", 150, chars,
        [](qsizetype n) { return ofRow(C::userSelect(u"i"_s, text(n))); });
    row("components[0].components[0].min_values", 25, "", [](qsizetype n) {
        StringSelect select = aSelect();
        select.minValues = qint64(n);
        return ofRow(select);
    });
    row("components[0].components[0].max_values", 25, "", [](qsizetype n) {
        StringSelect select = aSelect();
        select.maxValues = qint64(n);
        return ofRow(select);
    });
    row("components[0].components[0].default_values", 3, entries, [](qsizetype n) {
        UserSelect select = C::userSelect(u"i"_s);
        select.maxValues = 3;
        select.defaultValues = QList<SelectDefaultValue>(n);
        return ofRow(select);
    });
    for (const char *name : {"label", "value", "description"}) {
        const QByteArray path = QByteArray("components[0].components[0].options[0].") + name;
        row(path.constData(), 100, chars, [name = QByteArray(name)](qsizetype n) {
            SelectOption option = C::option(u"l"_s, u"v"_s);
            if (name == "label")
                option.label = text(n);
            else if (name == "value")
                option.value = text(n);
            else
                option.description = text(n);
            return ofRow(C::stringSelect(u"i"_s, {option}));
        });
    }
    row(
        "components", 40, entries,
        [](qsizetype n) { // Two a row, and the container.
            QList<Component> inside;
            for (qsizetype left = n - 1; left > 1; left -= 2)
                inside.append(C::row({C::button(QString::number(left), u"b"_s)}));
            if (n % 2 == 0)
                inside.append(C::text(u"t"_s));
            return ofV2(C::container(inside));
        },
        " v2");
    row("components[0].content", 4'000, chars, [](qsizetype n) { return ofV2(C::text(text(n))); });
    row(
        "components", 4'000, chars,
        [](qsizetype n) {
            return broken(MessageBuilder()
                              .componentV2(C::text(text(2'000)))
                              .componentV2(C::container({C::text(text(n - 2'000))})));
        },
        " texts together");
    row(
        "components[0].components", 3, entries,
        [](qsizetype n) {
            return ofV2(C::section(times<TextDisplay>(n, [](qsizetype) { return C::text(u"t"_s); }),
                                   C::thumbnail(u"https://x/y.png"_s)));
        },
        " of a section");
    row("components[0].items", 10, entries, [](qsizetype n) {
        return ofV2(C::gallery(times<MediaGalleryItem>(
            n, [](qsizetype) { return C::galleryItem(u"https://x/y.png"_s); })));
    });
    row("components[0].items[0].description", 1'024, chars, [](qsizetype n) {
        return ofV2(C::gallery({C::galleryItem(u"https://x/y.png"_s, text(n))}));
    });
    row("components[0].accessory.description", 1'024, chars, [](qsizetype n) {
        return ofV2(C::section({C::text(u"t"_s)}, C::thumbnail(u"https://x/y.png"_s, text(n))));
    });
    row("components[0].accent_color", 0xFFFFFF, "", [](qsizetype n) {
        Container container = C::container({C::text(u"t"_s)});
        container.accentColor = qint64(n);
        return ofV2(container);
    });
    row("title", 45, chars, [](qsizetype n) {
        InteractionModalData modal;
        modal.customId = u"m"_s;
        modal.title = text(n);
        modal.components = {C::text(u"t"_s)};
        return brokenLimits(modal);
    });
    row(
        "components", 5, entries,
        [](qsizetype n) {
            return ofModal(times<Component>(n, [](qsizetype) { return C::text(u"t"_s); }));
        },
        " of a modal");
    row("components[0].label", 45, chars,
        [](qsizetype n) { return ofModal({C::label(text(n), C::textInput(u"i"_s))}); });
    row("components[0].description", 100, chars,
        [](qsizetype n) { return ofModal({C::label(u"l"_s, C::textInput(u"i"_s), text(n))}); });
    row("components[0].component.value", 4'000, chars, [](qsizetype n) {
        TextInput input = C::textInput(u"i"_s);
        input.value = text(n);
        return ofLabel(input);
    });
    row("components[0].component.placeholder", 100, chars, [](qsizetype n) {
        TextInput input = C::textInput(u"i"_s);
        input.placeholder = text(n);
        return ofLabel(input);
    });
    row("components[0].component.max_length", 4'000, "", [](qsizetype n) {
        TextInput input = C::textInput(u"i"_s);
        input.maxLength = qint64(n);
        return ofLabel(input);
    });
    row("components[0].component.max_values", 10, "",
        [](qsizetype n) { return ofLabel(C::fileUpload(u"i"_s, 0, int(n))); });
    row("components[0].component.options", 10, entries, [](qsizetype n) {
        return ofLabel(C::radioGroup(u"i"_s, times<RadioGroupOption>(n, [](qsizetype i) {
                                         return C::radioOption(u"o"_s, QString::number(i));
                                     })));
    });
    row(
        "components[0].component.options", 10, entries,
        [](qsizetype n) {
            return ofLabel(C::checkboxGroup(u"i"_s, times<CheckboxGroupOption>(n, [](qsizetype i) {
                                                return C::checkboxOption(u"o"_s,
                                                                         QString::number(i));
                                            })));
        },
        " of checkboxes");
    row("username", 80, chars, [](qsizetype n) {
        ExecuteWebhookRequest body = *MessageBuilder(u"t"_s).buildWebhook();
        body.username = text(n);
        return brokenLimits(body);
    });
    row("thread_name", 100, chars, [](qsizetype n) {
        ExecuteWebhookRequest body = *MessageBuilder(u"t"_s).buildWebhook();
        body.threadName = text(n);
        return brokenLimits(body);
    });
}

void TestLimits::upper()
{
    QFETCH(Make, make);
    QFETCH(QString, path);
    QFETCH(qsizetype, most);
    QFETCH(QString, unit);
    for (const qsizetype n : {most - 1, most}) {
        const auto errors = make(n);
        QVERIFY2(errors.isEmpty(),
                 errors.isEmpty()
                     ? ""
                     : qPrintable(errors.first().path + u": " + errors.first().message));
    }
    const auto errors = make(most + 1);
    const auto error = at(errors, path);
    QVERIFY2(error, qPrintable(errors.isEmpty() ? u"nothing is broken"_s : errors.first().path));
    QCOMPARE(error->message, readable(most + 1) + unit + u", at most " + readable(most));
    QVERIFY(!error->code.isEmpty());
}

void TestLimits::lower_data()
{
    QTest::addColumn<Make>("make");
    QTest::addColumn<QString>("path");
    QTest::addColumn<qsizetype>("least");
    const auto row = [](const char *path, qsizetype least, Make make) {
        QTest::addRow("happy/%s", path) << std::move(make) << QString::fromLatin1(path) << least;
    };
    row("embeds[0].fields[0].name", 1,
        [](qsizetype n) { return ofEmbed(EmbedBuilder().field(text(n), u"v"_s)); });
    row("embeds[0].fields[0].value", 1,
        [](qsizetype n) { return ofEmbed(EmbedBuilder().field(u"n"_s, text(n))); });
    row("poll.question.text", 1, [](qsizetype n) {
        return broken(MessageBuilder().poll(PollBuilder(text(n)).answer(u"a"_s)));
    });
    row("poll.duration", 1, [](qsizetype n) {
        return broken(MessageBuilder().poll(
            PollBuilder(u"q"_s).answer(u"a"_s).duration(std::chrono::hours(n))));
    });
    row("components[0].components", 1, [](qsizetype n) {
        return broken(MessageBuilder().component(C::row(times<Component>(
            n, [](qsizetype i) { return C::button(QString::number(i), u"b"_s); }))));
    });
    row("components[0].components[0].custom_id", 1,
        [](qsizetype n) { return ofRow(C::userSelect(text(n))); });
    row("components[0].components[0].options", 1, [](qsizetype n) { return ofRow(aSelect(n)); });
    row("components[0].components[0].max_values", 1, [](qsizetype n) {
        UserSelect select = C::userSelect(u"i"_s);
        select.maxValues = qint64(n);
        return ofRow(select);
    });
    row("components[0].component.options", 2, [](qsizetype n) {
        return ofLabel(C::radioGroup(u"i"_s, times<RadioGroupOption>(n, [](qsizetype i) {
                                         return C::radioOption(u"o"_s, QString::number(i));
                                     })));
    });
    row("title", 1, [](qsizetype n) {
        InteractionModalData modal;
        modal.customId = u"m"_s;
        modal.title = text(n);
        modal.components = {C::text(u"t"_s)};
        return brokenLimits(modal);
    });
}

void TestLimits::lower()
{
    QFETCH(Make, make);
    QFETCH(QString, path);
    QFETCH(qsizetype, least);
    QVERIFY(make(least).isEmpty());
    const auto error = at(make(least - 1), path);
    QVERIFY(error);
    QVERIFY2(error->message.endsWith(u", at least "_s + readable(least)),
             qPrintable(error->message));
}

void TestLimits::placement_data()
{
    QTest::addColumn<Make>("make");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *expected, const QList<FieldError> &errors) {
        QTest::newRow(name) << Make([errors](qsizetype) { return errors; })
                            << QString::fromLatin1(expected);
    };
    const auto button = [](const char *id) { return C::button(QString::fromLatin1(id), u"b"_s); };
    row("rainy/text without v2", "components[0]: cannot stand here",
        broken(MessageBuilder().component(C::text(u"t"_s))));
    row("rainy/button alone", "components[0]: cannot stand here", ofV2(button("a")));
    row("rainy/row in a row", "components[0].components[0]: cannot stand here",
        ofRow(C::row({button("a")})));
    row("rainy/container in a container", "components[0].components[0]: cannot stand here",
        ofV2(C::container({C::container({C::text(u"t"_s)})})));
    row("rainy/text beside v2", "content: cannot be sent along with components v2",
        broken(MessageBuilder(u"t"_s).componentV2(C::text(u"t"_s))));
    row("rainy/embed beside v2", "embeds: cannot be sent along with components v2",
        broken(MessageBuilder().embed(EmbedBuilder().title(u"t"_s)).componentV2(C::text(u"t"_s))));
    row("rainy/poll beside v2", "poll: cannot be sent along with components v2",
        broken(MessageBuilder()
                   .poll(PollBuilder(u"q"_s).answer(u"a"_s))
                   .componentV2(C::text(u"t"_s))));
    row("rainy/select as accessory", "components[0].accessory: cannot stand here",
        ofV2(C::section({C::text(u"t"_s)}, C::userSelect(u"i"_s))));
    Section bare = C::section({C::text(u"t"_s)}, button("a"));
    bare.accessory.clear();
    row("rainy/section without accessory", "components[0].accessory: is missing", ofV2(bare));
    row("rainy/input in a message", "components[0].components[0]: cannot stand here",
        ofRow(C::textInput(u"i"_s)));
    row("rainy/button in a modal", "components[0].component: cannot stand here",
        ofLabel(button("a")));
    row("rainy/file of another",
        "components[0].file.url: has to be attachment:// and the name of a "
        "file that goes along",
        ofV2([] {
            File file = C::file(u"a"_s);
            file.file.url = u"https://x/y"_s;
            return file;
        }()));
    row("rainy/same custom_id", "components[0].components[1].custom_id: is another component's too",
        broken(MessageBuilder().component(C::row({button("a"), button("a")}))));
    row("rainy/same id", "components[1].id: 7 is another component's too", [] {
        TextDisplay text = C::text(u"t"_s);
        text.id = 7;
        return broken(MessageBuilder().componentV2(text).componentV2(text));
    }());
    row("rainy/same value", "components[0].components[0].options[1].value: is another option's too",
        ofRow(C::stringSelect(u"i"_s, {C::option(u"a"_s, u"1"_s), C::option(u"b"_s, u"1"_s)})));
    row("rainy/least over most", "components[0].components[0].min_values: is over max_values", [] {
        UserSelect select = C::userSelect(u"i"_s);
        select.minValues = 3;
        select.maxValues = 2;
        return ofRow(select);
    }());
    row("rainy/link with custom_id",
        "components[0].components[0].custom_id: does not go with a link button", [] {
            Button link = C::linkButton(u"https://x"_s, u"l"_s);
            link.customId = u"i"_s;
            return ofRow(link);
        }());
    row("rainy/link to nowhere",
        "components[0].components[0].url: begins with neither https:// nor http:// nor discord://",
        ofRow(C::linkButton(u"javascript:1"_s, u"l"_s)));
    row("rainy/button without face",
        "components[0].components[0].label: is empty, and there is no emoji",
        ofRow(C::button(u"i"_s, u" "_s)));
    row("happy/button with emoji alone", "", ofRow(C::button(u"i"_s, C::emoji(EmojiId(1)))));
    row("happy/premium", "", ofRow(C::premiumButton(SkuId(1))));
    row("rainy/premium with label",
        "components[0].components[0].label: does not go with a premium button", [] {
            Button premium = C::premiumButton(SkuId(1));
            premium.label = u"l"_s;
            return ofRow(premium);
        }());
    row("rainy/picture from nowhere",
        "embeds[0].image.url: begins with neither https:// nor http:// nor attachment://",
        ofEmbed(EmbedBuilder().image(u"file:///etc/passwd"_s)));
    row("happy/picture of its own", "", ofEmbed(EmbedBuilder().image(u"attachment://a b.png"_s)));
    row("rainy/title without page", "embeds[0].url: begins with neither https:// nor http://",
        ofEmbed(EmbedBuilder().title(u"t"_s).url(u"attachment://a"_s)));
    row("rainy/empty embed", "embeds[0]: shows nothing", ofEmbed(EmbedBuilder()));
    row("rainy/named twice",
        "allowed_mentions.parse: has \"users\", so none may be named one by one", [] {
            AllowedMentions mentions = Notify::only({UserId(1)});
            mentions.parse = Notify::users().parse;
            return broken(MessageBuilder(u"t"_s).notify(mentions));
        }());
    row("happy/everything of v2", "",
        broken(MessageBuilder()
                   .componentV2(C::container(
                       {C::text(u"t"_s), C::separator(),
                        C::section({C::text(u"t"_s)}, C::thumbnail(u"attachment://a.png"_s)),
                        C::gallery({C::galleryItem(u"https://x/y.png"_s)}), C::file(u"a.txt"_s),
                        C::row({C::channelSelect(u"c"_s, {ChannelType::GuildText})})},
                       Api::Colors::Blurple))
                   .componentV2(C::row({C::roleSelect(u"r"_s)}))
                   .componentV2(C::row({C::mentionableSelect(u"m"_s)})),
               2));
    row("happy/everything of modals", "",
        ofModal({C::label(u"l"_s, C::textInput(u"1"_s)), C::label(u"l"_s, C::fileUpload(u"2"_s)),
                 C::label(u"l"_s, C::checkbox(u"3"_s)), C::label(u"l"_s, aSelect()),
                 C::text(u"t"_s)}));
}

void TestLimits::placement()
{
    QFETCH(Make, make);
    QFETCH(QString, expected);
    const auto errors = make(0);
    const QString first =
        errors.isEmpty() ? QString() : errors.first().path + u": " + errors.first().message;
    QCOMPARE(first, expected);
}

void TestLimits::messageOfTheError()
{
    const auto built = MessageBuilder()
                           .embed(EmbedBuilder().field(u"n"_s, u"v"_s).field(u"n"_s, text(1'030)))
                           .build();
    QVERIFY(!built.isOk());
    QCOMPARE(built.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(built.error().message,
             u"embeds[0].fields[1].value: 1,030 characters, at most 1,024"_s);
    QCOMPARE(built.error().fieldErrors.size(), 1);
    const auto alone = EmbedBuilder().title(text(300)).build();
    QCOMPARE(alone.error().message, u"title: 300 characters, at most 256"_s);
    const auto edit = MessageBuilder(text(2'001)).buildEdit();
    QCOMPARE(edit.error().message, u"content: 2,001 characters, at most 2,000"_s);
}

void TestLimits::spaceAroundEmbedTextsDoesNotCount()
{
    const QString padded = u"\n  "_s + text(256) + u"   "_s;
    QVERIFY(ofEmbed(EmbedBuilder().title(padded)).isEmpty());
    QCOMPARE(countedLength(EmbedBuilder().title(padded).unchecked()), 256);
    QCOMPARE(at(ofEmbed(EmbedBuilder().field(u"  "_s, u"v"_s)), u"embeds[0].fields[0].name"_s)
                 .value_or(FieldError())
                 .message,
             u"0 characters, at least 1"_s);
}

void TestLimits::emptyMessages()
{
    const auto isEmpty = [](const MessageBuilder &message, qsizetype files = 0) {
        return at(broken(message, files), u"content"_s).has_value();
    };
    QVERIFY(isEmpty(MessageBuilder()));
    QVERIFY(isEmpty(MessageBuilder(u" \n"_s)));
    QVERIFY(!isEmpty(MessageBuilder(), 1));
    QVERIFY(!isEmpty(MessageBuilder().sticker(StickerId(1))));
    QVERIFY(MessageBuilder().buildEdit().isOk());
    QVERIFY(MessageBuilder().buildWebhook(Purpose::Edit).isOk());
    QVERIFY(!MessageBuilder().buildWebhook().isOk());
    QVERIFY(!MessageBuilder().buildAnswer().isOk());
    QVERIFY(MessageBuilder(u"t"_s).ephemeral().buildAnswer().isOk());
    CreateMessageRequest forward;
    forward.messageReference.emplace().type = MessageReferenceType(1);
    QVERIFY(brokenLimits(forward).isEmpty());
}

void TestLimits::reportsAllAndIsBounded()
{
    MessageBuilder message(text(2'001));
    message.embed(EmbedBuilder().title(text(257)).footer(text(2'049)));
    QStringList paths;
    for (const FieldError &error : broken(message))
        paths.append(error.path);
    QCOMPARE(paths, (QStringList{u"content"_s, u"embeds[0].title"_s, u"embeds[0].footer.text"_s}));
    EmbedBuilder embed;
    for (int i = 0; i < 1'000; ++i)
        embed.field({}, {});
    QCOMPARE(ofEmbed(embed).size(), 20);
    // As deep as nobody means it, but JSON from elsewhere may be.
    Component deep = C::text(u"t"_s);
    for (int i = 0; i < 100; ++i)
        deep = C::container({deep});
    QVERIFY(!ofV2(deep).isEmpty());
}

void TestLimits::buildersMakeWhatDiscordExpects()
{
    const auto built = MessageBuilder(u"hi"_s)
                           .embed(EmbedBuilder()
                                      .title(u"T"_s)
                                      .color(Api::Colors::Blurple)
                                      .field(u"n"_s, u"v"_s, true))
                           .component(C::row({C::button(u"again"_s, u"Again"_s)}))
                           .replyTo(MessageId(5), false)
                           .silent()
                           .build();
    QVERIFY(built.isOk());
    QCOMPARE(toJson(*built),
             QByteArray(R"({"content":"hi","embeds":[{"title":"T","color":5793266,"fields":)"
                        R"([{"name":"n","value":"v","inline":true}]}],"allowed_mentions":)"
                        R"({"parse":["users"],"replied_user":true},"components":[{"type":1,)"
                        R"("components":[{"type":2,"custom_id":"again","style":1,)"
                        R"("label":"Again"}]}],"flags":4096,"message_reference":)"
                        R"({"message_id":"5","fail_if_not_exists":false}})"));
    const auto poll = PollBuilder(u"q"_s)
                          .answer(u"a"_s, C::emoji(u"\u2705"_s))
                          .duration(std::chrono::hours(24))
                          .multiselect()
                          .build();
    QVERIFY(poll.isOk());
    QCOMPARE(toJson(*poll),
             QByteArray(R"({"question":{"text":"q"},"answers":[{"poll_media":{"text":"a",)"
                        "\"emoji\":{\"name\":\"\u2705\"}}}],\"allow_multiselect\":true,"
                        "\"duration\":24}"));
}

void TestLimits::notifyIsCareful()
{
    QCOMPARE(toJson(Notify::nobody()), QByteArray(R"({"parse":[],"replied_user":false})"));
    QCOMPARE(toJson(Notify::only({UserId(1)}, {RoleId(2)})),
             QByteArray(R"({"parse":[],"users":["1"],"roles":["2"],"replied_user":false})"));
    QCOMPARE(toJson(Notify::everyone()),
             QByteArray(R"({"parse":["users","roles","everyone"],"replied_user":true})"));
}

void TestLimits::whatIsUnknownIsLeftToDiscord()
{
    const Component unknown(RawJson{R"({"type":99,"custom_id":""})"});
    QVERIFY(ofV2(unknown).isEmpty());
    QVERIFY(ofRow(unknown).isEmpty());
}

QTEST_GUILESS_MAIN(TestLimits)
#include "tst_limits.moc"
