# SPDX-License-Identifier: MIT
"""Writes a function for each operation, and the table of all of them."""
import re

import naming
from emitmodels import header, include, quoted, source
from schema import member_of

OPERATIONS_A_FILE = 30
METHODS = ["GET", "PUT", "POST", "PATCH", "DELETE"]


class OperationEmitter:
    def __init__(self, description, types):
        self.description = description
        self.types = types
        self.files = {}
        for operation in description.operations:
            self.files.setdefault(operation.file, []).append(operation)

    @staticmethod
    def query_name(operation):
        return naming.pascal(operation.name) + "Query"

    def query_struct(self, operation):
        lines = [f"//! \\brief Parameters of {naming.camel(operation.name)}().", f"struct {self.query_name(operation)}", "{"]
        for item in operation.query:
            plain = self.types.plain(item.type)
            type_ = plain if item.type.kind == "list" or not item.optional else f"std::optional<{plain}>"
            lines.append(f"    {type_} {naming.camel(item.name)}{{}};")
        return lines + ["};"]

    def result(self, operation):
        if operation.media:
            return "QByteArray"
        if operation.returns is None:
            return "void"
        plain = self.types.plain(operation.returns)
        may_be_empty = operation.returns.nullable or "204" in operation.codes
        return f"std::optional<{plain}>" if may_be_empty and operation.returns.kind != "list" else plain

    def parameters(self, operation):
        out = ["Net::HttpClient &http"]
        for name, type_ in operation.parameters:
            plain = self.types.plain(type_)
            if name.endswith("_token"):
                out.append(f"const Secret &{naming.camel(name)}")
            else:
                out.append(f"const QString &{naming.camel(name)}" if plain == "QString" else f"{plain} {naming.camel(name)}")
        if operation.body:
            out.append(f"const {self.types.plain(operation.body)} &body")
        if operation.files == "files[]":
            out.append("const QList<Net::FilePart> &files")
        elif operation.files:
            optional = "json" in operation.body_kinds
            out.append("const std::optional<Net::FilePart> &file" if optional else "const Net::FilePart &file")
        if operation.query:
            out.append(f"const {self.query_name(operation)} &query")
        return out + ["const CallOptions &options"]

    @staticmethod
    def with_defaults(operation, parameters):
        defaults = {"files": "{}", "options": "{}", "file": "std::nullopt"}
        if all(item.optional for item in operation.query):
            defaults["query"] = "{}"
        out = []
        for parameter in reversed(parameters):
            name = parameter.rsplit("&", 1)[-1].strip()
            default = defaults.get(name) if parameter.startswith("const ") else None
            if name == "file" and "optional" not in parameter:
                default = None
            out.append(parameter + (f" = {default}" if default and (not out or "=" in out[-1]) else ""))
        return list(reversed(out))

    def signature(self, operation, defaults):
        parameters = self.parameters(operation)
        if defaults:
            parameters = self.with_defaults(operation, parameters)
        return f"QFuture<Result<{self.result(operation)}>> {naming.camel(operation.name)}({', '.join(parameters)})"

    def declaration(self, operation):
        notes = [f"//! \\brief {operation.method} {operation.path}"]
        auth = {"BotToken": "the bot's token", "OAuth2": "an OAuth2 token in CallOptions::bearer"}
        notes.append("//! Authorised by " + " or ".join(auth[a] for a in operation.auth) + "."
                     + (" CallOptions::reason goes to the audit log." if operation.reason else ""))
        notes.append("//! Errors: those of HttpClient (4XX with Discord's code and field errors)"
                     + ("." if self.result(operation) in ("void", "QByteArray") else "; Decode."))
        return notes + [f"[[nodiscard]] {self.signature(operation, True)};"]

    # lists that are read page by page

    def page_list(self, operation):
        paging = operation.pages
        if not paging.within:
            return operation.returns
        return member_of(self.description, operation.returns, paging.within, operation.name).type

    def page_signature(self, operation, defaults):
        parameters = self.parameters(operation)
        if defaults:
            parameters = self.with_defaults(operation, parameters)
        item = self.types.item(self.page_list(operation).item)
        return f"Pages<{item}> {naming.camel(operation.name)}Pages({', '.join(parameters)})"

    def page_declaration(self, operation):
        paging = operation.pages
        name = naming.camel(operation.name)
        start = "" if "offset" in paging.ways else f" The query says where to begin and which way to go; else it is {paging.ways[0]}."
        return ["", f"//! \\brief The list of {name}() page by page, {paging.least} to {paging.most} a page (ListQuery::limit).{start}".replace(
            "ListQuery", self.query_name(operation)), f"[[nodiscard]] {self.page_signature(operation, True)};"]

    def page_key(self, operation):
        """An expression for what `before` and `after` are compared with, of `item`."""
        type_ = self.page_list(operation).item
        expression, conditions = "item", []
        for position, name in enumerate(operation.pages.key):
            model = self.description.models[type_.name]
            member = member_of(self.description, type_, name, operation.name)
            joint = "->" if position and self.types.is_field(*owner) else "."
            expression += joint + naming.camel(name)
            owner = (model, member)
            if self.types.is_field(model, member):
                conditions.append(f"{expression}.hasValue()")
            type_ = member.type
        value = f"Detail::pageKey({'*' if self.types.is_field(*owner) else ''}{expression})"
        return f"{' && '.join(conditions)} ? std::optional({value}) : std::nullopt" if conditions else f"std::optional({value})"

    def page_definition(self, operation):
        paging = operation.pages
        name, query = naming.camel(operation.name), self.query_name(operation)
        list_ = self.page_list(operation)
        item = self.types.item(list_.item)
        both = str("before" in paging.ways and paging.ways[0] == "after").lower()
        arguments = [naming.camel(n) for n, _ in operation.parameters]
        key = self.page_key(operation) if paging.key else "std::optional<quint64>(0)"
        unused = "" if paging.key else "[[maybe_unused]] "
        member = "answer"
        if paging.within:
            member += "." + naming.camel(paging.within)
            model = self.description.models[operation.returns.name]
            if self.types.is_field(model, member_of(self.description, operation.returns, paging.within, operation.name)):
                member = f"Detail::listIn({member})"
        return ["", self.page_signature(operation, False), "{",
                f"    constexpr PageRule kRule{{PageWay::{naming.pascal(paging.ways[0])}, {both}, {paging.least}, {paging.most}, {paging.last_offset}}};",
                f"    return Detail::pages<{item}, {self.result(operation)}>(http, kRule, query, options,",
                f"        [{', '.join(arguments)}](Net::HttpClient &client, const {query} &page, const CallOptions &with) {{",
                f"            return {name}({', '.join(['client'] + arguments + ['page', 'with'])});", "        },",
                f"        []({self.result(operation)} &answer) -> QList<{item}> & {{ return {member}; }},",
                f"        []({unused}const {item} &item) -> std::optional<quint64> {{ return {key}; }});", "}"]

    def header(self, group):
        lines = [include("forward"), include("request")]
        if any(operation.pages for operation in self.files[group]):
            lines.append(include("pages"))
        lines += ["", "namespace Cordial::Api {"]
        for operation in self.files[group]:
            lines.append("")
            if operation.query:
                lines += self.query_struct(operation)
            lines += self.declaration(operation)
            if operation.pages:
                lines += self.page_declaration(operation)
        return header(lines + ["", "} // namespace Cordial::Api"])

    def path(self, operation):
        """The path with {} for each parameter, and the parameters as text."""
        known = {name for name, _ in operation.parameters}
        names = re.findall(r"\{(\w+)\}", operation.path)
        assert known.issuperset(names)
        parts = ", ".join(f"Detail::pathPart({naming.camel(name)})" for name in names)
        return f'{quoted(re.sub(r"{[^}]*}", "{}", operation.path))}, {{{parts}}}'

    def definition(self, operation):
        lines = ["", self.signature(operation, False), "{",
                 f"    Net::Request request = Detail::request(Net::Method::{operation.method.capitalize()},",
                 f"        {self.path(operation)}, options);"]
        for item in operation.query:
            lines.append(f'    Detail::addQuery(request, {quoted(item.name)}, query.{naming.camel(item.name)});')
        only_multipart = operation.body_kinds == ["multipart"]
        if operation.body:
            lines.append("    Detail::setForm(request, toJson(body));" if only_multipart else "    request.body = toJson(body);")
        if operation.files == "files[]":
            lines.append("    request.files = files;")
        elif operation.files:
            lines.append(f"    Detail::addFile(request, file, {quoted(operation.files)});")
        return lines + [f"    return Detail::call<{self.result(operation)}>(http, std::move(request));", "}"]

    def source(self, group, operations):
        used = set()
        for operation in operations:
            for type_ in (operation.body, operation.returns):
                while type_ and type_.kind != "name":
                    type_ = type_.item
                if type_ and self.types.is_object(type_.name):
                    used.add(self.description.named(type_.name).file)
        lines = [include(f"operations/{group}"), ""] + [include(f) for f in sorted(used)]
        if any(operation.pages for operation in operations):
            lines.append('#include <cordial/api/typed/paging_p.h>')
        lines += ['#include <cordial/api/typed/operation_p.h>', "", "namespace Cordial::Api {"]
        for operation in operations:
            lines += self.definition(operation)
            if operation.pages:
                lines += self.page_definition(operation)
        return source(lines + ["", "} // namespace Cordial::Api"])

    def table(self):
        lines = [include("request"), "", "namespace Cordial::Api {", "",
                 "std::span<const OperationInfo> operations()", "{", "    static constexpr OperationInfo kOperations[] = {"]
        ordered = sorted(self.description.operations, key=lambda o: (o.path, METHODS.index(o.method)))
        for operation in ordered:
            query = ",".join(item.name for item in operation.query)
            body = operation.body.text() if operation.body else ""
            media = {"json": "application/json", "form": "application/x-www-form-urlencoded", "multipart": "multipart/form-data"}
            cells = [operation.name, operation.method, operation.path, "|".join(operation.auth), query,
                     ",".join(media[kind] for kind in operation.body_kinds), body, operation.files,
                     operation.media or (operation.returns.text() if operation.returns else ""),
                     operation.pages.text if operation.pages else ""]
            lines.append("        {" + ", ".join(map(quoted, cells)) + f", {str(operation.reason).lower()}}},")
        return source(lines + ["    };", "    return kOperations;", "}", "", "} // namespace Cordial::Api"])

    def emit(self):
        out = {"operations.cpp": self.table()}
        for group, operations in sorted(self.files.items()):
            out[f"operations/{group}.h"] = self.header(group)
            parts = [operations[i:i + OPERATIONS_A_FILE] for i in range(0, len(operations), OPERATIONS_A_FILE)]
            for number, part in enumerate(parts):
                out[f"operations/{group}{number or ''}.cpp"] = self.source(group, part)
        return out
