// SPDX-License-Identifier: MIT
// Memory that payloads share: what was given out never changes, whatever is received afterwards.
#include <cordial/core/jsonreader.h>
#include <cordial/gateway/block.h>
#include <cordial/gateway/eventnames.h>
#include <cordial/gateway/inflater.h>
#include <cordial/gateway/websocketparser.h>

#include <QTest>

#include <cstring>
#include <deque>
#include <random>
#include <zlib.h>

using namespace Cordial;
using namespace Cordial::Gateway;

namespace {

constexpr qsizetype kPadding = simdjson::SIMDJSON_PADDING;

QByteArray textOf(int number, qsizetype size)
{
    return '{' + QByteArray::number(number).leftJustified(size, char('a' + number % 26)) + '}';
}

QByteArray frameOf(const QByteArray &text)
{
    QByteArray out("\x81", 1);
    if (text.size() < 126)
        out.append(char(text.size()));
    else
        out.append(char(126)).append(char(text.size() >> 8)).append(char(text.size()));
    return out + text;
}

} // namespace

class TestBlock : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void partsOutliveTheBlock();
    void partsDetach();
    void parserKeepsWhatIsShared_data();
    void parserKeepsWhatIsShared();
    void inflaterKeepsWhatIsShared();
    void freeMemoryIsUsedAgain();
    void eventNames();
};

void TestBlock::partsOutliveTheBlock()
{
    QByteArray first;
    QByteArray second;
    {
        Block block(64);
        QVERIFY(!block.isShared());
        std::memcpy(block.data(), "{\"a\":1}{\"b\":2}", 14);
        first = block.share({block.data() + 1, 5});
        second = block.share({block.data() + 8, 5});
        QVERIFY(block.isShared());
    }
    QCOMPARE(first, QByteArray("\"a\":1"));
    QCOMPARE(second, QByteArray("\"b\":2"));
    QCOMPARE(std::strlen(first.constData()), 5); // with a final zero, as all of them
    const QByteArray copy = first;
    first.clear();
    QCOMPARE(copy, QByteArray("\"a\":1"));
}

void TestBlock::partsDetach()
{
    Block block(64);
    std::memcpy(block.data(), "one two ", 8);
    QByteArray one = block.share({block.data(), 3});
    const QByteArray two = block.share({block.data() + 4, 3});
    one.append(" and much more than that");
    one[0] = 'O';
    QCOMPARE(two, QByteArray("two"));
    QVERIFY(one.startsWith("One and"));
    one = QByteArray();
    QVERIFY(block.isShared());
}

void TestBlock::parserKeepsWhatIsShared_data()
{
    QTest::addColumn<qsizetype>("chunk");
    for (const qsizetype chunk : {1, 7, 100, 1000, 5000, 65536})
        QTest::addRow("happy/%lld bytes at a time", static_cast<long long>(chunk)) << chunk;
}

//! Whatever is read later, and however it is cut: what was given out stays, also its padding.
void TestBlock::parserKeepsWhatIsShared()
{
    QFETCH(qsizetype, chunk);
    std::mt19937 random(quint32(chunk) + 1);
    QByteArray stream;
    QByteArrayList texts;
    for (int i = 0; i < 300; ++i) {
        texts << textOf(i, qsizetype(random() % (chunk == 1 ? 60 : 3000)));
        stream += frameOf(texts.last());
    }
    WebSocketParser parser(1 << 20);
    struct Part
    {
        QByteArray bytes;
        QByteArray behind; //!< what stood there when the parser had nothing more to say
    };
    std::deque<Part> kept;
    qsizetype seen = 0;
    const auto check = [&](qsizetype oldest) {
        for (qsizetype i = 0; i < qsizetype(kept.size()); ++i) {
            const Part &part = kept[size_t(i)];
            const QByteArray &text = texts[oldest + i];
            QCOMPARE(part.bytes, text.sliced(1, text.size() - 2));
            const char *end = part.bytes.constData() + part.bytes.size();
            QCOMPARE(QByteArray(end, part.behind.size()), part.behind);
        }
    };
    for (qsizetype at = 0; at < stream.size() && !QTest::currentTestFailed(); at += chunk) {
        const qsizetype count = std::min(chunk, stream.size() - at);
        std::memcpy(parser.prepare(count), stream.constData() + at, size_t(count));
        parser.commit(count);
        for (auto event = parser.next(); event.kind == WebSocketParser::Kind::Text;
             event = parser.next()) {
            QVERIFY(event.block != nullptr);
            const QByteArrayView data = event.payload.sliced(1, event.payload.size() - 2);
            kept.push_back({event.block->share({data.data(), size_t(data.size())}), {}});
            ++seen;
        }
        check(seen - qsizetype(kept.size()));
        if (!kept.empty()) {
            Part &last = kept.back();
            last.behind = QByteArray(last.bytes.constData() + last.bytes.size(), kPadding);
        }
        // The consumer lets go, of some or of all: blocks get free.
        const size_t most = random() % 3 == 0 ? 0 : 40;
        while (kept.size() > most)
            kept.pop_front();
        if (random() % 4 == 0)
            parser.trim();
    }
    QCOMPARE(seen, texts.size());
}

void TestBlock::inflaterKeepsWhatIsShared()
{
    const auto inflater = makeInflater(Compression::ZlibStream);
    z_stream stream{};
    deflateInit(&stream, 6);
    std::mt19937 random(3);
    QByteArrayList texts;
    QByteArrayList shared;
    for (int i = 0; i < 400; ++i) {
        texts << textOf(i, qsizetype(random() % (i % 50 == 0 ? 200'000 : 3000)));
        QByteArray out(qsizetype(deflateBound(&stream, uLong(texts.last().size()))) + 64,
                       Qt::Uninitialized);
        stream.next_in = reinterpret_cast<Bytef *>(texts.last().data());
        stream.avail_in = uInt(texts.last().size());
        stream.next_out = reinterpret_cast<Bytef *>(out.data());
        stream.avail_out = uInt(out.size());
        deflate(&stream, Z_SYNC_FLUSH);
        out.truncate(out.size() - qsizetype(stream.avail_out));
        // Half of them in two messages.
        const qsizetype cut = i % 2 == 0 ? out.size() : out.size() / 2;
        if (cut < out.size())
            QCOMPARE(inflater->feed(QByteArrayView(out).first(cut)), Inflater::Status::NeedMore);
        QCOMPARE(inflater->feed(QByteArrayView(out).sliced(cut < out.size() ? cut : 0)),
                 Inflater::Status::Complete);
        const std::string_view text = inflater->message();
        shared << inflater->block().share(text.substr(1, text.size() - 2));
        if (random() % 20 == 0)
            inflater->release();
    }
    deflateEnd(&stream);
    for (qsizetype i = 0; i < texts.size(); ++i)
        QCOMPARE(shared[i], texts[i].sliced(1, texts[i].size() - 2));
}

//! With nothing shared the parser stays in the memory it has.
void TestBlock::freeMemoryIsUsedAgain()
{
    WebSocketParser parser(1 << 20);
    const QByteArray frame = frameOf(textOf(1, 1000));
    const void *block = nullptr;
    for (int i = 0; i < 1000; ++i) {
        std::memcpy(parser.prepare(frame.size()), frame.constData(), size_t(frame.size()));
        parser.commit(frame.size());
        const auto event = parser.next();
        QCOMPARE(event.kind, WebSocketParser::Kind::Text);
        QVERIFY(event.block->size() <= 16 * 1024 + kPadding);
        if (i > 0)
            QCOMPARE(static_cast<const void *>(event.block->data()), block);
        block = event.block->data();
        const QByteArray part = event.block->share({event.payload.data(), 10});
        QCOMPARE(part.size(), 10); // and gone with the end of the turn
    }
}

void TestBlock::eventNames()
{
    QByteArray kept;
    {
        EventNames names;
        kept = names.of("MESSAGE_CREATE");
        QCOMPARE(kept, QByteArray("MESSAGE_CREATE"));
        QCOMPARE(names.of("MESSAGE_CREATE").constData(), kept.constData());
        QVERIFY(names.of({}).isEmpty());
        QVERIFY(names.of("GUILD_CREATE").constData() != kept.constData());
        QCOMPARE(names.of("MESSAGE_CREATE").constData(), kept.constData());
    }
    EventNames others;
    QCOMPARE(others.of("MESSAGE_CREATE").constData(), kept.constData());
    for (int i = 0; i < 10'000; ++i) {
        const QByteArray name = "UNKNOWN_" + QByteArray::number(i);
        QCOMPARE(others.of({name.constData(), size_t(name.size())}), name);
    }
    const QByteArray longest(10'000, 'X');
    QCOMPARE(others.of({longest.constData(), size_t(longest.size())}), longest);
}

QTEST_GUILESS_MAIN(TestBlock)
#include "tst_block.moc"
