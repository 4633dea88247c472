// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/core/result.h>

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

namespace Cordial::Sandbox {

//! \brief Reads a file as a JSON object: TOML when it ends in .toml, else JSON.
//! Errors are one sentence with the file, the line and what is wrong.
[[nodiscard]] Result<QJsonObject> readConfigFile(const QString &path);
//! \brief The same for text; \a name stands in errors.
[[nodiscard]] Result<QJsonObject> parseConfig(const QByteArray &text, const QString &name);

//! \brief Reads the fields of one object of a configuration strictly: a wrong type or an unknown
//! key is remembered, with its path; the first error wins.
class ConfigReader
{
public:
    ConfigReader(const QJsonObject &object, QString path, QString &error);

    [[nodiscard]] bool has(QLatin1StringView key) const { return m_object.contains(key); }
    [[nodiscard]] QString string(QLatin1StringView key, const QString &fallback = {});
    [[nodiscard]] bool boolean(QLatin1StringView key, bool fallback);
    [[nodiscard]] qint64 integer(QLatin1StringView key, qint64 fallback, qint64 least, qint64 most);
    //! \brief A length of time in seconds, decimals allowed.
    [[nodiscard]] double seconds(QLatin1StringView key, double fallback);
    //! \brief A snowflake as a string of digits; \a fallback when absent.
    [[nodiscard]] quint64 id(QLatin1StringView key, quint64 fallback);
    [[nodiscard]] QJsonObject object(QLatin1StringView key);
    [[nodiscard]] QJsonArray array(QLatin1StringView key);
    //! \brief A list of strings; one string counts as a list of one.
    [[nodiscard]] QStringList strings(QLatin1StringView key);
    //! \brief Remembers every key that was never asked for as an error.
    void finish();
    void fail(QLatin1StringView key, const QString &what);
    [[nodiscard]] bool isOk() const { return m_error.isEmpty(); }
    [[nodiscard]] QString pathOf(QLatin1StringView key) const;

private:
    QJsonValue take(QLatin1StringView key);

    const QJsonObject m_object;
    const QString m_path;
    QString &m_error;
    QStringList m_known;
};

} // namespace Cordial::Sandbox
