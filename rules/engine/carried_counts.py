"""Pack how many links, mentions and emoji a message carries into one number that windows keep."""

from __future__ import annotations

import re

from rules.engine.events import Content

CARRIED = ("links", "mentions", "emoji")  # in the order of their bits
_BITS = 10
_MOST = (1 << _BITS) - 1

# Pictographs, dingbats, symbols and flags: one match for one drawn sign, skin tone and joiners included.
_ONE = (
    "(?:[\U0001f1e6-\U0001f1ff]{2}|[\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001f9ff"
    "\U0001fa70-\U0001faff\u2600-\u27bf\u2b50\u2b55][\U0001f3fb-\U0001f3ff]?\ufe0f?)"
)
_EMOJI = re.compile(f"{_ONE}(?:\u200d{_ONE})*")


def emoji_in(text: str) -> int:
    """How many emoji a text shows."""
    return 0 if text.isascii() else sum(1 for _ in _EMOJI.finditer(text))


def emoji_of(content: Content) -> int:
    """How many a message shows."""
    # A custom emoji stands on an ordinary one in the text, which is counted there.
    return max(emoji_in(content.text), content.custom_emoji)


def carried(content: Content | None) -> int:
    """The number of a message; 0 when it carries none of these."""
    if content is None:
        return 0
    mentions = len({m.username.lower() or m.person for m in content.mentions}) if content.mentions else 0
    found = min(len(content.links), _MOST) | min(mentions, _MOST) << _BITS
    return found | min(emoji_of(content), _MOST) << 2 * _BITS


def count_of(number: int, what: str) -> int:
    """How many of one kind such a number tells of."""
    return number >> _BITS * CARRIED.index(what) & _MOST
