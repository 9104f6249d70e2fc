"""Making texts comparable: what looks the same to a person becomes the same string."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

# Cyrillic and Greek letters that are drawn like Latin ones. Folded in words of mixed script alone, so
# that honest Russian or Greek stays what it is.
_LOOKALIKES = str.maketrans(
    {
        "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "һ": "h", "і": "i", "ј": "j", "к": "k", "ӏ": "l",
        "м": "m", "н": "h", "о": "o", "р": "p", "ѕ": "s", "т": "t", "у": "y", "х": "x", "α": "a", "ε": "e",
        "η": "n", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "τ": "t", "υ": "u", "χ": "x",
    }
)  # fmt: skip
_WORD = re.compile(r"\w+")
_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")
_LATIN = re.compile(r"[a-z]")
_LOOKS_LATIN = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
# What an ordinary text does not have: anything above, and white space other than a single blank.
_UNUSUAL = re.compile(
    "[\t-\r\x1c-\x1f\x85\u00ad\u034f\u0370-\u03ff\u0400-\u052f\u061c\u115f\u1160\u1680\u17b4\u17b5"
    "\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]|  "
)
_KEPT = 1024


@lru_cache(maxsize=_KEPT)
def normalize(text: str) -> str:
    """Compatibility forms folded, lower case, invisible marks gone, one space between words."""
    if text.isascii():
        return " ".join(text.split()).lower()
    if unicodedata.is_normalized("NFKC", text):
        folded = text.casefold()
        if not _UNUSUAL.search(folded):
            return folded.strip()
    return _fold(text)


def _fold(text: str) -> str:
    """What `normalize` gives, whatever the text holds."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = _INVISIBLE.sub("", folded)
    if _LOOKS_LATIN.search(folded):
        folded = _WORD.sub(_unmask, folded)
    return " ".join(folded.split())


def _unmask(match: re.Match[str]) -> str:
    word = match[0]
    if _LATIN.search(word) and _LOOKS_LATIN.search(word):
        return word.translate(_LOOKALIKES)
    return word


@lru_cache(maxsize=_KEPT)
def squeeze(text: str) -> str:
    """Letters and digits of any script alone: what is left of `加 微-信`."""
    bare = normalize(text).replace(" ", "")
    return bare if bare.isalnum() else _NEITHER_LETTER_NOR_DIGIT.sub("", bare)


@lru_cache(maxsize=_KEPT)
def digest(text: str) -> int:
    """A stable 63-bit fingerprint of the normalised text; 0 for a text without content."""
    clean = normalize(text)
    if not clean:
        return 0
    return int.from_bytes(blake2b(clean.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def is_cjk(char: str) -> bool:
    """Whether a character belongs to a script that writes no spaces between words."""
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x3040 <= code <= 0x30FF
        or 0xAC00 <= code <= 0xD7AF
        or 0x20000 <= code <= 0x323AF
        or 0x0E00 <= code <= 0x0EFF  # Thai, Lao
        or 0x1000 <= code <= 0x109F  # Burmese
        or 0x1780 <= code <= 0x17FF  # Khmer
    )
