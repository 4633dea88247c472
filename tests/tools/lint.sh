#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Everything that can be said of the sources without running them. Called by ./dev lint.
set -uo pipefail
cd "$(dirname "$0")/../.."
build=build/release
failed=()

# step NAME COMMAND...: runs it, remembers a failure, shows its output only then.
step() {
    local name=$1 log started=$SECONDS
    shift
    log=$(mktemp)
    if "$@" >"$log" 2>&1; then
        printf 'lint: %-24s ok (%s s)\n' "$name" $((SECONDS - started))
    else
        printf 'lint: %-24s FAILED\n' "$name"
        tail -n 80 "$log"
        failed+=("$name")
    fi
    rm -f "$log"
}

sources() { git ls-files -co --exclude-standard -- '*.cpp' '*.h'; }
own_units() { git ls-files -co --exclude-standard -- 'framework/*.cpp' 'inspector/*.cpp' 'plugins/*.cpp'; }

check_format() { sources | xargs clang-format-19 --dry-run -Werror; }
check_spelling() {
    git ls-files -co --exclude-standard -- '*.cpp' '*.h' '*.md' '*.cmake' '*CMakeLists.txt' '*.py' '*.sh' dev \
        | xargs codespell --ignore-words tests/tools/codespell.words --ignore-regex '\b\w*[a-z][A-Z]\w*\b'
}
check_spdx() {
    local missing
    missing=$(sources | xargs grep -L -m1 'SPDX-License-Identifier') || true
    [ -z "$missing" ] || { echo "without an SPDX line: $missing"; return 1; }
}
check_shell() { bash -n dev && bash -n .ci/run && git ls-files '*.sh' | xargs -n1 bash -n; }
# What moc writes is included by sources, and there only once it has run.
check_moc() {
    ninja -C "$build" -t targets all | sed -n 's|^\([^/:]*/[^:]*_autogen\): phony$|\1|p' | grep -v CMakeFiles \
        | xargs ninja -C "$build"
}
check_headers() { ninja -C "$build" all_verify_interface_header_sets; }
check_tidy() { own_units | xargs python3 -B tests/tools/tidy.py "$build" build/lint; }

step format check_format
step spelling check_spelling
step licences check_spdx
step shell check_shell
step layers python3 -B tests/tools/check_layers.py
step moc check_moc
step "headers alone" check_headers
step clang-tidy check_tidy

if [ ${#failed[@]} -gt 0 ]; then
    echo "lint: failed: ${failed[*]}"
    exit 1
fi
echo "lint: all clean"
