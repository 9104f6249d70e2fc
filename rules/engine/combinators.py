"""all, any and not: they stop as soon as the answer is known, and keep what was looked at."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

from rules.engine.decision import Finding, Trace
from rules.engine.facts import Facts
from rules.engine.rule import Check


def all_of(*parts: Check) -> Check:
    """Holds when every part does."""
    looks = [p.look for p in parts]

    def check(facts: Facts) -> Trace:
        seen = []
        for look in looks:
            trace = look(facts)
            seen.append(trace)
            if not trace.finding.hit:
                return Trace("all", Finding(False), tuple(seen))
        return Trace("all", _joined(seen), tuple(seen))

    def whole(facts: Facts) -> Trace:
        seen = [p.whole(facts) for p in parts]
        hit = all(t.finding.hit for t in seen)
        return Trace("all", _joined(seen) if hit else Finding(False), tuple(seen))

    return Check(check, reduce(or_, (p.needs for p in parts), 0), whole)


def any_of(*parts: Check) -> Check:
    """Holds when one part does."""
    looks = [p.look for p in parts]

    def check(facts: Facts) -> Trace:
        seen = []
        for look in looks:
            trace = look(facts)
            seen.append(trace)
            if trace.finding.hit:
                return Trace("any", _joined([trace]), tuple(seen))
        return Trace("any", Finding(False), tuple(seen))

    def whole(facts: Facts) -> Trace:
        seen = [p.whole(facts) for p in parts]
        first = next((t for t in seen if t.finding.hit), None)
        return Trace("any", _joined([first]) if first is not None else Finding(False), tuple(seen))

    return Check(check, reduce(and_, (p.needs for p in parts)) if parts else 0, whole)


def not_(part: Check) -> Check:
    """Holds when the part does not."""

    def check(facts: Facts) -> Trace:
        trace = part.look(facts)
        return Trace("not", Finding(not trace.finding.hit), (trace,))

    def whole(facts: Facts) -> Trace:
        trace = part.whole(facts)
        return Trace("not", Finding(not trace.finding.hit), (trace,))

    return Check(check, look_at_all=whole)


def _joined(hits: list[Trace]) -> Finding:
    """What the parts found, together: the first words that matched, and all earlier messages.

    It is soft when one part is: without the words of somebody else it would not have held.
    """
    if len(hits) == 1:
        return hits[0].finding
    matched = next((t.finding.matched for t in hits if t.finding.matched), "")
    messages = sorted({m for t in hits for m in t.finding.messages})
    soft = any(t.finding.soft for t in hits)
    return Finding(True, matched=matched, messages=tuple(messages), soft=soft)
