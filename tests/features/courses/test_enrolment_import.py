"""Reading who took which course from a CSV."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.features.courses.enrolment_import import import_course_events, read_course_events
from bot.playground.demo.make_enrolments import FILE
from storage.directory import PERSON
from storage.learning import course_events
from tests.features.courses.worlds import ANN, BEN, DAY, NOW, Town


def load(town: Town, path: Path) -> int:
    """Import a file."""
    with town.store.write() as connection:
        return import_course_events(connection, town.community, path, NOW)


def test_members_and_outsiders_get_their_courses(town: Town, tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text(f"person,course,kind,at,value\n{ANN.id},python,,-3,\nlearner 1,pandas,rated,{NOW},4\n")
    assert load(town, path) == 2
    assert town.events(ANN) == [("python", "taken")]
    with town.store.read() as connection:
        rows = course_events(connection, town.community)
    assert [(r["at"], r["value"]) for r in rows] == [(NOW - 3 * DAY, 1), (NOW, 4)]


def test_who_finished_took_it_when_they_began_or_else_then(town: Town, tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    lines = [f"{ANN.id},python,finished,-1", f"{ANN.id},python,taken,-9", f"{ANN.id},saving,finished,-2"]
    path.write_text("\n".join(["person,course,kind,at", *lines]))
    assert load(town, path) == 3
    with town.store.read() as connection:
        rows = course_events(connection, town.community)
    assert [(r["course"], r["kind"], (NOW - r["at"]) // DAY) for r in rows] == [
        ("python", "taken", 9),
        ("saving", "finished", 2),
        ("saving", "taken", 2),
        ("python", "finished", 1),
    ]
    assert load(town, path) == 0


@pytest.mark.parametrize(("days_before", "named"), [(0, True), (6, True), (7, False), (-1, False)])
def test_an_enrolment_within_a_week_of_a_suggestion_names_it(
    town: Town, tmp_path: Path, days_before: int, named: bool
) -> None:
    number = town.suggested(ANN, "python", NOW - 10 * DAY - days_before * DAY)
    town.suggested(ANN, "saving", NOW - 11 * DAY)
    town.suggested(BEN, "python", NOW - 11 * DAY)
    path = tmp_path / "e.csv"
    path.write_text(f"person,course,at\n{ANN.id},python,-10\n")
    load(town, path)
    with town.store.read() as connection:
        (row,) = course_events(connection, town.community)
    assert row["suggestion_id"] == (number if named else None)


def test_the_same_file_again_changes_nothing(town: Town) -> None:
    first = load(town, FILE)
    assert first == len(FILE.read_text(encoding="utf-8").splitlines()) - 1
    assert load(town, FILE) == 0
    with town.store.read() as connection:
        people = connection.execute(select(func.count()).select_from(PERSON)).scalar_one()
    assert 200 < people <= 240 + 3


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("person,curse\n1,a\n", "e.csv:1: a column is missing: course"),
        ("", "e.csv is empty"),
        ("person,course,kind\n1,a,bought\n", "e.csv:2: 'bought' is none of taken, finished"),
        ("person,course\n,a\n", "e.csv:2: person and course have to be there"),
        ("person,course\n2\n", "e.csv:2: person and course have to be there"),
        ("person,course,kind\n1,a,rated\n", "e.csv:2: a rating needs 1 to 5 in the column value, not ''"),
        ("person,course,kind,value\n1,a,rated,6\n", "e.csv:2: a rating needs 1 to 5 in the column value"),
        ("person,course,at\n1,a,soon\n", "e.csv:2: 'soon' is no time"),
        ("person,course,at\n1,a,2026-13-01\n", "e.csv:2: '2026-13-01' is no time"),
        ("person,course,at\n1,a,1960-01-01\n", "e.csv:2: '1960-01-01' is no time"),
        ("person,course,at\n1,a,-99999\n", "e.csv:2: '-99999' is no time"),
        ("person,course,at\n1,a,inf\n", "e.csv:2: 'inf' is no time"),
        ("person,course,at\n1,a,nan\n", "e.csv:2: 'nan' is no time"),
        ('person,course\n1,"a\n', "e.csv:2: a quote is opened here and not closed"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_and_nothing_is_kept(
    town: Town, tmp_path: Path, text: str, problem: str
) -> None:
    path = tmp_path / "e.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=problem.replace(".", r"\.")):
        load(town, path)
    with town.store.read() as connection:
        assert course_events(connection, town.community) == []


def test_courses_that_are_not_in_the_catalogue_are_named_with_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("person,course\n1,pandas\n1,pandsa\n2,quantum\n", encoding="utf-8")
    found = read_course_events(path, NOW, {"pandas", "python"})
    assert [r["course"] for r in found.rows] == ["pandas"]
    assert found.left_out.count == 2
    assert found.told() == [
        "e.csv:3: there is no course 'pandsa' (did you mean 'pandas'?)",
        "e.csv:4: there is no course 'quantum'",
        "With --unknown, courses that are not there are taken over all the same.",
    ]


def test_every_line_that_cannot_be_used_is_named_and_the_others_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    lines = ["1,python,soon", "1,python,-3", ",python,", "1,quantum,", '1,"python']
    path.write_text("\n".join(["person,course,at", *lines]), encoding="utf-8")
    found = read_course_events(path, NOW, {"pandas", "python"})
    assert [(r["person"], r["course"]) for r in found.rows] == [("1", "python")]
    assert [line.split(": ")[0] for line in found.left_out.told()] == [
        f"e.csv:{number}" for number in (2, 4, 5, 6)
    ]


def test_dates_are_taken_as_utc_unless_they_say_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    times = ["2026-01-01", "2026-01-01T00:00:30", "2026-01-01 01:01:00+01:00", "2026-01-01T00:02Z", "0"]
    path.write_text("\n".join(["person,course,at", *(f"{n},a,{at}" for n, at in enumerate(times))]))
    first = 1_767_225_600
    assert [r["at"] for r in read_course_events(path, NOW).rows] == [
        first,
        first + 30,
        first + 60,
        first + 120,
        NOW,
    ]


def test_many_unknown_courses_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("person,course\n" + "1,quantum\n" * 22, encoding="utf-8")
    with pytest.raises(ValueError, match="and 2 more lines that cannot be used"):
        read_course_events(path, NOW, {"pandas"})


def test_a_line_that_stands_there_twice_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("person,course\n" + "1,pandas\n" * 3, encoding="utf-8")
    assert len(read_course_events(path, NOW).rows) == 1


def test_what_is_no_text_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_bytes(b"person,course\n1,\xd6\xff\n")
    with pytest.raises(ValueError, match=r"e\.csv is neither UTF-8 nor GBK text"):
        read_course_events(path, NOW)


def test_of_several_ratings_the_latest_counts_and_of_all_else_the_first(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    stars = ["1,a,rated,-3,5", "1,a,rated,-2,3", "1,a,rated,-1,4", "1,a,rated,-9,1"]
    taken = ["1,b,taken,-3,", "1,b,taken,-300,", "1,b,taken,-1,"]
    path.write_text("\n".join(["person,course,kind,at,value", *stars, *taken]))
    rows = read_course_events(path, NOW).rows
    assert [(r["course"], r["value"], (NOW - r["at"]) // DAY) for r in rows] == [("a", 4, 1), ("b", 1, 300)]


def test_what_is_still_to_come_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("person,course,at\n1,a,2099-01-01\n")
    with pytest.raises(ValueError, match=r"e\.csv:2: '2099-01-01' is still to come"):
        read_course_events(path, NOW)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_columns_may_be_parted_as_spreadsheets_part_them(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "e.csv"
    path.write_text(f"person{mark}course\n1{mark}a\n")
    assert [(r["person"], r["course"]) for r in read_course_events(path, NOW).rows] == [("1", "a")]
