# SPDX-License-Identifier: MIT
"""Where fuzz_typed begins: values of every dispatch event, made from the description.

typedseeds.py --generator DIR --schema DIR --out DIR
A seed is the place of the event in the list of all, as one byte, and a JSON text.
"""
import argparse
import json
import random
import sys
from pathlib import Path

DEEPEST = 3
TIMES = ["2024-02-29T23:59:59+00:00", "2021-01-05T04:03:02.120000+00:00", "2031-07-09T10:11:12.345Z"]
TEXTS = ["", "plain", "quote \" and \\ and \n", "\u00e4\u4f60\u20ac\U0001F389", "x" * 70]


class Values:
    """mode: all = everything there, least = only what must be, nulls = null wherever it may be."""

    def __init__(self, description, mode, seed):
        self.description = description
        self.mode = mode
        self.random = random.Random(seed)

    def of(self, type_, depth):
        if type_.nullable and (self.mode == "nulls" or depth > DEEPEST):
            return None
        if type_.kind == "list":
            count = 0 if depth > DEEPEST else 1 if depth > 1 else 2
            return [self.of(type_.item, depth + 1) for _ in range(count)]
        if type_.kind == "map":
            if depth > DEEPEST:
                return {}
            key = "a key" if type_.key == "string" else str(self.random.getrandbits(62))
            return {key: self.of(type_.item, depth + 1)}
        return self.named(type_.name, depth)

    def named(self, name, depth):
        scalars = {"bool": lambda: self.random.random() < 0.5, "int": lambda: self.random.randint(-5, 300),
                   "int64": lambda: self.random.randint(-2**53, 2**53), "uint32": lambda: self.random.getrandbits(32),
                   "double": lambda: self.random.randint(-9999, 9999) / 64, "string": lambda: self.random.choice(TEXTS),
                   "time": lambda: self.random.choice(TIMES), "permissions": lambda: str(self.random.getrandbits(50)),
                   "json": lambda: {"any": [1, None, "thing"]}}
        if name in scalars:
            return scalars[name]()
        if name in self.description.models:
            return self.model(self.description.models[name], depth)
        if name in self.description.unions:
            return self.union(self.description.unions[name], depth)
        if name in self.description.enums:
            return self.enum(self.description.enums[name])
        return str(self.random.getrandbits(63))

    def enum(self, enum):
        if enum.kind == "flags":
            return self.random.getrandbits(20)
        value = self.random.choice(enum.values)[1] if enum.values else "0"
        return json.loads(value) if enum.kind == "string" else int(value, 0)

    def union(self, union, depth):
        label, name = self.random.choice(union.alternatives)
        value = self.of(parse_type(name), depth + 1)
        if isinstance(value, dict) and label[:1].isdigit():
            value[union.by] = int(label.split()[0])
        return value

    def model(self, model, depth):
        base = self.description.models.get(model.base)
        out = self.model(base, depth) if base else {}
        for item in model.fields:
            if item.optional and (self.mode == "least" or depth > DEEPEST):
                continue
            out[item.name] = self.of(item.type, depth + 1)
        if depth == 0 and self.mode == "all":
            out["of_tomorrow"] = {"a \"b\"": [1.5, False]}
        return out


def main():
    parser = argparse.ArgumentParser()
    for option in ("--generator", "--schema", "--out"):
        parser.add_argument(option, required=True)
    options = parser.parse_args()
    sys.path.insert(0, options.generator)
    import schema
    global parse_type
    parse_type = schema.parse_type
    description = schema.load(options.schema)
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    events = [model for model in description.models.values() if model.event]
    for place, model in enumerate(events):
        for mode in ("all", "least", "nulls"):
            value = Values(description, mode, place).model(model, 0)
            text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
            (out / f"{model.event}-{mode}").write_bytes(bytes([place]) + text.encode())
    print(f"{len(events)} events, {3 * len(events)} seeds")


if __name__ == "__main__":
    main()
