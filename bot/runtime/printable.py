"""Text from outside, as a terminal may show it."""

from __future__ import annotations

import re

# Escape sequences whole: CSI, then OSC, DCS, SOS, PM and APC up to their end, then the short ones.
_SEQUENCE = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
    "|(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)?"
    "|\x1b[ -/]*[0-~]?"
)
_BLANK = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")
# Control characters, marks that turn the direction of writing, halves of characters.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def printable(text: str) -> str:
    """The text on one line, without anything that steers a terminal or turns the line around."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub("", _BLANK.sub(" ", _SEQUENCE.sub("", text)))
