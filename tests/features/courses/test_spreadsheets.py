"""Catalogues and enrolments as spreadsheets save them: right, or named with their line."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from bot.features.courses.enrolment_import import read_course_events
from bot.features.courses.importing.merging import plan, write
from bot.features.courses.importing.reading import read_source
from rules.config.courses import load_courses
from tests.bots import write_rules
from tests.processes import here as zhiqun

ADDRESS = "https://school.example/sql"


@pytest.mark.parametrize(
    "raw",
    [
        f'"id","title","url"\n"sql-1","数据库入门","{ADDRESS}"\n'.encode(),
        f"id;title;url\nsql-1;数据库入门;{ADDRESS}\n".encode(),
        f"id\ttitle\turl\r\nsql-1\t数据库入门\t{ADDRESS}\r\n".encode("utf-16"),
        f"id,title,url\nsql-1,数据库入门,{ADDRESS}\n,,\n\n".encode("utf-8-sig"),
        f"id,title,url\r\nsql-1,数据库入门,{ADDRESS}\r\n".encode("gbk"),
        f"sep=;\nID;Title;URL;;\nsql-1;数据库入门;{ADDRESS};;\n".encode(),
    ],
)
async def test_a_catalogue_is_one_course_in_every_dress(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "shop.csv"
    path.write_bytes(raw)
    source = await read_source(str(path), "course")
    assert [(f.course.id, f.course.title["zh"], f.course.url) for f in source.courses] == [
        ("sql-1", "数据库入门", ADDRESS)
    ]
    (tmp_path / "courses.csv").write_bytes(raw)
    assert [c.id for c in load_courses(tmp_path, [])] == ["sql-1"]


async def test_rows_of_a_catalogue_that_cannot_be_used_are_named_and_take_nothing_away(
    tmp_path: Path,
) -> None:
    rules, shop = write_rules(tmp_path / "rules"), tmp_path / "shop.csv"
    shop.write_text("id,title,price\na,Alpha,5\nb,Beta,6\n", encoding="utf-8")
    write(plan(rules, "shop", await read_source(str(shop), "course")), "shop.csv")
    lines = ["a,Alpha,7", "b,Beta,soon", 'c,"Gamma,8', "d,Delta,9", "a,Again,1"]
    shop.write_text("\n".join(["id,title,price", *lines]), encoding="utf-8")
    done = await asyncio.to_thread(zhiqun, tmp_path, "courses", "import-catalogue", "shop.csv")
    assert done.returncode == 0
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()] == [
        "shop.csv:3:3",
        "shop.csv:4:1",
        "shop.csv:6:1",
    ]
    assert "1 new, 1 changed" in done.stdout
    assert "3 rows left out" in done.stdout
    assert [(c.id, c.price) for c in load_courses(rules, [])] == [("a", 7), ("d", 9), ("b", 6)]


@pytest.mark.parametrize(("day", "shown"), [("20260105", "2026-01-05"), ("46027", "2026-01-05")])
async def test_days_of_a_catalogue_are_read_as_spreadsheets_write_them(
    tmp_path: Path, day: str, shown: str
) -> None:
    path = tmp_path / "shop.csv"
    path.write_text(f"id;title;starts;price\na;Alpha;{day};9,5\n", encoding="utf-8")
    (found,) = (await read_source(str(path), "course")).courses
    assert (found.course.starts, found.course.price) == (shown, 9.5)


@pytest.mark.parametrize(
    ("row", "person", "day"),
    [
        ("7,py-start,20260105", "7", (2026, 1, 5)),
        ("7,py-start,46027", "7", (2026, 1, 5)),
        ("7,py-start,2026/1/5", "7", (2026, 1, 5)),
        ("7,py-start,1767571200000", "7", (2026, 1, 5)),
        ("123456789.0,py-start,2026-01-05", "123456789", (2026, 1, 5)),
        ("１２３４５６７８９,py-start,2026-01-05", "123456789", (2026, 1, 5)),
        ("learner 1,py-start,2026-01-05", "learner 1", (2026, 1, 5)),
    ],
)
def test_an_enrolment_is_of_that_day_and_that_person(
    tmp_path: Path, row: str, person: str, day: tuple[int, int, int]
) -> None:
    path = tmp_path / "e.csv"
    path.write_text(f"person,course,at\n{row}\n", encoding="utf-8")
    (found,) = read_course_events(path).rows
    assert (found["person"], time.gmtime(found["at"])[:3]) == (person, day)


@pytest.mark.parametrize(
    "row",
    [
        "7,py-start,2026",
        "7,py-start,05/01/2026",
        "7,py-start,1.76757E+09",
        "1.23457E+11,py-start,2026-01-05",
        '"123,456,789",py-start,2026-01-05',
        "123 456 789,py-start,2026-01-05",
    ],
)
def test_what_a_spreadsheet_has_spoilt_is_named_and_the_others_are_taken(tmp_path: Path, row: str) -> None:
    path = tmp_path / "e.csv"
    path.write_text(f"person,course,at\n8,py-start,2026-01-05\n{row}\n9,py-start,2026-01-05\n")
    found = read_course_events(path)
    assert [r["person"] for r in found.rows] == ["8", "9"]
    assert (found.left_out.count, found.told()[0][:8]) == (1, "e.csv:3:")


def test_the_command_names_and_counts_what_it_left_out(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text("person;course;at\n8;py;2026-01-05\n1,23457E+11;py;2026-01-05\n;;\n")
    done = zhiqun(tmp_path, "courses", "import", "e.csv")
    assert done.returncode == 0
    assert done.stdout.endswith("1 new course event, 0 known already, 1 line left out\n")
    said = [line for line in done.stderr.splitlines() if line.startswith("e.csv:")]  # beside lines of the log
    assert len(said) == 1
    assert said[0].startswith("e.csv:3: '1,23457E+11' is a number that a spreadsheet has changed")
