// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/typed/scalars.h>

#include <QHash>

#include <optional>

namespace Cordial::Commands {

//! \brief What a person can give for an option, a parameter of a custom_id or a field of a modal;
//! ids come as text.
using OptionValue = std::variant<QString, qint64, double, bool>;
using OptionValues = QHash<QString, OptionValue>;

//! \brief The value in one of Discord's; nothing for what this version does not know.
[[nodiscard]] std::optional<OptionValue> toOptionValue(const Api::IntDoubleOrString &value);
[[nodiscard]] std::optional<OptionValue> toOptionValue(const Api::IntDoubleBoolOrString &value);

} // namespace Cordial::Commands
