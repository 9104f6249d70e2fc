"""Detect characters that are mistyped for others, mostly in Chinese: full-width colons, Word's quotes.

A full-width colon or comma, a colon without a space, quotation marks and spaces as Word makes them. They are
looked for only where something is wrong anyway, or where they mean nothing else.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from rules.sentences import Said, say

_NAME = r"[A-Za-z][A-Za-z0-9_-]*"
_WIDE_COLON = re.compile(rf"({_NAME})\s*([：﹕︰])")
_NO_SPACE = re.compile(rf"({_NAME}):([^\s:/,\]}}]+)")
_DASHES = re.compile(r"(?:-\s+)*")
_QUOTES = "“”‘’„‟＂＇「」『』"
COMMAS = "，﹐"
_PARTS = f"{COMMAS}、"
_BRACKETS = {
    "［": "[",
    "］": "]",
    "｛": "{",
    "｝": "}",
    "【": "[",
    "】": "]",
    "－": "-",
    "—": "-",
    "–": "-",
    "＃": "#",
}
_SPACES = {"\t": "space-tab", "\u3000": "space-wide", "\u00a0": "space-unbroken"}
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"|(?:^|(?<=\s))#.*")


class Slip(NamedTuple):
    """Where in a line, from 0, and what."""

    column: int
    said: Said


def slip_in(value: str) -> Said | None:
    """What was mistyped in a name or value that is none of those it may be; None if nothing looks like it."""
    if value[:1] in _SPACES:
        return say("slip-wide-space", char=say(_SPACES[value[0]]))
    if (found := _WIDE_COLON.match(value)) is not None:
        return say("slip-colon", char=found[2])
    if (found := _NO_SPACE.match(value)) is not None and not found[1].isdigit():
        return say("slip-space", name=found[1], value=found[2])
    if (quote := next((c for c in (value[:1], value[-1:]) if c and c in _QUOTES), "")) != "":
        return say("slip-quote", char=quote)
    if (comma := next((c for c in value if c in COMMAS), "")) != "":
        return say("slip-comma", char=comma)
    return None


def slip_of_line(line: str) -> Slip | None:
    """The first slip in a line that the parser stumbled over."""
    indent = len(line) - len(line.lstrip(" \t\u3000\u00a0"))
    for column, char in enumerate(line[:indent]):
        if char == "\t":
            return Slip(column, say("slip-tab"))
        if char in _SPACES:
            return Slip(column, say("slip-wide-space", char=say(_SPACES[char])))
    bare = _QUOTED.sub(lambda m: "\0" * len(m[0]), line)
    start = indent + len(_DASHES.match(bare[indent:])[0])  # type: ignore[index]  # it matches nothing too
    found = [*_at_the_key(bare, start), *_inside(bare, start)]
    return min(found, key=lambda slip: slip.column, default=None)


def _at_the_key(line: str, start: int) -> list[Slip]:
    colon, close = _WIDE_COLON.match(line, start), _NO_SPACE.match(line, start)
    if colon is not None:
        return [Slip(colon.start(2), say("slip-colon", char=colon[2]))]
    if close is not None:
        return [Slip(close.end(1), say("slip-space", name=close[1], value=close[2]))]
    return []


def _inside(line: str, start: int) -> list[Slip]:
    """Brackets and quotation marks where a value begins, and what parts the entries between brackets."""
    found: list[Slip] = []
    depth = 0
    for column, char in enumerate(line[start:], start):
        opens = column == start or line[:column].rstrip()[-1:] in (":", "：", "[", "{", ",", "，", "-")
        depth += (char in "[{") - (char in "]}")
        if char in _BRACKETS and (opens or depth > 0):
            found.append(Slip(column, say("slip-bracket", char=char, meant=_BRACKETS[char])))
        elif char in _QUOTES and opens:
            found.append(Slip(column, say("slip-quote", char=char)))
        elif char in _PARTS and depth > 0:
            found.append(Slip(column, say("slip-comma", char=char)))
        elif depth > 0 and (colon := _WIDE_COLON.match(line, column)) is not None and opens:
            found.append(Slip(colon.start(2), say("slip-colon", char=colon[2])))
    return found
