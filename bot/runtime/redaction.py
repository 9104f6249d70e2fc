"""Keeping secrets out of whatever is printed: by their values, and by what tokens and addresses look like.

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
