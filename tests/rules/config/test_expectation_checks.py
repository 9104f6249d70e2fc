"""Everything that is wrong with a rule file is said at once, what its tests expect included."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.config.book import Examined, examine
from tests.rules.make import folder

WRONG_TEST = "tests: [{text: buy, expect: delte}]"
FAILING = "tests: [{text: sell, expect: delete}]"


def found(at: Path, moderation: str, incentives: str = "{}") -> Examined:
    """What is said of a folder with this moderation.yaml."""
    return examine(folder(at, moderation=moderation, incentives=incentives))


def sentences(examined: Examined) -> str:
    """The problems, one a line."""
    return "\n".join(map(str, examined.problems))


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("  - {id: ads, when: {words: x}, then: delete}", "there is a rule 'ads' already"),
        ("  - {id: b, when: {words: x}, then: delete, thn: 1}", "unknown key 'thn'"),
        (
            "  - {id: b, when: {words: x}, then: delete, tests: [{as: nobody}]}",
            "'nobody' is none of newcomer",
        ),
        ("  - {id: b, when: {wrds: x}, then: delete}", "unknown condition 'wrds'"),
        ("tests: [{text: x, as: nobody}]", "'nobody' is none of newcomer"),
        ("mod: shadow", "unknown key 'mod'"),
        ("escalation: {steps: [{points: 0, then: ban}]}", "should be at least 1"),
    ],
)
def test_what_tests_expect_is_looked_at_beside_other_problems(tmp_path: Path, other: str, told: str) -> None:
    text = f"rules:\n  - {{id: ads, when: {{words: buy}}, then: delete, {WRONG_TEST}}}\n{other}\n"
    examined = found(tmp_path, text)
    assert told in sentences(examined)
    assert "unknown expectation 'delte' (did you mean 'delete'?)" in sentences(examined)
    assert examined.untested


def test_a_rule_that_is_wrong_in_one_place_is_looked_at_in_all_others(tmp_path: Path) -> None:
    examined = found(
        tmp_path,
        """mod: shadow
rules:
  - {id: ads, when: {words: x}, then: {mute: soon}, tests: [{as: nobody}]}
  - {id: ads, extends: none, when: {words: x}, then: delete}
  - {id: ads, prio: 3, on: message, when: {words: x}, then: approve}
groups: [{chats: a, rules: {adds: {mode: off}}}]
tests: [{text: x, expect: [adds, no adds]}]
""",
    )
    for told in (
        ":1:1: unknown key 'mod'",
        "'soon' is no duration",
        "'nobody' is none of",
        "unknown rule 'none'",
        ":5:10: there is a rule 'ads' already",
        "unknown key 'prio'",
        "'approve' means something on join_request alone",
        ":6:29: unknown rule 'adds' (did you mean 'ads'?)",
        "unknown expectation 'adds' (did you mean 'ads'?)",
    ):
        assert told in sentences(examined)


def test_two_rules_without_an_id_are_no_two_of_one_id(tmp_path: Path) -> None:
    rule = "{when: {words: x}, then: delete}"
    examined = found(tmp_path, f"rules: [{rule}, {rule}]")
    assert "already" not in sentences(examined)
    assert sentences(examined).count("'id' is missing") == 2


def test_tests_run_although_another_file_has_problems(tmp_path: Path) -> None:
    rule = f"rules: [{{id: ads, when: {{words: buy}}, then: delete, {FAILING}}}]"
    examined = found(tmp_path, rule, incentives="mesage: 1")
    assert "unknown key 'mesage'" in sentences(examined)
    assert "a test of the rule 'ads' fails" in sentences(examined)
    assert not examined.untested


def test_a_file_without_tests_has_none_that_were_not_run(tmp_path: Path) -> None:
    assert not found(tmp_path, "rules: [{id: ads, when: {wrds: buy}, then: delete}]").untested
    assert found(tmp_path, "rules: [").untested


def test_what_is_off_can_not_be_expected_of_all_rules_together(tmp_path: Path) -> None:
    rule = "{id: ads, mode: off, when: {words: x}, then: delete}"
    examined = found(tmp_path, f"rules: [{rule}]\ntests: [{{text: x, expect: no ads}}]")
    assert "unknown expectation" not in sentences(examined)
    assert ":2:27: a test at the end of the file names the rule 'ads', which is off" in sentences(examined)
