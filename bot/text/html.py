"""Write HTML as Telegram takes it: people's words never become markup, too long texts are cut."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Any

TEXT, CAPTION, CALLBACK = 4096, 1024, 200  # UTF-16 units, Bot API: after entities are parsed; characters
_MORE = "…"

# Marks that turn the direction of what follows: a name must not turn the sentence around it.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_HALF = re.compile("[\ud800-\udfff]")
# What a client makes a link, a mention, a hashtag or a command of. A word joiner, unseen, prevents that.
_JOINER = "\u2060"
_LIVELY = re.compile(
    r"(?<=[@#＃$])(?=\w)|(?:(?<=^/)|(?<=[^\w/<>]/))(?=\w)"
    r"|(?<=:)(?=//)|(?<=\w)(?=\.[^\W\d_])|(?<=\d)(?=\.\d+\.\d)"
)
_PIECE = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w-]*)[^<>]*>|&(?:#\w+|\w+);|[\s\S]")


def words(value: object) -> str:
    """Operators' words as text in HTML: nothing in them is markup; what they link stays a link."""
    return escape(_TURNING.sub("", _HALF.sub("?", str(value))), quote=False)


def quoted(value: object) -> str:
    """People's words as text in HTML: neither markup nor, for clients, a link, a mention or a command."""
    return words(_LIVELY.sub(_JOINER, str(value)))


def units(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts."""
    return len(text) + sum(c > "\uffff" for c in text)


def fitted(source: str, limit: int = TEXT) -> str:
    """The HTML, cut so that `limit` UTF-16 units of it are seen. No tag or reference is cut or stays open."""
    if 2 * len(source) <= limit:
        return source
    open_tags: list[str] = []
    seen, end, left_open = 0, 0, ""  # `end`: where the seen text still leaves room for the ellipsis
    for piece in _PIECE.finditer(source):
        if piece["name"]:
            _turn(open_tags, piece)
        else:
            seen += units(unescape(piece[0]))
        if seen > limit:
            return source[:end] + _MORE + left_open
        if seen < limit:
            end, left_open = piece.end(), _closing(open_tags)
    return source


def _turn(open_tags: list[str], tag: re.Match[str]) -> None:
    if not tag["close"]:
        open_tags.append(tag["name"])
    elif open_tags and open_tags[-1] == tag["name"]:
        open_tags.pop()


def _closing(open_tags: list[str]) -> str:
    return "".join(f"</{name}>" for name in reversed(open_tags))


def within_limits(params: Mapping[str, Any]) -> dict[str, Any]:
    """A call's parameters, with text and caption short enough for Telegram."""
    if params.get("parse_mode") != "HTML":
        return dict(params)
    limits = {"text": TEXT, "caption": CAPTION}
    return {k: fitted(v, limits[k]) if k in limits else v for k, v in params.items()}
