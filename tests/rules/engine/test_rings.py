"""Rings are found, lively groups are not, whatever the order and the names."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules.engine.policy import RingsPolicy
from rules.engine.rings import alike, rings

POLICY = RingsPolicy(points=60, mutual=70, inside=80, most=20)
awards = st.dictionaries(
    st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda pair: pair[0] != pair[1]),
    st.integers(0, 40),
)


def clique(members: range, points: int) -> dict[tuple[int, int], int]:
    """Everybody awards everybody."""
    return {(a, b): points for a in members for b in members if a != b}


def test_a_ring_of_five_and_a_pair_are_found_beside_a_lively_group() -> None:
    # Forty people: each helps eight others, who are not those that help them.
    lively = {(a, 100 + (a + step) % 40): 9 for a in range(40) for step in range(1, 9)}
    lively = {(100 + a if a < 40 else a, b): p for (a, b), p in lively.items()}
    found = rings(lively | clique(range(1, 6), 10) | clique(range(11, 13), 40), POLICY)
    assert [ring.members for ring in found] == [(1, 2, 3, 4, 5), (11, 12)]
    assert [(ring.points, ring.mutual, ring.inside) for ring in found] == [(200, 100, 100), (80, 100, 100)]


def test_friends_whom_others_thank_too_are_none() -> None:
    others = {(50 + n, member): 4 for n in range(10) for member in range(1, 6)}
    assert rings(clique(range(1, 6), 10) | others, POLICY) == []


def test_who_is_thanked_and_does_not_thank_is_in_no_ring() -> None:
    assert rings({(a, 9): 50 for a in range(1, 6)}, POLICY) == []


def test_a_cluster_that_is_too_large_falls_apart_at_its_weakest_bonds() -> None:
    bridges = {(a, a + 100): 1 for a in range(15)} | {(a + 100, a): 1 for a in range(15)}
    two = clique(range(15), 5) | clique(range(100, 115), 5) | bridges
    assert {len(ring.members) for ring in rings(two, POLICY)} == {15}


@given(awards, st.integers(1, 50), st.randoms())
def test_neither_order_nor_names_matter(
    pairs: dict[tuple[int, int], int], shift: int, chance: object
) -> None:
    found = rings(pairs, POLICY)
    assert rings(dict(reversed(pairs.items())), POLICY) == found
    renamed = rings({(a + shift, b + shift): p for (a, b), p in pairs.items()}, POLICY)
    assert [tuple(m - shift for m in ring.members) for ring in renamed] == [ring.members for ring in found]


@given(awards)
def test_each_is_in_one_ring_at_most_and_every_ring_keeps_to_what_is_asked(
    pairs: dict[tuple[int, int], int],
) -> None:
    found = rings(pairs, POLICY)
    members = [member for ring in found for member in ring.members]
    assert len(members) == len(set(members))
    assert all(r.points >= 60 and r.mutual >= 70 and r.inside >= 80 and len(r.members) <= 20 for r in found)


@given(awards, st.integers(20, 40))
def test_what_outsiders_give_never_makes_a_ring(pairs: dict[tuple[int, int], int], outsider: int) -> None:
    before = {ring.members for ring in rings(pairs, POLICY)}
    more = pairs | {(outsider, member): 500 for member in range(1, 10)}
    assert {ring.members for ring in rings(more, POLICY)} <= before


def test_a_ring_of_last_week_is_known_again_by_half_of_its_members() -> None:
    assert alike((1, 2, 3, 4), (3, 4, 9))
    assert not alike((1, 2, 3), (7, 8))
    assert not alike((1, 2, 3, 4, 5), (5, 6, 7, 8, 9))
