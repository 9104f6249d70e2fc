"""The recommender beside popularity, on members held out."""

from __future__ import annotations

import pytest

from bot.courses.advisor import Advisor
from bot.courses.experiment import HELD_OUT, SHARE, Arm, compare, held_out
from storage import recommending
from tests.courses.worlds import ANN, BEN, CAI, NOW, Town


def test_one_member_in_ten_is_held_out_and_stays_so() -> None:
    drawn = [held_out(p) for p in range(20_000)]
    assert abs(sum(drawn) / len(drawn) - SHARE) < 0.01
    assert drawn == [held_out(p) for p in range(20_000)]


def test_few_impressions_tell_little_and_many_tell_which_is_better() -> None:
    few = compare({"model": Arm(9, 9, 1), HELD_OUT: Arm(1, 1, 0)})
    many = compare({"model": Arm(900, 9000, 900), HELD_OUT: Arm(100, 1000, 50)})
    assert 0.2 < few.better < 0.8
    assert many.better > 0.999
    rate, low, high = many.rates["model"]
    assert low < rate < high
    assert rate == pytest.approx(0.1, abs=0.01)


def test_nothing_shown_is_no_reason_for_either() -> None:
    found = compare({})
    assert found.better == pytest.approx(0.5, abs=0.01)
    assert found.sound


def test_a_split_that_cannot_be_chance_is_told() -> None:
    assert compare({"model": Arm(900, 0, 0), HELD_OUT: Arm(100, 0, 0)}).sound
    assert not compare({"model": Arm(700, 0, 0), HELD_OUT: Arm(300, 0, 0)}).sound


async def test_who_is_held_out_gets_what_is_popular_and_what_comes_of_it_is_counted_apart(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courses.experiment.held_out", lambda person: person == town.id(ANN))
    await town.take(ANN, "python")
    await town.take(BEN, "python")
    await town.take(CAI, "python", "saving")
    async with town.store.read() as connection:
        people = [town.id(ANN), town.id(BEN)]
        found = await Advisor(town.community).advise(connection, people, town.book, NOW, 3)
    held, told = found[town.id(ANN)], found[town.id(BEN)]
    assert all("next" not in a.terms and a.model.endswith(f":{HELD_OUT}") for a in held)
    assert all("next" in a.terms and not a.model.endswith(HELD_OUT) for a in told)
    assert "python" not in {a.course for a in held}
    await town.suggested(BEN)
    async with town.store.read() as connection:
        counted = await recommending.outcomes_by_model(connection, town.community, 0, f":{HELD_OUT}")
    assert counted == {False: (1, 1, 0)}
