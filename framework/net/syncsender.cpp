// SPDX-License-Identifier: MIT
#include <cordial/core/oncontext.h>
#include <cordial/net/syncsender.h>

#include <QSemaphore>
#include <QThread>

#include <utility>

namespace Cordial::Net {

using namespace Qt::StringLiterals;

class SyncSender::Private
{
public:
    explicit Private(std::function<std::unique_ptr<Sender>()> factory)
    {
        thread.setObjectName(u"cordial-sync"_s);
        home.moveToThread(&thread);
        thread.start();
        QMetaObject::invokeMethod(&home,
                                  [this, factory = std::move(factory)] { chain = factory(); });
    }

    ~Private()
    {
        QMetaObject::invokeMethod(&home, [this] {
            chain.reset();
            home.moveToThread(nullptr);
            thread.quit();
        });
        thread.wait();
    }

    Result<Response> run(const ExchangePtr &exchange)
    {
        QSemaphore ready;
        Result<Response> out;
        QMetaObject::invokeMethod(&home, [&, exchange] {
            chain->start(exchange, [&ready, &out](Result<Response> result) {
                out = std::move(result);
                ready.release();
            });
        });
        ready.acquire();
        return out;
    }

    QThread thread;
    QObject home;
    std::unique_ptr<Sender> chain;
};

SyncSender::SyncSender(std::function<std::unique_ptr<Sender>()> factory)
    : d(std::make_unique<Private>(std::move(factory)))
{ }

SyncSender::~SyncSender() = default;

QString SyncSender::role() const
{
    return u"sync"_s;
}

Result<Response> SyncSender::request(Request request)
{
    const auto exchange = std::make_shared<Exchange>();
    const CancelToken cancelToken = request.cancel;
    exchange->request = std::move(request);
    const CancelToken::Registration registration =
        cancelToken.onCancel([this, exchange] { cancel(exchange); });
    Result<Response> result = d->run(exchange);
    if (result)
        result.value().trace = exchange->trace();
    return result;
}

QFuture<Result<Response>> SyncSender::send(Request request)
{
    return finishedFuture(this->request(std::move(request)));
}

void SyncSender::start(const ExchangePtr &exchange, ReplyHandler done)
{
    done(d->run(exchange));
}

void SyncSender::cancel(const ExchangePtr &exchange)
{
    QMetaObject::invokeMethod(
        &d->home, [this, exchange] { d->chain->cancel(exchange); }, Qt::QueuedConnection);
}

void SyncSender::stop()
{
    QMetaObject::invokeMethod(&d->home, [this] { d->chain->stop(); }, Qt::QueuedConnection);
}

} // namespace Cordial::Net
