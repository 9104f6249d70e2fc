"""A large community, whose model is fitted by a process of its own: what is suggested until then."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from bot.features.courses import advisor as advisor_module
from bot.features.courses import training, training_process
from bot.features.courses.advisor import Advice, Advisor
from bot.features.courses.experiment import MEANWHILE
from bot.features.courses.jobs.profiles import profiles
from bot.features.courses.jobs.suggestions import suggestions
from bot.features.courses.popularity_fallback import popular
from bot.features.courses.profile import Profile
from bot.features.courses.suggest import Live, refused
from storage import learning, recommender_data
from tests.features.courses.test_commands import ask
from tests.features.courses.worlds import ANN, BEN, CAI, CATALOGUE, NOW, Town, book, course


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every model counts as a large one."""
    monkeypatch.setattr(advisor_module, "_EVENTS", -1)


def advised(town: Town, *people: Any, count: int = 5, explore: bool = False) -> list[list[Advice]]:
    """The advice that people get, in their order."""
    town.services.of(Advisor)._explore = explore
    numbers = [town.id(p) for p in people]
    with town.store.read() as connection:
        found = town.services.of(Advisor).advise(connection, numbers, town.book, NOW, count)
    return [found[n] for n in numbers]


def test_until_there_is_a_model_what_is_popular_is_suggested(town: Town) -> None:
    town.take(BEN, "saving", days_ago=3)
    town.take(CAI, "saving", "writing", days_ago=3)
    ((first, *more),) = advised(town, ANN)
    assert first.course == "saving"
    assert first.reason == {"kind": "popular", "count": 2}
    assert [a.course for a in more] == ["writing", "python"]
    assert all(a.model.endswith(f":{MEANWHILE}") for a in (first, *more))


def test_what_is_popular_passes_the_same_filters(town: Town) -> None:
    town.take(BEN, "saving", days_ago=3)
    town.take(ANN, "saving", "writing", days_ago=3)
    town.suggested(BEN, "python")
    for_ann, for_ben = advised(town, ANN, BEN)
    assert [a.course for a in for_ann] == ["python"]  # pandas needs it first, secret is hidden
    assert [a.course for a in for_ben] == ["writing"]


def test_meanwhile_nobody_is_held_out_and_nothing_counts_for_either_side(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.features.courses.experiment.held_out", lambda person: True)
    ((advice, *_),) = advised(town, ANN, explore=True)
    assert advice.model.endswith(f":{MEANWHILE}")
    with town.run("suggestions", group=3) as run:
        assert suggestions(run) == 1
    with town.store.read() as connection:
        counted = recommender_data.outcomes_by_model(
            connection, town.community, 0, ":popularity", f":{MEANWHILE}"
        )
    assert counted == {}


async def test_the_model_takes_over_once_it_is_fitted(town: Town) -> None:
    town.take(ANN, "python")
    town.take(BEN, "python", "writing")
    town.take(CAI, "python", "writing")
    assert advised(town, ANN)[0][0].model.endswith(f":{MEANWHILE}")
    await town.services.of(Advisor).refresh(town.store, town.book, NOW)
    ((first, *_),) = advised(town, ANN)
    assert first.course == "writing"
    assert first.reason["kind"] == "next"
    assert first.model == f"v2:5:{NOW}"


def test_a_changed_catalogue_is_known_at_once_while_there_is_no_model(town: Town) -> None:
    advised(town, ANN)
    town.book = book((*CATALOGUE, course("fresh")))
    assert "fresh" in {a.course for a in advised(town, ANN)[0]}


def test_why_answers_before_there_is_a_model(town: Town) -> None:
    said = ask(town, "/why 写作", BEN)
    assert "《写作练习》" in said


def test_texts_wait_for_the_model_that_can_read_them(town: Town) -> None:
    with town.run("profiles") as run:
        profiles(run)
    with town.store.read() as connection:
        assert learning.watermark(connection, f"profiles:{town.community}") == NOW - 60


async def test_nothing_of_the_database_is_held_while_a_model_is_fitted(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.take(ANN, "python")
    fit_apart, busy = training.fit_apart, list[int]()

    async def spied(*given: Any) -> Any:
        with closing(sqlite3.connect(town.store.url.partition("///")[2])) as other:
            busy.append(other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
        return await fit_apart(*given)

    monkeypatch.setattr(training, "fit_apart", spied)
    monkeypatch.setattr(
        training_process, "_PATIENCE", 2.0
    )  # on a machine that is full of tests nothing idle gets on
    advisor = Advisor(town.community)
    await advisor.refresh(town.store, town.book, NOW)
    assert busy == [0]  # no reader keeps the write-ahead log from being emptied
    with town.store.read() as connection:
        learned = advisor.model(connection, town.book, NOW)
    assert learned is not None
    assert learned.version == f"v2:1:{NOW}"


def test_popularity_of_an_empty_catalogue_suggests_nothing() -> None:
    model = popular((), {}, NOW)
    assert model.rank(Profile()) == []
    assert model.chances(Profile()) == {}


def test_popularity_ranks_every_course_and_refuses_none_itself() -> None:
    model = popular(CATALOGUE, {"saving": (9, 4), "gone": (3, 3)}, NOW)
    ranked = model.rank(Profile(taken=("saving",), terms={"python": 1.0}))
    assert ranked[0].course == "saving"
    assert len(ranked) == len(CATALOGUE)
    assert refused(CATALOGUE[3], Profile(taken=("saving",)), Live.of(CATALOGUE, NOW)) == "taken"
    assert sum(model.chances(Profile()).values()) == pytest.approx(1, abs=1e-3)
