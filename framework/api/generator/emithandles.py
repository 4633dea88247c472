# SPDX-License-Identifier: MIT
"""Writes the classes that bind ids and offer the operations on what they name."""
import re
from pathlib import Path

import naming
from emitmodels import header, include, source
from emitoperations import OperationEmitter
from schema import SchemaError

BOUND = {"string": "QString", "Secret": "Secret"}


class Handle:
    def __init__(self, name, bound):
        self.name = name
        self.bound = bound  # [(path parameter, C++ type)]
        self.methods = []  # [(name, operation)]


def load(path, operations):
    by_name = {operation.name: operation for operation in operations}
    handles = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.split("#", 1)[0].rstrip()
        if not line:
            continue
        begin = re.fullmatch(r"handle (\w+)(?: (.+))?", line)
        method = re.fullmatch(r"  (\w+) = (\w+)", line)
        if begin:
            pairs = [part.split(":") for part in (begin[2] or "").split(",") if part.strip()]
            bound = [(name.strip(), BOUND.get(kind.strip(), kind.strip())) for name, kind in pairs]
            handles.append(Handle(begin[1], bound))
        elif method and handles:
            if method[2] not in by_name:
                raise SchemaError(f"{path.name}:{number}: there is no operation {method[2]}")
            handles[-1].methods.append((method[1], by_name[method[2]]))
        else:
            raise SchemaError(f"{path.name}:{number}: expected `handle NAME id: Type` or `  method = operation`")
    return handles


class HandleEmitter:
    def __init__(self, folder, description, types):
        self.operations = OperationEmitter(description, types)
        self.description = description
        self.types = types
        self.handles = load(Path(folder, "handles", "handles.txt"), description.operations)

    @staticmethod
    def class_name(handle):
        return handle.name + "Operations"

    @staticmethod
    def parameter_name(parameter):
        return parameter.rsplit("&", 1)[-1].rsplit(" ", 1)[-1].strip()

    def free_parameters(self, handle, operation):
        bound = {naming.camel(name) for name, _ in handle.bound} | {"http"}
        return [p for p in self.operations.parameters(operation) if self.parameter_name(p) not in bound]

    def signature(self, handle, name, operation, within="", defaults=False):
        parameters = self.free_parameters(handle, operation)
        if defaults:
            parameters = self.operations.with_defaults(operation, parameters)
        return f"QFuture<Result<{self.operations.result(operation)}>> {within}{name}({', '.join(parameters)}) const"

    def declaration(self, handle):
        name = self.class_name(handle)
        arguments = ", ".join(["Net::HttpClient &http"] + [f"{t} {naming.camel(n)}" for n, t in handle.bound])
        members = ", ".join(["m_http(&http)"] + [
            f"m_{naming.camel(n)}({f'std::move({naming.camel(n)})' if t in BOUND.values() else naming.camel(n)})"
            for n, t in handle.bound])
        lines = ["", f"//! \\brief What can be asked of, and done to, one {handle.name}.", f"class {name}", "{", "public:"]
        lines += [f"    {'explicit ' if not handle.bound else ''}{name}({arguments}) : {members} {{ }}", ""]
        for bound, kind in handle.bound:
            if kind != "Secret":
                type_ = "const QString &" if kind == "QString" else kind + " "
                lines.append(f"    [[nodiscard]] {type_}{naming.camel(bound)}() const {{ return m_{naming.camel(bound)}; }}")
        for method, operation in handle.methods:
            lines += [f"    //! \\brief {operation.method} {operation.path}",
                      f"    [[nodiscard]] {self.signature(handle, method, operation, defaults=True)};"]
        lines += ["", "protected:", "    [[nodiscard]] Net::HttpClient &http() const { return *m_http; }",
                  "", "private:", "    Net::HttpClient *m_http;"]
        lines += [f"    {kind} m_{naming.camel(bound)};" for bound, kind in handle.bound]
        return lines + ["};"]

    def definitions(self, handle):
        bound = {naming.camel(name) for name, _ in handle.bound}
        lines = []
        for method, operation in handle.methods:
            arguments = []
            for parameter in self.operations.parameters(operation):
                name = self.parameter_name(parameter)
                arguments.append("*m_http" if name == "http" else "m_" + name if name in bound else name)
            call = naming.camel(operation.name)
            lines += ["", self.signature(handle, method, operation, self.class_name(handle) + "::"), "{",
                      f"    return Api::{call}({', '.join(arguments)});", "}"]
        return lines

    def groups(self):
        return sorted({operation.file for handle in self.handles for _, operation in handle.methods})

    def emit(self):
        lines = [include("operations/" + group) for group in self.groups()] + ["", "namespace Cordial::Api {"]
        for handle in self.handles:
            lines += self.declaration(handle)
        text = header(lines + ["", "} // namespace Cordial::Api"])
        models = set()
        for handle in self.handles:
            for _, operation in handle.methods:
                type_ = operation.returns
                while type_ and type_.kind != "name":
                    type_ = type_.item
                if type_ and self.types.is_object(type_.name):
                    models.add(self.description.named(type_.name).file)
        lines = [include("resourceoperations"), ""] + [include(group) for group in sorted(models)]
        lines += ["", "namespace Cordial::Api {"]
        for handle in self.handles:
            lines += self.definitions(handle)
        return {"resourceoperations.h": text, "resourceoperations.cpp": source(lines + ["", "} // namespace Cordial::Api"])}
