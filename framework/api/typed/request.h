// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/calloptions.h>
#include <cordial/api/typed/value.h>

#include <QFuture>

#include <span>

namespace Cordial::Net {
class HttpClient;
}

namespace Cordial::Api {

//! \brief One of Discord's operations, as `cordial api --list` and the tests see it.
struct OperationInfo
{
    const char *name; //!< "create_message"
    const char *method;
    const char *path; //!< "/channels/{channel_id}/messages"
    const char *auth; //!< "BotToken|OAuth2"
    const char *query; //!< names with commas between
    const char *bodyKinds; //!< media types with commas between
    const char *body; //!< in the words of the description
    const char *files; //!< "files[]", the name of the part, or empty
    const char *returns; //!< in the words of the description, or a media type; empty = nothing
    const char
        *pages; //!< how its list goes on, in the words of the description; empty = it does not
    bool takesReason;
};

//! \brief All operations, by path.
[[nodiscard]] std::span<const OperationInfo> operations();

} // namespace Cordial::Api
