"""Whether a message answers another."""

from __future__ import annotations

from rules.conditions.base import Condition, Look, Options
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.index import Part


class Reply(Options):
    """The message answers another one; `reply: false`: it does not."""

    short = "given"
    given: bool = True


def build(options: Reply) -> Look:
    """Look for the answered message."""

    def look(facts: Facts) -> Finding:
        answers = facts.event.reply is not None
        return Finding(
            answers is options.given, {"given": str(answers).lower(), "limit": str(options.given).lower()}
        )

    return look


CONDITION = Condition("reply", Reply, build, "reply: true", lambda o: Part.REPLY if o.given else Part.NONE)
