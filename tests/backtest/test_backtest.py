"""Replaying files and databases: figures by rule, what changes, and what people see of it."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from rich.console import Console

from bot.backtest.backtest import Backtest, Past
from bot.backtest.command import Ran
from bot.backtest.files import FilePast
from bot.backtest.rendering import show
from bot.backtest.report import Report
from bot.simulation.history import past as entries
from rules.config.book import RuleBook
from tests.bots import write_rules
from tests.processes import here as zhiqun
from tests.rules.make import book

RULES = """rules:
  - {id: ads, when: {words: buy now}, then: [delete, {warn: 2}]}
  - {id: newcomers, when: {all: [{links: any}, {joined: {less: 1d}}]}, then: delete}
  - id: flood
    on: message
    when: {rate: {times: 3, within: 10s}}
    then: [{delete: {matched: true}}, {mute: 1h}]
  - {id: quiet, mode: shadow, when: {words: eggs}, then: {ban: forever}}
  - {id: poor, mode: shadow, when: {all: [{words: hello}, {points: {most: 0}}]}, then: alert}
escalation: {steps: [{points: 4, then: {ban: forever}}]}
"""
LATER = RULES.replace("buy now", "[sell, eggs]").replace("id: flood", "id: rapid")


def said(user: str, text: str, ts: float, **more: Any) -> dict[str, Any]:
    """A message as a line of a file."""
    return {"ts": ts, "kind": "message", "chat": "c", "user": user, "msg": int(ts), "text": text, **more}


LINES = [
    {"ts": 1000, "kind": "join", "chat": "c", "user": "new"},
    said("new", "see https://a.example/b", 1010),
    said("old", "see https://a.example/b", 1020),
    said("old", "BUY  now", 1030),
    said("old", "eggs", 1040, reply_to=1010),
    *(said("fast", f"number {n}", 2000 + n) for n in range(4)),
    said("old", "buy now again", 3000),
    said("boss", "buy now", 3010),
    said("new", "hello, first words that earn", 4000),
    said("old", "hello from somebody who earned", 4010),
]


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    """The book that is tried."""
    paying = "message: {points: 2, cooldown: 1s, shortest: 3, per_day: 10}"
    return book(tmp_path_factory.mktemp("tried"), RULES, incentives=paying)


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    """The same with other words and another id."""
    return book(tmp_path_factory.mktemp("later"), LATER)


def over(
    tried: RuleBook, against: RuleBook | None = None, past: Past | None = None, lines: Any = LINES
) -> Report:
    """A back-test over lines of a file."""
    read = FilePast(["boss"])
    test = Backtest(tried, against=against, past=past, compare_past=past is not None, earning=True)
    test.take(read.moments([entries.Past(**line) for line in lines]))
    return test.report()


def test_hits_members_and_what_each_rule_asked_for_are_counted(tried: RuleBook) -> None:
    report = over(tried)
    found = {r.rule: (r.hits, r.members, r.actions) for r in report.rules}
    assert found["ads"] == (2, 1, {"delete": 2, "warn": 2})
    assert found["newcomers"] == (1, 1, {"delete": 1})
    assert found["flood"] == (2, 1, {"delete": 2, "mute": 2})
    assert found["quiet"] == (1, 1, {"ban": 1})
    assert (report.events, report.judged, report.sanctioned) == (13, 12, 5)


def test_members_states_evolve_so_that_the_ladder_is_climbed_and_points_are_earned(tried: RuleBook) -> None:
    report = over(tried)
    (ads,) = [r for r in report.rules if r.rule == "ads"]
    assert ads.examples[-1].actions == ("delete", "ban forever", "warn 2")
    (poor,) = [r for r in report.rules if r.rule == "poor"]
    assert [e.person for e in poor.examples] == ["new"]


def test_what_warnings_lead_to_is_counted_beside_what_the_rule_asks_for(tried: RuleBook) -> None:
    report = over(tried)
    (ads,) = [r for r in report.rules if r.rule == "ads"]
    assert (ads.escalated, ads.done) == ({"ban": 1}, {"ban": 1, "delete": 2, "warn": 2})
    for language, column, cell in (
        ("en", "of these by warnings", "ban 1"),
        ("zh", "其中由警告累积", "封禁 1"),
    ):
        table = shown(Ran(report, 1.0), language)
        assert column in table
        assert next(line for line in table.splitlines() if line.startswith("ads")).rstrip().endswith(cell)


def test_the_table_counts_what_the_examples_show_when_a_member_was_muted_already(tried: RuleBook) -> None:
    report = over(tried)
    (flood,) = [r for r in report.rules if r.rule == "flood"]
    shown_mutes = sum(a.startswith("mute") for e in flood.examples for a in e.actions)
    assert (flood.done, flood.withheld, shown_mutes) == ({"delete": 2, "mute": 1}, {"mute": 1}, 1)
    assert "One action that rules ask for is not counted" in shown(Ran(report, 1.0))
    assert "规则要求的处理有 1 项没有计入" in shown(Ran(report, 1.0), "zh")


def test_a_ladder_that_only_lengthens_a_mute_counts_it_once(tmp_path: Path) -> None:
    rules = """rules: [{id: ads, when: {words: buy}, then: [{warn: 1}, {mute: 1h}]}]
escalation: {steps: [{points: 1, then: {mute: 1d}}]}
"""
    (ads,) = over(book(tmp_path, rules), lines=[said("ann", "buy", 1000)]).rules
    assert (ads.done, ads.escalated, ads.withheld) == ({"mute": 1, "warn": 1}, {"mute": 1}, {})


def test_what_warnings_lead_to_is_put_down_to_the_rule_that_warns(tmp_path: Path) -> None:
    rules = """rules:
  - {id: gone, priority: 1, when: {words: buy}, then: delete}
  - {id: warned, when: {words: buy}, then: {warn: 1}}
  - {id: watched, mode: shadow, when: {words: buy}, then: {warn: 1}}
escalation: {steps: [{points: 1, then: {mute: 1d}}]}
"""
    found = {r.rule: r for r in over(book(tmp_path, rules), lines=[said("ann", "buy", 1000)]).rules}
    assert {rule: r.escalated for rule, r in found.items()} == {
        "gone": {},
        "warned": {"mute": 1},
        "watched": {},
    }
    assert found["watched"].done == {"warn": 1}


def test_a_table_without_warnings_and_mutes_says_no_more_than_it_has_to(tried: RuleBook) -> None:
    table = shown(Ran(over(tried, lines=LINES[:4]), 1.0))
    assert "Counted is" not in table
    assert "by warnings" not in table


def test_another_book_shows_what_is_newly_hit_and_what_no_more(tried: RuleBook, later: RuleBook) -> None:
    report = over(later, tried)
    found = {r.rule: (r.mode, r.new, r.gone) for r in report.rules}
    assert found["ads"] == ("enforce", 1, 2)
    assert found["rapid"] == ("enforce", 2, 0)
    assert found["flood"] == ("gone", 0, 2)
    assert found["newcomers"] == ("enforce", 0, 0)
    assert report.against == "book"
    (ads,) = [r for r in report.rules if r.rule == "ads"]
    assert [e.text for e in ads.new_examples] == ["eggs"]
    assert [e.text for e in ads.gone_examples] == ["BUY now", "buy now again"]


def test_what_moderators_undid_is_counted_with_the_rules_that_hit_it(tried: RuleBook) -> None:
    fourth = 4  # the update of the first advertisement
    report = over(tried, past=Past({fourth: frozenset({"ads", "other"})}, frozenset({fourth})))
    found = {r.rule: (r.undone, r.new, r.gone) for r in report.rules}
    assert found["ads"] == (1, 1, 0)
    assert found["other"] == (0, 0, 1)


@given(st.lists(st.sampled_from(LINES), max_size=30))
def test_the_same_past_gives_the_same_report(tried: RuleBook, lines: list[dict[str, Any]]) -> None:
    ordered = sorted(lines, key=lambda line: line["ts"])
    assert over(tried, lines=ordered).rules == over(tried, lines=ordered).rules


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["hits", "shadow", "no more", "newly hits"]), ("zh", ["命中", "试运行", "已去掉", "新命中"])],
)
def test_the_report_is_a_table_with_examples_in_both_languages(
    tried: RuleBook, later: RuleBook, language: str, words: list[str]
) -> None:
    out = io.StringIO()
    show(language, Ran(over(later, tried), 1.0), "UTC", Console(file=out, width=120))
    assert [w for w in words if w not in out.getvalue()] == []
    assert "1970-01-01 00:17 old: eggs" in out.getvalue()


def shown(ran: Ran, language: str = "en", *, every: bool = False) -> str:
    """What people read of it."""
    out = io.StringIO()
    show(language, ran, "UTC", Console(file=out, width=120), every=every)
    return out.getvalue()


def test_rules_that_find_nothing_are_counted_and_listed_when_all_are_asked_for(tried: RuleBook) -> None:
    ran = Ran(over(tried, lines=LINES[:3]), 1.0, file=True)
    assert "newcomers" in shown(ran)
    assert "4 more rules find nothing. `--all` lists them." in shown(ran)
    assert "另有 4 条规则没有命中" in shown(ran, "zh")
    assert "quiet" not in shown(ran)
    assert "quiet" in shown(ran, every=True)
    assert "--all" not in shown(ran, every=True)
    nothing = Ran(over(tried, lines=LINES[:1]), 1.0)
    assert "No rule of 5 finds anything." in shown(nothing)


def test_what_the_past_cannot_tell_is_said(tried: RuleBook) -> None:
    report = over(tried)
    assert "A file tells of messages, arrivals and leavings" in shown(Ran(report, 1.0, file=True))
    assert "those of today" in shown(Ran(report, 1.0))
    assert "Of one event it is no longer known" in shown(Ran(report, 1.0, unknown=1))
    scored = structs.replace(report, scored=2, per_second_with_scores=900)
    assert "2 first messages were scored for spam, by the model in force" in shown(Ran(scored, 1.0))
    assert "by the model that comes along" in shown(Ran(scored, 1.0, shipped=True))


def test_a_file_is_scored_for_spam_when_the_rules_ask(tmp_path: Path) -> None:
    rule = "rules: [{id: learned, when: {spam: {level: likely, first: 3}}, then: delete}]"
    write_rules(tmp_path / "rules", moderation=rule)
    spam = said("new", "诚招兼职，在家就能做，一天三百元当天结算，想赚零花钱的加我微信 ab123", 1000)
    lines = [spam, said("old", "今天的作业我交了", 1001)]
    (tmp_path / "chat.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    found = json.loads(zhiqun(tmp_path, "backtest", "--history", "chat.jsonl", "--json").stdout)
    assert (found["scored"], found["shipped"], found["rules"][0]["hits"]) == (2, True, 1)


def test_the_command_replays_a_file_and_compares_with_the_rules_in_force(tmp_path: Path) -> None:
    write_rules(tmp_path / "rules", moderation=RULES)
    write_rules(tmp_path / "later", moderation=LATER)
    with gzip.open(tmp_path / "chat.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(map(json.dumps, LINES)) + "\nnonsense\n")
    asked = ("backtest", "--rules", "later", "--history", "chat.jsonl.gz", "--admins", "boss")
    found = json.loads(zhiqun(tmp_path, *asked, "--json").stdout)
    assert (found["events"], found["against"], sum(found["unreadable"].values())) == (13, "book", 1)
    assert next(r for r in found["rules"] if r["rule"] == "ads")["gone"] == 2
    shown = zhiqun(tmp_path, *asked, "--language", "en")
    assert "ads newly hits:" in shown.stdout
    assert not (tmp_path / "zhiqun.db").exists()


def test_a_file_of_which_nothing_can_be_read_is_told_and_not_reported(tmp_path: Path) -> None:
    write_rules(tmp_path / "rules", moderation=RULES)
    (tmp_path / "chat.csv").write_text("ts,user,text\nmonday,ann,hi\n", encoding="utf-8")
    done = zhiqun(tmp_path, "backtest", "--history", "chat.csv", "--language", "en")
    assert (done.returncode, done.stdout) == (1, "There is nothing to replay.\n")


def test_an_administrator_whom_the_file_does_not_know_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    write_rules(tmp_path / "rules", moderation=RULES)
    (tmp_path / "chat.jsonl").write_text("\n".join(map(json.dumps, LINES)), encoding="utf-8")
    asked = ("backtest", "--history", "chat.jsonl", "--admins")
    done = zhiqun(tmp_path, *asked, "@Boss,Bosss,Nobody", "--language", "en", "--json")
    assert [line for line in done.stderr.splitlines() if "--admins" in line] == [
        "--admins: nobody in the file is called 'Bosss' (did you mean 'boss'?)",
        "--admins: nobody in the file is called 'Nobody'",
    ]
    assert json.loads(done.stdout)["absent"] == {"Bosss": "boss", "Nobody": ""}
    chinese = zhiqun(tmp_path, *asked, "Bosss", "--language", "zh")
    assert "--admins：文件里没有人叫“Bosss”（是不是“boss”？）\n" in chinese.stderr
    assert "admins" not in zhiqun(tmp_path, *asked, "Boss", "--since", "30d").stderr


def test_a_past_that_ends_before_what_is_asked_for_says_when_it_ends(tmp_path: Path) -> None:
    write_rules(tmp_path / "rules", moderation=RULES)
    (tmp_path / "chat.jsonl").write_text("\n".join(map(json.dumps, LINES)), encoding="utf-8")
    asked = ("backtest", "--history", "chat.jsonl", "--since", "30d", "--language")
    english, chinese = zhiqun(tmp_path, *asked, "en").stdout, zhiqun(tmp_path, *asked, "zh").stdout
    assert "The last message of the file is of 1970-01-01" in english
    assert "--since counts back from now" in english
    assert "文件里最后一条消息的时间是 1970-01-01" in chinese


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (("--since", "5"), "--since: '5' is no duration: write 30s, 10m, 2h, 7d or 1d12h"),
        (("--history", "chat.xml"), "chat.xml"),
        (("--history", "none.csv"), "none.csv: No such file or directory"),
        ((), "there is no database zhiqun.db yet"),
    ],
)
def test_the_command_refuses_in_a_sentence(tmp_path: Path, more: tuple[str, ...], reason: str) -> None:
    write_rules(tmp_path / "rules", moderation=RULES)
    (tmp_path / "chat.xml").write_text("<x/>")
    done = zhiqun(tmp_path, "backtest", *more)
    assert done.returncode != 0
    assert reason in done.stderr
