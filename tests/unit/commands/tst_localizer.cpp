// SPDX-License-Identifier: MIT
#include <cordial/commands/localizer.h>

#include <QTest>

using namespace Cordial;
using namespace Qt::StringLiterals;

//! With the framework's own catalogues, which are embedded in its library.
class TestLocalizer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_localizer.reset(); }
    void answersInTheLocaleOfTheScope_data();
    void answersInTheLocaleOfTheScope();
    void scopesNest();
    void findsLocalizationsOfATextThatWentThroughTr();
    void removedCataloguesAreSilent();
    void refusesWhatIsNoCatalogue();
    void servesDiscordsLocales();

private:
    static QString text()
    {
        return QCoreApplication::translate("Cordial::CommandRegistry",
                                           "Sorry, something went wrong here.");
    }
    std::unique_ptr<Localizer> m_localizer;
};

void TestLocalizer::init()
{
    m_localizer = std::make_unique<Localizer>();
    m_localizer->install();
    QCOMPARE(m_localizer->addCatalogues(u":/cordial/catalogues/cordial"_s, u"cordial"_s), 3);
}

void TestLocalizer::answersInTheLocaleOfTheScope_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("expected");
    const QString english = u"Sorry, something went wrong here."_s;
    const QString spanish = u"Lo siento, algo ha salido mal."_s;
    QTest::newRow("happy/de") << u"de"_s << u"Da ist leider etwas schiefgegangen."_s;
    QTest::newRow("happy/es-ES") << u"es-ES"_s << spanish;
    QTest::newRow("happy/es-419") << u"es-419"_s << spanish;
    QTest::newRow("rainy/no catalogue") << u"fr"_s << english;
    QTest::newRow("rainy/no locale") << QString() << english;
    QTest::newRow("rainy/nonsense") << u"../../x"_s << english;
}

void TestLocalizer::answersInTheLocaleOfTheScope()
{
    QFETCH(QString, locale);
    const LocaleScope scope(locale);
    QTEST(text(), "expected");
}

void TestLocalizer::scopesNest()
{
    const LocaleScope outer(u"de"_s);
    {
        const LocaleScope inner(u"en-US"_s);
        QVERIFY(text().startsWith(u"Sorry"));
    }
    QVERIFY(text().startsWith(u"Da "));
}

void TestLocalizer::findsLocalizationsOfATextThatWentThroughTr()
{
    const auto found = m_localizer->localizations(text());
    QCOMPARE(found.size(), 4); // de, es-ES, es-419, ja
    QVERIFY(found.value(u"de"_s).startsWith(u"Da "));
    QVERIFY(m_localizer->localizations(u"never seen"_s).isEmpty());
}

void TestLocalizer::removedCataloguesAreSilent()
{
    m_localizer->removeCatalogues(u"cordial"_s);
    const LocaleScope scope(u"de"_s);
    QVERIFY(text().startsWith(u"Sorry"));
}

void TestLocalizer::refusesWhatIsNoCatalogue()
{
    QVERIFY(!m_localizer->addCatalogue(u"de"_s, "nonsense", u"x"_s));
    QVERIFY(!m_localizer->addCatalogue(QString(), {}, u"x"_s));
}

void TestLocalizer::servesDiscordsLocales()
{
    QCOMPARE(discordLocales(u"es"_s), (QStringList{u"es-ES"_s, u"es-419"_s}));
    QCOMPARE(discordLocales(u"pt_BR"_s), QStringList{u"pt-BR"_s});
    QCOMPARE(discordLocales(u"xx"_s), QStringList());
}

QTEST_GUILESS_MAIN(TestLocalizer)
#include "tst_localizer.moc"
