"""Where a message was forwarded from."""

from __future__ import annotations

from typing import Literal

from rules.conditions.base import Condition, Look, Options
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.index import Part


class Forward(Options):
    """The message is a forward; with `kind`, from a user, hidden_user, chat or channel."""

    short = "kind"
    kind: Literal["any", "user", "hidden_user", "chat", "channel"] = "any"


def build(options: Forward) -> Look:
    """Look at the origin's kind."""

    def look(facts: Facts) -> Finding:
        origin = facts.content.forward
        if origin is None:
            return Finding(False, {"kind": "–", "limit": options.kind})
        hit = options.kind in ("any", origin.kind)
        return Finding(hit, {"kind": origin.kind, "limit": options.kind}, matched=origin.name if hit else "")

    return look


CONDITION = Condition("forward", Forward, build, "forward: channel", lambda _: Part.FORWARD)
