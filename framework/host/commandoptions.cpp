// SPDX-License-Identifier: MIT
#include <cordial/host/commandoptions.h>

#include <CLI/CLI.hpp>

namespace Cordial::Host {

namespace {

CLI::Option *inGroup(CLI::Option *option, const char *group)
{
    return group == nullptr ? option : option->group(group);
}

} // namespace

void CommandOptions::add(const char *names, std::string &value, const char *help)
{
    inGroup(m_command->add_option(names, value, help), m_group);
}

void CommandOptions::add(const char *names, double &value, const char *help)
{
    inGroup(m_command->add_option(names, value, help), m_group);
}

void CommandOptions::add(const char *names, int &value, const char *help)
{
    inGroup(m_command->add_option(names, value, help), m_group);
}

void CommandOptions::add(const char *names, qint64 &value, const char *help)
{
    inGroup(m_command->add_option(names, value, help), m_group);
}

void CommandOptions::add(const char *names, std::vector<std::string> &values, const char *help)
{
    inGroup(m_command->add_option(names, values, help), m_group)->allow_extra_args(false);
}

void CommandOptions::addFlag(const char *names, bool &value, const char *help)
{
    inGroup(m_command->add_flag(names, value, help), m_group);
}

bool CommandOptions::isGiven(const char *name) const
{
    return m_command->count(name) > 0;
}

} // namespace Cordial::Host
