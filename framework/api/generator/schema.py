# SPDX-License-Identifier: MIT
"""Reads the description of Discord's interface: schema/*.txt and schema/operations/*.txt.

The format is described in framework/docs/adr/0020-the-description-of-discord.md.
"""
import re
from dataclasses import dataclass, field
from pathlib import Path


class SchemaError(Exception):
    """Something in the description that cannot be: the message says where."""


@dataclass
class Type:
    """`kind` is name, list, map or null-able wrappers of them."""
    kind: str  # "name", "list", "map"
    name: str = ""
    key: str = ""
    item: "Type | None" = None
    nullable: bool = False

    def text(self):
        inner = {"name": self.name,
                 "list": f"[{self.item.text()}]" if self.item else "",
                 "map": f"{{{self.key}: {self.item.text()}}}" if self.item else ""}[self.kind]
        return inner + (" | null" if self.nullable else "")


@dataclass
class FieldOf:
    name: str
    type: Type
    optional: bool


@dataclass
class Model:
    name: str
    file: str
    stands: list = field(default_factory=list)
    fields: list = field(default_factory=list)
    base: str = ""
    event: str = ""


@dataclass
class Enum:
    name: str
    file: str
    kind: str  # "int", "string", "flags"
    stands: list = field(default_factory=list)
    values: list = field(default_factory=list)  # (NAME, text of the value)


@dataclass
class Union:
    name: str
    file: str
    by: str  # "type" or another key, "key", "kind"
    alternatives: list = field(default_factory=list)  # (label, type name)


@dataclass
class Paging:
    """How a list goes on: `pages before after in items by user.id 1..100`."""
    text: str
    ways: list  # before, after, around, offset; the first is the usual one
    within: str  # the member of the answer that is the list; empty = the answer
    key: list  # what `before` and `after` are compared with, as a path
    least: int
    most: int
    last_offset: int


@dataclass
class Operation:
    name: str
    method: str
    path: str  # with {name}
    parameters: list
    file: str
    auth: list = field(default_factory=list)
    query: list = field(default_factory=list)
    body_kinds: list = field(default_factory=list)
    body: "Type | None" = None
    body_optional: bool = False
    files: str = ""
    codes: list = field(default_factory=list)
    returns: "Type | None" = None
    media: str = ""
    reason: bool = False
    pages: "Paging | None" = None


class Description:
    def __init__(self):
        self.models, self.enums, self.unions, self.operations = {}, {}, {}, []

    def named(self, name):
        return self.models.get(name) or self.enums.get(name) or self.unions.get(name)


def parse_type(text):
    text = text.strip()
    nullable = text.endswith("| null")
    if nullable:
        text = text[:-len("| null")].strip()
    if text.startswith("[") and text.endswith("]"):
        return Type("list", item=parse_type(text[1:-1]), nullable=nullable)
    if text.startswith("{") and text.endswith("}"):
        key, _, item = text[1:-1].partition(":")
        return Type("map", key=key.strip(), item=parse_type(item), nullable=nullable)
    if not re.fullmatch(r"\w+", text):
        raise SchemaError(f"not a type: {text!r}")
    return Type("name", name=text, nullable=nullable)


def parse_field(line):
    match = re.fullmatch(r"([\w$]+)(\??): (.+)", line)
    if not match:
        raise SchemaError(f"not a field: {line!r}")
    return FieldOf(match[1], parse_type(match[3]), match[2] == "?")


def parse_paging(text):
    match = re.fullmatch(r"((?:(?:before|after|around|offset) )+)(?:in (\w+) )?(?:by ([\w.]+) )?"
                         r"(\d+)\.\.(\d+)(?: up to (\d+))?", text)
    if not match:
        raise SchemaError(f"not a way through a list: {text!r}")
    ways = match[1].split()
    if ("offset" in ways) == bool(match[3]) or ("offset" in ways) != bool(match[6]):
        raise SchemaError("offset has an end and no key, the others a key and no end")
    return Paging(text, ways, match[2] or "", (match[3] or "").split(".") if match[3] else [],
                  int(match[4]), int(match[5]), int(match[6] or 0))


class Reader:
    """One pass over the lines; a block begins where a line is not indented."""

    def __init__(self, description):
        self.description = description
        self.block = None

    def read(self, path, operations):
        name = ("operations/" if operations else "") + path.stem
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            line = line if line.startswith("#") else re.sub(r"\s+# .*", "", line)
            if not line.strip() or line.startswith("#"):
                continue
            try:
                if line.startswith("  "):
                    self.inside(line.strip())
                else:
                    self.begin(line.strip(), path.stem)
            except SchemaError as error:
                raise SchemaError(f"{name}.txt:{number}: {error}") from None

    def begin(self, line, file):
        word, _, rest = line.partition(" ")
        starter = {"model": self.begin_model, "event": self.begin_event, "enum": self.begin_enum,
                   "flags": self.begin_flags, "union": self.begin_union, "op": self.begin_operation}.get(word)
        if not starter:
            raise SchemaError(f"unknown word {word!r}")
        self.block = starter(rest, file)

    def add(self, table, block):
        if self.description.named(block.name):
            raise SchemaError(f"{block.name} is there twice")
        table[block.name] = block
        return block

    def begin_model(self, rest, file):
        return self.add(self.description.models, Model(rest, file))

    def begin_event(self, rest, file):
        match = re.fullmatch(r"([A-Z_]+): (\w+)(?: extends (\w+))?", rest)
        if not match:
            raise SchemaError("expected EVENT_NAME: Type [extends Model]")
        return self.add(self.description.models, Model(match[2], file, event=match[1], base=match[3] or ""))

    def begin_enum(self, rest, file):
        name, _, kind = rest.partition(": ")
        if kind not in ("int", "string"):
            raise SchemaError("an enum is int or string")
        return self.add(self.description.enums, Enum(name, file, kind))

    def begin_flags(self, rest, file):
        return self.add(self.description.enums, Enum(rest, file, "flags"))

    def begin_union(self, rest, file):
        name, _, by = rest.partition(" by ")
        return self.add(self.description.unions, Union(name, file, by))

    def begin_operation(self, rest, file):
        name, method, path = rest.split(" ", 2)
        parameters = [(a, parse_type(b)) for a, b in re.findall(r"\{(\w+): (\w+)\}", path)]
        operation = Operation(name, method, re.sub(r"\{(\w+): \w+\}", r"{\1}", path), parameters, file)
        self.description.operations.append(operation)
        return operation

    def inside(self, line):
        if self.block is None:
            raise SchemaError("nothing begins here")
        word, _, rest = line.partition(" ")
        if isinstance(self.block, Operation):
            self.inside_operation(word, rest)
        elif word == "stands" and rest and ":" not in word:
            self.block.stands += rest.split()
        elif isinstance(self.block, Model):
            self.block.fields.append(parse_field(line))
        elif isinstance(self.block, Enum):
            name, _, value = line.partition(" = ")
            self.block.values.append((name, value))
        else:
            label, _, name = line.rpartition(": ")
            self.block.alternatives.append((label, name))

    def inside_operation(self, word, rest):
        operation = self.block
        if word == "auth":
            operation.auth = rest.split()
        elif word == "query":
            operation.query.append(parse_field(rest))
        elif word == "body":
            kinds, _, type_text = rest.partition(": ")
            operation.body_kinds = kinds.split()
            operation.body_optional = type_text.endswith(" optional")
            type_text = type_text.removesuffix(" optional")
            operation.body = None if type_text == "none" else parse_type(type_text)
        elif word == "files":
            operation.files = rest
        elif word == "returns":
            match = re.fullmatch(r"([\d ]+) (.+)", rest)
            operation.codes = match[1].split()
            type_text = match[2]
            if type_text.startswith("bytes "):
                operation.media = type_text[6:]
            elif type_text != "none":
                operation.returns = parse_type(type_text)
        elif word == "reason":
            operation.reason = True
        elif word == "pages":
            operation.pages = parse_paging(rest)
        else:
            raise SchemaError(f"unknown word {word!r} in an operation")


BUILTIN = {"bool", "int", "int64", "uint32", "double", "string", "time", "permissions", "json"}


def names_in(type_):
    if type_.kind == "name":
        return [type_.name]
    return ([type_.key] if type_.kind == "map" else []) + names_in(type_.item)


def is_id(name):
    return name == "Snowflake" or (name.endswith("Id") and name[0].isupper())


def check(description):
    def known(name, where):
        if name not in BUILTIN and not is_id(name) and not description.named(name):
            raise SchemaError(f"{where}: there is no type {name}")

    for model in description.models.values():
        if model.base and model.base not in description.models:
            raise SchemaError(f"{model.name}: there is no model {model.base}")
        seen = set()
        for item in model.fields:
            if item.name in seen:
                raise SchemaError(f"{model.name}.{item.name} is there twice")
            seen.add(item.name)
            for name in names_in(item.type):
                known(name, f"{model.name}.{item.name}")
    for union in description.unions.values():
        for _, alternative in union.alternatives:
            for name in names_in(parse_type(alternative)):
                known(name, union.name)
    for operation in description.operations:
        for item in [q.type for q in operation.query] + [operation.body, operation.returns]:
            for name in names_in(item) if item else []:
                known(name, operation.name)
        if operation.pages:
            check_paging(description, operation)


def check_paging(description, operation):
    """The parameters are there, and so is what leads to the next page."""
    paging = operation.pages
    names = {item.name for item in operation.query}
    for name in paging.ways + ["limit"]:
        if name not in names:
            raise SchemaError(f"{operation.name}: pages by {name}, which is no parameter")
    type_ = operation.returns
    if paging.within:
        type_ = member_of(description, type_, paging.within, operation.name).type
    if type_ is None or type_.kind != "list":
        raise SchemaError(f"{operation.name}: its pages are no lists")
    type_ = type_.item
    for name in paging.key:
        type_ = member_of(description, type_, name, operation.name).type


def member_of(description, type_, name, where):
    model = description.models.get(type_.name) if type_ else None
    for item in model.fields if model else []:
        if item.name == name:
            return item
    raise SchemaError(f"{where}: there is no member {name} to page by")


def load(folder):
    description = Description()
    reader = Reader(description)
    for path in sorted(Path(folder).glob("*.txt")):
        reader.read(path, False)
    for path in sorted(Path(folder, "operations").glob("*.txt")):
        reader.read(path, True)
    check(description)
    return description
