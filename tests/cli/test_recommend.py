"""`zhiqun recommend`, as operators type it."""

from __future__ import annotations

import csv
import json
import re
import time
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bot.cli.main import app
from bot.features.courses.cli.advice import lines
from bot.features.courses.enrolment_import import import_course_events
from bot.features.courses.operator_queries import Told, advise, train, why
from bot.runtime.opening import open_store
from bot.runtime.settings import Settings
from rules.config.courses import load_courses
from rules.engine.events import Chat
from storage import learning, recommender_data
from storage.directory import PERSON, Directory
from tests.features.courses.habits import habits
from tests.processes import here as zhiqun

RULES = Path(__file__).parents[2] / "rules"
LADDER = ("py-start", "py-auto", "web-api", "git-basics", "algo-daily")


@pytest.fixture
def taken(tmp_path: Path) -> Path:
    """Courses of people with habits, as a file."""
    data = habits(80, 4)
    file = tmp_path / "taken.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(["user", "item"])
        found = data.histories
        for p in range(len(found)):
            for item in found.items[found.offsets[p] : found.offsets[p + 1]].tolist():
                rows.writerow([p, data.items[item]])
    return file


@pytest.fixture
def community(tmp_path: Path) -> Settings:
    """A database in which sixty people took courses of the catalogue in order."""
    settings = Settings(database=f"sqlite:///{tmp_path / 'zhiqun.db'}", rules=RULES)
    lines = ["person,course,at"]
    for p in range(60):
        start = p % 3
        lines += [f"{1000 + p},{c},{-20 + n}" for n, c in enumerate(LADDER[start : start + 3])]
    (tmp_path / "taken.csv").write_text("\n".join(lines), encoding="utf-8")
    store, number = open_store(settings.database, "main", int(time.time()))
    with store.write() as connection:
        import_course_events(connection, number, tmp_path / "taken.csv")
    store.close()
    return settings


@pytest.fixture
def suggested(community: Settings) -> None:
    """Everybody of the community was suggested a course a minute ago, every tenth a popular one."""
    store, number = open_store(community.database, "main", 0)
    with store.write() as connection:
        people = [r[0] for r in connection.execute(select(PERSON.c.id).order_by(PERSON.c.id))]
        directory = Directory()
        directory.resolve(connection, [Chat(-1001, "supergroup", "G")], [])
        for n, person in enumerate(people):
            model = "v2:popularity" if n % 10 == 0 else "v2"
            impression = {"key": f"s{n}", "community_id": number, "person_id": person}
            impression |= {
                "chat_id": directory.chat(-1001).id,
                "course": "py-start",
                "model": model,
                "at": int(time.time()) - 60,
            }
            learning.add_suggestion(connection, impression)
    store.close()


def run(*words: str, status: int = 0) -> str:
    """What the command prints."""
    found = CliRunner().invoke(app, ["recommend", *words])
    assert found.exit_code == status, found.output
    return found.stdout


def test_evaluating_prints_a_table_with_the_default_and_simple_methods(taken: Path) -> None:
    said = run("evaluate", "--interactions", str(taken), "--k", "5")
    for name in ("zhiqun", "Markov-1", "EASE", "item-kNN", "popularity", "NDCG@5", "Against "):
        assert name in said


def test_evaluating_as_json_says_how_it_was_measured(taken: Path) -> None:
    found = json.loads(run("evaluate", "--interactions", str(taken), "--json"))
    assert found["held_out"] == found["people"] > 60
    assert found["courses"] == 30
    assert found["settings"]["chain"]["window"] > 0
    low, high = found["methods"]["zhiqun"]["ndcg_interval"]
    assert 0 <= low <= found["methods"]["zhiqun"]["ndcg"] <= high <= 1


@pytest.mark.parametrize(("k", "everything"), [(5, False), (30, True), (99, True)])
def test_lists_as_long_as_the_catalogue_are_said_to_suggest_every_course(
    taken: Path, k: int, everything: bool
) -> None:
    asked = ("evaluate", "--interactions", str(taken), "--k", str(k))
    assert (f"At k = {min(k, 30)} every course is suggested to everybody" in run(*asked)) is everything
    found = json.loads(run(*asked, "--json"))
    assert found["suggests_all"] is everything
    assert (found["methods"]["zhiqun"]["recall"] == 1.0) is everything


@pytest.fixture
def timed(tmp_path: Path) -> Path:
    """Courses of people with habits, each with a day; a few people come late."""
    found = habits(150, 4).histories
    lines = ["user,item,time"]
    for p in range(len(found)):
        courses = found.items[found.offsets[p] : found.offsets[p + 1]].tolist()
        lines += [f"{p},c{item},{1_700_000_000 + 86_400 * (p + 20 * n)}" for n, item in enumerate(courses)]
    file = tmp_path / "timed.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_a_split_by_time_holds_out_what_came_after_one_moment(timed: Path) -> None:
    found = json.loads(run("evaluate", "--interactions", str(timed), "--split", "time", "--json"))
    assert 0.15 < found["held_out"] / (found["held_out"] + found["training_events"]) < 0.25
    assert 1_700_000_000 < found["split_at"] < 1_720_000_000
    parts = found["slices"]
    assert parts["cold"]["people"] + parts["warm"]["people"] == found["people"]
    assert parts["warm"]["methods"]["zhiqun"]["hr"] > parts["warm"]["methods"]["popularity"]["hr"]
    said = run("evaluate", "--interactions", str(timed), "--split", "time")
    for words in ("Held out is what came from 2024-", "cold", "history 1", "rare courses"):
        assert words in said


def test_a_split_by_time_without_times_is_refused_in_a_sentence(taken: Path, timed: Path) -> None:
    for file, more, reason in (
        (taken, (), "every row of the interactions has to have a time"),
        (timed, ("--test", str(timed)), "leave --test out"),
    ):
        arguments = ("evaluate", "--interactions", str(file), "--split", "time", *more)
        said = CliRunner().invoke(app, ["recommend", *arguments])
        assert said.exit_code == 1
        assert reason in said.stderr
    assert CliRunner().invoke(app, ["recommend", *arguments[:4], "month"]).exit_code == 2


def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("user,item\na,x\n", encoding="utf-8")
    for name, reason in (("none.csv", "none.csv"), ("one.csv", "people with two courses or more are needed")):
        said = CliRunner().invoke(app, ["recommend", "evaluate", "--interactions", str(tmp_path / name)])
        assert said.exit_code == 1
        assert reason in said.stderr


def test_a_network_learns_nothing_of_people_who_only_chat(taken: Path) -> None:
    given = ["recommend", "evaluate", "--interactions", str(taken), "--talk", "1", "--sequence"]
    said = CliRunner().invoke(app, given)
    assert said.exit_code == 2
    assert "leave one of them out" in said.stderr


def test_whom_an_import_named_is_known_by_that_name(community: Settings, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text("person,course\nlearner-7,py-start\n", encoding="utf-8")
    store, number = open_store(community.database, "main", int(time.time()))
    with store.write() as connection:
        import_course_events(connection, number, tmp_path / "more.csv")
    store.close()
    assert why(community, "learner-7", "py-start", "en").refused == "taken"


def test_people_who_only_chat_need_texts(taken: Path) -> None:
    said = CliRunner().invoke(app, ["recommend", "evaluate", "--interactions", str(taken), "--talk", "1"])
    assert said.exit_code == 1
    assert "give --catalogue" in said.stderr


def test_people_who_only_chat_are_asked_for_by_what_they_say(taken: Path, tmp_path: Path) -> None:
    words = ("python 循环", "写作 练习", "理财 基金", "摄影 构图", "英语 口语", "心理 情绪")
    rows = [f"p{path}-{step},{words[path]}第{step}课的内容。" for path in range(6) for step in range(5)]
    file = tmp_path / "catalogue.csv"
    file.write_text("\n".join(["item,about", *rows]), encoding="utf-8")
    arguments = ("--interactions", str(taken), "--catalogue", str(file), "--talk", "2", "--k", "5", "--json")
    assert json.loads(run("evaluate", *arguments))["times_popularity"] > 1.5


def test_training_keeps_the_settings_it_chose(community: Settings) -> None:
    found = train(community, lambda done, total: None)
    store, number = open_store(community.database, "main", 0)
    with store.read() as connection:
        stored = recommender_data.model_settings(connection, number)
    store.close()
    assert stored == found["settings"]


def test_a_few_members_are_not_enough_to_choose_by(tmp_path: Path) -> None:
    settings = Settings(database=f"sqlite:///{tmp_path / 'zhiqun.db'}", rules=RULES)
    store, number = open_store(settings.database, "main", 0)
    with pytest.raises(ValueError, match=r"^0 members took two courses or more, 20 are needed"):
        train(settings, lambda done, total: None)
    (tmp_path / "taken.csv").write_text("person,course\n1,py-start\n1,py-auto\n", encoding="utf-8")
    with store.write() as connection:
        import_course_events(connection, number, tmp_path / "taken.csv")
    store.close()
    with pytest.raises(ValueError, match=r"^1 member took two courses or more, 20 are needed"):
        train(settings, lambda done, total: None)


def test_a_member_is_told_what_comes_next_and_why(community: Settings) -> None:
    first, *_ = advise(community, "1000", "en", 5)
    assert first.course in LADDER[3:]
    assert first.why
    assert 0 < first.chance <= 1
    assert not first.refused


def test_why_names_every_term_and_what_keeps_a_course_back(community: Settings) -> None:
    taken = why(community, "1000", "py-start", "en")
    assert taken.refused == "taken"
    assert taken.title not in taken.why
    told = why(community, "1000", LADDER[3], "zh")
    assert {"popular", "next"} <= told.terms.keys()
    assert told.why
    assert not told.refused


@pytest.mark.parametrize(
    ("member", "course", "reason"),
    [
        ("@nobody", "py-start", "nobody is known as '@nobody'"),
        ("", "py-start", "nobody is named: give a Telegram id"),
        ("@", "py-start", "nobody is named"),
        ("1000", "py-strat", "did you mean 'py-start'"),
    ],
)
def test_nobody_and_nothing_are_named(community: Settings, member: str, course: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        why(community, member, course, "en")


def test_the_report_compares_with_popularity(community: Settings, tmp_path: Path) -> None:
    said = zhiqun(tmp_path, "recommend", "report", rules=str(RULES))
    assert said.returncode == 0, said.stderr
    assert "popularity" in said.stdout
    assert "nothing to compare yet" in said.stdout


def test_the_report_draws_a_picture_and_tells_its_figures_as_json(suggested: None, tmp_path: Path) -> None:
    asked = ("recommend", "report", "--plot", "report.svg")
    said = zhiqun(tmp_path, *asked, rules=str(RULES))
    assert said.returncode == 0, said.stderr
    assert "Too little to tell: 6 suggestions by popularity" in said.stdout
    assert (tmp_path / "report.svg").read_text(encoding="utf-8").startswith("<svg ")
    found = json.loads(zhiqun(tmp_path, *asked, "--json", rules=str(RULES)).stdout)
    assert found["arms"]["popularity"] == {"people": 6, "shown": 6, "accepted": 0, "dismissed": 0}
    assert found["verdict"] == "few"
    refused = zhiqun(tmp_path, "recommend", "report", "--plot", "report.jpg", rules=str(RULES))
    assert refused.returncode == 2
    assert "ends in .svg" in refused.stderr


def test_the_command_line_tells_it_in_words(community: Settings, tmp_path: Path) -> None:
    said = zhiqun(tmp_path, "recommend", "why", "1000", "py-start", "--language", "en", rules=str(RULES))
    assert said.returncode == 0, said.stderr
    first, reason, terms, refused = said.stdout.splitlines()
    assert first.startswith("py-start  ")
    assert first.endswith("  (chance of being the next course: 0.0 %)")
    assert "popular " in terms
    assert reason.strip()
    assert refused == "    not suggested now: taken already"


def test_the_command_line_speaks_the_language_that_is_asked_for(community: Settings, tmp_path: Path) -> None:
    said = zhiqun(tmp_path, "recommend", "why", "1000", "py-start", "--language", "zh", rules=str(RULES))
    assert "现在不推荐：已学过" in said.stdout
    assert "（下一门学它的可能性：0.0%）" in said.stdout
    said = zhiqun(tmp_path, "recommend", "for", "1000", "--language", "zh", rules=str(RULES))
    titles = {title for course in load_courses(RULES, []) for title in course.title.values()}
    words = re.sub("|".join(map(re.escape, sorted(titles, key=len, reverse=True))), "", said.stdout)
    ids = {line.split()[0] for line in words.splitlines() if not line.startswith(" ")}
    assert set(re.findall(r"[a-z][a-z-]+", words)) <= ids
    assert "热度 " in words


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_term_and_every_reason_against_a_course_has_words(language: str) -> None:
    terms = dict.fromkeys(
        ("popular", "next", "together", "alike", "beyond", "talk", "rated", "liked", "language"), 0.5
    )
    kept = ["hidden", "taken", "dismissed", "shown lately", "began already", "ended", "full", "own"]
    told = [Told("a", "A", 0.25, terms, "because", reason) for reason in [*kept, "prerequisites"]]
    said = lines(told, language)
    assert len(said) == 4 * len(told)
    assert len(set(said)) == len(told) + 3


def test_nothing_to_suggest_is_told_in_both_languages() -> None:
    assert lines([], "en") == ["There is nothing to suggest now."]
    assert lines([], "zh") == ["现在没有可推荐的课程。"]
