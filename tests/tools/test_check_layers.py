#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The layer check itself: it must see what it is there to see."""
import os
import tempfile
import unittest

import check_layers


class LayersTest(unittest.TestCase):
    def wrong(self, path, line):
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(os.path.join(root, os.path.dirname(path)))
            with open(os.path.join(root, path), 'w', encoding='utf-8') as file:
                file.write(line + '\n')
            table = {'core': set(), 'net': {'core'}, 'telemetry': {'core', 'wire'}, 'wire': set(), 'inspector': {'core', 'wire'}}
            return list(check_layers.wrong_includes(root, path, table))

    def test_down_the_ladder(self):
        self.assertEqual([], self.wrong('framework/net/bucket.h', '#include <cordial/core/clock.h>'))
        self.assertEqual([], self.wrong('framework/telemetry/publisher.h', '#include <cordial/telemetry/wire/frame.h>'))
        self.assertEqual([], self.wrong('inspector/models/rows.h', '#include <cordial/telemetry/wire/frame.h>'))

    def test_own_module(self):
        self.assertEqual([], self.wrong('framework/net/bucket.cpp', '#include <cordial/net/bucket.h>'))

    def test_up_the_ladder(self):
        self.assertEqual(1, len(self.wrong('framework/core/clock.h', '#include <cordial/net/request.h>')))
        self.assertEqual(1, len(self.wrong('framework/telemetry/wire/frame.h', '#include <cordial/core/clock.h>')))
        self.assertEqual(1, len(self.wrong('inspector/main.cpp', '#  include  <cordial/telemetry/publisher.h>')))

    def test_framework_headers_have_one_name(self):
        self.assertEqual(1, len(self.wrong('framework/net/bucket.cpp', '#include "core/clock.h"')))
        self.assertEqual(1, len(self.wrong('inspector/views/a.cpp', '#include "../models/b.h"')))


if __name__ == '__main__':
    unittest.main()
