// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/color.h>
#include <cordial/api/typed/message.h>

namespace Cordial::Api {

//! \brief Puts an embed together: `EmbedBuilder().title(u"Hi"_s).field(u"a"_s, u"b"_s).build()`.
//! Nothing is cut: build() says which of Discord's limits is broken. A value.
class EmbedBuilder
{
public:
    EmbedBuilder() = default;
    //! \brief Goes on from an embed that exists.
    explicit EmbedBuilder(Embed embed) : m_embed(std::move(embed)) { }

    EmbedBuilder &title(QString title);
    EmbedBuilder &url(QString url); //!< of the title
    EmbedBuilder &description(QString description);
    EmbedBuilder &color(Api::Color color);
    EmbedBuilder &timestamp(DateTime moment);
    EmbedBuilder &author(QString name, QString url = {}, QString iconUrl = {});
    EmbedBuilder &footer(QString text, QString iconUrl = {});
    //! \brief An address, or attachment://NAME of a file that goes along.
    EmbedBuilder &image(QString url);
    EmbedBuilder &thumbnail(QString url);
    EmbedBuilder &field(QString name, QString value, bool isInline = false);

    [[nodiscard]] const Embed &unchecked() const { return m_embed; }
    [[nodiscard]] Result<Embed> build() const;

private:
    Embed m_embed;
};

} // namespace Cordial::Api
