"""Read characters that look like others as what they look like.

The table beside is made by `python -m rules.config.confusables_table`. A word of another alphabet
stays what it is: its letters are read as Latin ones where they stand in one word with Latin or Chinese
letters, or with those of a third alphabet, and where nothing in the whole text needs that alphabet.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("confusables.txt")

# Marks above, below and around letters, as Latin and Chinese ones wear them; other scripts have their own.
_MARKS = (
    (0x300, 0x370), (0x483, 0x48A), (0x1AB0, 0x1B00), (0x1DC0, 0x1E00), (0x20D0, 0x2100), (0xFE20, 0xFE30),
)  # fmt: skip
_INVISIBLE = (
    (0xAD, 0xAE), (0x34F, 0x350), (0x61C, 0x61D), (0x115F, 0x1161), (0x17B4, 0x17B6), (0x180B, 0x180F),
    (0x200B, 0x2010), (0x202A, 0x202F), (0x2060, 0x2070), (0xFE00, 0xFE10), (0xFEFF, 0xFF00),
    (0xE0000, 0xE01F0),
)  # fmt: skip
_GREEK = "\u0370-\u03ff\u1f00-\u1fff\u2c80-\u2cff"
_CYRILLIC = "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f"
_OTHERS = "\u0531-\u0587\u13a0-\u13ff\uab70-\uabbf\ua4d0-\ua4f7\u1401-\u167f\u18b0-\u18ff"
_LETTERS = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0250-\u02af\u1d00-\u1dbf\u1e00-\u1eff\ua720-\ua7ff"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"


def _read() -> tuple[dict[str, str], dict[int, str]]:
    """What is always read as something else, and what is only in disguise."""
    always: dict[str, str] = {}
    disguised: dict[int, str] = {}
    han: list[str] = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "han":
            han.append(rest)
        elif kind == "letter":
            always.update(dict.fromkeys(rest[2:], rest[0]))
        elif kind == "foreign":
            disguised.update(dict.fromkeys(map(ord, rest[2:]), rest[0]))
    pairs = "".join(han)
    always.update(zip(pairs[1::2], pairs[::2], strict=True))
    return always, disguised


def _codes(ranges: str) -> list[int]:
    """All that the inside of a character class stands for."""
    ends = zip(map(ord, ranges[::3]), map(ord, ranges[2::3]), strict=True)
    return sorted(code for first, last in ends for code in range(first, last + 1))


def _class(codes: list[int]) -> str:
    """The inside of a character class."""
    parts, start = [], codes[0]
    for before, code in zip(codes, [*codes[1:], -1], strict=True):
        if code != before + 1:
            parts.append(re.escape(chr(start)) + (f"-{re.escape(chr(before))}" if before > start else ""))
            start = code
    return "".join(parts)


_READ_AS, _DISGUISED = _read()
_READ_AS.update(
    dict.fromkeys((chr(c) for start, end in (*_MARKS, *_INVISIBLE) for c in range(start, end)), "")
)
_READABLE = frozenset(_READ_AS)
_ALL = _GREEK + _CYRILLIC + _OTHERS
# Whatever most texts do not have.
_SPECIAL = re.compile(f"[{_class(sorted(map(ord, _READ_AS)))}{_ALL}]")
_FOREIGN = re.compile(f"[{_ALL}]")
_HOME = re.compile(f"[{_LETTERS}{_HAN}]")
_LATIN = re.compile(f"[{_LETTERS}]")
_CHINESE = re.compile(f"[{_HAN}]")
_GROUPS = tuple(re.compile(f"[{group}]") for group in (_GREEK, _CYRILLIC, _OTHERS))
# Where a foreign letter meets one of ours in a word, digits between them or not.
_SEAM = re.compile(
    f"[{_LETTERS}{_HAN}](?:(?<=[{_ALL}].)|[\\d_]*[{_ALL}])|[\\d_](?<=[{_ALL}].)[\\d_]*[{_LETTERS}{_HAN}]"
)
_RUN = re.compile(f"[{_ALL}]+")
_WORD = re.compile(r"\w+")
_SIGMAS = str.maketrans("ϲϹ", "сС")  # lunate ones, which would become other letters on the way
_MANY = 30  # different characters to be read as others
_FEW = 3  # so many Latin letters for each foreign one make a text Latin


@cache
def _own() -> re.Pattern[str]:
    """Letters of other alphabets that look like no Latin one: who writes them writes in that alphabet."""
    return re.compile(f"[{_class([code for code in _codes(_ALL) if code not in _DISGUISED])}]")


def read_as(text: str) -> str:
    """A text without marks and accents, with letters for what looks like them, in simplified Chinese.

    Capitals have to be as they were written: В is like B, в is not.
    """
    if not _SPECIAL.search(text):
        return text
    if _FOREIGN.search(text):
        text = _unmasked(text)
    found = _READABLE.intersection(text)
    if len(found) > _MANY:
        return "".join([_READ_AS.get(char, char) for char in text])
    for char in found:  # for the few that most texts have, quicker than a look at every place
        text = text.replace(char, _READ_AS[char])
    return text


def _unmasked(text: str) -> str:
    """With letters of other alphabets read as Latin ones where they pose as such."""
    if _HOME.search(text):
        if _SEAM.search(text):
            text = _WORD.sub(_unmask, text)
    elif sum(group.search(text) is not None for group in _GROUPS) > 1:
        return _WORD.sub(_unmask, text)
    else:
        return text
    return text if _own().search(text) or not _is_home(text) else text.translate(_DISGUISED)


def steady(text: str) -> str:
    """Before compatibility forms are folded: those whose look would get lost."""
    return text.translate(_SIGMAS) if "ϲ" in text or "Ϲ" in text else text


def _unmask(match: re.Match[str]) -> str:
    word = match[0]
    if not _FOREIGN.search(word):
        return word
    if _LATIN.search(word) or sum(group.search(word) is not None for group in _GROUPS) > 1:
        return word.translate(_DISGUISED)
    return _RUN.sub(lambda run: run[0] if _own().search(run[0]) else run[0].translate(_DISGUISED), word)


def _is_home(text: str) -> bool:
    """Whether a text is Chinese, or Latin but for few letters."""
    if _CHINESE.search(text):
        return True
    return len(_LATIN.findall(text)) >= _FEW * len(_FOREIGN.findall(text))
