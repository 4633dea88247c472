// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

namespace Cordial::Host {

//! \brief Results on stdout, line by line: each is written whole before the call returns.
class LineOutput
{
public:
    //! \brief Writes \a line and a line feed; false once nobody reads any more.
    bool write(QByteArrayView line);
    //! \brief The same without a line feed: for bodies that are not lines.
    bool writeRaw(QByteArrayView bytes);
    [[nodiscard]] bool isClosed() const { return m_closed; }

private:
    bool m_closed = false;
};

} // namespace Cordial::Host
