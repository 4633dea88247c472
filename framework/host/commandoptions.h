// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace Cordial::Host {

//! \brief Where a subcommand says which options it has, and asks later which were given.
//!
//! CLI11 behind a door: each source that includes it takes five seconds more to build. Values land
//! where add() is told, which outlives the parsing; without the option they stay as they are. A
//! copy stands for the same subcommand.
class CommandOptions
{
public:
    explicit CommandOptions(CLI::App &command) : m_command(&command) { }

    //! \brief The heading in the help of what is added from here on.
    void setGroup(const char *group) { m_group = group; }
    //! \brief A name without dashes is a positional argument.
    void add(const char *names, std::string &value, const char *help);
    void add(const char *names, double &value, const char *help);
    void add(const char *names, int &value, const char *help);
    void add(const char *names, qint64 &value, const char *help);
    //! \brief One that may repeat, with one value each time.
    void add(const char *names, std::vector<std::string> &values, const char *help);
    void addFlag(const char *names, bool &value, const char *help);

    [[nodiscard]] bool isGiven(const char *name) const;

private:
    CLI::App *m_command;
    const char *m_group = nullptr;
};

} // namespace Cordial::Host
