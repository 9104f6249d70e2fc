"""Describe what a text looks like, whatever it says: its length, digits, links, capitals, scripts, signs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.features.spam.ngrams import Codepoints

Shapes = NDArray[np.float32]
Mask = NDArray[np.bool_]
_LENGTHS = 8  # classes, each of texts twice as long as in the one before
_CODES = 0x1FB01  # the last stands for all that follow
_COUNTED = {  # kinds of code points, as ranges with both ends
    "digits": [(48, 57)],
    "latin": [(65, 90), (97, 122)],
    "han": [(0x4E00, 0x9FFF)],
    "cyrillic": [(0x400, 0x4FF)],
    "capitals": [(65, 90), (0x410, 0x42F)],
    "signs": [(33, 47), (58, 64), (91, 96), (0x3000, 0x303F), (0xFF00, 0xFF0F)],
    "emoji": [(0x2600, 0x27BF), (0x1F000, 0x1FAFF)],
    "lines": [(10, 10)],
    "mentions": [(64, 64)],
    "exclamation": [(ord(c), ord(c)) for c in "!！"],
    "money": [(ord(c), ord(c)) for c in "$€£¥₽元%％￥"],
}
NAMES = (
    "digits", "latin", "han", "cyrillic", "capitals", "signs", "emoji", "lines", "links", "domains",
    "numbers", "mentions", "exclamation", "money", "any digit", "latin among han",
    *(f"length {n}" for n in range(_LENGTHS)),
)  # fmt: skip


def _table() -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """The class of every code point, and which of `_COUNTED` the code points of a class count for."""
    marks = np.zeros(_CODES, dtype=np.uint16)
    for bit, spans in enumerate(_COUNTED.values()):
        for low, high in spans:
            marks[low : high + 1] |= 1 << bit
    kinds = np.flatnonzero(np.bincount(marks))
    bits = (kinds[:, None] >> np.arange(len(_COUNTED))) & 1
    return np.searchsorted(kinds, marks).astype(np.uint8), bits.astype(np.float32)


_CLASSES, _BITS = _table()


def _counts(of: Codepoints) -> dict[str, NDArray[np.float32]]:
    """How many code points of each text are of each kind."""
    kinds, texts = len(_BITS), len(of.starts)
    found = np.bincount(of.rows * kinds + _CLASSES.take(of.codes, mode="clip"), minlength=kinds * texts)
    counted = found.reshape(texts, kinds).astype(np.float32) @ _BITS
    return dict(zip(_COUNTED, counted.T, strict=True))


def shapes(of: Codepoints) -> Shapes:
    """One row of `NAMES` for every text, all between 0 and about 3; of texts as written, not normalised."""
    codes, counted = of.codes, _counts(of)
    length = np.maximum(np.diff(np.append(of.starts, len(codes))) - 2, 1).astype(np.float32)

    def share(kind: str) -> NDArray[np.float32]:
        part: NDArray[np.float32] = counted[kind] / length
        return part

    def some(count: NDArray[np.float32], most: int) -> NDArray[np.float32]:
        few: NDArray[np.float32] = np.minimum(count / np.float32(most), np.float32(1))
        return few

    def count(mask: Mask) -> NDArray[np.float32]:
        total: NDArray[np.float32] = np.bincount(of.rows[mask], minlength=len(length)).astype(np.float32)
        return total

    latin_share, han_share, digit = share("latin"), share("han"), (codes >= 48) & (codes <= 57)
    bins = np.minimum(np.log2(length + 1).astype(np.int64), _LENGTHS - 1)
    columns = [
        share("digits") * 3,
        latin_share,
        han_share,
        share("cyrillic"),
        share("capitals"),
        share("signs") * 3,
        some(counted["emoji"], 5),
        some(counted["lines"], 8),
        some(count(_sequence(codes, "://")), 2),
        some(count(_inner_dots(codes)), 2),
        some(count(_long_numbers(digit)), 2),
        some(counted["mentions"], 2),
        some(counted["exclamation"], 3),
        some(counted["money"], 3),
        counted["digits"] > 0,
        (latin_share > 0) & (han_share > 0),
        *(bins == n for n in range(_LENGTHS)),
    ]
    return np.stack(columns, axis=1, dtype=np.float32)


def _shifted(mask: Mask, by: int) -> Mask:
    """What stands `by` places further on; nothing at the end."""
    moved = np.zeros_like(mask)
    moved[:-by] = mask[by:]
    return moved


def _sequence(codes: NDArray[np.uint32], text: str) -> Mask:
    """Where `text` begins."""
    found: Mask = codes == ord(text[0])
    for place, char in enumerate(text[1:], 1):
        found = found & _shifted(codes == ord(char), place)
    return found


def _inner_dots(codes: NDArray[np.uint32]) -> Mask:
    """Letters followed by a dot and another letter, as in a domain."""
    latin = ((codes | 32) >= 97) & ((codes | 32) <= 122)
    return latin & _shifted(codes == ord("."), 1) & _shifted(latin, 2)


def _long_numbers(digit: Mask) -> Mask:
    """Where a run of digits reaches five: telephone numbers, amounts, ids."""
    five = digit.copy()
    for place in range(1, 5):
        five &= _shifted(digit, place)
    begun = np.zeros_like(five)
    begun[1:] = five[:-1]
    return five & ~begun
