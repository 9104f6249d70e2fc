"""What a text holds besides words: addresses, mentions, hashtags, commands. Offsets are in UTF-16 units."""

from __future__ import annotations

import re

from bot.playground.state import JSON

TOP_DOMAINS = (
    "com|org|net|io|me|ru|cn|dev|app|edu|gov|info|xyz|top|co|uk|de|fr|jp|tv|cc|ai|shop|site|online|club|biz"
    "|link|live|pro|space|store|tech|vip|win|work|us|eu|in|tk|ly|gg|to|be|nl|it|es|pl|br|ca|au|ch|se|sh|page"
)
_URL = rf"(?:https?://|tg://|ftp://)[^\s<>\"'，。！？）】」]+|(?<![\w@./-])(?:[\w-]+\.)+(?:{TOP_DOMAINS})(?![\w-])(?:[/?#][^\s<>\"'，。！？）】」]*)?"
FOUND = re.compile(
    r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,})"
    rf"|(?P<url>{_URL})"
    r"|(?P<mention>(?<![\w@/])@[A-Za-z]\w{3,31}(?!\w))"
    r"|(?P<bot_command>(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{3,31})?(?![\w/]))"
    r"|(?P<hashtag>(?<![\w#])#(?=\w*[^\W\d_])\w+)",
)
QUICK = re.compile(r"[@/#.]")


def units(text: str) -> int:
    """The length in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def found_in(text: str) -> list[JSON]:
    """The entities a client marks by itself, in order."""
    if not QUICK.search(text):
        return []
    wide = not text.isascii()
    entities: list[JSON] = []
    for match in FOUND.finditer(text):
        kind, start, end = str(match.lastgroup), match.start(), match.end()
        if kind == "url":
            end = start + len(match.group().rstrip(".,;:!?)"))
        entities.append(
            {
                "type": kind,
                "offset": units(text[:start]) if wide else start,
                "length": units(text[start:end]) if wide else end - start,
            }
        )
    return entities


def merged(given: list[JSON], found: list[JSON]) -> list[JSON]:
    """Given entities and those of the found ones that none of the given crosses, in order."""
    free = [
        f
        for f in found
        if all(
            f["offset"] >= g["offset"] + g["length"] or g["offset"] >= f["offset"] + f["length"]
            for g in given
        )
    ]
    return sorted(given + free, key=lambda e: (e["offset"], -e["length"]))
