#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The main job, for ./dev run: an offline Discord, a bot with the example plugins, the inspector attached to it.
# With a display and a terminal: talk to the bot here while the inspector's window is open. Without: a conversation
# is played and printed, and a picture of the inspector is left in build/run/.
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$PWD/build/release/bin
plugins=$PWD/build/release/lib/plugins
run=$PWD/build/run
pids=()

finish() {
    local pid
    for pid in "${pids[@]}"; do kill -INT "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
}
trap finish EXIT
trap 'exit 130' INT TERM

field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$run/sandbox.json"; }

# wait_for FILE TEXT WHAT PID: until TEXT stands in FILE, at most 20 s, and only while PID lives.
wait_for() {
    local i
    for ((i = 0; i < 200; i++)); do
        grep -q "$2" "$1" 2>/dev/null && return 0
        kill -0 "$4" 2>/dev/null || break
        sleep 0.1
    done
    echo "dev: $3 did not start; its log:" >&2
    cat "${1%.*}.log" >&2
    exit 1
}

mkdir -p "$run"
# A new offline Discord knows nothing of the sessions of the last.
rm -rf "$run"/*.json "$run"/*.log "$run"/*.png "$run"/*.txt "$run"/bot.sock "$run"/state

"$bin/cordial" sandbox --port 0 --seed 1 >"$run/sandbox.json" 2>"$run/sandbox.log" &
pids+=($!)
wait_for "$run/sandbox.json" api_url "the sandbox" "${pids[-1]}"
api=$(field api_url)

# Messages older than Discord deletes in bulk, so that a purge has to go one by one against the rate limit.
DISCORD_TOKEN=none "$bin/cordial" api POST /sandbox/v1/messages --api-url "${api%/api/*}" --json '{"count":40,"age":1382400,"quiet":true}' >/dev/null

CORDIAL_API_URL=$api DISCORD_TOKEN=$(field bot_token) "$bin/cordial" run --plugin-dir "$plugins" --state-dir "$run/state" \
    --inspector-socket "$run/bot.sock" --print-ready >"$run/bot.json" 2>"$run/bot.log" &
pids+=($!)
wait_for "$run/bot.json" '"ready"' "the bot" "${pids[-1]}"

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ -t 0 ] && [ $# -eq 0 ]; then
    "$bin/cordial-inspector" --attach "$run/bot.sock" 2>"$run/inspector.log" &
    pids+=($!)
    echo "The bot listens: type !ping, /ping, /ping note:hello, :press Again or :help; Ctrl+D ends it."
    CORDIAL_API_URL=$api "$bin/cordial" chat
    exit 0
fi

# The picture is taken while a purge works against its rate limit.
QT_QPA_PLATFORM=offscreen "$bin/cordial-inspector" --attach "$run/bot.sock" --theme dark --panel requests \
    --screenshot "$run/inspector.png" --after 4500 2>"$run/inspector.log" &
inspector=$!
echo "== a conversation in the offline Discord ($api)"
status=0
CORDIAL_API_URL=$api "$bin/cordial" chat --script "${1:-resources/demo/conversation.txt}" | tee "$run/transcript.txt" || status=$?
wait "$inspector" || status=$?
echo "== transcript: build/run/transcript.txt, the inspector: build/run/inspector.png"
[ -s "$run/inspector.png" ] || { echo "dev: no picture of the inspector; see build/run/inspector.log" >&2; status=1; }
exit "$status"
