// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>

#include <string_view>

namespace Cordial::Gateway {

//! \brief Names of events as QByteArrays that are never freed and therefore not counted: threads
//! that pass a name on would otherwise quarrel over its counter with every event. One thread.
class EventNames
{
public:
    //! \brief \a name as a QByteArray. Up to kMost names of a process are kept; one more is a copy
    //! of its own.
    [[nodiscard]] QByteArray of(std::string_view name);

    static constexpr qsizetype kMost = 256;
    static constexpr size_t kLongest = 100; //!< a longer one is always a copy

private:
    QHash<QByteArray, QByteArray> m_known;
    QByteArray m_last;
};

} // namespace Cordial::Gateway
