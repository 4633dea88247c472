// SPDX-License-Identifier: MIT
#include <cordial/host/proxy.h>

#include <QTest>

using namespace Cordial;
using namespace Cordial::Host;
using namespace Qt::StringLiterals;

class TestProxy : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void environment_data();
    void environment();
    void nonsense_data();
    void nonsense();
};

void TestProxy::environment_data()
{
    QTest::addColumn<QStringList>("variables");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("proxy");
    const auto row = [](const char *name, const QStringList &variables, const QString &target,
                        const QString &proxy) {
        QTest::newRow(name) << variables << target << proxy;
    };
    const QString discord = u"wss://gateway.discord.gg"_s;
    const QString p = u"http://p:3128"_s;
    row("happy/none", {}, discord, {});
    row("happy/wss", {u"HTTPS_PROXY=http://p:3128"_s}, discord, p);
    row("happy/https", {u"https_proxy=http://p:3128"_s}, u"https://discord.com"_s, p);
    row("happy/lower case goes before", {u"HTTPS_PROXY=http://q"_s, u"https_proxy=http://p:3128"_s},
        discord, p);
    row("happy/ws", {u"HTTP_PROXY=http://p:3128"_s}, u"ws://discord.test"_s, p);
    row("happy/not the other scheme", {u"HTTP_PROXY=http://p:3128"_s}, discord, {});
    row("happy/all", {u"ALL_PROXY=http://p:3128"_s}, discord, p);
    row("happy/all is the last", {u"ALL_PROXY=http://q"_s, u"HTTPS_PROXY=http://p:3128"_s}, discord,
        p);
    row("happy/empty counts as unset", {u"https_proxy="_s, u"ALL_PROXY=http://p:3128"_s}, discord,
        p);
    row("happy/no scheme", {u"HTTPS_PROXY=p:3128"_s}, discord, p);
    row("happy/socks", {u"ALL_PROXY=socks5h://u:x@p:1"_s}, discord, u"socks5://u:x@p:1"_s);
    row("happy/everything excepted", {u"ALL_PROXY=http://p"_s, u"NO_PROXY=*"_s}, discord, {});
    row("happy/host excepted", {u"ALL_PROXY=http://p"_s, u"no_proxy=a.b, Gateway.Discord.gg"_s},
        discord, {});
    row("happy/domain excepted", {u"ALL_PROXY=http://p"_s, u"NO_PROXY=discord.gg"_s}, discord, {});
    row("happy/domain with a dot", {u"ALL_PROXY=http://p"_s, u"NO_PROXY=.discord.gg"_s}, discord,
        {});
    row("happy/another port excepted",
        {u"ALL_PROXY=http://p:3128"_s, u"NO_PROXY=discord.gg:8443"_s}, discord, p);
    row("happy/its port excepted", {u"ALL_PROXY=http://p"_s, u"NO_PROXY=discord.gg:8443"_s},
        u"wss://discord.gg:8443"_s, {});
    row("happy/not the end of a name", {u"ALL_PROXY=http://p:3128"_s, u"NO_PROXY=scord.gg"_s},
        discord, p);
    row("happy/this machine", {u"ALL_PROXY=http://p:3128"_s}, u"ws://127.0.0.1:5"_s, {});
    row("happy/this machine through itself", {u"ALL_PROXY=http://127.0.0.1:3128"_s},
        u"ws://localhost:5"_s, u"http://127.0.0.1:3128"_s);
}

void TestProxy::environment()
{
    QFETCH(QStringList, variables);
    QFETCH(QString, target);
    QProcessEnvironment environment;
    for (const QString &variable : std::as_const(variables))
        environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    const auto proxy = proxyFor(QUrl(target), environment);
    QVERIFY(proxy.isOk());
    QTEST(proxy->toString(), "proxy");
}

void TestProxy::nonsense_data()
{
    QTest::addColumn<QString>("value");
    QTest::newRow("rainy/unknown scheme") << u"ftp://secret@p"_s;
    QTest::newRow("rainy/no host") << u"http://"_s;
    QTest::newRow("rainy/broken") << u"http://secret@p:99999999"_s;
    QTest::newRow("rainy/spaces") << u"secret and more"_s;
}

//! Names the variable, and keeps what may be a password to itself.
void TestProxy::nonsense()
{
    QFETCH(QString, value);
    QProcessEnvironment environment;
    environment.insert(u"https_proxy"_s, value);
    const auto proxy = proxyFor(QUrl(u"https://discord.com"_s), environment);
    QVERIFY(!proxy.isOk());
    QCOMPARE(proxy.error().code, ErrorCode::InvalidArgument);
    QVERIFY(proxy.error().message.contains(u"https_proxy"_s));
    QVERIFY(!proxy.error().message.contains(u"secret"_s));
}

QTEST_GUILESS_MAIN(TestProxy)
#include "tst_proxy.moc"
