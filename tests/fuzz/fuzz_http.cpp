// SPDX-License-Identifier: MIT
// Everything of HTTP that reads a server's bytes: answers, headers of limits, errors, dates.
#include <cordial/core/jsontext.h>
#include <cordial/net/cachepolicy.h>
#include <cordial/net/contentdecoder.h>
#include <cordial/net/errorbody.h>
#include <cordial/net/messagenonce.h>
#include <cordial/net/ratelimitheaders.h>
#include <cordial/net/responseparser.h>

#include <cstdint>
#include <cstdlib>

using namespace Cordial;
using namespace Cordial::Net;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));

    // However the bytes are cut, the answer is the same.
    ResponseParser whole(Method::Get, {.head = 4096, .body = 1 << 20});
    whole.feed(bytes);
    ResponseParser cut(Method::Get, {.head = 4096, .body = 1 << 20});
    for (qsizetype i = 0; i < bytes.size() && cut.state() != ResponseParser::State::Done; ++i)
        cut.feed(QByteArrayView(bytes).sliced(i, 1));
    whole.finish();
    cut.finish();
    if (whole.state() != cut.state() || whole.status() != cut.status())
        std::abort();

    Response response;
    response.status = whole.status();
    response.headers = whole.headers();
    const QByteArray body = whole.takeBody();
    (void)decodeContent(body, whole.header("Content-Encoding"), 1 << 20);
    response.body = body;
    (void)RateLimitInfo::of(response);
    (void)errorOf({}, response);
    (void)CacheRule::of(response, {}, {});

    const NoncedBody nonced = withNonce(bytes, "n");
    if (nonced.isSafe && !isJsonText(nonced.body))
        std::abort();
    if (!nonced.isSafe && nonced.body != bytes)
        std::abort();
    return 0;
}
