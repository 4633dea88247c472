// SPDX-License-Identifier: MIT
#include <cordial/gateway/compressionchoice.h>
#include <cordial/gateway/inflater.h>

#include <QTest>

#include <random>
#include <zlib.h>
#include <zstd.h>

using namespace Cordial::Gateway;
using Status = Inflater::Status;

namespace {

QByteArray zlibPart(z_stream &stream, const QByteArray &text)
{
    QByteArray out(qsizetype(deflateBound(&stream, uLong(text.size()))) + 64, Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.constData()));
    stream.avail_in = uInt(text.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = uInt(out.size());
    deflate(&stream, Z_SYNC_FLUSH);
    out.resize(out.size() - qsizetype(stream.avail_out));
    return out;
}

QList<QByteArray> zlibMessages(const QList<QByteArray> &texts)
{
    z_stream stream{};
    deflateInit(&stream, 6);
    QList<QByteArray> out;
    for (const QByteArray &text : texts)
        out << zlibPart(stream, text);
    deflateEnd(&stream);
    return out;
}

QList<QByteArray> zstdMessages(const QList<QByteArray> &texts)
{
    ZSTD_CCtx *context = ZSTD_createCCtx();
    QList<QByteArray> out;
    for (const QByteArray &text : texts) {
        QByteArray part(qsizetype(ZSTD_compressBound(size_t(text.size()))) + 64, Qt::Uninitialized);
        ZSTD_outBuffer to{part.data(), size_t(part.size()), 0};
        ZSTD_inBuffer from{text.constData(), size_t(text.size()), 0};
        ZSTD_compressStream2(context, &to, &from, ZSTD_e_flush);
        part.resize(qsizetype(to.pos));
        out << part;
    }
    ZSTD_freeCCtx(context);
    return out;
}

QByteArray message(const Inflater &inflater)
{
    return QByteArray(inflater.message().data(), qsizetype(inflater.message().size()));
}

QByteArray bigText()
{
    QByteArray text;
    std::mt19937 random(3);
    while (text.size() < 3 * 1024 * 1024)
        text += QByteArray::number(random());
    return text;
}

const QList<QByteArray> &texts()
{
    static const QList<QByteArray> all{"{\"op\":10}", "", "x", bigText(), "{\"op\":11}"};
    return all;
}

} // namespace

class TestInflater : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wholeStream_data();
    void wholeStream();
    void zlibSplitAnywhere();
    void corrupt_data();
    void corrupt();
    void limit_data();
    void limit();
    void bomb();
    void choice();
};

void TestInflater::wholeStream_data()
{
    QTest::addColumn<int>("compression");
    QTest::addColumn<QList<QByteArray>>("parts");
    QTest::newRow("happy/zlib") << int(Compression::ZlibStream) << zlibMessages(texts());
    QTest::newRow("happy/zstd") << int(Compression::ZstdStream) << zstdMessages(texts());
}

void TestInflater::wholeStream()
{
    QFETCH(int, compression);
    QFETCH(QList<QByteArray>, parts);
    const auto inflater = makeInflater(Compression(compression));
    // A connection after the other: the context starts anew each time.
    for (int connection = 0; connection < 3; ++connection) {
        for (qsizetype i = 0; i < parts.size(); ++i) {
            if (parts[i].isEmpty())
                continue;
            QCOMPARE(int(inflater->feed(parts[i])), int(Status::Complete));
            QVERIFY(message(*inflater) == texts()[i]);
            inflater->release();
        }
        inflater->reset();
    }
}

void TestInflater::zlibSplitAnywhere()
{
    const QList<QByteArray> plain{"{\"op\":10,\"d\":{\"heartbeat_interval\":41250}}", "second"};
    const QList<QByteArray> parts = zlibMessages(plain);
    for (qsizetype cut = 1; cut < parts[0].size(); ++cut) {
        const auto inflater = makeInflater(Compression::ZlibStream);
        QCOMPARE(int(inflater->feed(parts[0].first(cut))), int(Status::NeedMore));
        inflater->release();
        QCOMPARE(int(inflater->feed(parts[0].sliced(cut))), int(Status::Complete));
        QCOMPARE(message(*inflater), plain[0]);
        inflater->release();
        QCOMPARE(int(inflater->feed(parts[1])), int(Status::Complete));
        QCOMPARE(message(*inflater), plain[1]);
    }
    // Byte by byte.
    const auto inflater = makeInflater(Compression::ZlibStream);
    int complete = 0;
    const QByteArray joined = parts[0] + parts[1];
    for (const char byte : joined)
        complete += inflater->feed(QByteArray(1, byte)) == Status::Complete ? 1 : 0;
    QCOMPARE(complete, 2);
    QCOMPARE(message(*inflater), plain[1]);
}

void TestInflater::corrupt_data()
{
    QTest::addColumn<int>("compression");
    QTest::addColumn<QByteArray>("bytes");
    const auto ends = [] {
        QByteArray out(100, Qt::Uninitialized);
        uLongf size = uLongf(out.size());
        compress(reinterpret_cast<Bytef *>(out.data()), &size,
                 reinterpret_cast<const Bytef *>("abc"), 3);
        return out.first(qsizetype(size));
    };
    QTest::newRow("rainy/zlib garbage") << int(Compression::ZlibStream) << QByteArray("no zlib");
    QTest::newRow("rainy/zlib stream that ends") << int(Compression::ZlibStream) << ends();
    QTest::newRow("rainy/zstd garbage") << int(Compression::ZstdStream) << QByteArray("no zstd");
    QTest::newRow("rainy/zlib into zstd")
        << int(Compression::ZstdStream) << zlibMessages({"hello"}).first();
    QByteArray flipped = zstdMessages({bigText()}).first();
    for (qsizetype i = 100; i < flipped.size(); i += 1000)
        flipped[i] = char(flipped[i] ^ 0x5a);
    QTest::newRow("rainy/zstd flipped bits") << int(Compression::ZstdStream) << flipped;
}

void TestInflater::corrupt()
{
    QFETCH(int, compression);
    QFETCH(QByteArray, bytes);
    const auto inflater = makeInflater(Compression(compression));
    QCOMPARE(int(inflater->feed(bytes)), int(Status::Corrupt));
    inflater->reset();
    const QByteArray good = Compression(compression) == Compression::ZlibStream
        ? zlibMessages({"again"}).first()
        : zstdMessages({"again"}).first();
    QCOMPARE(int(inflater->feed(good)), int(Status::Complete));
    QCOMPARE(message(*inflater), QByteArray("again"));
}

void TestInflater::limit_data()
{
    QTest::addColumn<int>("compression");
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray text(100'000, 'x');
    QTest::newRow("rainy/zlib") << int(Compression::ZlibStream) << zlibMessages({text}).first();
    QTest::newRow("rainy/zstd") << int(Compression::ZstdStream) << zstdMessages({text}).first();
}

void TestInflater::limit()
{
    QFETCH(int, compression);
    QFETCH(QByteArray, bytes);
    const auto small = makeInflater(Compression(compression), 99'999);
    QCOMPARE(int(small->feed(bytes)), int(Status::TooLarge));
    const auto large = makeInflater(Compression(compression), 100'100);
    QCOMPARE(int(large->feed(bytes)), int(Status::Complete));
}

void TestInflater::bomb()
{
    const QByteArray zeros(200 * 1024 * 1024, '0');
    const QByteArray packed = zstdMessages({zeros}).first();
    QVERIFY(packed.size() < 1024 * 1024);
    const auto inflater = makeInflater(Compression::ZstdStream);
    QCOMPARE(int(inflater->feed(packed)), int(Status::TooLarge));
}

void TestInflater::choice()
{
    CompressionChoice fixed(Compression::ZstdStream);
    fixed.refused(true);
    fixed.garbage();
    QCOMPARE(fixed.current(), Compression::ZstdStream);

    CompressionChoice best(Compression::Auto);
    QCOMPARE(best.current(), Compression::ZstdStream);
    best.refused(true);
    QCOMPARE(best.current(), Compression::ZlibStream);
    best.refused(false); // may have been an outage
    QCOMPARE(best.current(), Compression::ZlibStream);
    best.worked();
    best.refused(true); // it is known to work: an outage
    QCOMPARE(best.current(), Compression::ZlibStream);
    best.garbage();
    best.garbage();
    best.settled();
    best.garbage();
    QCOMPARE(best.current(), Compression::ZlibStream);
    best.garbage();
    best.garbage();
    QCOMPARE(best.current(), Compression::None);
    best.refused(true);
    QCOMPARE(best.current(), Compression::ZstdStream);
}

QTEST_GUILESS_MAIN(TestInflater)
#include "tst_inflater.moc"
