"""Sticker sets."""

from __future__ import annotations

from typing import ClassVar

from rules.conditions.base import Condition, Look, Options, Strings, listed
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.index import Part


class Sticker(Options):
    """The message is a sticker of one of these `sets`: the last part of https://t.me/addstickers/NAME."""

    short = "sets"
    listable: ClassVar[tuple[str, ...]] = ("sets",)
    sets: Strings


def build(options: Sticker) -> Look:
    """Compare the set's name."""
    wanted = frozenset(name.lower().rpartition("/")[2] for name in options.sets)

    def look(facts: Facts) -> Finding:
        extras = facts.content.extras
        name = extras.sticker_set if extras is not None else ""
        hit = bool(name) and name.lower() in wanted
        return Finding(hit, {"name": name or "–", "limit": listed(options.sets)}, matched=name if hit else "")

    return look


CONDITION = Condition("sticker", Sticker, build, "sticker: [SpamSet_by_bot]", lambda _: Part.EXTRAS)
