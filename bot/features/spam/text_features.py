"""Turn texts into features: enough to learn from, and nothing to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from bot.features.spam.minhash import Sketches, masked, sketches
from bot.features.spam.ngrams import BITS, BUCKETS, Ints, codepoints, distinct, grams
from bot.features.spam.text_shape import Shapes, shapes
from rules.engine.normalize import digest, normalize

_AT_ONCE = 200  # texts
VERSION = 1  # of all that turns a text into features; what was stored by another is left out


class Stored(msgspec.Struct, array_like=True, frozen=True):
    """One text's features as a row keeps them."""

    version: int
    buckets: bytes
    shape: bytes
    sketch: bytes
    key: int


@dataclass(frozen=True)
class Features:
    """Of several texts: buckets from `ends[n-1]` to `ends[n]`, shape, sketch, and a key that copies share."""

    buckets: Ints
    ends: Ints
    shapes: Shapes
    sketches: Sketches
    keys: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.ends)

    @property
    def rows(self) -> Ints:
        """The number of the text that each bucket is of."""
        return np.repeat(np.arange(len(self.ends)), np.diff(self.ends, prepend=0))

    def pack(self) -> list[bytes]:
        """Each text's features as bytes for a row."""
        begins = np.concatenate([[0], self.ends[:-1]])
        return [
            msgspec.msgpack.encode(
                Stored(
                    VERSION,
                    self.buckets[begin:end].astype("<u4").tobytes(),
                    self.shapes[n].astype("<f2").tobytes(),
                    self.sketches[n].astype("<u4").tobytes(),
                    self.keys[n],
                )
            )
            for n, (begin, end) in enumerate(zip(begins, self.ends, strict=True))
        ]


def features(texts: Sequence[str]) -> Features:
    """The features of texts as they were written."""
    made = [_features(texts[n : n + _AT_ONCE]) for n in range(0, len(texts), _AT_ONCE)]
    return joined(*made) if made else _features([])


def _features(texts: Sequence[str]) -> Features:
    rows, buckets = unique_grams([normalize(t) for t in texts])
    ends = np.cumsum(np.bincount(rows, minlength=len(texts)))
    written = shapes(codepoints(texts)) if texts else np.zeros((0, 0), dtype=np.float32)
    keys = tuple(digest(masked(t)) or digest(t) for t in texts)
    return Features(buckets, ends, written, sketches(texts), keys)


def unique_grams(normal: Sequence[str]) -> tuple[Ints, Ints]:
    """Text number and bucket of each normal text's n-grams, each once, in order."""
    both = distinct(np.concatenate([(g.rows << BITS) | g.buckets for g in grams(codepoints(normal))]))
    return both >> BITS, both & (BUCKETS - 1)


def unpack(stored: Sequence[Stored]) -> Features:
    """The features that `pack` made bytes of."""
    buckets = [np.frombuffer(s.buckets, dtype="<u4") for s in stored]
    return Features(
        np.concatenate(buckets).astype(np.int64) if buckets else np.zeros(0, dtype=np.int64),
        np.cumsum([len(b) for b in buckets], dtype=np.int64),
        _matrix([s.shape for s in stored], "<f2").astype(np.float32),
        _matrix([s.sketch for s in stored], "<u4").astype(np.uint32),
        tuple(s.key for s in stored),
    )


def stored_features(row: bytes | None) -> Stored | None:
    """One row's features; None when there are none, or another version's."""
    try:
        found = msgspec.msgpack.decode(row, type=Stored) if row else None
    except msgspec.DecodeError:
        return None
    return found if found is not None and found.version == VERSION else None


def joined(*parts: Features) -> Features:
    """All of them, one after the other."""
    some = [p for p in parts if len(p)] or list(parts[:1])
    begins = np.cumsum([0, *(len(p.buckets) for p in some)])
    return Features(
        np.concatenate([p.buckets for p in some]),
        np.concatenate([p.ends + begin for p, begin in zip(some, begins, strict=False)]),
        np.concatenate([p.shapes for p in some]),
        np.concatenate([p.sketches for p in some]),
        tuple(key for p in some for key in p.keys),
    )


def _matrix(rows: Sequence[bytes], kind: str) -> NDArray[Any]:
    """A row of numbers for each of these bytes."""
    flat = np.frombuffer(b"".join(rows), dtype=kind)
    return flat.reshape(len(rows), -1) if rows else flat.reshape(0, 0)
