"""Evaluate all, any, not and weigh: stop as soon as the answer is known, and keep what was looked at."""

from __future__ import annotations

from collections.abc import Sequence
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

    asked = [p.holds for p in parts]

    def holds(facts: Facts) -> bool:
        for part in asked:  # noqa: SIM110  # a generator for all() takes as long as what it asks
            if not part(facts):
                return False
        return True

    return Check(check, reduce(or_, (p.needs for p in parts), 0), whole, holds)


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

    asked = [p.holds for p in parts]

    def holds(facts: Facts) -> bool:
        for part in asked:  # noqa: SIM110  # as above
            if part(facts):
                return True
        return False

    return Check(check, reduce(and_, (p.needs for p in parts)) if parts else 0, whole, holds)


def not_(part: Check) -> Check:
    """Holds when the part does not."""

    def check(facts: Facts) -> Trace:
        trace = part.look(facts)
        return Trace("not", Finding(not trace.finding.hit), (trace,))

    def whole(facts: Facts) -> Trace:
        trace = part.whole(facts)
        return Trace("not", Finding(not trace.finding.hit), (trace,))

    asked = part.holds
    return Check(check, look_at_all=whole, quick=lambda facts: not asked(facts))


def weigh(least: int, signs: Sequence[tuple[int, Check]]) -> Check:
    """Holds when the points of the signs that hold come to so many; some may count against it."""
    looks = [(points, sign.look) for points, sign in signs]
    more = [sum(p for p, _ in signs[n + 1 :] if p > 0) for n in range(len(signs))]  # that may still come

    def check(facts: Facts) -> Trace:
        total, seen = 0, []
        for (points, look), rest in zip(looks, more, strict=True):
            trace = look(facts)
            if trace.finding.hit:
                total += points
                seen.append(_sign(points, trace))
            if total + rest < least:
                break
        return _weighed(total, least, seen)

    def whole(facts: Facts) -> Trace:
        traces = [(points, sign.whole(facts)) for points, sign in signs]
        total = sum(points for points, t in traces if t.finding.hit)
        return _weighed(total, least, [_sign(points, t) for points, t in traces])

    asked = [(points, sign.holds, rest) for (points, sign), rest in zip(signs, more, strict=True)]

    def holds(facts: Facts) -> bool:
        total = 0
        for points, sign, rest in asked:
            if sign(facts):
                total += points
            if total + rest < least:
                return False
        return True

    return Check(check, look_at_all=whole, quick=holds)


def _sign(points: int, trace: Trace) -> Trace:
    found = trace.finding
    values = {"points": points}
    return Trace("sign", Finding(found.hit, values, found.matched, found.messages, found.soft), (trace,))


def _weighed(total: int, least: int, seen: list[Trace]) -> Trace:
    values = {"points": total, "limit": least}
    if total < least:
        return Trace("weigh", Finding(False, values), tuple(seen))
    found = _joined([t for t in seen if t.finding.hit and t.finding.values["points"] > 0])
    return Trace("weigh", Finding(True, values, found.matched, found.messages, found.soft), tuple(seen))


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
