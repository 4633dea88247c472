// SPDX-License-Identifier: MIT
#include "elided_p.h"

#include <cordial/api/json.h>

#include <QTextBoundaryFinder>

namespace Cordial::Commands {

QString elided(const QString &text, qsizetype most)
{
    if (characterCount(text) <= most)
        return text;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    qsizetype kept = 0;
    qsizetype count = 0;
    for (qsizetype next = finder.toNextBoundary(); next > 0; next = finder.toNextBoundary()) {
        count += characterCount(QStringView(text).sliced(kept, next - kept));
        if (count >= most)
            break; // One is for the dots.
        kept = next;
    }
    return text.first(kept) + u'…';
}

} // namespace Cordial::Commands
