"""Find the links, mentions, hashtags and commands in a bare text that Telegram would mark in it."""

from __future__ import annotations

import re

from rules.engine.addresses import domain_of
from rules.engine.events import Command, Content, Link, Mention

_ENDINGS = (
    "com|org|net|cn|io|me|co|dev|app|ai|info|biz|cc|xyz|top|vip|shop|site|online|link|ly|gl|ru|uk|de|jp|hk|tw"
    "|dog|tv|pro|club|fun|icu|live|world|life|work|win|bet|eu|fr|us|in|ph|vn|my|sg|kr"
)
_URL = re.compile(
    rf"(?:https?|tg)://[^\s<>\"“”，。！？、；（）【】《》]+"
    rf"|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:{_ENDINGS})(?![\w-]|\.[\w-])"
    r"(?::\d{1,5})?(?:/[^\s<>\"“”，。！？、；（）【】《》]*)?",
    re.IGNORECASE | re.ASCII,
)
_MENTION = re.compile(r"(?<![\w@./])@([a-z]\w{3,31})", re.IGNORECASE | re.ASCII)
_HASHTAG = re.compile(r"(?<![\w&/])#(\w*[^\W\d]\w*)")
_COMMAND = re.compile(r"/(\w{1,32})(?:@(\w{3,32}))?(?=\s|$)", re.ASCII)
_AFTER = ".,!?;:)]}'…"


def read_text(text: str) -> Content:
    """The content of a message that has this text and nothing else."""
    links: tuple[Link, ...] = ()
    if "." in text or "://" in text:
        found = (match[0].rstrip(_AFTER) for match in _URL.finditer(text))
        links = tuple(Link(url, domain_of(url)) for url in found)
    mentions = tuple(Mention(m[1]) for m in _MENTION.finditer(text)) if "@" in text else ()
    hashtags = tuple(m[1] for m in _HASHTAG.finditer(text)) if "#" in text else ()
    command = _command(text) if text.startswith("/") else None
    return Content(text=text, links=links, mentions=mentions, hashtags=hashtags, command=command)


def _command(text: str) -> Command | None:
    match = _COMMAND.match(text)
    return Command(match[1], text[match.end() :].strip(), match[2] or "") if match is not None else None
