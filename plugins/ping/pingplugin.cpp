// SPDX-License-Identifier: MIT
#include "pingplugin.h"

#include <cordial/api/format.h>

using namespace Cordial;
using namespace Qt::StringLiterals;

namespace {

//! \brief The count stands in the button itself, so it survives a restart of the bot.
Api::ActionRow againButton(const QString &label, qint64 count)
{
    return Api::Components::row({Api::Components::button(u"ping/again/%1"_s.arg(count), label)});
}

} // namespace

Result<> PingPlugin::initialize(PluginContext &context)
{
    auto *ping = context.commands().add(u"ping"_s, tr("Answers with pong"));
    ping->addOption(
        Option::string(u"note"_s, tr("Something to be repeated")).lengthBetween(1, 200));
    ping->enablePrefix();
    connect(ping, &SlashCommand::invoked, this, &PingPlugin::onPing);

    auto *again = context.commands().onComponent(u"ping/again/{count:int}"_s);
    connect(again, &ComponentHandler::triggered, this, &PingPlugin::onAgain);
    return {};
}

void PingPlugin::onPing(const Invocation &call)
{
    const QString note = call.text(u"note");
    QString text = tr("Pong!");
    if (!note.isEmpty())
        text += u' ' + Api::escapeMarkdown(note);
    call.reply(Api::MessageBuilder(text).component(againButton(tr("Again"), 0)));
}

void PingPlugin::onAgain(const Invocation &press)
{
    const qint64 count = press.integer(u"count") + 1;
    press.update(Api::MessageBuilder(tr("Pong! Times pressed: %1").arg(count))
                     .component(againButton(tr("Again"), count)));
}
