"""Days counted anew in the database: nothing gets round a cap, and what comes back is what was there."""

from __future__ import annotations

from collections import defaultdict
from random import Random

import pytest
from sqlalchemy import Connection, select

from rules.engine.caps import Caps, room
from rules.engine.counter_entries import counter
from rules.engine.entries import Entry
from storage import balances, ledger, recounting
from storage.ledger import LEDGER, STANDING
from storage.store import Store
from tests.storage.test_ledger import entry, world

CAPS = Caps({"reaction": 6, "thanks": 10}, talk=12, day=20)
DAY = "2026-01-05"


class Book:
    """A ledger that one person earns in, written as the bot writes it: with what is counted anew."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.community, self.chat, (self.person, self.giver) = world(connection)
        self.today: dict[str, int] = defaultdict(int)
        self.ends: list[Entry] = []

    def earn(self, source: str, raw: int) -> None:
        """One act more, under the caps as they stand."""
        granted = max(0, min(raw, room(CAPS, source, self.sums())[0]))
        made = entry(f"{source}:{len(self.ends)}", self.person, granted, source=source, actor=self.giver)
        self.ends.append(
            self.write(Entry(**{f: getattr(made, f) for f in made.__struct_fields__} | {"raw": raw}))
        )

    def turn(self, number: int) -> None:
        """Take an act back, or give it again."""
        self.ends[number] = self.write(counter(self.ends[number], 1_767_600_100, "reaction removed"))

    def write(self, made: Entry) -> Entry:
        """Append an entry, and what follows from it."""
        ledger.add(self.connection, [ledger.Payment(self.community, self.chat, made)], "x")
        if made.reverses:
            day = (self.community, self.person, DAY)
            more = recounting.recount(self.connection, {day}, 1_767_600_200, lambda: CAPS)
            ledger.add(self.connection, more, "x")
            assert recounting.recount(self.connection, {day}, 1_767_600_200, lambda: CAPS) == []
        return made

    def sums(self) -> dict[str, int]:
        """What each source brought today."""
        found: dict[str, int] = defaultdict(int)
        for row in self.connection.execute(select(LEDGER.c.source, LEDGER.c.granted)):
            found[row.source] += row.granted
        return found

    @property
    def xp(self) -> int:
        """The balance."""
        return int(self.connection.execute(select(STANDING.c.xp)).scalar_one())


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_taken_and_given_caps_hold_and_giving_all_back_is_as_before(
    store: Store, seed: int
) -> None:
    chance = Random(seed)
    with store.write() as connection:
        book = Book(connection)
        for _ in range(chance.randrange(2, 10)):
            book.earn(chance.choice(["reaction", "thanks", "accepted"]), chance.randrange(1, 6))
        before = book.xp
        gone: set[int] = set()
        for _ in range(chance.randrange(1, 15)):
            number = chance.randrange(len(book.ends))
            gone ^= {number}
            book.turn(number)
            sums = book.sums()
            assert sums["reaction"] <= 6
            assert sums["thanks"] <= 10
            assert sums["reaction"] + sums["thanks"] <= 12
            assert book.xp == sum(sums.values()) <= 20
        for number in sorted(gone):
            book.turn(number)
        assert book.xp == before
        assert balances.off_balance(connection) == []


def test_fake_reactions_that_are_taken_away_do_not_rob_honest_ones(store: Store) -> None:
    with store.write() as connection:
        book = Book(connection)
        for _ in range(6):
            book.earn("reaction", 2)  # three fill the day, three honest ones come too late
        assert book.xp == 6
        for fake in range(3):
            book.turn(fake)
        assert book.xp == 6
        assert [e.granted for e in book.ends[3:]] == [0, 0, 0]


def test_a_cap_is_not_got_round_by_reactions_that_go_and_come_again(store: Store) -> None:
    with store.write() as connection:
        book = Book(connection)
        for _ in range(3):
            book.earn("reaction", 2)
        for number in range(3):
            book.turn(number)
        for _ in range(3):
            book.earn("reaction", 2)
        for number in range(3):
            book.turn(number)
        assert book.xp == 6
