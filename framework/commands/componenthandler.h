// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/commands/customid.h>
#include <cordial/commands/invocation.h>

#include <QObject>

namespace Cordial {

//! \brief Buttons, selects or modals whose custom_id has a certain form. Made by
//! CommandSet::onComponent() and onModal() and owned by the set. Thread: the client's.
class ComponentHandler : public QObject
{
    Q_OBJECT
public:
    enum class Kind : quint8 { Component, Modal };

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] const Commands::CustomIdPattern &pattern() const { return m_pattern; }

Q_SIGNALS:
    //! \brief The parameters of the custom_id, and for modals the fields, are the invocation's
    //! options.
    void triggered(const Cordial::Invocation &invocation);

private:
    friend class CommandSet;
    ComponentHandler(Kind kind, Commands::CustomIdPattern pattern, QObject *parent);

    Kind m_kind;
    Commands::CustomIdPattern m_pattern;
};

} // namespace Cordial
