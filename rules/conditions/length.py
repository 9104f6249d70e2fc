"""How long a text is."""

from __future__ import annotations

from typing import Literal

from rules.conditions.base import Condition, Probe, Range
from rules.engine.decision import Finding
from rules.engine.facts import Facts


class Length(Range):
    """The text has so many characters, or `of: lines`; `of: own` leaves out links and names: a message that
    only links has none of its own."""

    short = "least"
    of: Literal["characters", "lines", "own"] = "characters"


def _own(facts: Facts) -> str:
    text, content = facts.text, facts.content
    for link in content.links:
        if not link.hidden:
            text = text.replace(link.url, "")
    for mention in content.mentions:
        if mention.username:
            text = text.replace(f"@{mention.username}", "")
    return text.strip()


def _count(facts: Facts, of: str) -> int:
    if of == "lines":
        return len(facts.text.splitlines())
    return len(facts.text if of == "characters" else _own(facts))


def build(options: Length) -> Probe:
    """Count what people see: characters, or lines."""

    def look(facts: Facts) -> Finding:
        return options.finding(_count(facts, options.of), of=options.of)

    return Probe(look, lambda facts: options.holds(_count(facts, options.of)))


CONDITION = Condition("length", Length, build, "length: {least: 1500}")
