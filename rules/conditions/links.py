"""Links in a message."""

from __future__ import annotations

from typing import Literal

from rules.conditions.base import Condition, Look, Range, some
from rules.engine.decision import Finding
from rules.engine.events import Link
from rules.engine.facts import Facts
from rules.engine.index import Part

_TELEGRAM = ("t.me", "telegram.me", "telegram.dog")


class Links(Range):
    """The message has so many links (one, unless told otherwise); `kind` hidden: words that lead elsewhere;
    invite: into a Telegram chat; telegram: anything on t.me."""

    short = "kind"
    least: int | None = 1
    kind: Literal["any", "hidden", "invite", "telegram"] = "any"


def is_invite(link: Link) -> bool:
    """Whether a link lets people into a Telegram chat."""
    if link.domain not in _TELEGRAM:
        return "tg://join" in link.url.lower()
    path = link.url.partition(link.domain)[2].strip("/")
    return path.startswith(("+", "joinchat/", "addlist/"))


def _counts(link: Link, kind: str) -> bool:
    match kind:
        case "hidden":
            return link.hidden
        case "invite":
            return is_invite(link)
        case "telegram":
            return link.domain in _TELEGRAM or link.url.lower().startswith("tg://")
    return True


def build(options: Links) -> Look:
    """Count the links of the kind."""

    def look(facts: Facts) -> Finding:
        found = [link for link in facts.content.links if _counts(link, options.kind)]
        hit = options.holds(len(found))
        matched = found[0].url[:100] if hit and found else ""
        return Finding(
            hit, {"count": len(found), "limit": options.spelled, "kind": options.kind}, matched=matched
        )

    return look


CONDITION = Condition("links", Links, build, "links: hidden", some(Part.LINKS))
