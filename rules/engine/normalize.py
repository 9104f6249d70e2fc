"""Make texts comparable: what looks the same to a person becomes the same string."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

from rules.engine.confusables import read_as, steady

_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
# Signs that part single Chinese letters, as in 加_微_信 or 官.方.客.服. Blanks and hyphens are honest there,
# and what ends a sentence parts nothing.
_SIGN = (
    "[_.|/\\\\~*+=^#@&$%<>\u00a1-\u00bf\u2020-\u2027\u2030-\u205e\u2190-\u2bff\u3030"
    "\u30fb\U0001f000-\U0001faff]"
)
_ONE = f"(?:[{_HAN}]|[a-z](?![a-z0-9]))"
_SPREAD = re.compile(f"{_SIGN}(?<=[{_HAN}].){_SIGN}{{0,2}}(?:{_ONE}{_SIGN}{{1,3}})+(?={_ONE})")
_SIGNS = re.compile(_SIGN)
_CHINESE = re.compile(f"[{_HAN}]")
_KEPT = 1024


@lru_cache(maxsize=_KEPT)
def normalize(text: str) -> str:
    """Compatibility forms and look-alikes folded, lower case, invisible marks and accents gone, traditional
    Chinese simplified, spread letters together, one space between words."""
    return " ".join(text.split()).lower() if text.isascii() else _fold(text)


def _fold(text: str) -> str:
    """What `normalize` gives, whatever the text holds."""
    shown = read_as(unicodedata.normalize("NFKC", steady(text)))
    words = " ".join(shown.casefold().split())
    return _SPREAD.sub(_together, words) if _CHINESE.search(words) else words


def _together(spread: re.Match[str]) -> str:
    return _SIGNS.sub("", spread[0])


def normals(words: Iterable[str]) -> set[str]:
    """Words as they stand in normal texts; a plus may stand there as the Chinese word for it."""
    found = {normalize(word) for word in words}
    return found | {word.replace("+", "加") for word in found}


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
