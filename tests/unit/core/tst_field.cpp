// SPDX-License-Identifier: MIT
#include <cordial/core/field.h>

#include <QString>
#include <QtTest>

using namespace Cordial;
using namespace Qt::StringLiterals;

class TestField : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void threeStates()
    {
        const Field<QString> absent;
        const Field<QString> nothing = null;
        const Field<QString> value = u"x"_s;
        QVERIFY(absent.isAbsent() && !absent.isNull() && !absent.hasValue() && !absent);
        QVERIFY(!nothing.isAbsent() && nothing.isNull() && !nothing.hasValue());
        QVERIFY(!value.isAbsent() && !value.isNull() && value.hasValue());
        QCOMPARE(*value, u"x"_s);
        QVERIFY(absent != nothing);
        QVERIFY(nothing != value);
        QVERIFY(value == Field<QString>(u"x"_s));
    }

    void valueOr()
    {
        QCOMPARE(Field<int>().valueOr(3), 3);
        QCOMPARE(Field<int>(null).valueOr(3), 3);
        QCOMPARE(Field<int>(0).valueOr(3), 0);
    }

    void changes()
    {
        Field<int> field;
        field.emplace() = 4;
        QCOMPARE(*field, 4);
        field = null;
        QVERIFY(field.isNull());
        field.clear();
        QVERIFY(field.isAbsent());
    }
};

QTEST_GUILESS_MAIN(TestField)
#include "tst_field.moc"
