"""The ladder: what warnings lead to, for rules and for moderators alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.config.book import RuleBook
from rules.engine.actions import Action, Ban, Delete, Kick, Mute, Unban, Unmute, Warn
from rules.engine.decide import sanction
from rules.engine.state import FOREVER, Role, Warning
from tests.rules.make import NOW, book, member

LADDER = """
escalation:
  expires: 7d
  steps:
    - {points: 3, then: {mute: 1h}}
    - {points: 5, then: kick}
    - {points: 8, then: {ban: forever}}
"""


@pytest.fixture
def rules(tmp_path: Path) -> RuleBook:
    """A ladder of three rungs and no rules."""
    return book(tmp_path, LADDER)


@pytest.mark.parametrize(
    ("had", "given", "added", "step"),
    [
        (0, 1, (), ""),
        (1, 1, (), ""),
        (2, 1, (Mute(3600),), "3: mute 1h"),
        (3, 1, (Mute(3600),), "3: mute 1h"),
        (4, 1, (Kick(),), "5: kick"),
        (0, 7, (Kick(),), "5: kick"),
        (7, 1, (Ban(FOREVER),), "8: ban forever"),
        (0, 100, (Ban(FOREVER),), "8: ban forever"),
    ],
)
def test_the_highest_rung_that_is_reached_counts(
    rules: RuleBook, had: int, given: int, added: tuple[Action, ...], step: str
) -> None:
    before = member(warnings=(Warning(NOW - 5, had),) if had else ())
    actions, state, escalated = sanction(before, [Warn(given, 60)], "r", rules, NOW)
    assert (actions, escalated) == ((*added, Warn(given, 60)), step)
    assert state.warning_points(NOW) == had + given
    assert state.warnings[-1] == Warning(NOW, given, "r", NOW + 60)


def test_warnings_that_ran_out_lead_nowhere(rules: RuleBook) -> None:
    before = member(warnings=(Warning(0, 7, "", NOW),))
    assert sanction(before, [Warn()], "r", rules, NOW)[2] == ""


def test_without_a_warning_nobody_climbs(rules: RuleBook) -> None:
    before = member(warnings=(Warning(0, 7),))
    assert sanction(before, [Delete()], "r", rules, NOW) == ((Delete(),), before, "")


def test_a_harder_sanction_of_the_rule_stays(rules: RuleBook) -> None:
    actions, state, _ = sanction(member(), [Warn(3), Mute(FOREVER)], "r", rules, NOW)
    assert actions == (Mute(FOREVER), Warn(3))
    assert state.muted_until == FOREVER


def test_a_warning_without_an_end_never_runs_out(rules: RuleBook) -> None:
    state = sanction(member(), [Warn(1, 0)], "r", rules, NOW)[1]
    assert state.warnings[0].active(2**40)


@pytest.mark.parametrize(
    ("action", "role", "muted_until"),
    [
        (Mute(60), Role.MEMBER, NOW + 60),
        (Mute(FOREVER), Role.MEMBER, FOREVER),
        (Unmute(), Role.MEMBER, 0),
        (Kick(), Role.LEFT, 5),
        (Ban(60), Role.BANNED, 5),
        (Unban(), Role.MEMBER, 5),
    ],
)
def test_what_a_moderator_does_changes_the_member(
    rules: RuleBook, action: Action, role: Role, muted_until: int
) -> None:
    _, state, _ = sanction(member(muted_until=5), [action], "moderator", rules, NOW)
    assert (state.role, state.muted_until) == (role, muted_until)


def test_the_book_knows_its_highest_rung_and_how_long_warnings_count(rules: RuleBook) -> None:
    assert (rules.escalation.highest, rules.escalation.expires) == (8, 7 * 86_400)


def test_a_rules_warning_counts_as_long_as_the_ladder_says_unless_it_says_otherwise(tmp_path: Path) -> None:
    text = LADDER + "rules:\n  - {id: a, when: {words: x}, then: warn}\n"
    text += "  - {id: b, when: {words: x}, then: {warn: {points: 2, expires: 1h}}}\n"
    assert [r.actions for r in book(tmp_path, text).rules] == [(Warn(1, 7 * 86_400),), (Warn(2, 3600),)]
