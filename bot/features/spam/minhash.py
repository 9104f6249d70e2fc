"""Sketch texts so that near copies find each other (MinHash, Broder 1997).

What a sender varies is masked first: numbers, and Latin ids inside of a text in another script.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.features.spam.ngrams import codepoints
from rules.engine.normalize import normalize

Sketches = NDArray[np.uint32]
HASHES = 48
BANDS = 16  # two texts that agree in one of these are looked at more closely
_ROWS = HASHES // BANDS
_LENGTH = 4  # characters of a shingle
_LEAST = 10  # shingles below which a text is too short to be a copy of another
_LATIN = re.compile(r"[a-z]")
# What goes: in a text of mostly Latin letters words with digits, in others all that is Latin; and all signs.
_NUMBERS = re.compile(r"[a-z_]*[0-9][a-z0-9_]*|[\W_]+")
_LATIN_IDS = re.compile(r"[a-z0-9_.\-@:/]+|[\W_]+")
_EMPTY = 0xFFFFFFFF
_NUMBERED = np.arange(BANDS, dtype=np.uint64)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_RANDOM = np.random.default_rng(20260101)
_TIMES = _RANDOM.integers(1, 1 << 32, HASHES, dtype=np.uint32) | np.uint32(1)
_PLUS = _RANDOM.integers(0, 1 << 32, HASHES, dtype=np.uint32)


def masked(text: str) -> str:
    """Letters that stay when numbers and ids are exchanged."""
    normal = normalize(text)
    mostly_latin = normal.isascii() or 2 * len(_LATIN.findall(normal)) >= len(normal)
    return (_NUMBERS if mostly_latin else _LATIN_IDS).sub("", normal)


def sketches(texts: Sequence[str]) -> Sketches:
    """A row of `HASHES` numbers for every text; of one too short to tell, all alike."""
    made = np.full((len(texts), HASHES), _EMPTY, dtype=np.uint32)
    if not texts:
        return made
    of = codepoints([masked(t) for t in texts])
    rolling = np.zeros(len(of.codes) + 1, dtype=np.uint64)
    for n in range(_LENGTH):
        rolling = rolling[:-1] * _MIX + of.codes[n:]
    inside = np.flatnonzero(of.rows[: len(rolling)] == of.rows[_LENGTH - 1 :])
    hashed = (rolling[inside] >> np.uint64(32)).astype(np.uint32)
    texts_of = of.rows[inside]
    counts = np.bincount(texts_of, minlength=len(texts))
    long = np.flatnonzero(counts >= _LEAST)
    if len(long):
        kept = np.isin(texts_of, long)
        starts = np.cumsum(counts[long]) - counts[long]
        each = hashed[kept][:, None] * _TIMES + _PLUS
        each ^= each >> np.uint32(15)
        made[long] = np.minimum.reduceat(each * np.uint32(0x846CA68B), starts, axis=0)
    return made


def bands(of: Sketches) -> list[list[int]]:
    """The keys under which each sketch is found, one a band; none for a text too short to tell."""
    parts = of.reshape(len(of), BANDS, _ROWS).astype(np.uint64)
    mixed = np.zeros((len(of), BANDS), dtype=np.uint64) + _NUMBERED
    for n in range(_ROWS):
        mixed = (mixed ^ parts[:, :, n]) * _MIX
        mixed ^= mixed >> np.uint64(29)
    told = (of != _EMPTY).any(axis=1).tolist()
    return [keys if tells else [] for keys, tells in zip(mixed.tolist(), told, strict=True)]


def likenesses(some: Sketches, others: Sketches) -> NDArray[np.float64]:
    """The estimated share of shingles that the texts of each pair of rows have in common."""
    alike: NDArray[np.float64] = np.count_nonzero(some == others, axis=1) / HASHES
    return alike


def likeness(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> float:
    """The estimated share of shingles that two texts have in common (Jaccard), within about 0.07."""
    return float((one == other).mean())


def groups(of: Sketches, keys: Sequence[int], alike: float = 0.6) -> NDArray[np.int64]:
    """A group number for every text: near copies, and equal keys, share one.

    Args:
        of: their sketches.
        keys: what puts texts together anyway, such as a fingerprint of the masked text.
        alike: the likeness from which two texts are near copies.
    """
    parents = list(range(len(of)))

    def root(n: int) -> int:
        while parents[n] != n:
            parents[n] = parents[parents[n]]
            n = parents[n]
        return n

    first: dict[object, int] = {}
    for n, (key, near) in enumerate(zip(keys, bands(of), strict=True)):
        parents[root(n)] = root(first.setdefault(("key", key), n))
        for band in near:
            other = first.setdefault(band, n)
            if other != n and root(other) != root(n) and likeness(of[n], of[other]) >= alike:
                parents[root(n)] = root(other)
    return np.array([root(n) for n in range(len(of))], dtype=np.int64)
