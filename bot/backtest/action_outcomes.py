"""Tell what becomes of what a rule asks for: other rules, earlier mutes and the ladder have a say in it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from rules.config.rule_tests import name_of
from rules.engine.actions import Allow, Ban, Kick, Mute, Warn
from rules.engine.decision import Decision, Hit


class Outcome(Struct, frozen=True):
    """Names of actions: done for a rule, with those that its warning led to; and asked for, but not done."""

    done: frozenset[str]
    escalated: frozenset[str] = frozenset()
    withheld: frozenset[str] = frozenset()


def outcomes(decision: Decision) -> Iterable[tuple[Hit, Outcome]]:
    """Every hit with what became of it. What the ladder adds is put down to the first that warns; a rule
    in shadow mode is counted like one that acts."""
    acting = [h for h in decision.hits if h.mode.acts]
    first = next((h for h in acting if any(isinstance(a, Warn) for a in h.actions)), None)
    done = {name_of(a) for a in decision.actions}
    added = _added(decision, acting) if decision.escalated else frozenset()
    for hit in decision.hits:
        asked = frozenset(name_of(a) for a in hit.actions if not isinstance(a, Allow))
        if not hit.mode.acts:
            yield hit, Outcome(asked)
            continue
        mine = added if hit is first else frozenset()
        yield hit, Outcome((asked & done) | mine, mine, asked - done)


def _added(decision: Decision, acting: Iterable[Hit]) -> frozenset[str]:
    """What no rule asked for, or for no such long time."""
    asked = [a for hit in acting for a in hit.actions]
    steps = (a for a in decision.actions if isinstance(a, Mute | Kick | Ban))
    return frozenset(name_of(a) for a in steps if a not in asked)
