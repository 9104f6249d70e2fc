"""The command line, as people use it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import typer.main

from bot.cli.main import app
from bot.runtime.command_line.language import spoken
from tests.bots import write_rules
from tests.processes import environment, here
from tests.processes import here as zhiqun
from tests.processes import zhiqun as in_a_process


def commands(of: Any = None) -> Iterator[Any]:
    """Every command, those of families included."""
    of = of or typer.main.get_command(app)
    for found in getattr(of, "commands", {}).values():
        yield from commands(found)
    yield of


@pytest.mark.parametrize(
    "command", ["run", "demo", "check", "replay", "doctor", "claim", "explain", "backtest", "history import"]
)
def test_every_command_explains_itself_with_examples(tmp_path: Path, command: str) -> None:
    shown = zhiqun(tmp_path, *command.split(), "--help").stdout
    assert "Example" in shown
    assert f"zhiqun {command}" in shown


def test_the_version_is_told(tmp_path: Path) -> None:
    done = zhiqun(tmp_path, "--version")
    assert (done.returncode, done.stdout) == (0, f"zhiqun {version('zhiqun')}\n")


def test_check_prints_every_problem_with_its_place(tmp_path: Path) -> None:
    schedule = "job: []\njobs:\n  - {job: lederboard, cron: '0 4 * * *'}\n"
    moderation = "rules: [{id: a, when: {word: x}, then: delte}]"
    write_rules(tmp_path / "rules", moderation=moderation, schedule=schedule)
    done = zhiqun(tmp_path, "check")
    assert done.returncode == 1
    assert "rules/moderation.yaml:1:24: unknown condition 'word' (did you mean 'words'?)" in done.stdout
    assert "rules/moderation.yaml:1:40: unknown action 'delte' (did you mean 'delete'?)" in done.stdout
    assert "rules/schedule.yaml:1:1: unknown key 'job' (did you mean 'jobs'?)" in done.stdout
    assert "rules/schedule.yaml:3:11: unknown job 'lederboard' (did you mean 'leaderboard'?)" in done.stdout
    assert "4 problems" in done.stderr


def test_check_says_in_both_languages_that_tests_were_not_run(tmp_path: Path) -> None:
    rule = "{id: a, when: {words: x}, then: delete, tests: [{text: y}]}"
    write_rules(tmp_path / "rules", moderation=f"rules: [{rule}, {rule}]")
    done = zhiqun(tmp_path, "check")
    assert "there is a rule 'a' already" in done.stdout
    assert "the rules' tests were not run" in done.stderr
    assert "没有运行规则的测试" in zhiqun(tmp_path, "check", "--language", "zh").stderr
    write_rules(tmp_path / "rules", moderation=f"rules: [{rule}]")
    assert "not run" not in zhiqun(tmp_path, "check").stderr


def test_check_is_content_with_good_rules(tmp_path: Path) -> None:
    write_rules(tmp_path / "rules")
    done = zhiqun(tmp_path, "check")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("env", "reason"),
    [
        ({}, "no token"),
        ({"token": "1:a", "webhook_url": "https://example.com"}, "ZHIQUN_WEBHOOK_SECRET"),
        ({"gateway": "telegraf"}, "ZHIQUN_GATEWAY"),
        ({"token": "1:a", "rules": "nowhere"}, "nowhere:1:1: is no folder"),
    ],
)
def test_run_says_why_it_does_not(tmp_path: Path, env: dict[str, str], reason: str) -> None:
    write_rules(tmp_path / "rules")
    done = in_a_process(tmp_path, "run", **env)
    assert done.returncode == 2
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


def test_the_database_is_made_and_counted_and_a_code_minted(tmp_path: Path) -> None:
    assert "db upgrade" in zhiqun(tmp_path, "db", "status").stderr
    versions = Path(__file__).parents[2] / "storage" / "migrations" / "versions"
    newest = max(file.name[:4] for file in versions.glob("[0-9]*.py"))
    assert newest in zhiqun(tmp_path, "db", "upgrade").stdout
    assert "dead_letters" in zhiqun(tmp_path, "db", "status").stdout
    assert zhiqun(tmp_path, "claim").stdout.startswith("/claim ")
    assert "members or moderators" in zhiqun(tmp_path, "claim", "--role", "king").stderr


def test_enrolments_are_imported_once(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(
        "person,course,at\n12345,py-start,-3\nann,py-start,-2\n", encoding="utf-8"
    )
    assert "2 new" in zhiqun(tmp_path, "courses", "import", "rows.csv").stdout
    assert "0 new" in zhiqun(tmp_path, "courses", "import", "rows.csv").stdout
    (tmp_path / "rows.csv").write_text("person,course,at\nann,py-start,soon\n", encoding="utf-8")
    refused = zhiqun(tmp_path, "courses", "import", "rows.csv")
    assert (refused.returncode, "rows.csv:2" in refused.stderr) == (1, True)


def test_courses_of_imported_enrolments_have_to_be_in_the_catalogue(tmp_path: Path) -> None:
    write_rules(tmp_path / "rules", courses="courses: [{id: py-start, title: A}]")
    (tmp_path / "rows.csv").write_text("person,course\n1,py-start\n1,py-strat\n", encoding="utf-8")
    (tmp_path / "none.csv").write_text("person,course\n1,py-strat\n", encoding="utf-8")
    refused = zhiqun(tmp_path, "courses", "import", "none.csv")
    assert (refused.returncode, refused.stderr.endswith("Nothing was stored.\n")) == (1, True)
    assert not (tmp_path / "zhiqun.db").exists()
    partly = zhiqun(tmp_path, "courses", "import", "rows.csv")
    assert partly.returncode == 0
    assert "rows.csv:3: there is no course 'py-strat' (did you mean 'py-start'?)" in partly.stderr
    assert partly.stdout.endswith("1 new course event, 0 known already, 1 line left out\n")
    taken = zhiqun(tmp_path, "courses", "import", "rows.csv", "--unknown")
    assert taken.stdout.endswith("1 new course event, 1 known already\n")


def test_a_catalogue_is_looked_through_imported_and_imported_again(tmp_path: Path) -> None:
    write_rules(tmp_path / "rules", courses="courses: [{id: a, title: A}]")
    done = zhiqun(tmp_path, "courses", "check")
    assert (done.returncode, "! rules/courses.yaml:1:11: 'a' has no url" in done.stdout) == (0, True)
    assert zhiqun(tmp_path, "courses", "check", "--strict").returncode == 1
    (tmp_path / "shop.csv").write_text("id,title\nb,B\n", encoding="utf-8")
    before = zhiqun(tmp_path, "courses", "import-catalogue", "shop.csv", "--dry-run").stdout
    assert "+ b: B" in before
    assert "1 new, 0 changed, 0 gone" in before
    assert not (tmp_path / "rules" / "courses").exists()
    zhiqun(tmp_path, "courses", "import-catalogue", "shop.csv")
    again = zhiqun(tmp_path, "courses", "import-catalogue", "shop.csv").stdout
    assert "0 new, 0 changed, 0 gone, 0 elsewhere, 1 same" in again
    assert "2 courses: good" in zhiqun(tmp_path, "check").stdout
    (tmp_path / "shop.csv").write_text("id,title\na,B\n", encoding="utf-8")
    refused = zhiqun(tmp_path, "courses", "import-catalogue", "shop.csv", "--name", "other")
    assert (refused.returncode, "there is a course 'a' already" in refused.stderr) == (1, True)


def test_the_content_gap_is_told_for_people_and_programs(tmp_path: Path) -> None:
    write_rules(tmp_path / "rules")
    assert "there is no database" in zhiqun(tmp_path, "courses", "gap").stderr
    zhiqun(tmp_path, "claim")
    assert "No topic came up twice" in zhiqun(tmp_path, "courses", "gap").stdout
    found = json.loads(zhiqun(tmp_path, "courses", "gap", "--json").stdout)
    assert (found["questions"], found["topics"]) == (0, [])


def test_doctor_names_what_is_missing_in_the_language_asked_for(tmp_path: Path) -> None:
    write_rules(tmp_path / "rules")
    english, chinese = zhiqun(tmp_path, "doctor"), zhiqun(tmp_path, "doctor", "--language", "zh")
    assert english.returncode == chinese.returncode == 1
    assert "Token: not set" in english.stdout
    assert "令牌" in chinese.stdout
    assert not list(tmp_path.glob("*.db"))  # looking makes no database


@pytest.mark.parametrize(
    "command",
    [
        "check",
        "doctor",
        "explain hi",
        "backtest",
        "recommend for @ann",
        "recommend why @ann py",
        "history import x",
    ],
)
def test_a_language_that_nobody_here_speaks_is_refused(tmp_path: Path, command: str) -> None:
    write_rules(tmp_path / "rules")
    done = zhiqun(tmp_path, *command.split(), "--language", "fr")
    assert (done.returncode, done.stderr) == (2, "--language: 'fr' is none of zh, en\n")
    assert done.stdout == ""


def test_every_option_for_the_language_refuses_what_it_does_not_know() -> None:
    found = [p.callback for c in commands() for p in c.params if p.name == "language"]
    assert len(found) >= 5
    assert None not in found


def test_a_tag_of_a_language_and_a_country_is_understood(tmp_path: Path) -> None:
    write_rules(tmp_path / "rules")
    assert "令牌" in zhiqun(tmp_path, "doctor", "--language", "zh-Hans").stdout


def test_the_doctor_tells_of_an_address_that_cannot_be_used(tmp_path: Path) -> None:
    write_rules(tmp_path / "rules")
    done = zhiqun(tmp_path, "doctor", database="nonsense")
    assert "✗ Database: cannot be opened (the database's address cannot be used" in done.stdout
    assert (done.returncode, done.stderr) == (1, "")


def test_a_backup_of_something_else_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "zhiqun.db").write_text("no database, " * 9, encoding="utf-8")
    done = zhiqun(tmp_path, "db", "backup", "copy.db")
    assert (done.returncode, done.stderr) == (
        1,
        "the database is damaged, or is none: stop the bot and restore a backup with `zhiqun db restore FILE`"
        ", or check ZHIQUN_DATABASE\n",
    )
    assert not list(tmp_path.glob("copy*"))


def test_a_replay_of_no_chat_is_refused_in_one_line(tmp_path: Path) -> None:
    write_rules(tmp_path / "rules")
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    done = zhiqun(tmp_path, "replay", "empty.jsonl")
    assert (done.returncode, done.stderr) == (1, "empty.jsonl holds no events\n")
    assert json.dumps(done.stdout) == '""'


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"ZHIQUN_KEEP_TEXTS_DAYS=soon", "ZHIQUN_KEEP_TEXTS_DAYS: write a whole number"),
        (b"ZHIQUN_KEEP_TEXTS_DAYS=-1", "ZHIQUN_KEEP_TEXTS_DAYS: write at least 0"),
        (b"ZHIQUN_GATEWAY=aiogramm", "ZHIQUN_GATEWAY: write aiohttp, aiogram, ptb or dry"),
        (b"ZHIQUN_TOKN=123:abc", ".env: ZHIQUN_TOKN is no setting (did you mean 'ZHIQUN_TOKEN'?)"),
        (b"\xff\xfe\x00", ".env is not UTF-8 text: save it as UTF-8"),
    ],
)
def test_settings_that_cannot_be_used_are_told_in_a_sentence(tmp_path: Path, line: bytes, told: str) -> None:
    write_rules(tmp_path / "rules")
    (tmp_path / ".env").write_bytes(line + b"\n")
    done = zhiqun(tmp_path, "check")
    assert (done.returncode, done.stderr, done.stdout) == (2, f"{told}\n", "")


def test_a_file_that_is_no_text_is_told_to_be_none(tmp_path: Path) -> None:
    write_rules(tmp_path / "rules")
    (tmp_path / "chat.csv").write_bytes(b"\xff\xff\x00\n")
    done = zhiqun(tmp_path, "backtest", "--history", "chat.csv")
    assert (done.returncode, done.stderr) == (1, "chat.csv is neither UTF-8 nor GBK text: save it as UTF-8\n")


def test_broken_files_are_told_in_chinese_with_what_to_do(tmp_path: Path) -> None:
    write_rules(tmp_path / "rules", moderation="rules:\n  - id: a: b\n")
    (tmp_path / "rules" / "courses.csv").write_bytes(b"id,title\na,A,much\n")
    done = zhiqun(tmp_path, "check", "--language", "zh")
    assert (
        "rules/moderation.yaml:2:10: 不是正确的 YAML：这里不该有冒号：请检查缩进；值里有冒号时要加引号"
        in done.stdout
    )
    assert "rules/courses.csv:2:1: 这一行的值比列多" in done.stdout
    write_rules(tmp_path / "rules")
    for name in ("courses.csv", "moderation.yaml"):
        (tmp_path / "rules" / name).unlink()
    (tmp_path / "chat.csv").write_bytes(b"ts,user\n1,a\n")
    lacking = zhiqun(tmp_path, "backtest", "--history", "chat.csv", "--language", "zh")
    assert "chat.csv 缺少列 text：需要 ts、user、text" in lacking.stderr


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "zh_CN", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "", "LC_ALL": ""}, "zh"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_machines_language_is_spoken_unless_another_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name in ("LANG", "LC_MESSAGES", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert spoken("") == language
    assert (spoken("zh"), spoken("en")) == ("zh", "en")


@pytest.mark.parametrize(
    "command",
    [
        "replay absent",
        "backtest --history absent",
        "bans preview absent",
        "courses import absent",
        "courses import-catalogue absent.csv",
        "history import absent",
        "recommend evaluate --interactions absent",
        "spam evaluate absent",
        "spam evaluate --spam absent --ham absent",
        "spam train absent",
    ],
)
def test_a_file_that_is_not_there_ends_every_command_with_the_same_status(
    tmp_path: Path, command: str
) -> None:
    write_rules(tmp_path / "rules")
    done = here(tmp_path, *command.split())
    assert (done.returncode, "absent" in done.stderr, done.stdout) == (1, True, "")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "gone"),
        ("check", "here.csv"),
        ("tags", "--rules", "gone"),
        ("import", "here.csv", "--rules", "gone"),
    ],
)
def test_a_folder_that_is_none_is_not_taken_for_an_empty_one(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "here.csv").write_text("person,course\n1,a\n", encoding="utf-8")
    done = zhiqun(tmp_path, "courses", *arguments)
    assert done.returncode == 1
    assert "is no folder: rule files are expected there" in done.stderr
    assert not (tmp_path / "zhiqun.db").exists()


BROKEN = "rules:\n  - {id: ads, when: {wrods: x}, then: delete}\n"


@pytest.mark.parametrize(
    ("arguments", "env"),
    [
        (("check", "--language", "zh"), {}),
        (("check",), {"LANG": "zh_CN.UTF-8"}),
        (("run",), {"LANG": "zh_CN.UTF-8"}),
        (("doctor", "--language", "zh"), {}),
        (("explain", "x", "--language", "zh"), {}),
        (("backtest",), {"LANG": "zh_CN.UTF-8"}),
        (("courses", "gap"), {"LANG": "zh_TW.UTF-8"}),
    ],
    ids=lambda value: " ".join(value),
)
def test_problems_are_told_in_the_operators_language(
    tmp_path: Path, arguments: tuple[str, ...], env: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_rules(tmp_path / "rules", moderation=BROKEN)
    monkeypatch.setattr("tests.processes.environment", lambda **given: environment(**given) | env)
    done = here(tmp_path, *arguments, token="1:abc", api_url="http://127.0.0.1:1", http="")
    assert done.returncode
    assert "2:22: 没有“wrods”这个条件（是不是“words”？）" in f"{done.stdout}{done.stderr}"
    assert "unknown" not in f"{done.stdout}{done.stderr}"
