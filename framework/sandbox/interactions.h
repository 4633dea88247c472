// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/sandbox/core.h>
#include <cordial/sandbox/messageroutes.h>

#include <map>

namespace Cordial::Sandbox {

//! \brief One use of a command, component or modal, from the click to its token's end.
struct Interaction
{
    //! For how long its token answers.
    static constexpr std::chrono::minutes kTokenLife{15};

    enum Type : int { Command = 2, Component = 3, Autocomplete = 4, ModalSubmit = 5 };

    quint64 id = 0;
    QByteArray token;
    int type = Command;
    UserId user;
    GuildId guild;
    ChannelId channel;
    MessageId source; //!< The message of a component, or of the modal's component.
    QString commandName;
    QString nonce;
    TimePoint createdAt{};
    bool acknowledged = false;
    bool failed = false; //!< Not answered within 3 s.
    int callback = 0; //!< Type of the first answer.
    MessageId original; //!< The message that @original names.
    bool loading = false; //!< Deferred, and the message is not there yet.
    bool ephemeral = false;
    std::map<MessageId, Message> hidden; //!< Ephemeral messages of this interaction.
    std::unique_ptr<Timer> deadline;
};

//! \brief Interactions: people start them by POST /interactions, the bot answers by callback and
//! follow-up. What only the person sees goes to the journal, kind "person".
//! \source interactions/receiving-and-responding.mdx
class Interactions
{
public:
    Interactions(Core &core, Router &router, MessageRoutes &messages);
    ~Interactions();

    // Follow-up routes, /webhooks/{application_id}/{token}; called by the webhook routes.
    HttpResponse followUp(ApiCall &call);
    HttpResponse readMessage(ApiCall &call);
    HttpResponse changeMessage(ApiCall &call);
    HttpResponse removeMessage(ApiCall &call);

private:
    using Store = std::map<quint64, std::unique_ptr<Interaction>>;

    // A person's side.
    HttpResponse start(ApiCall &call);
    [[nodiscard]] QJsonObject commandData(const ApiCall &call, const Channel &channel,
                                          const QJsonObject &body, int type, QString &name);
    [[nodiscard]] const Command &commandIn(const ApiCall &call, const QJsonObject &data,
                                           GuildId guild);
    [[nodiscard]] QJsonObject componentData(const QJsonObject &data, const Message &message);
    [[nodiscard]] QJsonObject modalData(const ApiCall &call, const QJsonObject &data,
                                        MessageId &source);
    [[nodiscard]] const Message *visibleMessage(const Channel &channel, UserId user,
                                                MessageId id) const;
    [[nodiscard]] QJsonObject envelope(const Interaction &interaction, const QJsonObject &data,
                                       const Message *source) const;
    void resolve(QJsonObject &data, const Channel &channel, const QList<quint64> &users,
                 const QList<quint64> &roles, const QList<quint64> &channels) const;
    void tellPerson(const Interaction &interaction, const QString &event, QJsonObject data = {});
    void timeOut(quint64 id);
    void forgetOld();

    // The bot's side.
    HttpResponse callback(ApiCall &call);
    void checkCallback(const Interaction &interaction, int type, const QJsonObject &data,
                       const QList<FilePart> &files);
    void perform(Interaction &interaction, int type, const QJsonObject &data,
                 const QList<FilePart> &files);
    void updateSource(Interaction &interaction, const QJsonObject &data,
                      const QList<FilePart> &files);
    void openModal(Interaction &interaction, const QJsonObject &data);
    const Message &postMessage(Interaction &interaction, const QJsonObject &payload,
                               const QList<FilePart> &files);
    void fillLoading(Interaction &interaction, const QJsonObject &payload,
                     const QList<FilePart> &files);
    [[nodiscard]] Interaction &byToken(const ApiCall &call);
    //! \brief Throws 10003 if its channel has been deleted since.
    void requireChannel(const Interaction &interaction) const;
    [[nodiscard]] Message &messageIn(Interaction &interaction, const ApiCall &call);
    [[nodiscard]] HttpResponse callbackAnswer(const Interaction &interaction, int type);
    void announce(const Interaction &interaction, const Message &message, bool isNew);

    struct OpenModal
    {
        UserId user;
        QString customId;
        QJsonObject json;
        MessageId source;
        ChannelId channel;
    };

    Core &m_core;
    MessageRoutes &m_messages;
    Store m_store;
    std::deque<OpenModal> m_modals;
};

} // namespace Cordial::Sandbox
