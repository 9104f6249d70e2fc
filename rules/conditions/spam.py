"""The learned spam score: how much a text is like what moderators of this community called spam."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from rules.conditions.base import Condition, Look, Options
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.index import Part
from rules.engine.spam import UNSCORED, SpamScore
from rules.sentences import say

_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)\s*%")
_SHARES = {"likely": 0.01, "certain": 0.001}  # of ordinary messages that would be taken for spam


def share_of(value: object) -> float:
    """A share such as `1%`, `0.5%` or `0.01`.

    Raises:
        ValueError: it is none, or not between 0 and 1.
    """
    match = _PERCENT.fullmatch(str(value).strip())
    try:
        share = float(match[1]) / 100 if match else float(str(value))
    except ValueError:
        share = 0.0
    if not 0 < share < 1:
        raise ValueError(say("no-share", value=str(value)))
    return share


Share = Annotated[
    float,
    BeforeValidator(share_of),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": r"^\d+(\.\d+)?\s*%$"}, {"type": "number"}]}),
]


class Spam(Options):
    """Among the member's `first` messages, the text is like what this community's moderators called spam:
    `level` likely or certain (1 or 0.1 in a hundred ordinary messages would be taken for it), or a copy of
    confirmed spam; or as few ordinary ones as `false_alarms` says; or spam with the probability `chance`."""

    short = "level"
    level: Literal["likely", "certain", "copy"] | None = None
    false_alarms: Share | None = None
    chance: Share | None = None
    first: int = Field(20, ge=1, le=1000)

    @property
    def most(self) -> float:
        """The share of ordinary messages that may be taken for spam; 0 when that is not what is asked."""
        if self.false_alarms is not None:
            return self.false_alarms
        if self.level is None and self.chance is None:
            return _SHARES["likely"]
        return _SHARES.get(self.level or "", 0.0)


def first_of(conditions: Iterable[Spam]) -> int:
    """Of a member's messages, how many have to be scored for these conditions."""
    return max((c.first for c in conditions), default=0)


def build(options: Spam) -> Look:
    """Compare the score that was handed in. A moderator's word about a copy beats it."""
    most, least = options.most, options.chance
    limit = f"≥ {least:.0%}" if least is not None else f"≤ {100 * most:.4g}%" if most else "copy"

    def holds(score: SpamScore) -> bool:
        if score.copy:
            return score.copy == "spam"
        if not most and least is None:
            return False
        return (not most or score.tail <= most) and (least is None or score.chance >= least)

    def look(facts: Facts) -> Finding:
        score = facts.spam or UNSCORED
        hit = score is not UNSCORED and facts.state.messages <= options.first and holds(score)
        values = {
            "percent": round(100 * score.chance),
            "tail": f"{100 * score.tail:.4g}%",
            "limit": limit,
            "copy": "unscored" if score is UNSCORED else score.copy or "none",
            "words": " · ".join(score.words) or "–",
            "model": score.model or "–",
        }
        return Finding(hit, values, matched=score.words[0] if hit and score.words else "")

    return look


CONDITION = Condition("spam", Spam, build, "spam: likely", lambda _: Part.SCORED)
