"""A small picture to send: a bar chart as a PNG file, made of nothing but bytes."""

from __future__ import annotations

import random
import struct
import zlib

WIDTH, HEIGHT, BARS, MARGIN = 480, 320, 9, 28
PAPER, GREY, TEAL, LINE = b"\xf7\xfa\xf9", b"\xc3\xcd\xcb", b"\x10\x94\x86", b"\x8a\x99\x96"


def bar_chart(seed: int) -> bytes:
    """Grey bars with one in colour; the same seed draws the same ones."""
    draw = random.Random(seed)
    heights = [draw.uniform(0.2, 0.95) * (HEIGHT - 2 * MARGIN) for _ in range(BARS)]
    marked = draw.randrange(BARS)
    return _png([_row(y, heights, marked) for y in range(HEIGHT)])


def _row(y: int, heights: list[float], marked: int) -> bytes:
    ground = HEIGHT - MARGIN
    if ground <= y < ground + 2:
        return PAPER * MARGIN + LINE * (WIDTH - 2 * MARGIN) + PAPER * MARGIN
    slot = (WIDTH - 2 * MARGIN) // BARS
    row = PAPER * MARGIN
    for number, height in enumerate(heights):
        inside = ground - height <= y < ground
        colour = (TEAL if number == marked else GREY) if inside else PAPER
        row += PAPER * (slot // 6) + colour * (slot - slot // 3) + PAPER * (slot // 3 - slot // 6)
    return row + PAPER * (WIDTH - len(row) // 3)


def _png(rows: list[bytes]) -> bytes:
    """Rows of RGB pixels as a PNG file (W3C PNG, second edition: IHDR, IDAT, IEND)."""
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows))
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
