// SPDX-License-Identifier: MIT
#include <cordial/commands/optionvalue.h>

namespace Cordial::Commands {

namespace {

template <typename... Alternatives>
std::optional<OptionValue> known(const std::variant<Api::RawJson, Alternatives...> &value)
{
    return std::visit(
        [](const auto &alternative) -> std::optional<OptionValue> {
            if constexpr (std::is_constructible_v<OptionValue, decltype(alternative)>)
                return OptionValue(alternative);
            else
                return std::nullopt;
        },
        value);
}

} // namespace

std::optional<OptionValue> toOptionValue(const Api::IntDoubleOrString &value)
{
    return known(value);
}

std::optional<OptionValue> toOptionValue(const Api::IntDoubleBoolOrString &value)
{
    return known(value);
}

} // namespace Cordial::Commands
