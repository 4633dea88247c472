// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/gateway/block.h>
#include <cordial/gateway/shardmanager.h>

#include <QByteArrayView>

#include <memory>
#include <string_view>

namespace Cordial::Gateway {

//! \brief Undoes the transport compression of one connection. Pure; one thread.
//!
//! The context lives as long as the connection: reset() before each new one. After Corrupt or
//! TooLarge nothing more may be fed before reset(). Parts of what comes out may be shared
//! (block()): what has been is never written to again, the next payload comes behind it or
//! elsewhere.
class Inflater
{
public:
    enum class Status : quint8 {
        Complete, //!< message() is one gateway payload
        NeedMore, //!< the payload goes on in the next WebSocket message
        Corrupt,
        TooLarge, //!< over the limit given to makeInflater()
    };

    Inflater() = default;
    Inflater(const Inflater &) = delete;
    Inflater &operator=(const Inflater &) = delete;
    virtual ~Inflater() = default;

    //! \brief Takes one WebSocket message.
    [[nodiscard]] virtual Status feed(QByteArrayView input) = 0;
    virtual void reset() = 0;
    //! \brief The payload, with simdjson's padding readable behind it; valid until the next feed(),
    //! reset() or release().
    [[nodiscard]] std::string_view message() const
    {
        return {m_output.data() + m_begin, static_cast<size_t>(m_size)};
    }
    //! \brief What message() is part of, to share parts of it.
    [[nodiscard]] Block &block() { return m_output; }
    //! \brief Gives the output buffer back to the thread, so that an idle connection holds none.
    void release();

protected:
    void beginMessage();
    //! \brief Room for more output, or false at the limit.
    [[nodiscard]] bool grow();
    [[nodiscard]] char *writePosition() { return m_output.data() + m_begin + m_size; }
    [[nodiscard]] qsizetype room() const;

    Block m_output;
    qsizetype m_begin = 0; //!< of the payload
    qsizetype m_size = 0;
    qsizetype m_limit = 0;
    bool m_partial = false; //!< m_output holds the beginning of a payload
};

//! \brief The longest payload that is taken, inflated. Guilds of the largest size stay far below.
inline constexpr qsizetype kLongestMessage = 64 * 1024 * 1024;

//! \brief Nothing for Compression::None.
[[nodiscard]] std::unique_ptr<Inflater> makeInflater(Compression compression,
                                                     qsizetype limit = kLongestMessage);

} // namespace Cordial::Gateway
