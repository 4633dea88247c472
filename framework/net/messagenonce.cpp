// SPDX-License-Identifier: MIT
#include <cordial/core/jsontext.h>
#include <cordial/net/messagenonce.h>

#include <QRandomGenerator>

#include <atomic>

namespace Cordial::Net {

QByteArray makeNonce()
{
    static const quint64 process = QRandomGenerator::system()->generate64();
    static std::atomic<quint64> counter{0};
    // 13 characters at most for each in base 36; the counter never gets that far.
    const QByteArray number = QByteArray::number(++counter, 36);
    const QByteArray nonce = QByteArray::number(process, 36) + '-' + number;
    return nonce.left(25);
}

NoncedBody withNonce(const QByteArray &json, const QByteArray &nonce)
{
    const auto members = jsonMembers(json);
    if (!members)
        return {json, false};
    const auto given = jsonMember(*members, "nonce");
    if (given && *given != QByteArrayView("null"))
        return {json, jsonMember(*members, "enforce_nonce") == QByteArrayView("true")};
    // At the end: of two members with one name the last one counts.
    const qsizetype end = json.lastIndexOf('}');
    const QByteArray added = (members->isEmpty() ? QByteArray() : QByteArrayLiteral(","))
        + "\"nonce\":\"" + nonce + "\",\"enforce_nonce\":true";
    return {json.left(end) + added + json.sliced(end), true};
}

} // namespace Cordial::Net
