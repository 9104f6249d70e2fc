"""Conditions that count one thing: emoji of a message, a member's messages, points and warnings."""

from __future__ import annotations

from collections.abc import Callable

from rules.conditions.base import Condition, Probe, Range, some
from rules.engine.carried_counts import emoji_of
from rules.engine.facts import Facts
from rules.engine.index import Part


class Emoji(Range):
    """The message has so many emoji, custom ones included."""

    short = "least"


class Messages(Range):
    """So many messages of the member in this chat, this one included."""

    short = "most"


class Points(Range):
    """The member has so many points."""

    short = "most"


class Warnings(Range):
    """The member has so many warning points that have not expired."""

    short = "least"


def counting(count: Callable[[Facts], int]) -> Callable[[Range], Probe]:
    """Make the `build` of a condition that only counts."""

    def build(options: Range) -> Probe:
        return Probe(lambda facts: options.finding(count(facts)), lambda facts: options.holds(count(facts)))

    return build


EMOJI = Condition(
    "emoji", Emoji, counting(lambda f: emoji_of(f.content)), "emoji: {least: 15}", some(Part.EMOJI)
)
MESSAGES = Condition("messages", Messages, counting(lambda f: f.state.messages), "messages: {most: 3}")
POINTS = Condition("points", Points, counting(lambda f: f.state.xp), "points: {most: 10}")
WARNINGS = Condition(
    "warnings",
    Warnings,
    counting(lambda f: f.state.warning_points(f.now)),
    "warnings: {least: 2}",
    some(Part.WARNED),
)
