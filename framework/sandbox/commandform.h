// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/apierror.h>

#include <QJsonArray>
#include <QJsonObject>

namespace Cordial::Sandbox {

//! \brief Checks an application command as Discord does when it is made or changed.
//! \source interactions/application-commands.mdx
void checkCommand(const QJsonObject &command, const QString &path, FormErrors &errors);
//! \brief The command with every field that Discord fills in.
[[nodiscard]] QJsonObject completeCommand(QJsonObject command);

//! \brief What a person chose for a command, checked against its definition.
struct ChosenOptions
{
    QJsonArray options; //!< As the interaction carries them.
    QList<quint64> users; //!< Ids to be resolved, by kind.
    QList<quint64> roles;
    QList<quint64> channels;
    QList<quint64> mentionables;
};

//! \brief Checks \a given against the options \a known of a command; problems go to \a errors.
//! With \a autocomplete required options may be missing and one must be focused.
[[nodiscard]] ChosenOptions checkChosen(const QJsonArray &known, const QJsonArray &given,
                                        const QString &path, bool autocomplete, FormErrors &errors);

} // namespace Cordial::Sandbox
