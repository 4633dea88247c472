// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/ids.h>
#include <cordial/core/result.h>

#include <QJsonObject>
#include <QStringList>

namespace Cordial {

//! \brief A plugin's settings by name. What is not set has the default of the schema.
class PluginSettings
{
public:
    PluginSettings() = default;
    //! \brief Checks \a values against \a schema: {"greeting": {"type": "text", "default": "Hi",
    //! "required": false}}; types are text, integer, number, boolean, id and list (of texts).
    //! Errors: InvalidArgument naming the setting; an unknown one with the nearest known.
    [[nodiscard]] static Result<PluginSettings> check(const QJsonObject &schema,
                                                      const QJsonObject &values);

    [[nodiscard]] bool has(QStringView name) const { return m_values.contains(name); }
    [[nodiscard]] QString text(QStringView name) const;
    [[nodiscard]] qint64 integer(QStringView name) const;
    [[nodiscard]] double number(QStringView name) const;
    [[nodiscard]] bool boolean(QStringView name) const;
    [[nodiscard]] QStringList list(QStringView name) const;
    //! \brief Invalid if it is not set.
    template <typename IdType>
    [[nodiscard]] IdType id(QStringView name) const
    {
        return IdType::fromString(text(name)).value_or(IdType());
    }

private:
    QJsonObject m_values;
};

} // namespace Cordial
