"""Notices about payments that get lost, come twice or overtake each other, on demand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from bot.playground.state import JSON

HOW = ("lose", "double", "late")
WHAT = ("successful_payment", "refunded_payment", "pre_checkout_query", "subscription")


class Notice(NamedTuple):
    """An update before it has a number."""

    bot: int
    kind: str
    payload: JSON
    lane: int

    @property
    def about(self) -> str:
        """What of payments it tells; empty for all else."""
        return next((w for w in WHAT if w == self.kind or w in self.payload), "")


@dataclass(slots=True)
class Disturbance:
    """What becomes of the next notices of a kind: "late" ones come after the next notice about payments."""

    about: str
    how: str
    times: int = 1


@dataclass(slots=True)
class Notices:
    """The disturbances in force, and what is held back."""

    rules: list[Disturbance] = field(default_factory=list)
    held: list[Notice] = field(default_factory=list)

    def through(self, notice: Notice) -> list[Notice]:
        """What comes through now, in order."""
        if not self.rules and not self.held:
            return [notice]
        about = notice.about
        rule = next((r for r in self.rules if r.about == about and r.times), None)
        if not about:
            return [notice]
        if rule is not None:
            rule.times -= rule.times > 0
            self.rules = [r for r in self.rules if r.times]
            if rule.how == "lose":
                return []
            if rule.how == "late":
                self.held.append(notice)
                return []
        held, self.held = self.held, []
        copies = 2 if rule is not None and rule.how == "double" else 1
        return [notice] * copies + held
