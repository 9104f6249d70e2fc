"""Write the table that `rules.engine.confusables` reads: `python -m rules.config.confusables_table`.

It is made of Unicode's confusables (as the library confusable-homoglyphs gives them), of Unicode's names and
decompositions of letters, and of OpenCC's characters of the traditional and the simplified script.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

TABLE = Path(__file__).parents[1] / "engine" / "confusables.txt"
_ABOUT = """\
# Made by `python -m rules.config.confusables_table`: change nothing here.
# Each line: a kind, what is meant, and the characters that look like it; of han, pairs.
#   letter  of the Latin script, or a sign: always read as that letter
#   foreign of another alphabet: read as that letter where a word only poses as Latin or Chinese
#   han     simplified characters, each with one that is read as it behind: traditional ones, radicals
# From Unicode's confusables and character names (Unicode License v3, https://www.unicode.org/license.txt) and
# OpenCC's tables (Apache License 2.0, https://github.com/BYVoid/OpenCC).
"""
_WIDTH = 60  # characters of a line
_PLAIN = re.compile(r"LATIN (?:SMALL|CAPITAL) LETTER (?:DOTLESS |SCRIPT )?([A-Z])(?: WITH .*)?")
_SMALL_CAPITAL = re.compile(r"(?:LATIN LETTER|MODIFIER LETTER) SMALL CAPITAL ([A-Z])")
_ENCLOSED = re.compile(
    r"(?:NEGATIVE CIRCLED|NEGATIVE SQUARED|CROSSED NEGATIVE SQUARED) LATIN CAPITAL LETTER ([A-Z])"
    r"|REGIONAL INDICATOR SYMBOL LETTER ([A-Z])"
)
_DIGIT = re.compile(
    r"(?:DINGBAT )?(?:NEGATIVE CIRCLED|CIRCLED SANS-SERIF|NEGATIVE CIRCLED SANS-SERIF) DIGIT ([A-Z]+)"
)
_DIGITS = ("ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE")
_OWN_LETTERS = ("THORN", "ETH", "SHARP", "WYNN", "ENG")  # of some languages: no other letter is meant
_FOREIGN = (
    "GREEK", "COPTIC", "CYRILLIC", "ARMENIAN", "CHEROKEE", "LISU", "CANADIAN",
)  # fmt: skip
# Small letters whose capitals are confusable, or that are so in handwriting alone.
_ALSO = {
    "в": "b", "к": "k", "м": "m", "н": "h", "т": "t", "α": "a", "ε": "e", "η": "n", "ι": "i", "κ": "k",
    "τ": "t", "χ": "x", "υ": "u", "ρ": "p", "ѵ": "v", "µ": "u", "ԝ": "w", "ѡ": "w",
}  # fmt: skip
_SIGNS = {
    "➕": "加",
    "➖": "-",
    "✚": "+",
    "丨": "|",
    "〡": "|",
    "ǀ": "|",
    "│": "|",
    "┃": "|",
    "❘": "|",
    "❙": "|",
}
_HAN = (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))
_RADICALS = range(0x2E80, 0x2EF4)


def main() -> None:
    """Write the table."""
    TABLE.write_text(table(), encoding="utf-8")
    sys.stdout.write(f"{TABLE}\n")


def table() -> str:
    """The whole table as the file holds it."""
    kinds = {"letter": _letters(), "foreign": _foreign()}
    lines = [f"{kind} {meant} {part}" for kind, pairs in kinds.items() for meant, part in _grouped(pairs)]
    han = "".join(meant + written for written, meant in sorted(_han().items()))
    lines += [f"han {han[start : start + _WIDTH]}" for start in range(0, len(han), _WIDTH)]
    return _ABOUT + "\n".join(lines) + "\n"


def _grouped(pairs: dict[str, str]) -> Iterator[tuple[str, str]]:
    found: defaultdict[str, str] = defaultdict(str)
    for written, meant in sorted(pairs.items()):
        found[meant] += written
    for meant, written in sorted(found.items()):
        for start in range(0, len(written), _WIDTH):
            yield meant, written[start : start + _WIDTH]


def _confusables() -> dict[str, list[str]]:
    raw = files("confusable_homoglyphs").joinpath("confusables.json").read_text(encoding="utf-8")
    return {char: [alike["c"] for alike in found] for char, found in json.loads(raw).items()}


def _ascii_of(char: str, alike: list[str]) -> str:
    """The one ASCII letter that a character looks like, in small, or nothing."""
    letters = {c.lower() for c in alike if len(c) == 1 and c.isascii() and c.isalpha()}
    if "l" in letters and (char.isupper() or "IOTA" in unicodedata.name(char, "")):
        letters = {"i"}  # for Unicode, I and l are one
    return letters.pop() if len(letters) == 1 else ""


def _settled(char: str) -> bool:
    """Whether a character reaches the table as it is: NFKC comes before it."""
    return unicodedata.normalize("NFKC", char) == char


def _letters() -> dict[str, str]:
    """Of the Latin script, and signs."""
    found = dict(_SIGNS)
    confusables = _confusables()
    for code in (*range(0x80, 0x3000), *range(0xA640, 0xAB70), *range(0x1F000, 0x1F800)):
        char = chr(code)
        name, category = unicodedata.name(char, ""), unicodedata.category(char)
        if not name or not _settled(char) or any(f" {own}" in name for own in _OWN_LETTERS):
            continue
        meant = _by_name(char, name)
        if not meant and (name.startswith("LATIN") or category in ("Sm", "So")):
            meant = _ascii_of(char, confusables.get(char, []))
        if meant:
            found.setdefault(char, meant)
    return found


def _by_name(char: str, name: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    if base != char and base.isascii() and base.isalpha():
        return base.lower()
    match = _PLAIN.fullmatch(name) or _SMALL_CAPITAL.fullmatch(name) or _ENCLOSED.fullmatch(name)
    if match is not None:
        return next(group for group in match.groups() if group).lower()
    digit = _DIGIT.fullmatch(name)
    return str(_DIGITS.index(digit[1])) if digit is not None and digit[1] in _DIGITS else ""


def _foreign() -> dict[str, str]:
    """Of other alphabets, capitals and small letters apart: В is like B, в is not."""
    found = {c: m for c, m in _ALSO.items() if unicodedata.normalize("NFKC", c) == c}
    for char, alike in _confusables().items():
        if len(char) != 1 or ord(char) > 0xFFFF or not unicodedata.name(char, "").startswith(_FOREIGN):
            continue
        meant = _ascii_of(char, alike)
        if meant and char.isalpha() and unicodedata.normalize("NFKC", char) == char:
            found.setdefault(char, meant)
    return found


def _han() -> dict[str, str]:
    """Each traditional character by its simplified one, and radicals by the character they are of."""
    import opencc

    converter = opencc.OpenCC("t2s")
    chars = [chr(code) for code in _HAN]
    simple = converter.convert("\n".join(chars)).split("\n")
    found = {a: b for a, b in zip(chars, simple, strict=True) if a != b and len(b) == 1 and ord(b) < 0x10000}
    for char, alike in _confusables().items():
        if len(char) == 1 and ord(char) in _RADICALS and unicodedata.normalize("NFKC", char) == char:
            meant = next((c for c in alike if len(c) == 1 and ord(c) in _HAN), "")
            if meant:
                found[char] = found.get(meant, meant)
    return found


if __name__ == "__main__":
    main()
