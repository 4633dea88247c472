// SPDX-License-Identifier: MIT
#include <cordial/gateway/block.h>

#include <simdjson.h>

namespace Cordial::Gateway {

static_assert(Block::kPadding >= qsizetype(simdjson::SIMDJSON_PADDING));

bool Block::isShared()
{
    if (m_bytes.isEmpty())
        return false;
    if (!m_bytes.isDetached())
        return true;
    // The count was read without order: this is what makes the other threads' reads come before
    // our writes.
    auto *header = m_bytes.data_ptr().d_ptr();
    header->ref();
    header->deref();
    return false;
}

QByteArray Block::share(std::string_view part)
{
    char *begin = const_cast<char *>(part.data());
    Q_ASSERT(begin >= data() && begin + part.size() < data() + size());
    begin[part.size()] = '\0';
    auto *header = m_bytes.data_ptr().d_ptr();
    header->ref();
    return QByteArray(QByteArray::DataPointer(header, begin, qsizetype(part.size())));
}

void SpareBlock::leave(Block used)
{
    if (!used.isShared() && used.size() <= kLargest && used.size() > m_block.size())
        m_block = std::move(used);
}

} // namespace Cordial::Gateway
