"""`zhiqun explain`: every rule's answer with the whole trace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rules
from bot.backtest.action_spelling import spelled_action
from bot.backtest.explaining import Spam, explain, lines
from bot.features import extensions
from bot.text.messages import plain
from rules.config.book import RuleBook, load_book
from rules.config.rule_test_model import STANDINGS, TrialModel, scene_of
from rules.engine.actions import Action, Alert, Ban, Delete, Kick, Mute, React, Say, Warn
from rules.engine.events import Sender
from rules.engine.facts import Facts
from rules.engine.spam import SpamScore
from rules.engine.state import FOREVER, Role
from tests.bots import write_rules
from tests.processes import here as zhiqun
from tests.rules.make import book

RULES = """rules:
  - id: ads
    title: {zh: 广告, en: advertising}
    priority: 9
    stop: true
    when: {all: [{words: buy now}, {any: [{joined: {less: 7d}}, {links: any}]}, {not: {reply: true}}]}
    then: [delete, {warn: 3}]
  - {id: later, mode: shadow, when: {words: buy}, then: alert}
  - {id: comers, on: join, when: {rate: {times: 2, within: 1m}}, then: alert}
  - {id: elsewhere, scope: {topics: [7]}, when: {words: buy}, then: alert}
escalation: {steps: [{points: 3, then: {mute: 1h}}]}
"""
DEFAULT = load_book(Path(rules.__file__).parent, extensions())[0]


def said(of: RuleBook, language: str = "en", **trial: object) -> list[str]:
    """The explanation's lines."""
    return list(lines(language, explain(of, TrialModel.model_validate(trial)), every=True))


def test_every_condition_is_shown_with_what_it_measured_also_where_the_answer_was_known_before(
    tmp_path: Path,
) -> None:
    assert said(book(tmp_path, RULES), text="hello") == [
        "✗ ads (advertising)",
        "   ✗ every part holds",
        "      ✗ word from the list: –",
        "      ✓ one part holds",
        "         ✓ member for 10 minutes, threshold < 7 days",
        "         ✗ links 0, threshold ≥ 1",
        "      ✓ the part does not hold",
        "         ✗ answers nobody, wanted anything",
        "✗ later [shadow] (later)",
        "   ✗ word from the list: –",
        "– comers (comers): does not look at events of this kind",
        "– elsewhere (elsewhere): left out by its scope or exemptions",
        "",
        "Result: nothing is done.",
    ]


def test_rules_that_hold_come_first_with_what_they_do_and_the_ladder(tmp_path: Path) -> None:
    shown = said(book(tmp_path, RULES), "zh", text="buy now")
    assert shown[0] == "✓ ads (广告) → delete, warn 3"
    assert "✗ later [shadow] (later): 也成立，但前面的规则已叫停 → alert" not in shown
    assert "– later [shadow] (later): 也成立，但前面的规则已叫停 → alert" in shown
    assert shown[-2:] == ["结果：delete, mute 1h, warn 3", "警告累积到了这一级：满 3 分禁言（1 小时）"]


@pytest.mark.parametrize("spoken_here", ["zh", "en"])
def test_titles_are_told_in_the_language_asked_for_whatever_the_community_speaks(
    tmp_path: Path, spoken_here: str
) -> None:
    of = book(tmp_path, RULES, community=f"name: Test\nlanguage: {spoken_here}\n")
    assert said(of, "en", text="buy now")[0].startswith("✓ ads (advertising)")
    assert said(of, "zh", text="buy now")[0].startswith("✓ ads (广告)")


def test_who_is_exempt_is_told_in_words(tmp_path: Path) -> None:
    found = explain(book(tmp_path, RULES), TrialModel.model_validate({"text": "buy", "as": "admin"}))
    assert "Result: not judged: administrators are exempt." in lines("en", found)
    assert "结果：不作评判（管理员）。" in lines("zh", found)


EXEMPT = [Role.CREATOR, Role.ADMINISTRATOR, Role.TRUSTED, *(s for s in Sender if s is not Sender.MEMBER)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_exemption_has_words_of_its_own(language: str) -> None:
    told = {plain(language, "explain-exempt", who=str(who)) for who in EXEMPT}
    assert len(told) == len(EXEMPT)
    assert "_" not in "".join(told)


def brief(of: RuleBook, rule: str = "", **trial: object) -> list[str]:
    """What is told when not everything is asked for."""
    return list(lines("en", explain(of, TrialModel.model_validate(trial)), rule=rule))


def test_rules_that_do_not_hold_take_a_line_each_unless_all_are_asked_for(tmp_path: Path) -> None:
    of = book(tmp_path, RULES)
    shown = brief(of, text="buy cheaply")
    assert shown[:2] == ["✓ later [shadow] (later) → alert", "   ✓ word from the list: buy"]
    assert shown[2] == "✗ ads (advertising)"
    assert shown[-1] == "`--all` shows every condition of every rule, `--rule ID` those of one."
    assert len(shown) == 8


def test_one_rule_alone_is_told_with_every_condition(tmp_path: Path) -> None:
    shown = brief(book(tmp_path, RULES), "later", text="hello")
    assert shown == [
        "✗ later [shadow] (later)",
        "   ✗ word from the list: –",
        "",
        "Result: nothing is done.",
    ]


SCORED = """rules:
  - {id: learned, when: {spam: {level: likely, first: 3}}, then: delete}
  - {id: copies, when: {all: [{spam: copy}, {links: any}]}, then: alert}
"""


def scorer(text: str) -> Spam:
    """A model that knows one word."""
    spam = "coins" in text
    score = SpamScore(0.98, 0.004, "spam", ("coins",)) if spam else SpamScore(0.02, 0.6)
    return Spam(score, (("coins", 0.5), ("hello", -0.1)) if spam else (), shipped=True)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_spam_score_is_told_with_limits_and_what_weighs_most(tmp_path: Path, language: str) -> None:
    found = explain(book(tmp_path, SCORED), TrialModel(text="hello coins"), scorer)
    shown = "\n".join(lines(language, found))
    for part in ("98.0%", "0.40%", "learned", "≤ 1%", "+0.500  coins", "-0.100  hello"):
        assert part in shown
    assert found.actions == ("delete",)


def test_a_text_that_is_no_first_message_is_not_scored_and_that_is_said(tmp_path: Path) -> None:
    of = book(tmp_path, SCORED)
    found = explain(of, TrialModel.model_validate({"text": "coins", "as": "regular"}), scorer)
    assert found.spam is None
    assert "for the first 20 messages of a member, and this is number 201" in "\n".join(lines("en", found))
    assert explain(of, TrialModel.model_validate({"text": "coins", "as": "admin"}), scorer).spam is None


def test_nothing_is_scored_when_no_rule_asks(tmp_path: Path) -> None:
    found = explain(book(tmp_path, RULES), TrialModel(text="coins"), scorer)
    assert (found.spam, found.first) == (None, 0)


def test_the_command_scores_by_the_shipped_model_where_there_is_no_database(tmp_path: Path) -> None:
    write_rules(tmp_path / "rules", moderation=SCORED)
    spam = "诚招兼职，在家就能做，一天三百元当天结算，想赚零花钱的加我微信 ab123"
    found = json.loads(zhiqun(tmp_path, "explain", spam, "--rule", "learned", "--json").stdout)
    assert (found["actions"], found["spam"]["shipped"]) == (["delete"], True)
    assert [a["rule"] for a in found["answers"]] == ["learned"]
    assert not (tmp_path / "zhiqun.db").exists()


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ((" ",), 'there is nothing to judge: give the words, as in `zhiqun explain "加微信领取"`'),
        (("hi", "--rule", "adds"), "--rule: unknown rule 'adds' (did you mean 'ads'?)"),
    ],
)
def test_the_command_refuses_what_it_cannot_judge(
    tmp_path: Path, asked: tuple[str, ...], reason: str
) -> None:
    write_rules(tmp_path / "rules", moderation=RULES)
    refused = zhiqun(tmp_path, "explain", *asked)
    assert refused.returncode == 2
    assert reason in refused.stderr


def test_nobody_judges_an_administrator(tmp_path: Path) -> None:
    shown = said(book(tmp_path, RULES), text="buy now", **{"as": "admin"})
    assert shown[-1] == "Result: not judged: administrators are exempt."


def test_the_command_prints_a_tree_or_json_and_refuses_in_a_sentence(tmp_path: Path) -> None:
    write_rules(tmp_path / "rules", moderation=RULES)
    assert "✓ ads" in zhiqun(tmp_path, "explain", "buy now").stdout
    found = json.loads(zhiqun(tmp_path, "explain", "buy now", "--json").stdout)
    assert found["actions"] == ["delete", "mute 1h", "warn 3"]
    assert found["answers"][0]["trace"]["parts"][0]["finding"]["matched"] == "buy now"
    refused = zhiqun(tmp_path, "explain", "x", "--joined", "5")
    assert (refused.returncode, refused.stderr) == (
        2,
        "--joined: '5' is no duration: write 30s, 10m, 2h, 7d or 1d12h\n",
    )
    assert not (tmp_path / "zhiqun.db").exists()


@pytest.mark.parametrize(
    ("action", "text"),
    [
        (Delete(), "delete"),
        (Delete((1, 2)), "delete +2"),
        (Warn(2), "warn 2"),
        (Mute(5400), "mute 1h30m"),
        (Mute(FOREVER), "mute forever"),
        (Kick(), "kick"),
        (Ban(86_400), "ban 1d"),
        (Say("Hello"), 'reply "Hello"'),
        (React("👍"), 'react "👍"'),
        (Alert(), "alert"),
    ],
)
def test_how_actions_are_spelled(action: Action, text: str) -> None:
    assert spelled_action(action) == text


@given(
    st.builds(
        TrialModel,
        text=st.sampled_from(["hi", "加微信 https://x.cn", "@admin", "WHY NOT ME?!", "🔥" * 25, "傻逼"]),
        standing=st.sampled_from(sorted(STANDINGS)),
        times=st.integers(1, 9),
        reply=st.booleans(),
        on=st.sampled_from(["message", "edit", "join"]),
    )
)
def test_looking_at_all_parts_finds_the_same_as_stopping_early(trial: TrialModel) -> None:
    assert DEFAULT is not None
    context = scene_of(trial, "UTC")
    for rule in DEFAULT.rules:
        facts = Facts(context.event, context.state, context.activity, context.now)
        assert rule.check.whole(facts).finding == rule.check.look(facts).finding
