// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/formreader.h>
#include <cordial/sandbox/httpmessage.h>

namespace Cordial::Sandbox {

//! \brief Message flags a sender may know of. \source resources/message.mdx
namespace MessageFlag {
inline constexpr int SuppressEmbeds = 1 << 2;
inline constexpr int Ephemeral = 1 << 6;
inline constexpr int Loading = 1 << 7;
inline constexpr int SuppressNotifications = 1 << 12;
inline constexpr int ComponentsV2 = 1 << 15;
} // namespace MessageFlag

//! \brief Checks the body of a message against Discord's limits; files problems under \a path.
//! \source resources/message.mdx, "Create Message"; components/reference.mdx
void checkMessage(const QJsonObject &payload, const QList<FilePart> &files, const QString &path,
                  FormErrors &errors);
//! \brief True when nothing would be seen: no content, embeds, components, files, stickers, poll.
[[nodiscard]] bool isEmptyMessage(const QJsonObject &payload, bool hasFiles);
//! \brief Checks the components of a message, or of a modal.
void checkComponents(const QJsonArray &components, const QString &path, bool versionTwo, bool modal,
                     FormErrors &errors);

} // namespace Cordial::Sandbox
