#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# An installed Cordial serves a stranger's project: find_package, cordial_plugin(), one include line.
#   check_install.sh BUILD_DIR SOURCE_DIR
set -euo pipefail
build=$1 source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$build" --prefix "$work/prefix" >"$work/install.log" || { cat "$work/install.log"; exit 1; }
# The plugin is the README's own: what stands there must compile.
cp -r "$source/tests/fixtures/installed" "$work/project"
fence() { awk -v want="$1" '/^```/ { if (in_it) exit; in_it = ($0 == "```" want); next } in_it' "$source/README.md"; }
fence cpp >"$work/project/hello.cpp"
fence json >"$work/project/hello.json"
[ -s "$work/project/hello.cpp" ] && [ -s "$work/project/hello.json" ] || { echo "README.md has no plugin"; exit 1; }
cmake -S "$work/project" -B "$work/build" -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix" \
    -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS="${3:-}" >"$work/configure.log" || { cat "$work/configure.log"; exit 1; }
cmake --build "$work/build" >"$work/build.log" || { cat "$work/build.log"; exit 1; }
"$work/build/uses_core"
[ -f "$work/build/hello.so" ] || { echo "the plugin was not built"; exit 1; }
# No header may have come from anywhere but the installation.
if grep -rq "$source/framework" "$work/build" --include='*.d'; then
    echo "a header was taken from the source tree"; exit 1
fi
echo "installed tree: a program and a plugin built against it"
