// SPDX-License-Identifier: MIT
#include <cordial/host/options.h>

#include <QTemporaryFile>
#include <QtTest>

using namespace Cordial;
using namespace Cordial::Host;
using namespace Qt::StringLiterals;

class TestOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        qunsetenv("CORDIAL_API_URL");
        qunsetenv("DISCORD_TOKEN");
    }

    void apiUrl_data()
    {
        QTest::addColumn<std::string>("flag");
        QTest::addColumn<QByteArray>("environment");
        QTest::addColumn<QString>("url");
        QTest::newRow("happy/default")
            << std::string() << ""_ba << u"https://discord.com/api/v10"_s;
        QTest::newRow("happy/environment")
            << std::string() << "http://127.0.0.1:80/api"_ba << u"http://127.0.0.1:80/api"_s;
        QTest::newRow("happy/flag first")
            << std::string("https://x/a/") << "http://127.0.0.1:80/api"_ba << u"https://x/a"_s;
        QTest::newRow("happy/IPv6 loopback")
            << std::string("http://[::1]:8080/api") << ""_ba << u"http://[::1]:8080/api"_s;
        QTest::newRow("rainy/plain beyond loopback")
            << std::string("http://example.org/api") << ""_ba << QString();
        QTest::newRow("rainy/loopback in the name")
            << std::string("http://localhost.example.org") << ""_ba << QString();
        QTest::newRow("rainy/other scheme") << std::string("ftp://127.0.0.1") << ""_ba << QString();
        QTest::newRow("rainy/no URL") << std::string("api") << ""_ba << QString();
        QTest::newRow("rainy/query") << std::string("https://x/api?a=b") << ""_ba << QString();
        QTest::newRow("rainy/user") << std::string("https://u:p@x/api") << ""_ba << QString();
    }
    void apiUrl()
    {
        QFETCH(std::string, flag);
        QFETCH(QByteArray, environment);
        QFETCH(QString, url);
        qputenv("CORDIAL_API_URL", environment);
        RawOptions raw;
        raw.apiUrl = flag;
        const auto options = resolveOptions(raw);
        QCOMPARE(options.isOk(), !url.isEmpty());
        if (options)
            QCOMPARE(options->apiUrl.toString(), url);
        else
            QVERIFY(options.error().message.contains(QString::fromStdString(flag)));
    }

    void insecureAllowsPlain()
    {
        RawOptions raw;
        raw.apiUrl = "http://example.org/api";
        raw.insecure = true;
        QVERIFY(resolveOptions(raw));
    }

    void logFormat()
    {
        RawOptions raw;
        raw.logFormat = "xml";
        QVERIFY(!resolveOptions(raw));
        raw.logFormat = "json";
        QCOMPARE(resolveOptions(raw)->logFormat, LogFormat::Json);
    }

    void token_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("token");
        QTest::newRow("happy/plain") << "abc.def"_ba << "abc.def"_ba;
        QTest::newRow("happy/line feed") << "abc.def\n"_ba << "abc.def"_ba;
        QTest::newRow("happy/with the word") << "Bot abc.def"_ba << "abc.def"_ba;
        QTest::newRow("rainy/empty") << " \n"_ba << QByteArray();
        QTest::newRow("rainy/two lines") << "s3cr3t\r\nX-Evil: 1"_ba << QByteArray();
        QTest::newRow("rainy/not ASCII") << QByteArray("s3cr3t\xc3\xa4") << QByteArray();
    }
    void token()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, token);
        QTemporaryFile file;
        QVERIFY(file.open());
        file.write(content);
        file.close();
        CommonOptions options;
        options.tokenFile = file.fileName();
        const auto loaded = loadToken(options);
        QCOMPARE(loaded.isOk(), !token.isEmpty());
        if (loaded)
            QCOMPARE(loaded->reveal(), token);
        else
            QVERIFY2(!loaded.error().message.contains(u"s3cr3t"_s),
                     "a part of the token is in the error");
    }

    void noToken()
    {
        const auto loaded = loadToken({});
        QVERIFY(!loaded);
        QVERIFY(loaded.error().message.contains(u"DISCORD_TOKEN"_s));
        qputenv("DISCORD_TOKEN", "x.y");
        QCOMPARE(loadToken({})->reveal(), "x.y"_ba);
    }
};

QTEST_GUILESS_MAIN(TestOptions)
#include "tst_options.moc"
