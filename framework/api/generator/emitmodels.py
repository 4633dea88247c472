# SPDX-License-Identifier: MIT
"""Writes the structs, enums and tables."""
import naming
import perfecthash
from schema import parse_type

NOTE = "// SPDX-License-Identifier: MIT\n// Generated from framework/api/schema; changes belong there.\n"
EVENTS_A_FILE = 20
EMPTY_OBJECT = ['        out.emplace<RawJson>().text = "{}";', "        return true;"]
# Names that mean something else inside Api::Detail, where the lists of types are.
TAKEN_IN_DETAIL = {"Answer", "Found", "Kind", "Ops", "Presence"}


def header(lines):
    return NOTE + "#pragma once\n\n" + "\n".join(lines) + "\n"


def source(lines):
    return NOTE + "\n".join(lines) + "\n"


def include(name):
    return f"#include <cordial/api/typed/{name}.h>"


def whole_ops(name):
    return f"&kWhole<{'Api::' if name in TAKEN_IN_DETAIL else ''}{name}>"


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class ModelEmitter:
    def __init__(self, description, types):
        self.description = description
        self.types = types
        self.files = {}
        for table in (description.models, description.unions):
            for item in table.values():
                self.files.setdefault(item.file, []).append(item)
        self.enum_files = sorted({e.file for e in description.enums.values()})

    def check_files(self):
        """A header includes those its structs need whole; that must not go round in a circle."""
        needs = {group: {self.file_of(n) for item in items for n in self.types.whole(item.name)} - {group}
                 for group, items in self.files.items()}
        for group in needs:
            todo, seen = [(n, [group, n]) for n in needs[group]], set()
            while todo:
                name, way = todo.pop()
                if name == group:
                    raise ValueError("files need each other's structs: " + " -> ".join(way))
                if name not in seen:
                    seen.add(name)
                    todo += [(n, way + [n]) for n in needs.get(name, ())]

    def groups(self):
        return sorted(self.files)

    # enums and what is declared before everything else

    def ids_header(self, known):
        lines = ["#include <cordial/core/ids.h>", "", "namespace Cordial {", ""]
        lines += [f"using {name} = Id<struct {name[:-2]}Tag>;" for name in self.types.ids() if name not in known]
        return header(lines + ["", "} // namespace Cordial"])

    def enums_header(self):
        lines = [include("value"), "", "namespace Cordial::Api {"]
        for enum in sorted(self.description.enums.values(), key=lambda e: e.name):
            lines += [""] + self.enum(enum)
        return header(lines + ["", "} // namespace Cordial::Api"])

    def enum(self, enum):
        values = [(naming.constant(name), value) for name, value in enum.values]
        if len({n for n, _ in values}) != len(values):
            raise ValueError(f"{enum.name} has two values of one name")
        brief = [f"//! \\brief Discord's {enum.name}" + (f", in its document {', '.join(enum.stands)}." if enum.stands else ".")]
        if enum.kind == "string":
            words = naming.words_of(enum.name)
            return brief + [f"using {enum.name} = Word<struct {enum.name}Tag>;", f"namespace {words} {{"] + [
                f"inline constexpr QLatin1StringView {name}({value});" for name, value in values
            ] + [f"}} // namespace {words}"]
        if enum.kind == "flags":
            flag = naming.flag_of(enum.name)
            return brief + [f"enum class {flag} : quint64 {{"] + [
                f"    {name} = 1ULL << {value}," for name, value in values
            ] + ["};", f"using {enum.name} = Flags<{flag}>;"]
        return brief + [f"enum class {enum.name} : qint32 {{"] + [f"    {n} = {v}," for n, v in values] + ["};"]

    def forward_header(self):
        names = [m.name for m in self.description.models.values() if not m.event] + list(self.description.unions)
        lines = [include("enums"), include("ids"), "#include <cordial/api/permissions.h>", "",
                 "namespace Cordial::Api {", "", "struct ModelInfo;"]
        lines += [f"struct {name};" for name in sorted(names)]
        lines += ["", "} // namespace Cordial::Api", "", "namespace Cordial {"]
        lines += [f"template <>\ninline constexpr bool kIsBoxed<Api::{name}> = true;" for name in sorted(names)]
        return header(lines + ["} // namespace Cordial"])

    # structs

    def ordered(self, items):
        here = {item.name: item for item in items}
        done, out = set(), []

        def place(item):
            if item.name in done:
                return
            done.add(item.name)
            for name in self.types.whole(item.name):
                if name in here:
                    place(here[name])
            out.append(item)
        for item in items:
            place(item)
        return out

    def file_of(self, name):
        return self.description.named(name).file

    def model_header(self, group):
        items = self.ordered(self.files[group])
        whole, later = set(), set()
        for item in items:
            whole |= {self.file_of(n) for n in self.types.whole(item.name)} - {group}
            later |= self.listed(item) - {group}
        lines = [include("forward")] + [include(g) for g in sorted(whole)]
        lines += ["", "namespace Cordial::Api {"]
        for item in items:
            lines += [""] + (self.union(item) if hasattr(item, "alternatives") else self.struct(item))
        lines += ["", "} // namespace Cordial::Api"]
        if later - whole:
            lines += ["", "// What the lists above hold."] + [include(g) for g in sorted(later - whole)]
        return header(lines)

    def listed(self, item):
        """Files of the types in lists and maps of this struct."""
        out = set()
        for member in getattr(item, "fields", []):
            if member.type.kind == "name":
                continue
            type_ = member.type
            while type_.kind != "name":
                type_ = type_.item
            if self.types.is_object(type_.name):
                out.add(self.file_of(type_.name))
        return out

    def struct(self, model):
        what = f"The event {model.event}" if model.event else f"Discord's {model.name}"
        stands = f"; in its document {', '.join(model.stands)}" if model.stands else ""
        lines = [f"//! \\brief {what}{stands}.", f"struct {model.name}" + (f" : {model.base}" if model.base else ""), "{"]
        if model.event:
            lines.append(f"    static constexpr const char *kType = {quoted(model.event)};")
        for item in model.fields:
            name = naming.camel(item.name)
            lines.append(f"    {self.types.member(model, item)} {name}{self.types.initial(model, item)};")
        if not model.base:
            lines.append("    Rest rest;")
        lines += ["", "    [[nodiscard]] static const ModelInfo &model();",
                  f"    bool operator==(const {model.name} &other) const;", "};"]
        return lines + self.functions(model.name)

    @staticmethod
    def functions(name):
        return [f"bool readJson(JsonValue &in, {name} &out, JsonError &error);",
                f"void writeJson(JsonWriter &writer, const {name} &value);"]

    def alternatives(self, union):
        names = list(dict.fromkeys(n for _, n in union.alternatives))
        return ["RawJson"] + [self.types.plain(parse_type(n)) for n in names]

    def union(self, union):
        name = union.name
        return [f"//! \\brief Discord's {name}: one of these, or the JSON of one this version does not know.",
                f"struct {name} : std::variant<{', '.join(self.alternatives(union))}>", "{",
                *(["    using variant::variant;"] if union.by == "kind" else []),
                *(f"    {line};" for line in self.specials(union, "")),
                f"    bool operator==(const {name} &other) const;", "};"] + self.functions(name)

    def specials(self, union, scope):
        """What the compiler would otherwise write into every source that copies a message: it took longer than the source."""
        name = union.name
        made = [] if union.by == "kind" else self.alternatives(union)
        return [f"{scope}{name}()", f"{scope}{name}(const {name} &other)", f"{scope}{name}({name} &&other) noexcept",
                *(f"{scope}{name}({alternative} value)" for alternative in made),
                f"{name} &{scope}operator=(const {name} &other)", f"{name} &{scope}operator=({name} &&other) noexcept",
                f"{scope}~{name}()"]

    # tables

    def flat(self, model):
        base = self.description.models.get(model.base)
        return (self.flat(base) if base else []) + [(model, item) for item in model.fields]

    def table(self, model):
        fields = self.flat(model)
        rows, always = [], 0
        for owner, item in fields:
            bit = -1
            if not self.types.is_field(owner, item):
                bit = always
                always += 1
            rows.append(f"    {{{quoted(item.name)}, offsetof({model.name}, {naming.camel(item.name)}), {bit}, "
                        f"&kOps<{self.types.member(owner, item)}>, {quoted(item.type.text())}}},")
        if always > 64 or len(fields) > 255:
            raise ValueError(f"{model.name} has more fields than a table can hold")
        if any(len(item.name) > 56 for _, item in fields):
            raise ValueError(f"{model.name} has a name that readModel() may not look for at the end of a text")
        seed, slots = perfecthash.build([item.name for _, item in fields])
        lines = []
        if rows:
            lines += [f"constexpr FieldInfo k{model.name}Fields[] = {{"] + rows + ["};"]
            lines += [f"constexpr quint8 k{model.name}Slots[] = {{{', '.join(map(str, slots))}}};"]
            lines += [f"std::atomic<quint8> k{model.name}After[{len(rows) + 1}];"]
        spans = f"k{model.name}Fields, k{model.name}Slots" if rows else "{}, {}"
        after = f"k{model.name}After" if rows else "nullptr"
        lines += [f"constexpr ModelInfo k{model.name}{{{quoted(model.name)}, {spans}, {seed}ULL,",
                  f"    {(1 << always) - 1}ULL, offsetof({model.name}, rest), {after}}};"]
        return lines

    def model_functions(self, model):
        name = model.name
        return ["", f"const ModelInfo &{name}::model()", "{", f"    return k{name};", "}",
                f"bool {name}::operator==(const {name} &other) const", "{",
                f"    return Detail::equalModel(k{name}, this, &other);", "}",
                f"bool readJson(JsonValue &in, {name} &out, JsonError &error)", "{",
                f"    return Detail::readModel(k{name}, in, &out, error);", "}",
                f"void writeJson(JsonWriter &writer, const {name} &value)", "{",
                f"    Detail::writeModel(k{name}, writer, &value);", "}"]

    def union_functions(self, union):
        name = union.name
        variant = f"std::variant<{', '.join(self.alternatives(union))}>"
        reader = {"key": self.read_by_key, "kind": self.read_by_kind}.get(union.by, self.read_by_number)
        return ["", *(f"{line} : variant(std::move(value)) {{ }}" if line.endswith(" value)") else f"{line} = default;"
                      for line in self.specials(union, f"{name}::")),
                f"bool {name}::operator==(const {name} &other) const", "{",
                f"    using Variant = {variant};",
                "    return static_cast<const Variant &>(*this) == static_cast<const Variant &>(other);", "}",
                f"bool readJson(JsonValue &in, {name} &out, JsonError &error)", "{"] + reader(union) + [
                "}", f"void writeJson(JsonWriter &writer, const {name} &value)", "{",
                f"    using Variant = {variant};",
                "    std::visit([&](const auto &alternative) { writeJson(writer, alternative); },",
                "               static_cast<const Variant &>(value));", "}"]

    def read_by_number(self, union):
        lines = ["    qint64 number = 0;", f"    switch (Detail::peekNumber(in, {quoted(union.by)}, number)) {{",
                 "    case Detail::Found::Broken:", '        return error.fail("expected an object");',
                 "    case Detail::Found::No:", "        return readJson(in, out.emplace<RawJson>(), error);",
                 "    case Detail::Found::Empty:", *EMPTY_OBJECT,
                 "    case Detail::Found::Yes:", "        break;", "    }", "    switch (number) {"]
        for label, name in union.alternatives:
            lines += [f"    case {number}:" for number in label.split()]
            lines += [f"        return readJson(in, out.emplace<{name}>(), error);"]
        return lines + ["    default:", "        return readJson(in, out.emplace<RawJson>(), error);", "    }"]

    def read_by_key(self, union):
        keys = ", ".join(quoted(label) for label, _ in union.alternatives)
        lines = [f"    static constexpr std::string_view kKeys[] = {{{keys}}};",
                 "    switch (Detail::peekKey(in, kKeys)) {",
                 "    case Detail::kBrokenObject:", '        return error.fail("broken JSON");',
                 "    case Detail::kEmptyObject:", *EMPTY_OBJECT]
        for index, (_, name) in enumerate(union.alternatives):
            lines += [f"    case {index}:", f"        return readJson(in, out.emplace<{name}>(), error);"]
        return lines + ["    default:", "        return readJson(in, out.emplace<RawJson>(), error);", "    }"]

    def read_by_kind(self, union):
        kinds = {"int64": "Integer", "double": "Number", "bool": "Bool", "string": "String"}
        lines = ["    switch (Detail::kindOf(in)) {"]
        for _, name in union.alternatives:
            type_ = parse_type(name)
            lines += [f"    case Detail::Kind::{'Array' if type_.kind == 'list' else kinds[name]}:",
                      f"        return readJson(in, out.emplace<{self.types.plain(type_)}>(), error);"]
        return lines + ["    default:", "        return readJson(in, out.emplace<RawJson>(), error);", "    }"]

    def model_source(self, group, items, part=""):
        used = {self.file_of(n) for item in items for n in self.types.later(item.name)}
        for item in items:
            if getattr(item, "base", ""):
                used |= {self.file_of(n) for _, m in self.flat(item) for n in self.types.later(item.base)}
        lines = [include(group), ""] + [include(g) for g in sorted((used | {"model"}) - {group})]
        lines += ["", "#include <cstddef>", "", "// The tables hold offsets of members, also of structs with a base.",
                  '#pragma GCC diagnostic ignored "-Winvalid-offsetof"', "", "namespace Cordial::Api {", "", "namespace {", ""]
        models = [i for i in items if not hasattr(i, "alternatives")]
        for model in models:
            lines += self.table(model)
        lines += ["", "} // namespace"]
        for item in items:
            lines += self.union_functions(item) if hasattr(item, "alternatives") else self.model_functions(item)
        lines += self.registry(group, items, part)
        return source(lines + ["", "} // namespace Cordial::Api"])

    def registry(self, group, items, part):
        if group == "events":
            rows = [f"        {{{quoted(m.event)}, {quoted(m.name)}, {whole_ops(m.name)}, &k{m.name}}}," for m in items]
            return ["", "namespace Detail {", f"std::span<const EventInfo> events{part}()", "{",
                    "    static constexpr EventInfo kEvents[] = {"] + rows + ["    };", "    return kEvents;", "}",
                                                                             "} // namespace Detail"]
        rows = []
        for item in items:
            model = f"&k{item.name}" if not hasattr(item, "alternatives") else "nullptr"
            stands = ",".join(getattr(item, "stands", []))
            rows.append(f"        {{{quoted(item.name)}, {quoted(stands)}, {whole_ops(item.name)}, {model}}},")
        return ["", "namespace Detail {", f"std::span<const TypeInfo> {group}Types()", "{",
                "    static constexpr TypeInfo kTypes[] = {"] + rows + ["    };", "    return kTypes;", "}",
                                                                       "} // namespace Detail"]

    def enums_source(self):
        rows = [f"        {{{quoted(e.name)}, {quoted(','.join(e.stands))}, {whole_ops(e.name)}, nullptr}},"
                for e in sorted(self.description.enums.values(), key=lambda e: e.name)]
        return source([include("enums"), "", include("model"), "", "namespace Cordial::Api::Detail {", "",
                       "std::span<const TypeInfo> enumsTypes()", "{", "    static constexpr TypeInfo kTypes[] = {"]
                      + rows + ["    };", "    return kTypes;", "}", "", "} // namespace Cordial::Api::Detail"])

    def event_parts(self):
        models = self.files["events"]
        return [models[i:i + EVENTS_A_FILE] for i in range(0, len(models), EVENTS_A_FILE)]

    def registry_source(self):
        groups = ["enums"] + [g for g in self.groups() if g != "events"]
        parts = range(len(self.event_parts()))
        lines = [include("model"), "", "#include <algorithm>", "#include <string_view>", "#include <vector>", "",
                 "namespace Cordial::Api {", "", "namespace Detail {"]
        lines += [f"std::span<const TypeInfo> {g}Types();" for g in groups]
        lines += [f"std::span<const EventInfo> events{p}();" for p in parts]
        lines += ["} // namespace Detail", "", "std::span<const TypeInfo> types()", "{",
                  "    static const std::vector<TypeInfo> kAll = [] {", "        std::vector<TypeInfo> all;",
                  "        for (const auto part : {" + ", ".join(f"Detail::{g}Types()" for g in groups) + "})",
                  "            all.insert(all.end(), part.begin(), part.end());",
                  "        std::sort(all.begin(), all.end(), [](const TypeInfo &left, const TypeInfo &right) {",
                  "            return std::string_view(left.name) < right.name;", "        });",
                  "        return all;", "    }();", "    return kAll;", "}", "",
                  "std::span<const EventInfo> events()", "{",
                  "    static const std::vector<EventInfo> kAll = [] {", "        std::vector<EventInfo> all;",
                  "        for (const auto part : {" + ", ".join(f"Detail::events{p}()" for p in parts) + "})",
                  "            all.insert(all.end(), part.begin(), part.end());", "        return all;", "    }();",
                  "    return kAll;", "}", "", "} // namespace Cordial::Api"]
        return source(lines)

    def emit(self, known_ids):
        self.check_files()
        out = {"ids.h": self.ids_header(known_ids), "enums.h": self.enums_header(), "enums.cpp": self.enums_source(),
               "forward.h": self.forward_header(), "registry.cpp": self.registry_source()}
        for group in self.groups():
            out[f"{group}.h"] = self.model_header(group)
            if group != "events":
                out[f"{group}.cpp"] = self.model_source(group, self.ordered(self.files[group]))
        for number, part in enumerate(self.event_parts()):
            out[f"events{number}.cpp"] = self.model_source("events", part, str(number))
        return out
