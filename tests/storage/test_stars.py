"""The platform's list of transactions beside our payments: only what differs is read, nothing is missed."""

from __future__ import annotations

from random import Random

import pytest
from sqlalchemy import Connection, delete, insert

from rules.engine.reconciling import compare
from storage import purchases, stars
from storage.chats import ensure_community
from storage.store import Store

NOW = 1_800_000_000
STATES = ("kept", "strange", "refunding", "refunded", "charged_back")


def fill(connection: Connection, community: int, draw: Random) -> None:
    """A list and payments at random: some alike, some listed twice, of another amount, back, or absent."""
    connection.execute(delete(stars.ROW))
    connection.execute(delete(purchases.PAYMENT))
    lines = []
    for number in range(draw.randrange(12)):
        charge, amount = f"c{number}", draw.choice((50, 100))
        lines += [(charge, amount)] * draw.choice((0, 1, 1, 1, 1, 2))
        lines += [(charge, -amount)] * draw.choice((0, 0, 0, 1, 2))
        if draw.random() < 0.8:
            row = {"charge": charge, "community_id": community, "person_id": None, "plan": "m", "at": NOW}
            paid = draw.choice((amount, amount, amount, 70))
            purchases.pay(connection, row | {"amount": paid, "state": draw.choice(STATES)})
    draw.shuffle(lines)
    rows = [
        {"community_id": community, "number": n, "charge": c, "amount": a, "at": NOW, "payload": ""}
        for n, (c, a) in enumerate([*lines, ("", 5)])
    ]
    connection.execute(insert(stars.ROW), rows)


@pytest.mark.parametrize("seeds", [range(start, start + 25) for start in range(0, 100, 25)])
def test_what_differs_is_all_that_a_comparison_needs(store: Store, seeds: range) -> None:
    with store.write() as connection:
        community = ensure_community(connection, "default", NOW)
        for seed in seeds:
            fill(connection, community, Random(seed))
            whole = compare(stars.lines(connection, community), stars.kept(connection, community))
            some = compare(*stars.unlike(connection, community))
            assert (some.missing, some.back, some.absent) == (whole.missing, whole.back, whole.absent), seed
            assert some.difference == whole.difference, seed
            assert some.same == whole.same, seed


def test_what_is_alike_in_both_is_not_read(store: Store) -> None:
    with store.write() as connection:
        community = ensure_community(connection, "default", NOW)
        for number, state in enumerate(("kept", "refunded")):
            row = {
                "charge": f"c{number}",
                "community_id": community,
                "person_id": None,
                "plan": "m",
                "at": NOW,
            }
            purchases.pay(connection, row | {"amount": 50, "state": state})
        row = {"community_id": community, "at": NOW, "payload": ""}
        listed = [("c0", 50), ("c1", 50), ("c1", -50)]
        rows = [row | {"number": n, "charge": c, "amount": a} for n, (c, a) in enumerate(listed)]
        connection.execute(insert(stars.ROW), rows)
        assert stars.unlike(connection, community) == ([], [])
