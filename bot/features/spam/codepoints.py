"""Lay many texts out as one array of code points, so that numpy goes over a whole batch at once."""

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
