// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/ids.h>

#include <QString>

//! \brief Whom a greeting is for.
struct Greeted
{
    Cordial::UserId id;
    QString name;
    QString server;
};

//! \brief \a text with {user} (a mention), {name} and {server} filled in. Names are strangers'
//! text: they are made plain, and what stands in them is not filled in again.
[[nodiscard]] QString fillGreeting(QStringView text, const Greeted &who);
