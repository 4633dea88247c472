#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""clang-tidy over the sources given.

    tidy.py BUILD_DIR WORK_DIR SOURCE...

BUILD_DIR holds g++'s compile_commands.json; what clang does not know is taken out of it, and the precompiled headers.
Nearly all of a run is spent on Qt's headers, so sources with the same flags go several at a time, as one unit. Where
they clash (two helpers of one name) the later one is looked at alone.
"""
import concurrent.futures
import json
import os
import re
import subprocess
import sys

UNIT = 8  # sources at a time: more saves little, and a clash costs more

# g++'s standard library uses its own deprecated names where only clang sees it; #pragma once is meant for headers; and what
# shadows what is for g++ to say, which puts other sources together than this does.
ADDED = ' -Wno-shadow -Wno-deprecated-declarations -Wno-pragma-once-outside-header -c '

DROPPED = re.compile(
    r'-fno-gnu-unique|--param=\S+|-fno-semantic-interposition|-Wno-(?:maybe-uninitialized|stringop-overflow|restrict|array-bounds)'
    r'|-Wno-subobject-linkage|-Winvalid-pch|-include \S*cmake_pch\.hxx| -o \S+')
INCLUDED = re.compile(r'^#include "([^"]+)"', re.MULTILINE)
LAUNCHER = re.compile(r'^.*?(?=\S*(?:c\+\+|g\+\+)[-0-9.]* )')


def compiled(path):
    """The sources that a command compiles: those that CMake put together into one, or the one it names."""
    if os.path.basename(path).startswith('unity_') and os.path.exists(path):
        with open(path, encoding='utf-8') as file:
            return [os.path.realpath(source) for source in INCLUDED.findall(file.read())]
    return [os.path.realpath(path)]


def commands(build, sources):
    """What compiles each source, without the source: {(directory, command): [source]}."""
    with open(os.path.join(build, 'compile_commands.json'), encoding='utf-8') as file:
        entries = {path: entry for entry in json.load(file) for path in compiled(entry['file'])}
    groups = {}
    missing = []
    for source in sources:
        path = os.path.realpath(source)
        entry = entries.get(path)
        if entry is None:
            missing.append(source)
            continue
        command = LAUNCHER.sub('', DROPPED.sub('', entry['command']), count=1)
        command = command[:command.rindex(' -c ')] + ADDED
        groups.setdefault((entry['directory'], command), []).append(path)
    return groups, missing


def tidy(work, paths):
    """The exit code and what was said; a failure always says something."""
    result = subprocess.run(
        ['clang-tidy-19', '-p', work, '--quiet', '--config-file=.clang-tidy',
         r'--header-filter=(framework|inspector|plugins)/.*\.(h|cpp)$', *paths],
        capture_output=True, text=True, check=False)
    said = result.stdout
    if result.returncode != 0:
        said += result.stderr or f'clang-tidy ends with {result.returncode}'
    return result.returncode, said


def write_unit(unit, paths):
    with open(unit, 'w', encoding='utf-8') as file:
        file.writelines(f'#include "{path}"\n' for path in paths)


def check(work, unit, paths):
    """Runs one unit; its findings, '' for none."""
    alone = []
    found = ''
    while len(paths) > 1:
        write_unit(unit, paths)
        code, said = tidy(work, [unit])
        clash = re.search(r'^(\S+?):\d+:\d+: error: .*clang-diagnostic-error', said, re.MULTILINE)
        if clash is None:
            found = said if code != 0 else ''
            paths = []
        elif clash[1] in paths:
            alone.append(clash[1])
            paths.remove(clash[1])
        else:
            break
    for path in paths + alone:
        code, said = tidy(work, [path])
        if code != 0:
            found += said
    return found


def main():
    build, work, sources = sys.argv[1], os.path.realpath(sys.argv[2]), sys.argv[3:]
    groups, missing = commands(build, sources)
    if missing:
        print('not in any build: ' + ' '.join(missing))
        return 1
    os.makedirs(work, exist_ok=True)
    database = []
    units = []
    for (directory, command), paths in groups.items():
        database += [{'directory': directory, 'command': command + path, 'file': path} for path in paths]
        for start in range(0, len(paths), UNIT):
            unit = os.path.join(work, f'unit{len(units)}.cpp')
            database.append({'directory': directory, 'command': command + unit, 'file': unit})
            units.append((unit, paths[start:start + UNIT]))
    with open(os.path.join(work, 'compile_commands.json'), 'w', encoding='utf-8') as file:
        json.dump(database, file, indent=1)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = [text for text in pool.map(lambda unit: check(work, *unit), units) if text]
    print('\n'.join(found))
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
