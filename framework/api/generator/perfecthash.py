# SPDX-License-Identifier: MIT
"""A seed that spreads the names of a model's fields over slots without a collision.

The hash is the one of framework/api/typed/model.cpp; both must change together.
"""
MASK = (1 << 64) - 1


def rotl(value, bits):
    return ((value << bits) | (value >> (64 - bits))) & MASK


def slot_of(name, seed, slots):
    data = name.encode()
    part = min(len(data), 8)
    first = int.from_bytes(data[:part], "little")
    last = int.from_bytes(data[len(data) - part:], "little")
    mixed = ((first ^ rotl(last, 29) ^ len(data)) * seed) & MASK
    return (mixed >> 40) & (slots - 1)


def build(names):
    """(seed, slots): slots hold index + 1, 0 where no name is."""
    if not names:
        return 1, []
    size = 8
    while size < 2 * len(names):
        size *= 2
    while size <= 4096:
        seed = 0x9E3779B97F4A7C15
        for _ in range(3000):
            slots = [0] * size
            for index, name in enumerate(names):
                slot = slot_of(name, seed, size)
                if slots[slot]:
                    break
                slots[slot] = index + 1
            else:
                return seed, slots
            seed = (seed * 6364136223846793005 + 1442695040888963407) & MASK | 1
        size *= 2
    raise ValueError("no perfect hash for " + ", ".join(names))
