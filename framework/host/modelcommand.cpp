// SPDX-License-Identifier: MIT
#include <cordial/host/modelcommand.h>

#include <cordial/api/typed/model.h>
#include <cordial/core/jsonreader.h>
#include <cordial/host/config.h>
#include <cordial/host/lineoutput.h>

#include <QFile>

namespace Cordial::Host {

using namespace Qt::StringLiterals;

namespace {

bool standsFor(const Api::TypeInfo &type, const QByteArray &schema)
{
    return QByteArray(type.stands).split(',').contains(schema);
}

// By our name, by an event's, or by a schema of Discord's document.
const Api::WholeOps *findOps(const QByteArray &name)
{
    if (const Api::TypeInfo *type = Api::findType(name))
        return type->ops;
    for (const Api::EventInfo &event : Api::events()) {
        if (name == event.type || name == event.name)
            return event.ops;
    }
    for (const Api::TypeInfo &type : Api::types()) {
        if (standsFor(type, name))
            return type.ops;
    }
    return nullptr;
}

QStringList allNames()
{
    QStringList names;
    for (const Api::TypeInfo &type : Api::types())
        names.append(QString::fromLatin1(type.name));
    for (const Api::EventInfo &event : Api::events())
        names.append(QString::fromLatin1(event.type));
    return names;
}

QByteArray errorLine(const Error &error)
{
    JsonWriter writer;
    writer.beginObject().key("error").string(error.message).key("path").string(error.path);
    return writer.endObject().take();
}

// What decoding skips is not looked at by it, so the whole line is checked first.
Result<QByteArray> convert(const Api::WholeOps &ops, const QByteArray &line)
{
    if (!isJson(line))
        return makeError(ErrorCode::Decode, u"not JSON"_s);
    return Api::roundTrip(ops, line);
}

} // namespace

void ModelCommand::declare(CommandOptions &options)
{
    options.add("TYPE", m_type, "the type of the values, such as Message");
    options.addFlag("--list", m_list,
                    "print the types and what they stand for in Discord's document");
}

int ModelCommand::list()
{
    LineOutput output;
    for (const Api::TypeInfo &type : Api::types())
        output.write(QByteArray(QByteArray(type.name) + '\t' + type.stands));
    for (const Api::EventInfo &event : Api::events())
        output.write(QByteArray(QByteArray(event.type) + '\t'));
    return ExitDone;
}

int ModelCommand::run(HostContext &host)
{
    if (m_list)
        return list();
    if (m_type.empty()) {
        complain(u"needs a TYPE, or --list"_s);
        return ExitUsage;
    }
    const Api::WholeOps *ops = findOps(QByteArray::fromStdString(m_type));
    if (ops == nullptr) {
        const QString typed = QString::fromStdString(m_type);
        const QString near = nearest(typed, allNames());
        complain(u"no type '%1': %2"_s.arg(typed,
                                           near.isEmpty() ? u"see cordial model --list"_s
                                                          : u"did you mean '%1'?"_s.arg(near)));
        return ExitUsage;
    }
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly)) {
        complain(u"cannot read stdin: "_s + input.errorString());
        return ExitFailed;
    }
    LineOutput output;
    int code = ExitDone;
    while (!output.isClosed() && !host.interrupts.isInterrupted()) {
        const QByteArray line = input.readLine();
        if (line.isEmpty())
            break;
        if (line.trimmed().isEmpty())
            continue;
        const Result<QByteArray> back = convert(*ops, line.trimmed());
        if (!back)
            code = ExitFailed;
        output.write(back ? *back : errorLine(back.error()));
    }
    return host.interrupts.isInterrupted() ? ExitInterrupted : code;
}

} // namespace Cordial::Host
