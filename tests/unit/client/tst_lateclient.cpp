// SPDX-License-Identifier: MIT
// A client that is destroyed after the QCoreApplication, as one in a global variable is.
#include <cordial/client/client.h>
#include <cordial/testing/sandboxfixture.h>

#include <QSignalSpy>
#include <QTest>

using namespace Cordial;
using namespace Qt::StringLiterals;

class TestLateClient : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void connects()
    {
        Sandbox::ServerConfig world;
        world.limits = u"off"_s;
        Testing::SandboxFixture sandbox(world);
        QVERIFY(sandbox.start().isOk());
        ClientConfig config;
        config.http.apiUrl = QUrl(sandbox.info().apiUrl);
        config.http.token = sandbox.info().botToken;
        client = std::make_unique<Client>(config, clock, MetricSink::none());
        QSignalSpy started(client.get(), &Client::started);
        client->start();
        QVERIFY(started.wait(5000));
    }

public:
    SystemClock clock;
    std::unique_ptr<Client> client;
};

int main(int argc, char **argv)
{
    TestLateClient test;
    int failures = 0;
    {
        const QCoreApplication application(argc, argv);
        failures = QTest::qExec(&test, argc, argv);
    }
    // Must end; ctest's time-out says if not.
    test.client.reset();
    return failures;
}

#include "tst_lateclient.moc"
