// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/client/client.h>
#include <cordial/commands/commandset.h>
#include <cordial/core/oncontext.h>
#include <cordial/core/result.h>
#include <cordial/plugin/plugincontext.h>

#include <QObject>

//! \brief The number changes when plugins have to be rebuilt.
#define CordialPlugin_iid "dev.cordial.Plugin/0"

namespace Cordial {

//! \brief The root of a plugin. A plugin is a class that derives from this and says
//!
//!     Q_OBJECT
//!     Q_PLUGIN_METADATA(IID CordialPlugin_iid FILE "hello.json")
//!
//! The JSON file names it: {"name": "hello", "version": "1.0.0", "apiVersion": "0.1",
//! "description": "...", and if needed "depends": ["other"], "intents": ["GUILD_MEMBERS"],
//! "settings": {"greeting": {"type": "text", "default": "Hi"}}}.
//!
//! Everything that is connected with this object, or a child of it, as context ends with it; so do
//! its commands. Thread: the bot's, for everything.
class Plugin : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    //! \brief Declares commands and connects signals. \a context outlives the plugin and its
    //! children. An error leaves the plugin out, as an exception of the constructor does; the
    //! others go on.
    [[nodiscard]] virtual Result<> initialize(PluginContext &context) = 0;
    //! \brief The plugin is about to be unloaded: stop threads, save what is to be saved. Not
    //! called if initialize() failed.
    virtual void shutdown() { }
};

} // namespace Cordial
