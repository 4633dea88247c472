// SPDX-License-Identifier: MIT
#include <cordial/commands/customid.h>

#include <QTest>

using namespace Cordial;
using namespace Cordial::Commands;
using namespace Qt::StringLiterals;

class TestCustomId : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void matches_data();
    void matches();
    void refusesBadPatterns_data();
    void refusesBadPatterns();
};

void TestCustomId::matches_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("customId");
    QTest::addColumn<QString>("seen"); // "name=value;" in the order of names, "none"
    QTest::newRow("happy/fixed") << u"again"_s << u"again"_s << u""_s;
    QTest::newRow("happy/int") << u"c/{n:int}"_s << u"c/-12"_s << u"n=-12;"_s;
    QTest::newRow("happy/id and text")
        << u"ban/{who:id}/{why}"_s << u"ban/7/spam/and more"_s << u"who=7;why=spam/and more;"_s;
    QTest::newRow("happy/special characters are plain") << u"a.b(c"_s << u"a.b(c"_s << u""_s;
    QTest::newRow("rainy/special characters are plain") << u"a.b"_s << u"axb"_s << u"none"_s;
    QTest::newRow("rainy/longer") << u"again"_s << u"again2"_s << u"none"_s;
    QTest::newRow("rainy/no int") << u"c/{n:int}"_s << u"c/x"_s << u"none"_s;
    QTest::newRow("rainy/int too long")
        << u"c/{n:int}"_s << u"c/1234567890123456789"_s << u"none"_s;
    QTest::newRow("rainy/empty text") << u"c/{n}"_s << u"c/"_s << u"none"_s;
}

void TestCustomId::matches()
{
    QFETCH(QString, pattern);
    QFETCH(QString, customId);
    const auto parsed = CustomIdPattern::parse(pattern);
    QVERIFY(parsed);
    const auto values = parsed->match(customId);
    QString seen = u"none"_s;
    if (values) {
        seen.clear();
        QStringList names = values->keys();
        names.sort();
        for (const QString &name : std::as_const(names)) {
            const OptionValue value = values->value(name);
            const qint64 *number = std::get_if<qint64>(&value);
            seen +=
                name + u'=' + (number ? QString::number(*number) : std::get<QString>(value)) + u';';
        }
    }
    QTEST(seen, "seen");
}

void TestCustomId::refusesBadPatterns_data()
{
    QTest::addColumn<QString>("pattern");
    for (const char *pattern : {"", "{a", "a}", "{}", "{a:float}", "{a}/{a}", "{a}{b}"})
        QTest::addRow("rainy/%s", pattern) << QString::fromLatin1(pattern);
}

void TestCustomId::refusesBadPatterns()
{
    QFETCH(QString, pattern);
    QVERIFY(!CustomIdPattern::parse(pattern));
}

QTEST_GUILESS_MAIN(TestCustomId)
#include "tst_customid.moc"
