// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/gateway/shardmanager.h>

#include <QByteArray>
#include <QByteArrayView>

#include <memory>
#include <string_view>

namespace Cordial::Gateway {

//! \brief Undoes the transport compression of one connection. Pure; one thread.
//!
//! The context lives as long as the connection: reset() before each new one. After Corrupt or
//! TooLarge nothing more may be fed before reset().
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
        return {m_output.constData(), static_cast<size_t>(m_size)};
    }
    //! \brief Gives the output buffer back to the thread, so that an idle connection holds none.
    void release();

protected:
    void beginMessage();
    //! \brief Room for more output, or false at the limit.
    [[nodiscard]] bool grow();
    [[nodiscard]] char *writePosition() { return m_output.data() + m_size; }
    [[nodiscard]] qsizetype room() const;

    QByteArray m_output;
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
