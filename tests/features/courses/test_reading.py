"""Interactions and catalogues from files."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from bot.features.courses.evaluation.reading import Data, read_data, read_texts


def sequences(data: Data) -> dict[str, list[str]]:
    """Everybody's courses in order, by name."""
    found = data.histories
    return {
        name: [data.items[i] for i in found.items[found.offsets[p] : found.offsets[p + 1]]]
        for p, name in enumerate(data.people)
    }


@pytest.mark.parametrize(
    "text",
    [
        "user,item\na,x\nb,y\na,z\na,x\n",
        "item\tuser\nx\ta\ny\tb\nz\ta\n",
        '{"user": "a", "item": "x"}\n{"user": "b", "item": "y"}\n\n{"user": "a", "item": "z"}\n',
        "a x z\nb y\n",
        "user,item,time\na,z,2026-01-03\na,x,2026-01-02T09:00\nb,y,10\na,z,2026-01-03\n",
        "user,item,time\na,z,30\na,x,20\nb,y,10\na,z,25\n",
        "course,member\nx,a\ny,b\nz,a\n",
        "person;course;at\na;z;1700000000\na;x;1600000000\nb;y;1\n",
    ],
)
def test_every_form_gives_the_same_courses_in_order(tmp_path: Path, text: str) -> None:
    file = tmp_path / "taken"
    file.write_text(text, encoding="utf-8")
    assert sequences(read_data(file)) == {"a": ["x", "z"], "b": ["y"]}


def test_a_gzipped_file_is_read_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "taken.csv.gz"
    file.write_bytes(gzip.compress(b"user,item\na,x\n"))
    assert sequences(read_data(file)) == {"a": ["x"]}


def test_times_tell_how_long_ago_something_was_taken(tmp_path: Path) -> None:
    file = tmp_path / "taken.csv"
    file.write_text(f"user,item,time\na,x,0\na,y,{5 * 86_400}\n", encoding="utf-8")
    age = read_data(file).histories.age
    assert age is not None
    assert age.tolist() == [5.0, 0.0]


def test_a_test_file_may_name_people_and_courses_that_are_new(tmp_path: Path) -> None:
    train, test = tmp_path / "train.csv", tmp_path / "test.csv"
    train.write_text("user,item\na,x\nb,y\n", encoding="utf-8")
    test.write_text("user,item\nc,x\na,new\na,y\n", encoding="utf-8")
    data = read_data(train, test)
    assert sequences(data) == {"a": ["x"], "b": ["y"], "c": []}
    assert data.test == [[2, 1], [], [0]]
    assert data.histories.courses == 3


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("user,thing\na,x\n", "taken: has user, thing; needed are a person (person, user, member, "),
        ("1,py-start\n", "taken: has 1, py-start; needed are a person"),
        ('{"user": "a", "kurs": "x"}\n', "taken:1: has user, kurs; needed are a person"),
        ("user,item\na,x\na\n", "taken:3: person and course have to be there"),
        ("user,item\n", "taken has no rows of who took what"),
        ("\n\n", "taken has no rows of who took what"),
        ("", "taken is empty"),
        ("user,item,time\na,x,soon\n", "taken:2: 'soon' is no time: write unix seconds, or a date"),
        ("user,item,time\na,x,nan\n", "taken:2: 'nan' is no time"),
        ('{"user": "a"\n', "taken:1: is no JSON"),
        ("\nuser,item\na,x\n", "taken:1: the first line is blank: take it out"),
        ("user,item,time\na,x,1\na,y,\n", "taken:3: has no time, unlike the rows before: give every row one"),
        ("user,item,time\na,x\na,y,2\n", "taken:3: has a time, unlike the rows before"),
        ("[" * 99 + "\n", "taken:1: is neither"),
        pytest.param('{"a": ' * 100_000, "taken:1: is nested too deeply", id="deep"),
        ("words\n", "taken:1: is neither a person with courses nor a head of columns: needed are"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "taken"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError) as caught:
        read_data(file)
    assert str(caught.value).startswith(reason)


def test_the_text_of_a_course_is_every_column_but_its_id(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.csv"
    file.write_text("id,title,about\nx,Python,循环\n", encoding="utf-8")
    assert read_texts(file, ["y", "x"]) == ["", "Python 循环"]
    file.write_text('{"id": "x", "tags": ["a", "b"], "hours": 3}\n', encoding="utf-8")
    assert read_texts(file, ["x"]) == ["a b "]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "catalogue is empty"),
        ("\nid,title\nx,Python\n", "catalogue:1: the first line is blank"),
        (
            "\n\n",
            "catalogue:1: needed are CSV with a head of columns or JSON lines: a course's id, then texts",
        ),
        ("id\nx\n", "catalogue:1: needed are"),
        ("courses:\n  - id: x\n", "catalogue:1: needed are"),
        ("{}\n", "catalogue:1: needed are"),
        ('{"id": "x"}\n', "catalogue:1: needed are"),
        ("id,title\ny,Python\n", "catalogue tells of no course that anybody took: its first column"),
    ],
)
def test_a_catalogue_that_says_nothing_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "catalogue"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError) as caught:
        read_texts(file, ["x"])
    assert str(caught.value).startswith(reason)


@pytest.mark.parametrize(
    "raw", [gzip.compress(b"user,item\na,x\n" * 99)[:40], b"user,item\na,x\n"], ids=["part", "text"]
)
def test_what_cannot_be_unpacked_is_named(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "taken.csv.gz"
    file.write_bytes(raw)
    with pytest.raises(
        ValueError, match=r"taken\.csv\.gz cannot be unpacked: it is no gzip file, or only a part"
    ):
        read_data(file)


def test_of_several_files_the_one_that_is_no_text_is_named(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("user,item\na,x\n", encoding="utf-8")
    bad.write_bytes(b"user,item\na,\xff\xfe\n")
    with pytest.raises(ValueError, match=r"bad\.csv is neither UTF-8 nor GBK text"):
        read_data(good, bad)
