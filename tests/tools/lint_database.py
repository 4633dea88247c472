#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A compilation database for clang's tools out of g++'s: without the flags clang does not know and without
precompiled headers, so that each source must include what it uses.

    lint_database.py BUILD_DIR OUT_DIR
"""
import json
import os
import re
import sys

# g++'s standard library uses its own deprecated names where only clang sees it.
ADDED = ' -Wno-deprecated-declarations -c '

DROPPED = re.compile(
    r'-fno-gnu-unique|-fno-semantic-interposition|-Wno-(?:maybe-uninitialized|stringop-overflow|restrict|array-bounds)'
    r'|-Winvalid-pch|-include \S*cmake_pch\.hxx')
LAUNCHER = re.compile(r'^.*?(?=\S*(?:c\+\+|g\+\+)[-0-9.]* )')


def main():
    build, out = sys.argv[1:3]
    with open(os.path.join(build, 'compile_commands.json'), encoding='utf-8') as file:
        entries = json.load(file)
    for entry in entries:
        entry['command'] = LAUNCHER.sub('', DROPPED.sub('', entry['command']), count=1).replace(' -c ', ADDED, 1)
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, 'compile_commands.json'), 'w', encoding='utf-8') as file:
        json.dump(entries, file, indent=1)


if __name__ == '__main__':
    main()
