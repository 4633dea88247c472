// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/gateway/shardmanager.h>

#include <QList>

namespace Cordial::Gateway {

//! \brief Which compression to ask for: the best one, and the next best once it has shown that it
//! does not work. What was asked for by name is never changed. Pure.
class CompressionChoice
{
public:
    explicit CompressionChoice(Compression wanted)
        : m_candidates(
              wanted == Compression::Auto
                  ? QList{Compression::ZstdStream, Compression::ZlibStream, Compression::None}
                  : QList{wanted})
    { }

    [[nodiscard]] Compression current() const { return m_candidates[m_index]; }
    //! \brief HELLO was understood.
    void worked()
    {
        m_hasWorked = true;
        m_doubts = 0;
    }
    //! \brief READY or RESUMED came: earlier garbage was an accident.
    void settled() { m_garbage = 0; }
    //! \brief The server refused or closed before HELLO. \a isClear: it did so in words (an HTTP
    //! status, a close frame); a mere drop may be an outage and counts half.
    void refused(bool isClear)
    {
        m_doubts += isClear ? 2 : 1;
        if (!m_hasWorked && m_doubts >= 2)
            next();
    }
    //! \brief Something came that could not be decoded.
    void garbage()
    {
        m_garbage += m_hasWorked ? 1 : 3;
        if (m_garbage >= 3)
            next();
    }

private:
    void next()
    {
        m_index = (m_index + 1) % m_candidates.size();
        m_hasWorked = false;
        m_doubts = 0;
        m_garbage = 0;
    }

    QList<Compression> m_candidates;
    qsizetype m_index = 0;
    bool m_hasWorked = false;
    int m_doubts = 0;
    int m_garbage = 0;
};

} // namespace Cordial::Gateway
