"""Files that operators were given by somebody else, patterns, and what the code never does."""

from __future__ import annotations

import ast
import csv
import io
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from bot.features.courses import enrolment_import
from bot.playground.clock import Clock
from bot.playground.pages.router import pages_router
from bot.playground.service import Service
from bot.playground.world import World
from bot.text.tables import table_of
from rules.conditions.pattern import compiled
from rules.config.rule_book_store import RuleBookStore, load_book
from storage.store import Store
from tests.bots import write_rules

ROOT = Path(__file__).parents[2]
EVIL = ("(a+)+$", "(a|aa)+$", "(.*)*x", "(a|a?)+b", "((a*)*)*c", "(x+x+)+y", "(a{1,300}){1,2}$", "([a-z]+)*!")
EVIL_TEXTS = ("a" * 4096, "a" * 4095 + "!", "x" * 4096, "aab" * 1365, "好" * 4096)
CODE = [p for folder in ("bot", "rules", "storage") for p in (ROOT / folder).rglob("*.py")]
LARGE = "x: " + "y" * (1 << 20)


@pytest.mark.parametrize("pattern", EVIL)
def test_patterns_that_hang_others_are_searched_at_once(pattern: str) -> None:
    found = compiled(pattern, case=False)
    started = time.perf_counter()
    for text in EVIL_TEXTS:
        found.search(text)
    assert time.perf_counter() - started < 2  # backtracking takes longer than anybody's life


@given(st.text(alphabet="ab.*+?()[]{}|^$\\1,9-", max_size=40), st.sampled_from(EVIL_TEXTS))
def test_any_pattern_is_searched_or_refused(pattern: str, text: str) -> None:
    try:
        found = compiled(pattern, case=False)
    except ValueError:
        return
    found.search(text)


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"
FILES = {
    "aliases": (BOMB, "aliases are not used"),
    "merge keys": ("a: &a {x: 1}\nb: {<<: *a}\n", "aliases are not used"),
    "tags": ("name: !!python/object/apply:os.system ['true']\n", "tags are not used"),
    "depth": ("name: " + "[" * 2000 + "]" * 2000, "nested more than"),
    "size": (LARGE, "larger than 1 MB"),
    "half a character": ('name: "\\ud800"\n', "no YAML"),
    "a number without end": ("name: Test\nanswer_seconds: " + "9" * 5000 + "\n", "whole number"),
    "infinity": ("name: Test\nanswer_seconds: 1.0e999\n", "whole number"),
    "nothing but bytes": ("\x00\x01", "cannot be seen (U+0000)"),
}


@pytest.mark.parametrize("what", FILES)
def test_files_made_to_hurt_are_refused_and_the_old_rules_stay(tmp_path: Path, what: str) -> None:
    rule_books = RuleBookStore(write_rules(tmp_path / "rules"))
    before = rule_books.book
    text, reason = FILES[what]
    (tmp_path / "rules" / "community.yaml").write_text(text, encoding="utf-8")
    started = time.perf_counter()
    problems = rule_books.reload()
    assert time.perf_counter() - started < 5
    assert reason in "\n".join(map(str, problems))
    assert rule_books.book is before


@pytest.mark.parametrize("name", ["moderation.yaml", "lists/words.txt", "courses.csv", "courses.yaml"])
def test_files_that_lead_elsewhere_are_not_read(tmp_path: Path, name: str) -> None:
    rules = write_rules(tmp_path / "rules")
    (rules / "lists").mkdir()
    outside = tmp_path / "passwords"
    outside.write_text("root:x:0:0", encoding="utf-8")
    (rules / name).symlink_to(outside)
    book, problems = load_book(rules)
    assert book is None
    assert "leads outside of the folder" in str(problems[0])
    assert "root" not in str(problems)


@pytest.mark.parametrize("name", ["moderation.yaml", "lists/words.txt"])
def test_a_pipe_in_the_folder_does_not_hold_up_the_bot(tmp_path: Path, name: str) -> None:
    rules = write_rules(tmp_path / "rules")
    (rules / "lists").mkdir()
    os.mkfifo(rules / name)
    book, problems = load_book(rules)
    assert book is None
    assert "is no plain file" in str(problems[0])


def test_files_mounted_by_links_within_the_folder_are_read(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    write_rules(rules)
    (rules / "..data").mkdir()
    (rules / "community.yaml").rename(rules / "..data" / "community.yaml")
    (rules / "community.yaml").symlink_to(Path("..data") / "community.yaml")
    assert load_book(rules)[0] is not None


def test_an_import_that_is_too_large_is_refused_before_it_is_read(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrolment_import, "_LARGEST", 1 << 20)
    file = tmp_path / "rows.csv"
    file.write_text("person,course\n" + "ann,py\n" * 200_000, encoding="utf-8")
    with store.write() as connection, pytest.raises(ValueError, match="larger than 1 MB"):
        enrolment_import.import_course_events(connection, 1, file)


def called(path: Path) -> list[ast.Call]:
    """Every call in a file."""
    return [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]


def test_no_statement_is_put_together_from_values() -> None:
    """SQL comes from SQLAlchemy's expressions; a text with something filled in is a constant of ours."""
    allowed = {
        "bot/features/courses/enrolment_import.py",
        "storage/integrity_checks.py",
        "bot/text/charts.py",
        "bot/features/courses/acceptance_chart.py",
        "bot/simulation/economy/showing.py",
    }  # nothing of the kind; a number of ours; words in a picture
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in CODE
        if "migrations" not in path.parts
        for call in called(path)
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in ("text", "exec_driver_sql")
        and call.args
        and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert [f for f in found if f.partition(":")[0] not in allowed] == []


def test_nothing_writes_tables_that_a_spreadsheet_would_calculate() -> None:
    writers = [
        str(path.relative_to(ROOT))
        for path in CODE
        if "demo" not in path.parts
        and any(w in path.read_text(encoding="utf-8") for w in ("csv.writer", "DictWriter"))
    ]
    assert writers == ["bot/text/tables.py"]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", " ="])
def test_what_people_wrote_is_no_formula_in_a_table(begin: str) -> None:
    said = f"{begin}HYPERLINK(1)"
    (row,) = csv.DictReader(io.StringIO(table_of(("said", "points"), [{"said": said, "points": -5}])))
    assert row["said"].startswith("'")
    assert row["points"] == "-5", "numbers stay numbers"


def test_what_members_link_is_never_fetched() -> None:
    """Only these files speak HTTP: to the Bot API server, to this machine, to what operators name."""
    clients = {"aiohttp", "httpx", "urllib.request", "http.client", "requests"}
    found = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if clients & {*names, *(n.partition(".")[0] for n in names)}:
                found.add(str(path.relative_to(ROOT)))
    outside = {
        f
        for f in found
        if not f.startswith(("bot/playground/", "bot/simulation/", "bot/platforms/telegram/gateways/"))
    }
    providers = "bot/features/membership/providers/wechat.py"  # asks one host, named in the file
    assert outside <= {"bot/operations/doctor.py", "bot/runtime/fetching.py", providers}


@pytest_asyncio.fixture
async def page(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The demo's page with an operator's folder."""
    rules = write_rules(tmp_path / "rules")
    (tmp_path / "secret.yaml").write_text("hush", encoding="utf-8")
    (rules / "linked.yaml").symlink_to(tmp_path / "secret.yaml")
    app = FastAPI()
    app.include_router(pages_router(Service(World(), Clock("system"), None), rules_folder=rules))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
        yield client


PLACES = (
    *("..%2fsecret.yaml", "%2e%2e%2fsecret.yaml", "lists%2f..%2f..%2fsecret.yaml", "%2fetc%2fpasswd"),
    *("linked.yaml", "....%2f%2fsecret.yaml", "secret.yaml%00.txt", "..%5csecret.yaml"),
)


@pytest.mark.parametrize("name", PLACES)
async def test_the_page_reads_and_writes_only_the_folders_files(page: httpx.AsyncClient, name: str) -> None:
    read = await page.get(f"/page/rules/{name}")
    written = await page.put(f"/page/rules/{name}", json={"text": "x"})
    for answer in (read, written):
        assert answer.status_code in (403, 404)
        assert "hush" not in answer.text
    assert (await page.get(f"/page/own/{name}")).status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80"])
async def test_a_foreign_page_whose_name_leads_to_this_machine_gets_nothing(
    page: httpx.AsyncClient, host: str
) -> None:
    for path in ("/", "/page/rules", "/page/rules/community.yaml", "/page/config"):
        assert (await page.get(path, headers={"Host": host})).status_code == 403
    assert (await page.get("/page/rules", headers={"Host": "localhost:8090"})).status_code == 200
