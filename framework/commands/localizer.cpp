// SPDX-License-Identifier: MIT
#include <cordial/commands/localizer.h>

#include <cordial/core/logging.h>

#include <QCoreApplication>
#include <QDir>
#include <QHash>
#include <QReadWriteLock>

namespace Cordial {

namespace {

thread_local QString currentLocale;

//! \brief What tr() was asked for last in this thread: a description that arrives as plain text is
//! found in the catalogues by it. A few hundred texts, then it starts anew.
struct Origin
{
    QByteArray context;
    QByteArray source;
    QByteArray disambiguation;
};
constexpr qsizetype kMostOrigins = 512;
thread_local QHash<QString, Origin> origins;

QReadWriteLock &lock()
{
    static QReadWriteLock instance;
    return instance;
}

constexpr const char *kDiscordLocales[] = {
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr",    "hr",    "it", "lt",
    "hu", "nl", "no", "pl",    "pt-BR", "ro",    "fi",     "sv-SE", "vi",    "tr", "cs",
    "el", "bg", "ru", "uk",    "hi",    "th",    "zh-CN",  "ja",    "zh-TW", "ko"};

QString normalized(QString locale)
{
    return locale.replace(u'_', u'-');
}

QString languageOf(const QString &locale)
{
    return locale.section(u'-', 0, 0);
}

} // namespace

struct Localizer::Catalogue
{
    QString locale; //!< Normalised, "pt-BR".
    QString owner;
    QByteArray bytes; //!< A copy: the translator points into it, and plugins are unmapped.
    QTranslator translator;
};

Localizer::Localizer(QObject *parent) : QTranslator(parent)
{ }

Localizer::~Localizer()
{
    QCoreApplication::removeTranslator(this);
}

void Localizer::install()
{
    QCoreApplication::installTranslator(this);
}

int Localizer::addCatalogues(const QString &directory, const QString &owner)
{
    int added = 0;
    const QDir folder(directory);
    const QStringList names = folder.entryList({QStringLiteral("*.qm")}, QDir::Files, QDir::Name);
    for (const QString &name : names) {
        QFile file(folder.filePath(name));
        const QString locale = name.chopped(3).section(u'_', 1);
        if (!file.open(QIODevice::ReadOnly) || !addCatalogue(locale, file.readAll(), owner)) {
            qCWarning(lcCommands).noquote() << name << "of" << owner << "is no catalogue";
            continue;
        }
        ++added;
    }
    return added;
}

bool Localizer::addCatalogue(const QString &locale, QByteArray qm, const QString &owner)
{
    auto catalogue = std::make_unique<Catalogue>();
    catalogue->locale = normalized(locale);
    catalogue->owner = owner;
    catalogue->bytes = std::move(qm);
    const auto *data = reinterpret_cast<const uchar *>(catalogue->bytes.constData());
    if (locale.isEmpty() || !catalogue->translator.load(data, int(catalogue->bytes.size())))
        return false;
    const QWriteLocker locker(&lock());
    m_catalogues.push_back(std::move(catalogue));
    return true;
}

void Localizer::removeCatalogues(const QString &owner)
{
    const QWriteLocker locker(&lock());
    std::erase_if(m_catalogues, [&](const auto &catalogue) { return catalogue->owner == owner; });
}

QString Localizer::lookUp(const QString &locale, const char *context, const char *source,
                          const char *disambiguation, int n) const
{
    // First the exact locale, then any of the language.
    for (const bool exact : {true, false}) {
        for (const auto &catalogue : m_catalogues) {
            const bool fits = exact ? catalogue->locale == locale
                                    : languageOf(catalogue->locale) == languageOf(locale);
            if (!fits)
                continue;
            QString text = catalogue->translator.translate(context, source, disambiguation, n);
            if (!text.isEmpty())
                return text;
        }
    }
    return {};
}

QString Localizer::translate(const char *context, const char *sourceText,
                             const char *disambiguation, int n) const
{
    if (origins.size() >= kMostOrigins)
        origins.clear();
    origins.insert(QString::fromUtf8(sourceText), {context, sourceText, disambiguation});
    if (currentLocale.isEmpty())
        return {};
    const QReadLocker locker(&lock());
    return lookUp(normalized(currentLocale), context, sourceText, disambiguation, n);
}

QMap<QString, QString> Localizer::localizations(const QString &text) const
{
    QMap<QString, QString> found;
    const auto origin = origins.constFind(text);
    if (origin == origins.constEnd())
        return found;
    const QReadLocker locker(&lock());
    for (const char *name : kDiscordLocales) {
        const QString locale = QString::fromLatin1(name);
        const QString translated =
            lookUp(locale, origin->context.constData(), origin->source.constData(),
                   origin->disambiguation.constData(), -1);
        if (!translated.isEmpty() && translated != text)
            found.insert(locale, translated);
    }
    return found;
}

LocaleScope::LocaleScope(QString locale)
    : m_previous(std::exchange(currentLocale, std::move(locale)))
{ }

LocaleScope::~LocaleScope()
{
    currentLocale = m_previous;
}

QString LocaleScope::current()
{
    return currentLocale;
}

QStringList discordLocales(const QString &locale)
{
    QStringList served;
    const QString wanted = normalized(locale);
    for (const char *name : kDiscordLocales) {
        const QString candidate = QString::fromLatin1(name);
        if (candidate == wanted || (!wanted.contains(u'-') && languageOf(candidate) == wanted))
            served.append(candidate);
    }
    return served;
}

} // namespace Cordial
