// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/gateway/envelope.h>

namespace Cordial::Gateway {

//! \brief The envelope of a payload in the form Discord sends it, a fifth of the price of
//! readEnvelope(): d is an object or an array whose end is looked for and nothing else.
//!
//! Nothing = another form, or broken, or no processor for it: readEnvelope() says which. What is
//! taken here is taken there too, with the same result.
[[nodiscard]] std::optional<Envelope> scanEnvelope(std::string_view text);

} // namespace Cordial::Gateway
