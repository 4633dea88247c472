// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/api/json.h>
#include <cordial/api/typed/limits.h>

#include <QSet>

namespace Cordial::Api::Detail {

//! \brief Where an address may lead: a page, a page or a place in the client, a picture that may
//! also be a file of the message itself.
enum class UrlKind : quint8 { Page, Link, Media };

//! \brief Collects broken limits while it walks through a body; knows where it is.
class LimitCheck
{
public:
    static constexpr qsizetype kMost = 20;

    //! \brief While it lives, paths go on with a name, or a name and an index.
    class Inside
    {
    public:
        Inside(LimitCheck &check, QLatin1StringView name);
        Inside(LimitCheck &check, QLatin1StringView name, qsizetype index);
        ~Inside() { m_check.m_path.truncate(m_length); }
        Inside(const Inside &) = delete;
        Inside &operator=(const Inside &) = delete;

    private:
        LimitCheck &m_check;
        qsizetype m_length;
    };

    void text(QLatin1StringView name, QStringView text, qsizetype most, qsizetype least = 0);
    void text(QLatin1StringView name, const Field<QString> &field, qsizetype most,
              qsizetype least = 0);
    //! \brief The same without the space around it.
    void trimmed(QLatin1StringView name, const Field<QString> &field, qsizetype most,
                 qsizetype least = 0);
    void characters(QLatin1StringView name, qsizetype count, qsizetype most, qsizetype least = 0);
    void entries(QLatin1StringView name, qsizetype count, qsizetype most, qsizetype least = 0);
    void number(QLatin1StringView name, qint64 value, qint64 most, qint64 least = 0);
    template <typename T>
    void number(QLatin1StringView name, const Field<T> &field, qint64 most, qint64 least = 0)
    {
        if (field)
            number(name, qint64(*field), most, least);
    }
    void url(QLatin1StringView name, const Field<QString> &field, UrlKind kind = UrlKind::Media,
             qsizetype most = Limits::kUrl);
    void require(QLatin1StringView name, bool isThere);
    //! \brief \a name may be empty: the place itself.
    void fail(QLatin1StringView name, const char *code, const QString &message);

    [[nodiscard]] QList<FieldError> take() { return std::move(m_broken); }

private:
    void range(QLatin1StringView name, qint64 value, qint64 most, qint64 least, const char *code,
               const QString &unit);

    QString m_path;
    QList<FieldError> m_broken;
};

void checkEmbed(LimitCheck &check, const Embed &embed);
void checkPoll(LimitCheck &check, const PollCreateRequest &poll);
void checkMentions(LimitCheck &check, const AllowedMentions &mentions);
//! \brief Of a message, of one with components v2, or of a modal.
enum class ComponentHome : quint8 { Message, MessageV2, Modal };
void checkComponents(LimitCheck &check, const QList<Component> &components, ComponentHome home);

} // namespace Cordial::Api::Detail
