"""The scheduled jobs: suggestions, interests, the model."""

from __future__ import annotations

from collections.abc import Iterable

from bot.features.courses.advisor import Advisor
from bot.features.courses.jobs.profiles import model, profiles
from bot.features.courses.jobs.suggestions import suggestions
from bot.features.courses.model import Model
from rules.engine.events import Person
from storage import event_log, learning
from storage.preferences import choose
from storage.store import Store
from tests.features.courses.worlds import ANN, BEN, CAI, CATALOGUE, DAY, NOW, PEOPLE, Town, book, texts_of


def write(town: Town, person: Person, text: str, at: int, message: int) -> None:
    """Let somebody have written something."""
    with town.store.write() as connection:
        row = (town.group, message, town.id(person), at, at + DAY, 0, text, "")
        event_log.add_texts(connection, [row])


def mentioned(town: Town, people: Iterable[Person] = PEOPLE) -> set[str]:
    """Who is mentioned in the queued messages."""
    texts = " ".join(c.params["text"] for c in town.calls())
    return {p.username or p.name for p in people if f'tg://person/{town.id(p)}"' in texts}


def opt_out(town: Town, person: Person) -> None:
    """Let somebody stop suggestions."""
    with town.store.write() as connection:
        choose(connection, town.community, town.id(person), "suggestions", "off", NOW)


def test_one_post_names_several_members_with_a_row_of_buttons_each(town: Town) -> None:
    with town.run("suggestions", group=2) as run:
        assert suggestions(run) == 1
    (call,) = town.calls()
    assert (call.method, call.lane, call.priority) == ("sendMessage", town.group, 2)
    assert call.key == f"job:suggestions:{NOW}:0"
    rows = texts_of(call)
    assert [len(r) for r in rows] == [4, 3, 1]  # one of the courses has an address
    assert rows[-1] == ["sg:0:stop"]
    assert len(mentioned(town)) == 2
    assert "Ann <3" not in call.params["text"]
    for row in rows[:-1]:
        number = int(row[-1].split(":")[1])
        with town.store.read() as connection:
            stored = learning.suggestion(connection, number)
        assert stored is not None
        assert stored["chat_id"] == town.group
        title = next(c.title["zh"] for c in CATALOGUE if c.id == stored["course"])
        assert title in call.params["text"]


def test_members_of_one_post_get_different_courses_where_there_are_enough(town: Town) -> None:
    with town.run("suggestions", group=3) as run:
        suggestions(run)
    with town.store.read() as connection:
        shown = learning.shown(connection, town.community, [town.id(p) for p in PEOPLE])
    assert len({c for of in shown.values() for c in of}) == 3


def test_who_stopped_suggestions_gets_none(town: Town) -> None:
    opt_out(town, ANN)
    with town.run("suggestions", group=3) as run:
        suggestions(run)
    assert mentioned(town) == {"ben", "Cai"}


def test_who_opened_the_private_chat_is_written_to_there_in_their_language(town: Town) -> None:
    with town.store.write() as connection:
        private = town.start_private(connection, ANN)
    with town.run("suggestions", group=3, private=True) as run:
        assert suggestions(run) == 2
    calls = {c.lane: c.params["text"] for c in town.calls()}
    assert set(calls) == {town.group, private}
    assert "For you" in calls[private]
    assert mentioned(town) == {"ben", "Cai"}


def test_private_messages_can_be_left_out(town: Town) -> None:
    with town.store.write() as connection:
        town.start_private(connection, ANN)
    with town.run("suggestions", group=3, private=False) as run:
        assert suggestions(run) == 1
    assert mentioned(town) == {"ann", "ben", "Cai"}


def test_the_next_evening_others_come_first_and_nothing_repeats_within_14_days(town: Town) -> None:
    def evening(now: int) -> set[tuple[int, str]]:
        with town.run("suggestions", now, group=2) as run:
            suggestions(run)
        with town.store.read() as connection:
            shown = learning.shown(connection, town.community, [town.id(p) for p in PEOPLE])
        return {(p, c) for p, of in shown.items() for c, at in of.items() if at == now}

    first, second = evening(NOW), evening(NOW + DAY)
    assert town.id(CAI) in {p for p, _ in second}
    third = evening(NOW + 2 * DAY)
    assert not first & second
    assert not (first | second) & third


def test_the_same_planned_moment_posts_nothing_twice(town: Town) -> None:
    for _ in range(2):
        with town.run("suggestions", group=1) as run:
            suggestions(run)
    assert len(town.calls()) == 1


def test_without_a_catalogue_nothing_is_posted(town: Town) -> None:
    town.book = book(())
    with town.run("suggestions", group=3) as run:
        assert suggestions(run) == 0
    assert town.calls() == []


def test_interests_come_from_what_was_written_and_hold_no_text(town: Town) -> None:
    write(town, ANN, "looking for a Python basics class, call Bartholomew", NOW - 500, 1)
    with town.run("profiles") as run:
        assert profiles(run) == 0
    with town.store.read() as connection:
        stored = learning.interests(connection, town.community, [town.id(ANN)])[town.id(ANN)]
    assert "python" in stored["terms"]
    assert "bartholomew" not in stored["terms"]


def test_each_text_counts_once_and_a_late_one_still_does(town: Town) -> None:
    def python(now: int) -> float:
        with town.run("profiles", now) as run:
            profiles(run)
        with town.store.read() as connection:
            found = learning.interests(connection, town.community, [town.id(ANN)])
        return float(found[town.id(ANN)]["terms"]["python"]) if found else 0.0

    write(town, ANN, "python", NOW - 500, 1)
    once = python(NOW)
    assert python(NOW + 1) == once
    write(town, ANN, "python", NOW - 10, 2)
    assert python(NOW + 300) > once * 1.9


def test_the_words_of_those_who_stopped_suggestions_are_not_looked_at(town: Town) -> None:
    opt_out(town, BEN)
    write(town, BEN, "python", NOW - 500, 1)
    with town.run("profiles") as run:
        profiles(run)
    with town.store.read() as connection:
        assert learning.interests(connection, town.community, [town.id(BEN)]) == {}


def test_what_somebody_wrote_shapes_their_next_suggestion(town: Town) -> None:
    write(town, CAI, "想学理财，基金怎么选？", NOW - 500, 1)
    with town.run("suggestions", group=3) as run:
        suggestions(run)
    with town.store.read() as connection:
        row = learning.last_suggestion(connection, town.community, town.id(CAI))
    assert row is not None
    assert row["course"] == "saving"
    assert row["reason"]["kind"] == "asked"


def test_the_model_learns_from_what_is_stored(town: Town, store: Store) -> None:
    town.take(ANN, "python", "pandas")
    with town.run("model") as run:
        assert model(run) == 0
    with store.read() as connection:
        fitted = town.services.of(Advisor).model(connection, town.book, NOW)
    assert isinstance(fitted, Model)
    assert fitted.version == f"v2:2:{NOW}"
    went = fitted.blend.markov.went
    assert went[fitted.index("python"), fitted.index("pandas")] == 1


def test_a_new_catalogue_is_learned_before_anything_is_suggested_from_it(town: Town) -> None:
    with town.store.read() as connection:
        town.services.of(Advisor).advise(connection, [town.id(ANN)], town.book, NOW)
        smaller = book(tuple(c for c in CATALOGUE if c.id == "saving"))
        found = town.services.of(Advisor).advise(connection, [town.id(ANN)], smaller, NOW, 5)
    assert [a.course for a in found[town.id(ANN)]] == ["saving"]
