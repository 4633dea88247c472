#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the built programs cost, as a user would see it: each figure is the median of some runs against the offline
Discord on this machine, whose own cost is not counted. Machines differ and are shared: compare two runs on one machine.

    run.py BUILD_DIR [RUNS]
"""
import json
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

POSTS = 2000
EVENTS = 50000


class Sandbox:
    """`cordial sandbox` without limits, for as long as the block lasts."""

    def __init__(self, cordial):
        self.process = subprocess.Popen([cordial, 'sandbox', '--limits', 'off', '--seed', '1'], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self.about = json.loads(self.process.stdout.readline())
        self.environment = dict(os.environ, DISCORD_TOKEN=self.about['bot_token'], CORDIAL_API_URL=self.about['api_url'])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=10)

    def control(self, method, path, body):
        url = self.about['api_url'].split('/api/')[0] + '/sandbox/v1/' + path
        request = urllib.request.Request(url, json.dumps(body).encode(), {'Content-Type': 'application/json'}, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()


def measured(command, environment, act=lambda line: None):
    """Wall and CPU seconds and peak memory in kB of a command that must succeed; act() sees each of its lines."""
    begun = time.monotonic()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        for line in process.stdout:
            act(line)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f'{command[0]} {command[1]} ended with {process.returncode}')
    return time.monotonic() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def posts(cordial, folder):
    """One batch of message posts, as fast as they go."""
    with Sandbox(cordial) as sandbox:
        batch = folder / 'posts.jsonl'
        path = f'/channels/{sandbox.about["channel_id"]}/messages'
        batch.write_text(''.join(json.dumps({'id': i, 'method': 'POST', 'path': path, 'json': {'content': f'number {i}'}}) + '\n'
                                 for i in range(POSTS)))
        wall, cpu, memory = measured([cordial, 'api', '--batch', str(batch), '--global-limit', '1000000'], sandbox.environment)
    return {'wall s': wall, 'CPU s': cpu, 'peak MB': memory / 1000}


def events(cordial, _):
    """A flood of MESSAGE_CREATE through one shard to stdout."""
    with Sandbox(cordial) as sandbox:
        def act(line):
            if '"READY"' in line:
                sandbox.control('POST', 'emit', {'count': EVENTS, 'content': 'number %n', 'store': False})
        wall, cpu, memory = measured([cordial, 'tail', '--events', 'READY,MESSAGE_CREATE', '--count', str(EVENTS + 1)],
                                     sandbox.environment, act)
    return {'wall s': wall, 'CPU s': cpu, 'peak MB': memory / 1000}


def start(cordial, _):
    """From the start of the process to READY and its end."""
    with Sandbox(cordial) as sandbox:
        wall, cpu, memory = measured([cordial, 'tail', '--events', 'READY', '--count', '1'], sandbox.environment)
    return {'wall s': wall, 'CPU s': cpu, 'peak MB': memory / 1000}


def main():
    build = pathlib.Path(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    cordial = str(build / 'bin' / 'cordial')
    with tempfile.TemporaryDirectory() as folder:
        for name, work in ((f'{POSTS} posts, no limits', posts), (f'{EVENTS} events to stdout', events),
                           ('start of a shard to READY', start)):
            results = [work(cordial, pathlib.Path(folder)) for _ in range(runs)]
            figures = ', '.join(f'{unit} {statistics.median(r[unit] for r in results):.3f}' for unit in results[0])
            print(f'{name:<28} {figures}   (median of {runs})', flush=True)
    for program in sorted((build / 'tests').glob('bench_*')):
        if program.is_file() and os.access(program, os.X_OK):
            print(f'== {program.name}', flush=True)
            subprocess.run([program], check=True, env=dict(os.environ, QT_QPA_PLATFORM='offscreen'))


if __name__ == '__main__':
    main()
