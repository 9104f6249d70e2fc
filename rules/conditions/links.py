"""Links in a message."""

from __future__ import annotations

from typing import Literal

from rules.conditions.base import Condition, Look, Range, some
from rules.engine.addresses import address_of
from rules.engine.decision import Finding
from rules.engine.events import Link
from rules.engine.facts import Facts
from rules.engine.index import Part


class Links(Range):
    """The message has so many links (one, unless told otherwise); `kind` hidden: words that lead elsewhere;
    invite: into a Telegram chat; telegram: anything that Telegram itself opens. Whatever the spelling:
    T.me/%2BAbC and tg://join?invite=AbC are both t.me/+AbC. Of an edit, only those count that it adds."""

    short = "kind"
    least: int | None = 1
    kind: Literal["any", "hidden", "invite", "telegram"] = "any"


def _counts(link: Link, kind: str) -> bool:
    match kind:
        case "hidden":
            return link.hidden
        case "invite":
            return address_of(link.url).invite
        case "telegram":
            return address_of(link.url).telegram
    return True


def build(options: Links) -> Look:
    """Count the links of the kind."""

    def look(facts: Facts) -> Finding:
        found = [link for link in facts.links if _counts(link, options.kind)]
        return options.finding(len(found), found[0].url[:100] if found else "", kind=options.kind)

    return look


CONDITION = Condition("links", Links, build, "links: hidden", some(Part.LINKS))
