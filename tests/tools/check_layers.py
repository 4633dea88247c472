#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Fails on any #include outside the table of framework/cmake/CordialLayers.cmake.

    check_layers.py [ROOT]     the checkout; prints each edge that is not allowed as file:line
"""
import os
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:<cordial/([^>]+)>|"([^"]+)")')
EDGES = re.compile(r'^set\(CORDIAL_EDGES_(\w+)\s+([^)]*)\)', re.M)


def read_table(root):
    with open(os.path.join(root, 'framework/cmake/CordialLayers.cmake'), encoding='utf-8') as file:
        return {name: set(words.replace('"', '').split()) for name, words in EDGES.findall(file.read())}


def module_of_framework_path(path):
    """core/ids.h -> core, telemetry/wire/frame.h -> wire."""
    parts = path.split('/')
    return 'wire' if parts[:2] == ['telemetry', 'wire'] else parts[0]


def module_of_file(path):
    if path.startswith('framework/'):
        return module_of_framework_path(path[len('framework/'):])
    return path.split('/')[0]


def sources(root):
    for top in ('framework', 'inspector', 'plugins'):
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in sorted(names):
                if name.endswith(('.h', '.cpp')):
                    yield os.path.relpath(os.path.join(folder, name), root)


def wrong_includes(root, path, table):
    """(line, what is wrong) of each include in path that the table does not allow."""
    module = module_of_file(path)
    with open(os.path.join(root, path), encoding='utf-8') as file:
        for number, line in enumerate(file, 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            framework, quoted = match.groups()
            if framework:
                used = module_of_framework_path(framework)
                if used != module and used not in table.get(module, set()):
                    yield number, f'{module} may not use {used}'
            elif module not in ('inspector', 'plugins') and '/' in quoted:
                yield number, f'"{quoted}": framework headers are included as <cordial/...>'
            elif quoted.startswith('..'):
                yield number, f'"{quoted}": no climbing out of a folder'


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), '..', '..')
    table = read_table(root)
    if len(table) < 10:
        sys.exit('check_layers: the table in CordialLayers.cmake could not be read')
    wrong, files = 0, 0
    for path in sources(root):
        files += 1
        if module_of_file(path) not in table:
            print(f'{path}: its module is not in the table')
            wrong += 1
            continue
        for number, what in wrong_includes(root, path, table):
            print(f'{path}:{number}: {what}')
            wrong += 1
    print(f'check_layers: {files} files, {wrong} edges outside the table')
    return 1 if wrong or files == 0 else 0


if __name__ == '__main__':
    sys.exit(main())
