// SPDX-License-Identifier: MIT
#include <cordial/host/proxy.h>

#include <cordial/host/options.h>

#include <algorithm>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {

constexpr int kUsualPort = 1080; // where a proxy is looked for that names no port

struct Variable
{
    QString name, value;
};

Variable firstSet(const QStringList &names, const QProcessEnvironment &environment)
{
    for (const QString &name : names) {
        for (const QString &spelling : {name.toLower(), name}) {
            if (const QString value = environment.value(spelling).trimmed(); !value.isEmpty())
                return {spelling, value};
        }
    }
    return {};
}

bool matches(QString pattern, const QUrl &target)
{
    if (pattern == u"*"_s)
        return true;
    if (const qsizetype colon = pattern.lastIndexOf(u':'); pattern.count(u':') == 1) {
        if (QStringView(pattern).sliced(colon + 1) != QString::number(target.port()))
            return false;
        pattern.truncate(colon);
    }
    while (pattern.startsWith(u'.') || pattern.startsWith(u'*'))
        pattern.remove(0, 1);
    const QString host = target.host();
    return !pattern.isEmpty()
        && (host.compare(pattern, Qt::CaseInsensitive) == 0
            || host.endsWith(u'.' + pattern, Qt::CaseInsensitive));
}

bool isExcepted(const QUrl &target, const QProcessEnvironment &environment)
{
    const QStringList patterns = firstSet({u"NO_PROXY"_s}, environment).value.split(u',');
    return std::any_of(patterns.begin(), patterns.end(), [&target](const QString &pattern) {
        return matches(pattern.trimmed(), target);
    });
}

} // namespace

Result<QUrl> proxyFor(const QUrl &target, const QProcessEnvironment &environment)
{
    const bool isTls = target.scheme() == u"https"_s || target.scheme() == u"wss"_s;
    const Variable variable =
        firstSet({isTls ? u"HTTPS_PROXY"_s : u"HTTP_PROXY"_s, u"ALL_PROXY"_s}, environment);
    if (variable.value.isEmpty() || isExcepted(target, environment))
        return QUrl();
    QUrl proxy(variable.value.contains(u"://"_s) ? variable.value
                                                 : QString(u"http://"_s + variable.value),
               QUrl::StrictMode);
    if (proxy.scheme() == u"socks5h"_s)
        proxy.setScheme(u"socks5"_s);
    if (isLoopback(target) && !isLoopback(proxy))
        return QUrl();
    const bool isKnown = proxy.scheme() == u"http"_s || proxy.scheme() == u"socks5"_s;
    if (!proxy.isValid() || proxy.host().isEmpty() || !isKnown)
        // Without the value: it may hold a password.
        return makeError(ErrorCode::InvalidArgument,
                         u"the environment's %1 is not an address like http://HOST:PORT or "
                         "socks5://HOST:PORT"_s.arg(variable.name));
    return proxy;
}

QNetworkProxy socketProxyFor(const QUrl &target)
{
    const Result<QUrl> proxy = proxyFor(target);
    if (!proxy || proxy->isEmpty())
        return QNetworkProxy(QNetworkProxy::NoProxy);
    const auto type =
        proxy->scheme() == u"socks5"_s ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy;
    return QNetworkProxy(type, proxy->host(), static_cast<quint16>(proxy->port(kUsualPort)),
                         proxy->userName(), proxy->password());
}

} // namespace Cordial::Host
