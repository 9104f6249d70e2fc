"""What a text looks like, whatever it says: its length, digits, links, capitals, scripts, signs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.moderation.spam.codepoints import Codepoints

Shapes = NDArray[np.float32]
Mask = NDArray[np.bool_]
_LENGTHS = 8  # classes, each of texts twice as long as in the one before
_MONEY = np.array([ord(c) for c in "$€£¥₽元%％￥"], dtype=np.uint32)
NAMES = (
    "digits", "latin", "han", "cyrillic", "capitals", "signs", "emoji", "lines", "links", "domains",
    "numbers", "mentions", "exclamation", "money", "any digit", "latin among han",
    *(f"length {n}" for n in range(_LENGTHS)),
)  # fmt: skip


def shapes(of: Codepoints) -> Shapes:
    """One row of `NAMES` for every text, all between 0 and about 3; of texts as written, not normalised."""
    codes = of.codes

    def between(low: int, high: int) -> Mask:
        return (codes >= low) & (codes <= high)

    def count(mask: Mask) -> NDArray[np.float32]:
        counted: NDArray[np.float32] = np.add.reduceat(mask, of.starts, dtype=np.float32)
        return counted

    def share(mask: Mask) -> NDArray[np.float32]:
        part: NDArray[np.float32] = count(mask) / length
        return part

    def some(mask: Mask, most: int) -> NDArray[np.float32]:
        few: NDArray[np.float32] = np.minimum(count(mask) / np.float32(most), np.float32(1))
        return few

    length = np.maximum(np.diff(np.append(of.starts, len(codes))) - 2, 1).astype(np.float32)
    digit, capital = between(48, 57), between(65, 90)
    latin = capital | between(97, 122)
    han, cyrillic = between(0x4E00, 0x9FFF), between(0x400, 0x4FF)
    emoji = between(0x2600, 0x27BF) | between(0x1F000, 0x1FAFF)
    sign = (
        between(33, 47)
        | between(58, 64)
        | between(91, 96)
        | between(0x3000, 0x303F)
        | between(0xFF00, 0xFF0F)
    )
    latin_share, han_share, any_digit = share(latin), share(han), count(digit) > 0
    bins = np.minimum(np.log2(length + 1).astype(np.int64), _LENGTHS - 1)
    columns = [
        share(digit) * 3,
        latin_share,
        han_share,
        share(cyrillic),
        share(capital | between(0x410, 0x42F)),
        share(sign) * 3,
        some(emoji, 5),
        some(codes == 10, 8),
        some(_sequence(codes, "://"), 2),
        some(_inner_dots(codes, latin), 2),
        some(_long_numbers(digit), 2),
        some(codes == ord("@"), 2),
        some((codes == ord("!")) | (codes == ord("！")), 3),
        some(np.isin(codes, _MONEY), 3),
        any_digit,
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


def _inner_dots(codes: NDArray[np.uint32], latin: Mask) -> Mask:
    """Letters followed by a dot and another letter, as in a domain."""
    return latin & _shifted(codes == ord("."), 1) & _shifted(latin, 2)


def _long_numbers(digit: Mask) -> Mask:
    """Where a run of digits reaches five: telephone numbers, amounts, ids."""
    five = digit.copy()
    for place in range(1, 5):
        five &= _shifted(digit, place)
    begun = np.zeros_like(five)
    begun[1:] = five[:-1]
    return five & ~begun
