"""Courses from feeds and files, into courses.csv."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.courses.feeds import fetch, read
from bot.courses.shelving import add, advice
from rules.config.courses import load_courses
from tests.courses.test_files import ROOT
from tests.courses.worlds import course
from tests.processes import here as zhiqun

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><title>Rust from Zero</title><link>https://e.com/rust</link><category>rust</category>
<description>&lt;p&gt;Ownership &amp;amp; lifetimes&lt;/p&gt;</description></item>
<item><title>写作进阶</title><link>https://e.com/w</link><description>每天练习写作</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title>Rust from Zero</title>
<link rel="self" href="https://e.com/self"/><link href="https://e.com/rust"/><category term="rust"/>
<summary>Ownership</summary></entry></feed>"""


@pytest.mark.parametrize(
    "text",
    [
        ATOM,
        "courses:\n  - title: {zh: Rust from Zero, en: x}\n    url: https://e.com/rust\n    tags: [rust]\n",
        "title,url,tags\nRust from Zero,https://e.com/rust,rust\n",
    ],
)
def test_every_form_gives_the_same_course(text: str) -> None:
    (found,) = read(text)
    wanted = {"id": "rust-from-zero", "title": "Rust from Zero", "url": "https://e.com/rust", "tags": "rust"}
    assert wanted.items() <= found.row.items()


def test_a_feed_gives_plain_texts_and_ids_also_without_latin_letters() -> None:
    rust, writing = (f.row for f in read(RSS))
    assert rust["description"] == "Ownership & lifetimes"
    assert writing["id"].startswith("c-")
    assert [f.row["id"] for f in read(RSS)] == [rust["id"], writing["id"]]


def test_what_is_there_already_is_left_out_by_id_or_address() -> None:
    known = [course("rust-from-zero"), course("w", url="https://e.com/w")]
    assert read(RSS, known) == []


def test_missing_tags_come_from_the_nearest_courses_with_a_confidence() -> None:
    known = [
        course("w1", title="写作练习", tags=["写作"], description="练习写作"),
        course("p", title="Python", tags=["python"], description="loops"),
    ]
    found = {f.row["title"]: f for f in read(RSS, known)}
    assert found["写作进阶"].row["tags"] == "写作"
    assert 0.5 < found["写作进阶"].guessed["写作"] <= 1
    assert found["Rust from Zero"].guessed == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><rss/>', "document type"),
        ("<rss>", "no XML"),
        ("<rss/>", "no courses"),
        ("courses: 3", "list of courses"),
        ("a,b\n1,2\n", "no column `title`"),
        ("title\n\n,\n", "CSV|title|no courses"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read(text)


def test_only_files_and_web_addresses_are_fetched(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(ValueError, match="no UTF-8"):
        fetch(str(tmp_path / "x"))
    with pytest.raises(OSError, match="No such file"):
        fetch("file:///etc/passwd")
    with pytest.raises(ValueError, match="cannot be reached"):
        fetch("http://127.0.0.1:9/feed")


def test_what_was_added_is_read_as_part_of_the_catalogue(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    before = load_courses(folder, [])
    assert add(folder, read(RSS, before)) == []
    after = load_courses(folder, [])
    assert len(after) == len(before) + 2
    assert read(RSS, after) == []
    assert add(folder, read("title\nAnother one\n", after)) == []
    assert len(load_courses(folder, [])) == len(before) + 3


def test_a_course_that_cannot_be_leaves_everything_as_it_was(tmp_path: Path) -> None:
    found = read("title,language\nBad one,fr\n")
    assert add(tmp_path, found)
    assert not (tmp_path / "courses.csv").exists()


def test_the_command_says_what_it_would_add_and_adds_it(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(RSS, encoding="utf-8")
    (tmp_path / "rules").mkdir()
    dry = zhiqun(tmp_path, "courses", "add", "feed.xml", "--dry-run")
    assert "2 new courses would be added" in dry.stdout
    assert not (tmp_path / "rules" / "courses.csv").exists()
    assert "2 new courses" in zhiqun(tmp_path, "courses", "add", "feed.xml").stdout
    assert "2 courses, 0 problems" in zhiqun(tmp_path, "courses", "check").stdout


def test_advice_names_what_is_missing_and_what_is_there_twice() -> None:
    twins = [course(i, title="Pandas", description="数据 分析 表格 统计", tags=["x"]) for i in ("a", "b")]
    said = advice([*twins, course("c", title="7"), course("d", hidden=True)])
    assert "b: reads nearly as a: are they one course?" in said
    assert any(s.startswith("c: says hardly anything") for s in said)
    assert any(s.startswith("c: has no tags") for s in said)
    assert not any(s.startswith("d:") for s in said)
