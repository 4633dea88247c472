#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ./dev run as on a machine without a display: a transcript with every kind of answer, and a picture.
set -euo pipefail
cd "$(dirname "$0")/../.."
unset DISPLAY WAYLAND_DISPLAY
out=$(./dev run </dev/null)
for answer in 'Pong!  \[ Again \]' 'Pong! hello there' 'Times pressed: 1' 'MANAGE_MESSAGES' "waiting .* for Discord's rate limit" 'Deleted: 40'; do
    grep -q "$answer" <<<"$out" || { echo "check_run: no '$answer' in:"; echo "$out"; exit 1; }
done
[ "$(grep -c '^sandbox-bot' <<<"$out")" -ge 8 ] || { echo "check_run: fewer than eight answers"; exit 1; }
[ "$(head -c 4 build/run/inspector.png | tail -c 3)" = PNG ] || { echo "check_run: no picture"; exit 1; }
