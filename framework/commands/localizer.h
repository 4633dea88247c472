// SPDX-License-Identifier: MIT
#pragma once

#include <QMap>
#include <QString>
#include <QTranslator>

#include <memory>
#include <vector>

namespace Cordial {

//! \brief Makes tr() answer in the language of whoever is being answered.
//!
//! Installed in the QCoreApplication once (install()); it looks a text up in the catalogue of the
//! locale that the innermost LocaleScope of the thread names. Catalogues are Qt Linguist's .qm.
//! Without a scope, or without a translation, a text stays as it stands in the source.
//! Thread: translate() from any; everything else from the thread that made it.
class Localizer : public QTranslator
{
    Q_OBJECT
public:
    explicit Localizer(QObject *parent = nullptr);
    ~Localizer() override;

    void install();
    //! \brief Adds every `NAME_<locale>.qm` below \a directory; \a owner groups them for removal.
    //! Returns how many were added.
    int addCatalogues(const QString &directory, const QString &owner);
    //! \brief Adds one catalogue, "de" or "pt_BR". False if \a qm is none.
    bool addCatalogue(const QString &locale, QByteArray qm, const QString &owner);
    void removeCatalogues(const QString &owner);

    //! \brief \a text, just passed through tr(), in every language there is, by Discord's names of
    //! locales: what command descriptions carry as localisations.
    [[nodiscard]] QMap<QString, QString> localizations(const QString &text) const;

    [[nodiscard]] QString translate(const char *context, const char *sourceText,
                                    const char *disambiguation = nullptr,
                                    int n = -1) const override;
    [[nodiscard]] bool isEmpty() const override { return false; }

private:
    struct Catalogue;
    [[nodiscard]] QString lookUp(const QString &locale, const char *context, const char *source,
                                 const char *disambiguation, int n) const;

    std::vector<std::unique_ptr<Catalogue>> m_catalogues;
};

//! \brief While it lives, tr() in this thread answers in \a locale: Discord's name ("es-ES") or
//! Qt's ("es"). Set around every handler of a command; make one yourself in a later continuation:
//! `const LocaleScope scope(call.locale());`
class LocaleScope
{
public:
    explicit LocaleScope(QString locale);
    ~LocaleScope();
    LocaleScope(const LocaleScope &) = delete;
    LocaleScope &operator=(const LocaleScope &) = delete;

    [[nodiscard]] static QString current();

private:
    QString m_previous;
};

//! \brief Discord's names of the locales that a catalogue for \a locale serves: "es" serves es-ES
//! and es-419. \source reference.mdx, "Locales"
[[nodiscard]] QStringList discordLocales(const QString &locale);

} // namespace Cordial
