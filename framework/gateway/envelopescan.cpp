// SPDX-License-Identifier: MIT
#include <cordial/gateway/envelopescan_p.h>

#include <simdjson.h>

#include <array>
#include <bit>
#include <cstring>

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace Cordial::Gateway {

namespace {

#ifdef __x86_64__

#define CORDIAL_AVX2 __attribute__((target("avx2,pclmul,bmi,popcnt")))

constexpr size_t kBlock = 64;

bool hasAvx2()
{
    static const bool has = __builtin_cpu_supports("avx2") != 0
        && __builtin_cpu_supports("pclmul") != 0 && __builtin_cpu_supports("bmi") != 0
        && __builtin_cpu_supports("popcnt") != 0;
    return has;
}

//! Which of 64 bytes are what; the lowest bit is the first byte.
struct Masks
{
    quint64 quotes;
    quint64 backslashes;
    quint64 opening;
    quint64 closing;
};

CORDIAL_AVX2 inline quint64 joined(__m256i low, __m256i high)
{
    return quint64(quint32(_mm256_movemask_epi8(low)))
        | quint64(quint32(_mm256_movemask_epi8(high))) << 32;
}

CORDIAL_AVX2 inline quint64 equal(__m256i low, __m256i high, char byte)
{
    const __m256i wanted = _mm256_set1_epi8(byte);
    return joined(_mm256_cmpeq_epi8(low, wanted), _mm256_cmpeq_epi8(high, wanted));
}

//! Looks for the end of an object or array, 64 bytes at a time.
class ValueEnd
{
public:
    //! \brief Bytes from the beginning of the value to its end. 0: it does not end, or holds a
    //! control character, which may be allowed (a line break) or not.
    CORDIAL_AVX2 size_t find(std::string_view text)
    {
        __m256i all = _mm256_setzero_si256(); // has the highest bit of any byte
        __m256i least = _mm256_set1_epi8(' ');
        size_t end = 0;
        for (size_t at = 0; at < text.size() && end == 0; at += kBlock) {
            std::array<char, kBlock> rest;
            const char *block = text.data() + at;
            if (text.size() - at < kBlock) {
                rest.fill(' ');
                std::memcpy(rest.data(), block, text.size() - at);
                block = rest.data();
            }
            const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(block));
            const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(block + 32));
            all = _mm256_or_si256(all, _mm256_or_si256(low, high));
            least = _mm256_min_epu8(least, _mm256_min_epu8(low, high));
            // { and [, } and ] are 0x20 apart.
            const __m256i fold = _mm256_set1_epi8(0x20);
            const __m256i lowFolded = _mm256_or_si256(low, fold);
            const __m256i highFolded = _mm256_or_si256(high, fold);
            const size_t inThis =
                inBlock({equal(low, high, '"'), equal(low, high, '\\'),
                         equal(lowFolded, highFolded, '{'), equal(lowFolded, highFolded, '}')});
            end = inThis == 0 ? 0 : at + inThis;
        }
        const __m256i space = _mm256_set1_epi8(' ');
        const bool hasControl = _mm256_movemask_epi8(_mm256_cmpeq_epi8(least, space)) != -1;
        m_beyondAscii = _mm256_movemask_epi8(all) != 0;
        return hasControl ? 0 : end;
    }
    [[nodiscard]] bool sawBeyondAscii() const { return m_beyondAscii; }

private:
    //! \brief Bytes up to and with the end, if it is in this block.
    CORDIAL_AVX2 inline size_t inBlock(const Masks &masks)
    {
        quint64 quotes = masks.quotes;
        if ((masks.backslashes | m_escapes) != 0)
            quotes &= ~escaped(masks.backslashes);
        const quint64 inString = insideOf(quotes);
        const quint64 opening = masks.opening & ~inString;
        const quint64 closing = masks.closing & ~inString;
        if ((opening | closing) == 0)
            return 0;
        const int closes = std::popcount(closing);
        if (m_depth > closes) {
            m_depth += std::popcount(opening) - closes;
            return 0;
        }
        return walk(opening, closing);
    }

    size_t walk(quint64 opening, quint64 closing)
    {
        for (quint64 both = opening | closing; both != 0; both &= both - 1) {
            const quint64 bit = both & (0 - both);
            m_depth += (opening & bit) != 0 ? 1 : -1;
            if (m_depth == 0)
                return size_t(std::countr_zero(bit)) + 1;
        }
        return 0;
    }

    //! \brief Bytes behind an odd number of backslashes.
    //! \source simdjson, "find_escaped": runs that begin on odd and on even bits are told apart by
    //! what an addition carries to.
    quint64 escaped(quint64 backslashes)
    {
        constexpr quint64 kEven = 0x5555555555555555;
        backslashes &= ~m_escapes;
        const quint64 follows = backslashes << 1 | m_escapes;
        const quint64 oddStarts = backslashes & ~kEven & ~follows;
        quint64 evenRuns = 0;
        m_escapes = __builtin_add_overflow(oddStarts, backslashes, &evenRuns) ? 1 : 0;
        return (kEven ^ (evenRuns << 1)) & follows;
    }

    //! \brief From each opening quote up to its closing one, without that.
    CORDIAL_AVX2 inline quint64 insideOf(quint64 quotes)
    {
        const __m128i sums = _mm_clmulepi64_si128(_mm_set_epi64x(0, static_cast<long long>(quotes)),
                                                  _mm_set1_epi8(static_cast<char>(0xff)), 0);
        const quint64 inside = quint64(_mm_cvtsi128_si64(sums)) ^ m_inString;
        m_inString = 0 - (inside >> 63);
        return inside;
    }

    quint64 m_escapes = 0; //!< 1: the first byte of the next block is escaped
    quint64 m_inString = 0; //!< all bits: the next block begins inside a string
    int m_depth = 0;
    bool m_beyondAscii = false;
};

#undef CORDIAL_AVX2

//! The keys around d, byte by byte.
class Scanner
{
public:
    explicit Scanner(std::string_view text) : m_text(text) { }

    [[nodiscard]] std::optional<Envelope> scan()
    {
        if (!take('{'))
            return std::nullopt;
        do {
            std::string_view key;
            if (!string(key) || !take(':') || !value(key))
                return std::nullopt;
        } while (take(','));
        if (!take('}'))
            return std::nullopt;
        skipSpace();
        if (m_at != m_text.size() || m_out.op < 0)
            return std::nullopt;
        return m_out;
    }

private:
    [[nodiscard]] bool value(std::string_view key)
    {
        if (key == "d")
            return data();
        if (key == "t")
            return null() ? (m_out.type = {}, true) : string(m_out.type);
        if (key != "s" && key != "op")
            return false;
        if (key == "s" && null()) {
            m_out.sequence.reset();
            return true;
        }
        qint64 number = 0;
        if (!integer(number))
            return false;
        if (key == "s")
            m_out.sequence = number;
        else
            m_out.op = static_cast<int>(number);
        return key == "s" || std::in_range<int>(number);
    }

    [[nodiscard]] bool data()
    {
        skipSpace();
        const std::string_view rest = m_text.substr(m_at);
        if (rest.empty() || (rest.front() != '{' && rest.front() != '['))
            return false;
        ValueEnd end;
        const size_t size = end.find(rest);
        if (size == 0)
            return false;
        m_out.data = rest.substr(0, size);
        m_at += size;
        return !end.sawBeyondAscii() || simdjson::validate_utf8(m_out.data.data(), size);
    }

    //! A string of plain characters; what they stand for is what they are.
    [[nodiscard]] bool string(std::string_view &out)
    {
        if (!take('"'))
            return false;
        const size_t begin = m_at;
        for (; m_at < m_text.size(); ++m_at) {
            const auto byte = static_cast<uchar>(m_text[m_at]);
            if (byte == '"') {
                out = m_text.substr(begin, m_at - begin);
                ++m_at;
                return true;
            }
            if (byte == '\\' || byte < 0x20 || byte >= 0x80)
                return false;
        }
        return false;
    }

    [[nodiscard]] bool integer(qint64 &out)
    {
        constexpr size_t kMostDigits = 18;
        skipSpace();
        const size_t begin = m_at;
        out = 0;
        for (; m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9'; ++m_at)
            out = m_at - begin < kMostDigits ? out * 10 + (m_text[m_at] - '0') : out;
        const size_t digits = m_at - begin;
        if (digits == 0 || digits > kMostDigits || (digits > 1 && m_text[begin] == '0'))
            return false;
        return endsValue();
    }

    [[nodiscard]] bool null()
    {
        skipSpace();
        if (!m_text.substr(m_at).starts_with("null"))
            return false;
        m_at += 4;
        return true;
    }

    [[nodiscard]] bool endsValue()
    {
        skipSpace();
        return m_at < m_text.size() && (m_text[m_at] == ',' || m_text[m_at] == '}');
    }

    [[nodiscard]] bool take(char wanted)
    {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != wanted)
            return false;
        ++m_at;
        return true;
    }

    void skipSpace()
    {
        while (m_at < m_text.size()
               && (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\r'
                   || m_text[m_at] == '\t'))
            ++m_at;
    }

    std::string_view m_text;
    size_t m_at = 0;
    Envelope m_out;
};

#endif

} // namespace

std::optional<Envelope> scanEnvelope(std::string_view text)
{
#ifdef __x86_64__
    if (hasAvx2())
        return Scanner(text).scan();
#endif
    return std::nullopt;
}

} // namespace Cordial::Gateway
