"""How long somebody has been a member."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pydantic import model_validator

from rules.conditions.base import Condition, Duration, Options, Probe
from rules.engine.decision import Finding
from rules.engine.durations import spelled
from rules.engine.facts import Facts
from rules.engine.index import Part
from rules.sentences import say


class Joined(Options):
    """The member joined less than `less` ago, or at least `more` ago. Whose join nobody told of is new from
    their first message or reaction on; who is known to have been there before the bot, long-standing."""

    less: Duration | None = None
    more: Duration | None = None

    @model_validator(mode="after")
    def _some_end(self) -> Joined:
        if self.less is None and self.more is None:
            raise ValueError(say("give-joined"))
        return self


def build(options: Joined) -> Probe:
    """Compare the age of the membership."""
    least, less = options.more or 0, options.less
    limit = " ".join(
        f"{sign} {spelled(end)}"
        for sign, end in (("≥", options.more), ("<", options.less))
        if end is not None
    )

    def holds(facts: Facts) -> bool:
        age = facts.joined_for
        if age is None:
            return less is None
        return age >= least and (less is None or age < less)

    def look(facts: Facts) -> Finding:
        age = facts.joined_for
        values = {"age": "∞" if age is None else spelled(age - age % 60), "limit": limit}
        return Finding(holds(facts), values)

    return Probe(look, holds)


def newest_of(conditions: Iterable[Joined]) -> Callable[[Facts], bool]:
    """Whether the member is new for any of these conditions."""
    longest = max((o.less for o in conditions if o.less is not None), default=0)

    def look(facts: Facts) -> bool:
        age = facts.joined_for
        return age is not None and age < longest

    return look


def _needs(options: Joined) -> Part:
    return Part.NONE if options.less is None else Part.JOINED


CONDITION = Condition("joined", Joined, build, "joined: {less: 24h}", _needs)
