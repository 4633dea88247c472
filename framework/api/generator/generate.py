# SPDX-License-Identifier: MIT
"""Turns framework/api/schema into C++.

generate.py --schema DIR --out DIR    writes what has changed
generate.py --schema DIR --list       prints the names of the files it would write
"""
import argparse
import re
import sys
from pathlib import Path

import emithandles
import emitmodels
import emitoperations
import schema
from cpptypes import CppTypes

CORE_IDS = Path(__file__).resolve().parents[2] / "core" / "ids.h"


def generate(folder):
    description = schema.load(folder)
    types = CppTypes(description)
    known = set(re.findall(r"using (\w+Id) = Id<", CORE_IDS.read_text(encoding="utf-8")))
    files = emitmodels.ModelEmitter(description, types).emit(known)
    files.update(emitoperations.OperationEmitter(description, types).emit())
    files.update(emithandles.HandleEmitter(folder, description, types).emit())
    return files


def write(folder, files):
    """Only what has changed, so that the rest is not compiled again."""
    for name, text in files.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--schema", required=True)
    parser.add_argument("--out")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    try:
        files = generate(options.schema)
    except (schema.SchemaError, ValueError) as error:
        sys.exit(f"generate.py: {error}")
    if options.list:
        print("\n".join(sorted(files)))
    if options.out:
        write(options.out, files)


if __name__ == "__main__":
    main()
