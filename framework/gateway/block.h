// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <string_view>
#include <utility>

namespace Cordial::Gateway {

//! \brief Memory that received text is written into and stays in: parts of it are given out as
//! QByteArrays that share it, so that nothing is copied on the way to the consumer. It is freed
//! with the last of them.
//!
//! Thread: one; the parts may be read and dropped in any thread. What has been given out must not
//! be written to again while isShared().
class Block
{
public:
    //! Bytes behind a part that a reader of JSON may look at.
    static constexpr qsizetype kPadding = 64;
    //! What a block for one connection begins with: most messages are shorter.
    static constexpr qsizetype kFirstRoom = 16 * 1024;

    Block() = default;
    explicit Block(qsizetype size) : m_bytes(size, Qt::Uninitialized) { }
    Block(const Block &) = delete;
    Block &operator=(const Block &) = delete;
    Block(Block &&other) noexcept { swap(other); }
    Block &operator=(Block &&other) noexcept
    {
        Block taken(std::move(other));
        swap(taken);
        return *this;
    }
    ~Block() = default;
    void swap(Block &other) noexcept { m_bytes.swap(other.m_bytes); }

    [[nodiscard]] qsizetype size() const { return m_bytes.size(); }
    [[nodiscard]] bool isEmpty() const { return m_bytes.isEmpty(); }
    //! \brief Never detaches, unlike QByteArray::data().
    [[nodiscard]] char *data() { return const_cast<char *>(m_bytes.constData()); }
    [[nodiscard]] const char *data() const { return m_bytes.constData(); }

    //! \brief Whether parts of it are still in use. What was written before the last of them was
    //! dropped is over once this is false.
    [[nodiscard]] bool isShared();
    //! \brief \a part as a QByteArray; the byte behind it becomes its final zero. \pre part lies
    //! inside, with kPadding bytes behind it
    [[nodiscard]] QByteArray share(std::string_view part);

private:
    QByteArray m_bytes;
};

//! \brief The block that one reader of many leaves for the next: a thread has a thousand shards,
//! and few of them read at a time. Thread: one.
class SpareBlock
{
public:
    //! One that a large guild made is not kept for ever.
    static constexpr qsizetype kLargest = 1024 * 1024;

    //! \brief Empty if there is none.
    [[nodiscard]] Block take() { return std::move(m_block); }
    //! \brief Keeps \a used if it is free, and larger than what is here.
    void leave(Block used);

private:
    Block m_block;
};

} // namespace Cordial::Gateway
