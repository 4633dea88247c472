// SPDX-License-Identifier: MIT
#include <cordial/host/chatline.h>

#include <QMap>
#include <QStringList>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {

Error complaint(const QString &message)
{
    return makeError(ErrorCode::InvalidArgument, message);
}

// Words apart by spaces; quotes hold a word together, also after a colon: note:"a b".
Result<QStringList> splitWords(const QString &text)
{
    QStringList words;
    QString word;
    bool quoted = false;
    bool started = false;
    for (const QChar c : text) {
        if (c == u'"') {
            quoted = !quoted;
            started = true;
        } else if (c.isSpace() && !quoted) {
            if (started)
                words.append(std::exchange(word, QString()));
            started = false;
        } else {
            word.append(c);
            started = true;
        }
    }
    if (quoted)
        return complaint(u"a quote is open"_s);
    if (started)
        words.append(word);
    return words;
}

Result<ChatLine> parseCommand(ChatLine line, const QString &text)
{
    auto words = splitWords(text);
    if (!words)
        return std::move(words).error();
    if (words->isEmpty())
        return complaint(u"a command's name follows the /"_s);
    line.kind = ChatLine::Kind::Command;
    line.text = words->takeFirst();
    for (const QString &word : std::as_const(*words)) {
        const qsizetype colon = word.indexOf(u':');
        if (colon == 0)
            return complaint(u"'%1' has no option name before the colon"_s.arg(word));
        if (colon > 0)
            line.options.append({word.first(colon), word.sliced(colon + 1)});
        else if (line.options.isEmpty() || line.options.last().second.isNull())
            line.options.append({word, QString()});
        else
            return complaint(u"'%1' is neither name:value nor a subcommand"_s.arg(word));
    }
    return line;
}

Result<ChatLine> parseDirective(ChatLine line, const QString &text)
{
    const QString name = text.section(u' ', 0, 0);
    line.text = text.section(u' ', 1).trimmed();
    static const QMap<QString, std::pair<ChatLine::Kind, bool>> kDirectives{
        {u"press"_s, {ChatLine::Kind::Press, true}},
        {u"expect"_s, {ChatLine::Kind::Expect, true}},
        {u"wait"_s, {ChatLine::Kind::Wait, true}},
        {u"as"_s, {ChatLine::Kind::As, true}},
        {u"people"_s, {ChatLine::Kind::People, false}},
        {u"help"_s, {ChatLine::Kind::Help, false}},
        {u"quit"_s, {ChatLine::Kind::Quit, false}}};
    const auto found = kDirectives.constFind(name);
    if (found == kDirectives.constEnd())
        return complaint(
            u":%1 is none of :press :expect :wait :as :people :help :quit"_s.arg(name));
    if (found->second && line.text.isEmpty())
        return complaint(u":%1 needs something after it"_s.arg(name));
    line.kind = found->first;
    if (line.kind == ChatLine::Kind::Wait) {
        bool ok = false;
        const double seconds = line.text.toDouble(&ok);
        if (!ok || seconds < 0 || seconds > 3600)
            return complaint(u":wait takes seconds, 0 to 3600"_s);
        line.wait = std::chrono::milliseconds(static_cast<qint64>(seconds * 1000));
    }
    return line;
}

} // namespace

Result<ChatLine> parseChatLine(const QString &input, const QStringList &people)
{
    ChatLine line;
    QString text = input.trimmed();
    if (text.isEmpty() || text.startsWith(u'#'))
        return line;
    const qsizetype colon = text.indexOf(u':');
    if (colon > 0 && people.contains(text.first(colon), Qt::CaseInsensitive)) {
        line.speaker = text.first(colon);
        text = text.sliced(colon + 1).trimmed();
    }
    if (text.startsWith(u'/'))
        return parseCommand(line, text.sliced(1));
    if (text.startsWith(u':') && text.size() > 1 && text.at(1).isLetter())
        return parseDirective(line, text.sliced(1));
    line.kind = text.isEmpty() ? ChatLine::Kind::Nothing : ChatLine::Kind::Say;
    line.text = text;
    return line;
}

} // namespace Cordial::Host
