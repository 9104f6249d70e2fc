"""Find rings: members who award each other, and hardly anybody else, far more than helpful people do. Pure.

What is a ring, people decide: friends who help each other look alike. Numbers of a ring do not depend on the
order of awards, nor on who is called what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct

from rules.engine.policy import RingsPolicy

Pairs = Mapping[tuple[int, int], int]  # points that one member's word brought another
_WHOLE = 100  # per cent


class Ring(Struct, frozen=True):
    """Members who award each other: points inside, the share that is mutual, the share of all they got."""

    members: tuple[int, ...]
    points: int
    mutual: int  # per cent
    inside: int  # per cent


def rings(pairs: Pairs, policy: RingsPolicy) -> list[Ring]:
    """Every ring among these awards, the largest sum first.

    Whoever awards each other is connected; a cluster that is too large falls apart at its weakest bonds.
    """
    bonds = {
        (a, b): min(points, pairs.get((b, a), 0))
        for (a, b), points in pairs.items()
        if a < b and min(points, pairs.get((b, a), 0)) > 0
    }
    got = defaultdict[int, int](int)
    for (_, receiver), points in pairs.items():
        got[receiver] += max(0, points)
    found = [
        ring for cluster in _clusters(bonds, policy.most) if (ring := _ring(cluster, pairs, got, policy))
    ]
    return sorted(found, key=lambda ring: (-ring.points, ring.members))


def _clusters(bonds: Mapping[tuple[int, int], int], most: int) -> list[frozenset[int]]:
    found = list[frozenset[int]]()
    waiting = [dict(bonds)]
    while waiting:
        left = waiting.pop()
        for cluster in _connected(left):
            inside = {pair: bond for pair, bond in left.items() if pair[0] in cluster}
            if len(cluster) <= most:
                found.append(cluster)
            else:
                weakest = min(inside.values())
                waiting.append({pair: bond for pair, bond in inside.items() if bond > weakest})
    return found


def _connected(pairs: Iterable[tuple[int, int]]) -> list[frozenset[int]]:
    beside = defaultdict[int, set[int]](set)
    for a, b in pairs:
        beside[a].add(b)
        beside[b].add(a)
    found, seen = list[frozenset[int]](), set[int]()
    for first in sorted(beside):
        if first in seen:
            continue
        cluster, waiting = {first}, [first]
        while waiting:
            new = beside[waiting.pop()] - cluster
            cluster |= new
            waiting += new
        seen |= cluster
        found.append(frozenset(cluster))
    return found


def _ring(cluster: frozenset[int], pairs: Pairs, got: Mapping[int, int], policy: RingsPolicy) -> Ring | None:
    inside = {pair: max(0, p) for pair, p in pairs.items() if cluster.issuperset(pair)}
    points = sum(inside.values())
    both = sum(min(p, inside.get((b, a), 0)) for (a, b), p in inside.items())
    total = sum(got[member] for member in cluster)
    if points < policy.points or not total:
        return None
    ring = Ring(tuple(sorted(cluster)), points, _WHOLE * both // points, _WHOLE * points // total)
    return ring if ring.mutual >= policy.mutual and ring.inside >= policy.inside else None


def alike(ring: Iterable[int], other: Iterable[int]) -> bool:
    """Whether two rings are one and the same to those who judge: half of either is in the other."""
    one, two = set(ring), set(other)
    shared = len(one & two)
    return bool(shared) and (2 * shared >= len(one) or 2 * shared >= len(two))
