// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QRandomGenerator>

//! \brief Makes JSON values out of the schemas of an OpenAPI document. The same seed gives the same
//! values.
class SchemaValues
{
public:
    //! \brief Which fields that may be left out are there, and what else.
    enum class Mode : quint8 { All, None, Nulls, Some };

    SchemaValues(QJsonObject schemas, quint32 seed) : m_schemas(std::move(schemas)), m_random(seed)
    { }

    [[nodiscard]] QJsonValue make(const QString &schema, Mode mode, bool withUnknownFields);

private:
    [[nodiscard]] QJsonValue value(const QJsonObject &schema, int depth);
    [[nodiscard]] QJsonValue choice(const QJsonArray &schemas, int depth);
    [[nodiscard]] QJsonValue object(const QJsonObject &schema, int depth);
    [[nodiscard]] QJsonValue member(const QString &key, const QJsonObject &schema, int depth);
    [[nodiscard]] QJsonValue array(const QJsonObject &schema, int depth);
    [[nodiscard]] QJsonValue text(const QJsonObject &schema);
    [[nodiscard]] QJsonValue integer(const QJsonObject &schema);
    [[nodiscard]] QJsonValue enumerated(const QJsonArray &alternatives, bool isNumber);
    [[nodiscard]] bool takesOptional(int depth);
    [[nodiscard]] qint64 between(qint64 low, qint64 high);

    QJsonObject m_schemas;
    QRandomGenerator m_random;
    Mode m_mode = Mode::All;
    bool m_withUnknownFields = false;
};
