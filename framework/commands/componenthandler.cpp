// SPDX-License-Identifier: MIT
#include <cordial/commands/componenthandler.h>

namespace Cordial {

ComponentHandler::ComponentHandler(Kind kind, Commands::CustomIdPattern pattern, QObject *parent)
    : QObject(parent), m_kind(kind), m_pattern(std::move(pattern))
{ }

} // namespace Cordial
