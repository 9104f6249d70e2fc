"""Turn many texts into code points at once, and hash their n-grams.

The hashing trick (Weinberger et al., 2009): an n-gram is the number of its bucket, no vocabulary is kept, and
what is stored of a text can't be read. A text's begin and end count as characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.uint32]
LONGEST = 2000  # characters of a text that are looked at
_BEGIN, _END = "\x02", "\x03"


class Codepoints(NamedTuple):
    """Code points of all texts in a row; each text stands between two marks of its own."""

    codes: Codes
    starts: Ints  # of each text's begin mark
    rows: Ints  # of each code point, the number of its text


def codepoints(texts: Sequence[str]) -> Codepoints:
    """The texts' first `LONGEST` characters each."""
    marked = [f"{_BEGIN}{t[:LONGEST]}{_END}" for t in texts]
    codes = np.frombuffer("".join(marked).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    lengths = np.fromiter(map(len, marked), dtype=np.int64, count=len(marked))
    starts = np.cumsum(lengths) - lengths
    return Codepoints(codes, starts, np.repeat(np.arange(len(marked)), lengths))


BITS = 20
BUCKETS = 1 << BITS
LENGTHS = (1, 2, 3, 4, 5)  # of n-grams, in characters
_FACTOR, _MIX = np.uint32(0x9E3779B1), np.uint32(0x85EBCA77)
_HALF, _TOP = np.uint32(15), np.uint32(32 - BITS)


class Grams(NamedTuple):
    """The n-grams of one length, where they stand: their texts (ascending), buckets and first code points."""

    length: int
    rows: Ints
    buckets: Ints
    places: Ints


def grams(of: Codepoints) -> list[Grams]:
    """All n-grams, by length."""
    codes, rows = of.codes, of.rows
    found: list[Grams] = []
    rolling = np.zeros(len(codes) + 1, dtype=np.uint32)
    for n in LENGTHS:
        rolling = rolling[:-1] * _FACTOR + codes[n - 1 :]
        inside = np.flatnonzero(rows[: len(rolling)] == rows[n - 1 :])
        mixed = (rolling[inside] ^ (rolling[inside] >> _HALF)) * _MIX
        found.append(Grams(n, rows[inside], (mixed >> _TOP).astype(np.int64), inside))
    return found


def distinct(numbers: Ints) -> Ints:
    """Each number once, ascending; numpy's own way takes several times as long."""
    short = len(numbers) and numbers.max() < 1 << 32
    ordered = np.sort(numbers.astype(np.uint32)).astype(np.int64) if short else np.sort(numbers)
    first = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]
