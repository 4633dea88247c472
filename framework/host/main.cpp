// SPDX-License-Identifier: MIT
#include <cordial/host/apicommand.h>
#include <cordial/host/benchcommand.h>
#include <cordial/host/chatcommand.h>
#include <cordial/host/commandoptions.h>
#include <cordial/host/exitcode.h>
#include <cordial/host/interruptwatcher.h>
#include <cordial/host/modelcommand.h>
#include <cordial/host/options.h>
#include <cordial/host/runcommand.h>
#include <cordial/host/sandboxcommand.h>
#include <cordial/host/subcommand.h>
#include <cordial/host/tailcommand.h>

#include <cordial/core/clock.h>
#include <cordial/core/logoutput.h>

#include <QCoreApplication>
#include <QLoggingCategory>

#include <CLI/CLI.hpp>

#include <fcntl.h>
#include <memory>
#include <unistd.h>
#include <vector>

using namespace Cordial;
using namespace Cordial::Host;
using namespace Qt::StringLiterals;

namespace {

std::vector<std::unique_ptr<Subcommand>> makeSubcommands()
{
    std::vector<std::unique_ptr<Subcommand>> commands;
    commands.push_back(std::make_unique<ApiCommand>());
    commands.push_back(std::make_unique<ModelCommand>());
    commands.push_back(std::make_unique<RunCommand>());
    commands.push_back(std::make_unique<SandboxCommand>());
    commands.push_back(std::make_unique<TailCommand>());
    commands.push_back(std::make_unique<ChatCommand>());
    commands.push_back(std::make_unique<BenchCommand>());
    return commands;
}

//! What is opened next would take the place of a standard stream that is closed, and be written to,
//! or read, as if it were that. In its place stands one that refuses what the stream is for.
void reserveStandardStreams()
{
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) < 0)
            (void)::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}

int runSubcommand(Subcommand &command, const RawOptions &raw, char *program)
{
    const auto options = resolveOptions(raw);
    if (!options) {
        complain(options.error().message);
        return ExitUsage;
    }
    int argc = 1;
    char *argv[] = {program, nullptr};
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"cordial"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(CORDIAL_VERSION));
    if (options->verbose)
        QLoggingCategory::setFilterRules(u"cordial.*.debug=true"_s);

    SystemClock clock;
    installLogOutput(options->logFormat, clock);
    InterruptWatcher interrupts;
    HostContext host{*options, clock, interrupts};
    const int code = command.run(host);
    uninstallLogOutput();
    return code;
}

// CLI11 speaks in paragraphs; ours is one line that ends in what to do.
int complainAboutUsage(const CLI::App &app, const CLI::ParseError &error)
{
    if (error.get_exit_code() == 0)
        return app.exit(error);
    complain(QString::fromUtf8(error.what()).simplified() + u" (see cordial --help)"_s);
    return ExitUsage;
}

// True if the first word is no subcommand; then that has been said.
bool complainAboutWord(const CLI::App &app, const char *word)
{
    QStringList known;
    for (const CLI::App *command : app.get_subcommands({}))
        known.append(QString::fromStdString(command->get_name()));
    const QString typed = QString::fromLocal8Bit(word);
    if (known.contains(typed))
        return false;
    const QString near = nearest(typed, known);
    complain(u"no subcommand '%1': %2"_s.arg(typed,
                                             near.isEmpty() ? u"known are "_s + known.join(u", "_s)
                                                            : u"did you mean '%1'?"_s.arg(near)));
    return true;
}

} // namespace

int main(int argc, char **argv)
{
    reserveStandardStreams();
    CLI::App app("Discord bots in C++ that can be seen at work", "cordial");
    app.set_version_flag("--version", "cordial " CORDIAL_VERSION);
    app.require_subcommand(1);

    RawOptions raw;
    const auto commands = makeSubcommands();
    std::vector<CLI::App *> words;
    for (const auto &command : commands) {
        const Subcommand::Title title = command->title();
        words.push_back(app.add_subcommand(title.word, title.summary));
        CommandOptions options(*words.back());
        command->declare(options);
        declareCommonOptions(options, raw);
    }
    if (argc > 1 && argv[1][0] != '-' && complainAboutWord(app, argv[1]))
        return ExitUsage;
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return complainAboutUsage(app, error);
    }
    for (size_t i = 0; i < words.size(); ++i) {
        if (words[i]->parsed())
            return runSubcommand(*commands[i], raw, argv[0]);
    }
    return ExitUsage;
}
