"""`tests:` in rule files: what they may say, when they fail, and what a failure reads like."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.config.actions import ACTIONS
from rules.config.document import parse
from rules.config.rule_book_store import RuleBookStore
from rules.config.rule_tests import name_of
from tests.rules.make import book, folder, problems

RULES = """rules:
  - id: ads
    priority: 5
    when: {all: [{words: [buy now, 加微信]}, {joined: {less: 7d}}]}
    then: [delete, {warn: 2}]
    %s
  - id: quiet
    mode: shadow
    when: {words: eggs}
    then: {mute: 1h}
escalation: {steps: [{points: 3, then: {mute: 1h}}]}
%s
"""


def of_rule(trial: str) -> str:
    """The file with one test beside the rule `ads`."""
    return RULES % (f"tests: [{trial}]", "")


def of_file(trial: str) -> str:
    """The file with one test of all rules."""
    return RULES % ("", f"tests: [{trial}]")


@pytest.mark.parametrize(
    "trial",
    [
        "{text: buy now}",
        "{text: 快来加微信, expect: hit}",
        "{text: buy now, expect: [hit, delete, warn]}",
        "{text: buy now, expect: no mute}",
        "{text: buy now, as: regular, expect: no hit}",
        "{text: buy now, as: veteran, joined: 2d}",
        "{text: buy now, as: admin, expect: no hit}",
        "{text: buy now, as: regular, joined: 6d, expect: delete}",
        "{text: buy now, 'on': join, expect: no hit}",
        "{text: hello, expect: no hit}",
    ],
)
def test_what_a_test_of_a_rule_may_say(tmp_path: Path, trial: str) -> None:
    assert book(tmp_path, of_rule(trial)).tests == 1


@pytest.mark.parametrize(
    "trial",
    [
        "{text: buy now, expect: [ads, delete, warn, no mute, no quiet]}",
        "{text: buy now, warnings: 1, expect: [delete, mute]}",
        "{text: eggs, expect: [quiet, mute, no ads]}",
        "{text: good morning, expect: no hit}",
    ],
)
def test_a_test_of_the_file_asks_all_rules_as_if_they_were_enforced(tmp_path: Path, trial: str) -> None:
    assert book(tmp_path, of_file(trial)).tests == 1
    book(tmp_path, "mode: shadow\n" + of_file(trial))


@pytest.mark.parametrize(
    ("trial", "sentence"),
    [
        (
            "{text: hello}",
            "6:13: a test of the rule 'ads' fails: 'hello' by a newcomer should give hit; "
            "it gave no hit, because words does not hold",
        ),
        (
            "{text: buy now, as: regular}",
            "6:13: a test of the rule 'ads' fails: 'buy now' by a regular should give hit; "
            "it gave no hit, because joined does not hold (age 90d, limit < 7d)",
        ),
        (
            "{text: buy now, expect: no hit}",
            "6:13: a test of the rule 'ads' fails: 'buy now' by a newcomer should give no hit; it gave "
            "delete, warn, because ads: words holds (word buy now) and joined holds (age 10m, limit < 7d)",
        ),
        (
            "{text: buy now, expect: [delete, mute]}",
            "6:13: a test of the rule 'ads' fails: 'buy now' by a newcomer should give mute; it gave "
            "delete, warn, because ads: words holds (word buy now) and joined holds (age 10m, limit < 7d)",
        ),
        (
            "{'on': join}",
            "6:13: a test of the rule 'ads' fails: this join by a newcomer should give hit; "
            "it looks at edit, message alone",
        ),
        (
            "{text: buy now, as: admin}",
            "6:13: a test of the rule 'ads' fails: 'buy now' by an admin should give hit; "
            "nobody judges it (administrator)",
        ),
        ("{text: buy now, expect: ht}", "6:37: unknown expectation 'ht' (did you mean 'hit'?)"),
        (
            "{text: buy now, expect: [hit, no delte]}",
            "6:37: unknown expectation 'delte' (did you mean 'delete'?)",
        ),
        ("{txt: buy now}", "6:14: unknown key 'txt' (did you mean 'text'?)"),
        (
            "{text: a, as: newcomr}",
            "6:27: 'newcomr' is none of newcomer, regular, veteran, admin (did you mean 'newcomer'?)",
        ),
        ("{text: a, joined: 5}", "6:31: '5' is no duration: write 30s, 10m, 2h, 7d or 1d12h"),
    ],
)
def test_what_a_failing_test_reads_like(tmp_path: Path, trial: str, sentence: str) -> None:
    assert problems(tmp_path, moderation=of_rule(trial)) == [f"rules/moderation.yaml:{sentence}"]


def test_a_test_of_the_file_names_the_rules_that_held(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, moderation=of_file("{text: eggs, expect: no hit}"))
    assert found == (
        "rules/moderation.yaml:12:9: a test of all rules fails: 'eggs' by a newcomer should give no hit; "
        "it gave mute, because quiet: words holds (word eggs)"
    )


@pytest.mark.parametrize(
    ("rule", "trial"),
    [
        ("rate: {times: 4, within: 10s}", "{text: hi, times: 4, within: 9s}"),
        ("rate: {times: 4, within: 10s}", "{text: hi, times: 3, within: 9s, expect: no hit}"),
        ("rate: {times: 4, within: 10s}", "{text: hi, times: 4, within: 9s, by: chat, expect: no hit}"),
        ("rate: {times: 4, within: 10s, by: chat}", "{text: hi, times: 4, within: 9s, by: chat}"),
        ("duplicates: {times: 3, by: chat}", "{text: hello there, times: 3, within: 1m, by: chat}"),
        ("clock: {start: '23:00', end: '06:00'}", "{text: hi, at: '02:30'}"),
        ("weekday: [sat, sun]", "{text: hi, day: sat}"),
        ("weekday: [sat, sun]", "{text: hi, expect: no hit}"),
        ("files: [exe]", "{file: a.exe}"),
        ("forward: channel", "{text: hi, forward: channel}"),
        ("links: hidden", "{text: hi, hidden_links: 'https://evil.example'}"),
        ("links: invite", "{text: 'see t.me/+abc'}"),
        ("domains: [bit.ly]", "{text: 'see bit.ly/x.'}"),
        ("mentions: {least: 2}", "{text: '@ann_b and @bob_c'}"),
        ("reply: true", "{text: hi, reply: true}"),
        ("via: any_bot", "{text: hi, via: any_bot}"),
        ("points: {least: 50}", "{text: hi, as: regular}"),
        ("messages: {most: 1}", "{text: hi}"),
        ("messages: {most: 1}", "{text: hi, messages: 1, expect: no hit}"),
        ("warnings: {least: 2}", "{text: hi, warnings: 2}"),
    ],
)
def test_a_test_can_set_the_scene_for_every_condition(tmp_path: Path, rule: str, trial: str) -> None:
    text = f"rules:\n  - {{id: a, when: {{{rule}}}, then: delete, tests: [{trial}]}}\n"
    assert problems(tmp_path, moderation=text) == []


LOWER = ["'off'", "shadow", "review"]


@pytest.mark.parametrize("mode", LOWER)
@pytest.mark.parametrize(
    "trial",
    [
        "{text: buy now}",
        "{text: buy now, expect: [hit, delete, warn]}",
        "{text: buy now, expect: no mute}",
        "{text: hello, expect: no hit}",
    ],
)
def test_a_lower_mode_of_a_rule_or_of_the_file_changes_nothing_about_a_rules_tests(
    tmp_path: Path, mode: str, trial: str
) -> None:
    text = of_rule(trial)
    book(tmp_path, f"mode: {mode}\n{text}")
    book(tmp_path, text.replace("- id: ads", f"- id: ads\n    mode: {mode}"))
    wrong = f"mode: {mode}\n" + of_rule("{text: hello}")
    (problem,) = problems(tmp_path, moderation=wrong)
    assert "should give hit" in problem


@pytest.mark.parametrize("mode", LOWER)
@pytest.mark.parametrize(
    "trial",
    [
        "{text: buy now, expect: [ads, delete, warn, no mute, no quiet]}",
        "{text: buy now, warnings: 1, expect: [delete, mute]}",
        "{text: eggs, expect: [quiet, mute, no ads]}",
    ],
)
def test_a_lower_mode_of_the_file_changes_nothing_about_its_own_tests(
    tmp_path: Path, mode: str, trial: str
) -> None:
    book(tmp_path, f"mode: {mode}\n{of_file(trial)}")


def test_what_review_does_may_be_expected_where_it_is_the_mode(tmp_path: Path) -> None:
    held = "{text: buy now, expect: [delete, review, no warn]}"
    for text in (of_rule(held), of_file(held)):
        assert len(problems(tmp_path, moderation=text)) == 1
        book(tmp_path, f"mode: review\n{text}")
        own = text.replace("- id: ads", "- id: ads\n    mode: review")
        book(tmp_path, own)
        book(tmp_path, f"mode: shadow\n{own}")


def test_tests_of_a_rule_that_is_off_are_run_too(tmp_path: Path) -> None:
    text = of_rule("{text: hello}").replace("- id: ads", "- id: ads\n    mode: 'off'")
    assert len(problems(tmp_path, moderation=text)) == 1


def test_a_book_whose_test_fails_is_not_taken_and_the_last_good_one_stays(tmp_path: Path) -> None:
    root = folder(tmp_path, moderation=of_rule("{text: buy now}"))
    rule_books = RuleBookStore(root)
    good = rule_books.book
    (root / "moderation.yaml").write_text(of_rule("{text: buy now}").replace("[buy now, 加", "[buy nov, 加"))
    (problem,) = rule_books.reload()
    assert "should give hit" in str(problem)
    assert rule_books.book is good


def test_every_action_is_expected_by_the_name_it_is_written_with() -> None:
    for name, spelling in ACTIONS.items():
        written = parse(spelling.example, "example", [])
        assert written is not None
        options = written.data.get(name) if isinstance(written.data, dict) else None
        action = spelling.build(spelling.options.model_validate(options), "en", 0)
        assert name_of(action) == name
