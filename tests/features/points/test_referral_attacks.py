"""People who try to get round the limits of bringing others, through the real pipeline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bots import write_rules
from tests.features.points.town import CALM, DAY, HOUR, MINUTE, OWNER, Town

pytestmark = pytest.mark.sqlite
INCENTIVES = """
per_day: 100
givers: {member_for: 0s, messages: 0}
message: {points: 2, cooldown: 1s}
reply: {points: 2, per_day: 20, per_pair: 10}
referral:
  {points: 20, per_day: 30, per_month: 3, per_hour: 2, stays: 1d, messages: 3, days: 1, people: 1, within: 3d,
   binds: 5d}
"""
STAYS = DAY + MINUTE


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One town; each attacker has accounts of their own."""
    folder: Path = tmp_path_factory.mktemp("town")
    rules = write_rules(folder / "rules", incentives=INCENTIVES, community=CALM, moderation="rules: []\n")
    found = Town(folder, rules)
    yield found
    found.close()


@pytest.fixture(autouse=True)
def later(town: Town) -> Iterator[None]:
    """Each attack begins on a day of its own; afterwards the balances are the ledger's."""
    town.to_day(8 * HOUR)
    yield
    assert all(xp == ledger for xp, ledger in town.balances().values())


def brought(town: Town, link: str, *, answered_by: int = OWNER, written: int = 3) -> int:
    """Somebody comes by a link, writes, and is answered."""
    who = town.somebody(0, here_for=0, link=link)
    number = 0
    for n in range(written):
        town.pass_(MINUTE)
        number = town.write(who, f"what I think of chapter {n}, says {who}")
    town.write(answered_by, f"that is a good thought of yours, {who}", to=(number, who))
    return who


def paid(town: Town, who: int) -> int:
    """What bringing others has brought somebody, once all is looked at."""
    town.settle()
    return town.earned(who, "referral")


def test_a_newcomer_pays_once_they_stayed_and_not_a_minute_before(town: Town) -> None:
    ann = town.somebody()
    who = brought(town, town.link_of(ann))
    town.pass_(DAY - 10 * MINUTE)
    assert paid(town, ann) == 0
    town.pass_(20 * MINUTE)
    assert paid(town, ann) == 20
    town.leave(who)
    assert paid(town, ann) == 0, "who leaves soon takes it along"
    town.somebody(0, here_for=0, link=f"https://t.me/+of{ann}")
    town.replay()
    assert paid(town, ann) == 0


def test_who_leaves_much_later_takes_nothing_along(town: Town) -> None:
    ann = town.somebody()
    who = brought(town, town.link_of(ann))
    town.pass_(STAYS)
    assert paid(town, ann) == 20
    town.pass_(5 * DAY)
    town.leave(who)
    assert paid(town, ann) == 20


def test_own_accounts_that_only_their_inviter_answers_pay_nothing_and_nor_do_silent_ones(town: Town) -> None:
    ann, bob, cleo = town.somebody(), town.somebody(), town.somebody()
    first = brought(town, town.link_of(ann), answered_by=ann)
    brought(town, town.link_of(ann), answered_by=first)  # the family among itself
    brought(town, town.link_of(bob), written=2)
    silent = town.somebody(0, here_for=0, link=town.link_of(cleo))  # earns nothing on any day
    for n in range(3):
        town.write(OWNER, f"welcome to you, {n} times", to=(town.write(silent, "hm"), silent))
    for _ in range(4):
        town.pass_(DAY)
        assert [paid(town, who) for who in (ann, bob, cleo)] == [0, 0, 0]
    town.pass_(DAY)
    for n in range(3):
        town.write(
            OWNER, f"at last an answer, number {n}", to=(town.write(first, f"so late, {n} days"), first)
        )
    town.pass_(2 * DAY)
    assert paid(town, ann) == 0, "the time for that is over"


def test_a_crowd_a_day_and_a_month_have_their_most(town: Town) -> None:
    ann = town.somebody()
    link = town.link_of(ann)
    for _ in range(3):
        brought(town, link)  # within minutes: the third is a crowd
    town.pass_(STAYS)
    assert paid(town, ann) == 30, "two of one day"
    for _ in range(3):
        town.to_day(8 * HOUR)
        brought(town, link)
        town.pass_(STAYS)
    assert paid(town, ann) == 50, "three within 30 days"
    town.pass_(31 * DAY)
    brought(town, link)
    town.pass_(STAYS)
    assert paid(town, ann) == 70
