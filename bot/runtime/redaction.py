"""Keep secrets, and what steers a terminal, out of whatever is printed.

Nothing here is the first line of defence: secrets are not put into messages at all. This is for the day on
which a library does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus, unquote, urlsplit

MARK = "<secret>"
SHORTEST = 4  # characters: a shorter secret would be found in every word
_HALF = 8  # characters from which on the part of a token after its colon is a secret by itself

_TOKEN = re.compile(r"\d{3,}(?::|%3[Aa])(?=[\w-]*[A-Za-z_-])[A-Za-z0-9_-]{5,}")
_USERINFO = re.compile(r"(?<=://)[^\s/@'\"]*:[^\s/'\"]*(?=@)")

_known: list[str] = []


def hide(*secrets: str) -> None:
    """From now on replace these secrets, however they are written, in everything that `redact` sees."""
    written = {form for secret in secrets for form in _forms(secret)}
    _known[:] = sorted({*_known, *written}, key=len, reverse=True)


def redact(text: str) -> str:
    """The text without secrets."""
    for secret in _known:
        if secret in text:
            text = text.replace(secret, MARK)
    if "://" in text:
        text = _USERINFO.sub(MARK, text)
    return _TOKEN.sub(MARK, text)


def password_of(url: str) -> str:
    """The password that stands in a URL, as it is written there; "" when there is none."""
    try:
        return urlsplit(url).password or ""
    except ValueError:
        return ""


def _forms(secret: str) -> Iterable[str]:
    parts = [secret, unquote(secret)]
    number, colon, half = secret.partition(":")
    if colon and number.isdigit() and len(half) >= _HALF:
        parts.append(half)
    for part in parts:
        if len(part) >= SHORTEST:
            yield from (part, quote(part), quote(part, safe=""), quote_plus(part))
            yield from (json.dumps(part)[1:-1], json.dumps(part, ensure_ascii=False)[1:-1], repr(part)[1:-1])


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
