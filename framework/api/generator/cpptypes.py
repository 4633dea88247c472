# SPDX-License-Identifier: MIT
"""Which C++ type a field has, and what must be complete before it."""
import naming
from schema import BUILTIN, is_id


class CppTypes:
    def __init__(self, description):
        self.description = description
        self.boxed = self._cycles()
        # An alternative of a union begins with the number that tells it from the others.
        self.labels = {(name, union.by): label.split()[0] for union in description.unions.values()
                       for label, name in union.alternatives if label[:1].isdigit()}

    def plain(self, type_):
        """The type without Field around it."""
        if type_.kind == "list":
            return f"QList<{self.item(type_.item)}>"
        if type_.kind == "map":
            key = "QString" if type_.key == "string" else self.name(type_.key)
            return f"QMap<{key}, {self.item(type_.item)}>"
        return self.name(type_.name)

    def item(self, type_):
        plain = self.plain(type_)
        return f"std::optional<{plain}>" if type_.nullable else plain

    def name(self, name):
        return naming.SCALARS[name][0] if name in BUILTIN else name

    def is_object(self, name):
        return name in self.description.models or name in self.description.unions

    def is_field(self, model, item):
        """Whether the member is a Field; the others always have a value."""
        if item.optional or item.type.nullable:
            return True
        if item.type.kind != "name":
            return False
        return item.type.name in self.description.unions or (model.name, item.name) in self.boxed

    def member(self, model, item):
        plain = self.plain(item.type)
        return f"Field<{plain}>" if self.is_field(model, item) else plain

    def initial(self, model, item):
        if self.is_field(model, item) or item.type.kind != "name":
            return ""
        name = item.type.name
        if name in BUILTIN:
            value = naming.SCALARS[name][1]
            return f" = {value}" if value else ""
        if name in self.description.enums and self.description.enums[name].kind == "int":
            label = self.labels.get((model.name, item.name))
            return f" = static_cast<{name}>({label})" if label else "{}"
        return ""

    def whole(self, name):
        """The objects that must be complete before the struct `name`: its parts by value."""
        union = self.description.unions.get(name)
        if union:
            return [n for _, n in union.alternatives if self.is_object(n)]
        model = self.description.models[name]
        parts = [model.base] if model.base else []
        for item in model.fields:
            if item.type.kind == "name" and self.is_object(item.type.name) and not self.is_field(model, item):
                parts.append(item.type.name)
        return parts

    def later(self, name):
        """The objects in lists, maps and fields: declared before, complete where they are used."""
        model = self.description.models.get(name)
        out = []
        for item in model.fields if model else []:
            type_ = item.type
            while type_.kind != "name":
                type_ = type_.item
            if self.is_object(type_.name):
                out.append(type_.name)
        return out

    def _cycles(self):
        """Members by value that would make a struct contain itself become fields."""
        self.boxed = set()
        for model in self.description.models.values():
            for item in model.fields:
                if item.type.kind != "name" or item.optional or item.type.nullable:
                    continue
                if item.type.name in self.description.models and self._reaches(item.type.name, model.name):
                    self.boxed.add((model.name, item.name))
        return self.boxed

    def _reaches(self, start, goal):
        todo, seen = [start], set()
        while todo:
            name = todo.pop()
            if name == goal:
                return True
            if name not in seen:
                seen.add(name)
                todo += self.whole(name)
        return False

    def ids(self):
        found = set()

        def visit(type_):
            if type_.kind == "name":
                found.add(type_.name)
            else:
                found.add(type_.key)
                visit(type_.item)
        for model in self.description.models.values():
            for item in model.fields:
                visit(item.type)
        for operation in self.description.operations:
            for _, type_ in operation.parameters:
                visit(type_)
            for item in operation.query:
                visit(item.type)
        return sorted(n for n in found if n and is_id(n) and n != "Snowflake")
