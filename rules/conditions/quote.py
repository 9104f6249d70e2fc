"""Quotes of other messages."""

from __future__ import annotations

from typing import Literal

from rules.conditions.base import Condition, Look, Options
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.index import Part


class Quote(Options):
    """The message answers with a quote; `kind: outside`: it answers a message of another chat, quoted or
    not."""

    short = "kind"
    kind: Literal["any", "outside"] = "any"


def build(options: Quote) -> Look:
    """Look for the quote, or for where the answered message stands."""

    def look(facts: Facts) -> Finding:
        extras = facts.content.extras
        outside = extras.outside if extras is not None else None
        hit = outside is not None or (options.kind == "any" and bool(facts.content.quote))
        kind = "outside" if outside is not None else "any" if facts.content.quote else "none"
        matched = (outside.name if outside is not None else facts.content.quote[:100]) if hit else ""
        return Finding(hit, {"kind": kind, "limit": options.kind}, matched=matched)

    return look


def _needs(options: Quote) -> Part:
    return Part.EXTRAS if options.kind == "outside" else Part.NONE


CONDITION = Condition("quote", Quote, build, "quote: outside", _needs)
