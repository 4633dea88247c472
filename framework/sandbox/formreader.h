// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/apierror.h>

#include <QJsonArray>
#include <QJsonObject>

#include <optional>

namespace Cordial::Sandbox {

//! \brief The length Discord counts: Unicode code points, not UTF-16 units.
[[nodiscard]] qsizetype codePoints(QStringView text);

//! \brief Checks the fields of one JSON object and files what is wrong under its path.
//! Absent and null are the same unless a field is required.
class FormReader
{
public:
    FormReader(const QJsonObject &object, QString path, FormErrors &errors);

    [[nodiscard]] bool has(QLatin1StringView key) const;
    [[nodiscard]] QString pathOf(QLatin1StringView key) const;
    void require(QLatin1StringView key);
    QString string(QLatin1StringView key, qsizetype least, qsizetype most);
    bool boolean(QLatin1StringView key, bool fallback = false);
    std::optional<qint64> integer(QLatin1StringView key, qint64 least, qint64 most);
    //! \brief A snowflake as string or number; 0 when absent or wrong.
    quint64 snowflake(QLatin1StringView key);
    QJsonObject object(QLatin1StringView key);
    QJsonArray array(QLatin1StringView key, qsizetype least, qsizetype most);
    //! \brief A list of snowflakes.
    QList<quint64> snowflakes(QLatin1StringView key, qsizetype most);
    void error(QLatin1StringView key, const QString &code, const QString &message);
    [[nodiscard]] FormErrors &errors() { return m_errors; }

    //! \brief The snowflake in \a value; nothing if it is none.
    [[nodiscard]] static std::optional<quint64> toSnowflake(const QJsonValue &value);

private:
    const QJsonObject m_object;
    const QString m_path;
    FormErrors &m_errors;
};

} // namespace Cordial::Sandbox
