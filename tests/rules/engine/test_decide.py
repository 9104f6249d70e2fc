"""Deciding: who is judged, in which order, and what becomes of the member."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from rules.config.book import RuleBook
from rules.engine.actions import Alert, Delete, Mute, React, Warn
from rules.engine.decide import decide
from rules.engine.decision import Decision, Finding, Hit, Mode, Trace, leading
from rules.engine.events import Chat, Event, Kind, Person, Sender
from rules.engine.state import FOREVER, Activity, MemberState, Role, Warning
from tests.rules.make import NOW, book, event, member, past, seen

RULES = """
rules:
  - {id: low, when: {words: spam}, then: [alert]}
  - {id: high, priority: 9, when: {words: [spam, eggs]}, then: [delete, warn]}
  - {id: quiet, mode: shadow, priority: 5, when: {words: spam}, then: {ban: forever}}
  - {id: asleep, mode: "off", when: {words: spam}, then: {ban: forever}}
  - {id: joins, on: join, when: {rate: {times: 2, within: 1m, by: chat, of: join}}, then: alert}
"""


@pytest.fixture
def rules(tmp_path: Path) -> RuleBook:
    """Two rules that enforce, one in shadow, one off, one for joins."""
    return book(tmp_path, RULES)


def judged(
    what: Event, rules: RuleBook, state: MemberState | None = None, activity: Activity | None = None
) -> Decision:
    """A decision with defaults for what does not matter."""
    return decide(what, state or member(), activity or Activity(), rules, NOW)


def test_rules_are_asked_by_priority_and_their_actions_merged(rules: RuleBook) -> None:
    decision = judged(event("spam"), rules)
    assert [h.rule for h in decision.hits] == ["high", "quiet", "low"]
    assert decision.actions == (Delete(), Warn(1, 30 * 86_400), Alert())
    assert decision.deletes
    assert decision.book == rules.hash


def test_a_rule_in_shadow_is_counted_and_does_nothing(rules: RuleBook) -> None:
    shadow = next(h for h in judged(event("spam"), rules).hits if h.rule == "quiet")
    assert shadow.mode is Mode.SHADOW
    assert shadow.matched == "spam"


def test_what_no_rule_minds_leads_to_nothing(rules: RuleBook) -> None:
    decision = judged(event("hello"), rules)
    assert (decision.hits, decision.actions, decision.exempt) == ((), (), "")


@pytest.mark.parametrize(
    ("state", "more", "exempt"),
    [
        ({"role": Role.ADMINISTRATOR}, {}, "administrator"),
        ({"role": Role.CREATOR}, {}, "creator"),
        ({}, {"sender": Sender.ANONYMOUS_ADMIN}, "anonymous_admin"),
        ({}, {"sender": Sender.LINKED_CHANNEL}, "linked_channel"),
        ({}, {"sender": Sender.SERVICE}, "service"),
        ({}, {"person": Person(5, "Helper", bot=True)}, "bot"),
        ({"role": Role.RESTRICTED}, {}, ""),
        ({"role": Role.UNKNOWN}, {}, ""),
    ],
)
def test_staff_channels_and_bots_are_never_judged(
    rules: RuleBook, state: dict[str, Any], more: dict[str, Any], exempt: str
) -> None:
    decision = judged(event("spam", **more), rules, member(**state))
    assert decision.exempt == exempt
    assert bool(decision.actions) is (exempt == "")


def test_stop_ends_the_asking_only_when_the_rule_is_enforced(tmp_path: Path) -> None:
    one = "  - {{id: first, stop: true, mode: {mode}, when: {{words: spam}}, then: delete}}\n"
    two = "  - {id: second, when: {words: spam}, then: alert}\n"
    stopping = book(tmp_path, "rules:\n" + one.format(mode="enforce") + two)
    assert [h.rule for h in judged(event("spam"), stopping).hits] == ["first"]
    shadow = book(tmp_path, "rules:\n" + one.format(mode="shadow") + two)
    assert [h.rule for h in judged(event("spam"), shadow).hits] == ["first", "second"]


@pytest.mark.parametrize(
    ("ceiling", "modes"), [("enforce", ["enforce", "shadow"]), ("shadow", ["shadow", "shadow"]), ("off", [])]
)
def test_the_ceiling_lowers_every_mode_above_it(tmp_path: Path, ceiling: str, modes: list[str]) -> None:
    rules = "rules:\n  - {id: a, when: {words: x}, then: delete}\n"
    rules += "  - {id: b, mode: shadow, when: {words: x}, then: delete}\n"
    assert [r.mode for r in book(tmp_path, f"mode: '{ceiling}'\n{rules}").rules] == modes


@pytest.mark.parametrize(
    ("on", "kind", "hit"),
    [
        ("", Kind.MESSAGE, True),
        ("", Kind.EDIT, True),
        ("", Kind.JOIN, False),
        ("on: message, ", Kind.EDIT, False),
        ("on: [edit, join], ", Kind.JOIN, True),
    ],
)
def test_a_rule_looks_at_its_kinds_of_events(tmp_path: Path, on: str, kind: Kind, hit: bool) -> None:
    rules = book(tmp_path, f"rules:\n  - {{id: a, {on}when: {{words: x}}, then: delete}}\n")
    assert bool(judged(event("x", kind=kind), rules).hits) is hit


@pytest.mark.parametrize(
    ("scope", "what", "hit"),
    [
        ("{chats: LEARNERS}", {}, True),
        ("{chats: ['@learners', Other]}", {}, True),
        ("{chats: Other}", {}, False),
        ("{chats: Private}", {"chat": Chat(-5, title="private")}, True),
        ("{topics: [4]}", {"topic": 4}, True),
        ("{topics: [4]}", {"topic": 5}, False),
        ("{roles: restricted}", {}, False),
        ("{roles: [member]}", {}, True),
    ],
)
def test_scope(tmp_path: Path, scope: str, what: dict[str, Any], hit: bool) -> None:
    rules = book(tmp_path, f"rules:\n  - {{id: a, scope: {scope}, when: {{words: x}}, then: delete}}\n")
    assert bool(judged(event("x", **what), rules).hits) is hit


@pytest.mark.parametrize("whose", ["book", "rule"])
@pytest.mark.parametrize(
    ("exempt", "state", "spared"),
    [
        ("{people: '@Ann'}", {}, True),
        ("{people: ['42']}", {}, True),
        ("{people: bob}", {}, False),
        ("{points: 100}", {"xp": 100}, True),
        ("{points: 100}", {"xp": 99}, False),
        ("{roles: restricted}", {"role": Role.RESTRICTED}, True),
        ("{roles: restricted}", {}, False),
    ],
)
def test_exemptions(tmp_path: Path, whose: str, exempt: str, state: dict[str, Any], spared: bool) -> None:
    top, own = (f"exempt: {exempt}\n", "") if whose == "book" else ("", f"exempt: {exempt}, ")
    rules = book(tmp_path, f"{top}rules:\n  - {{id: a, {own}when: {{words: x}}, then: delete}}\n")
    assert bool(judged(event("x"), rules, member(**state)).hits) is not spared


def test_the_trace_shows_every_check_that_was_made(tmp_path: Path) -> None:
    when = "{all: [{any: [{words: a}, {words: b}]}, {not: {links: any}}, {length: {least: 1}}]}"
    rules = book(tmp_path, f"rules:\n  - {{id: a, when: {when}, then: delete}}\n")
    hit = judged(event("b"), rules).hits[0]
    assert hit.trace.condition == "all"
    either, without, length = hit.trace.parts
    assert [(p.condition, p.finding.hit) for p in either.parts] == [("words", False), ("words", True)]
    assert (without.condition, without.finding.hit, without.parts[0].finding.hit) == ("not", True, False)
    assert length.finding.values["count"] == 1
    assert hit.matched == "b"


@pytest.mark.parametrize(
    ("when", "texts"),
    [
        ("{all: [{words: a}, {words: b}]}", {"a b": True, "a": False, "b": False}),
        ("{any: [{words: a}, {words: b}]}", {"a": True, "b": True, "c": False}),
        ("{not: {words: a}}", {"a": False, "b": True}),
        ("{words: a, not: {words: b}}", {"a": True, "a b": False}),
        ("[{words: a}, {words: b}]", {"a b": True, "a": False}),
        (
            "{any: [{words: a}, {all: [{words: b}, {not: {words: c}}]}]}",
            {"b": True, "b c": False, "a c": True},
        ),
        ("shouting", {"NOBODY HEARS ME OVER HERE": True, "hush": False}),
    ],
)
def test_conditions_combine(tmp_path: Path, when: str, texts: dict[str, bool]) -> None:
    rules = book(tmp_path, f"rules:\n  - {{id: r, when: {when}, then: delete}}\n")
    assert {t: bool(judged(event(t), rules).hits) for t in texts} == texts


def test_deleting_what_matched_takes_the_counted_messages_along(tmp_path: Path) -> None:
    when = "{all: [{rate: {times: 3, within: 10s}}, {length: {most: 9}}]}"
    rules = book(
        tmp_path,
        f"rules:\n  - {{id: a, when: {when}, then: {{delete: {{matched: true}}}}}}\n"
        f"  - {{id: b, when: {when}, then: delete}}\n",
    )
    flood = judged(event("hi"), rules, activity=past(seen(5, 11), seen(3, 12)))
    assert [h.actions for h in flood.hits] == [(Delete((11, 12)),), (Delete(),)]
    assert flood.actions == (Delete((11, 12)),)


def test_the_same_values_lead_to_the_same_decision(rules: RuleBook) -> None:
    what, state, activity = event("spam and eggs"), member(xp=3), past(seen(4, 9))
    assert decide(what, state, activity, rules, NOW) == decide(what, state, activity, rules, NOW)


@pytest.mark.parametrize(
    ("what", "before", "after"),
    [
        ({}, {"messages": 4}, {"messages": 5}),
        ({"kind": Kind.EDIT}, {"messages": 4}, {"messages": 4}),
        ({}, {"first_seen": 0}, {"first_seen": NOW, "messages": 1}),
        ({}, {"role": Role.LEFT}, {"role": Role.MEMBER, "messages": 1}),
        (
            {"kind": Kind.JOIN, "new_status": "member"},
            {"role": Role.LEFT},
            {"role": Role.MEMBER, "joined_at": NOW},
        ),
        ({"kind": Kind.JOIN, "new_status": "restricted"}, {}, {"role": Role.RESTRICTED, "joined_at": NOW}),
        ({"kind": Kind.LEAVE, "new_status": "left"}, {}, {"role": Role.LEFT, "left_at": NOW}),
        ({"kind": Kind.LEAVE, "new_status": "kicked"}, {}, {"role": Role.BANNED, "left_at": NOW}),
        (
            {"kind": Kind.ROLE, "new_status": "administrator"},
            {"joined_at": NOW - 9},
            {"role": Role.ADMINISTRATOR, "joined_at": NOW - 9},
        ),
        # It tells that somebody is there whose join nobody told of.
        (
            {"kind": Kind.ROLE, "new_status": "administrator"},
            {"first_seen": NOW - 9},
            {"role": Role.ADMINISTRATOR, "joined_at": NOW - 9},
        ),
        ({}, {"muted_until": NOW}, {"muted_until": 0, "messages": 1}),
        ({}, {"muted_until": NOW + 1}, {"muted_until": NOW + 1, "messages": 1}),
        ({}, {"muted_until": FOREVER}, {"muted_until": FOREVER, "messages": 1}),
        (
            {},
            {"warnings": (Warning(1, 1, "old", NOW), Warning(2, 1, "new", NOW + 1))},
            {"warnings": (Warning(2, 1, "new", NOW + 1),), "messages": 1},
        ),
    ],
)
def test_the_member_after_an_event(
    rules: RuleBook, what: dict[str, Any], before: dict[str, Any], after: dict[str, Any]
) -> None:
    state = member(**before)
    assert judged(event("hello", **what), rules, state).state == structs.replace(state, **after)


def test_a_rule_that_warns_and_mutes_changes_the_member(tmp_path: Path) -> None:
    rules = book(tmp_path, "rules:\n  - {id: a, when: {words: x}, then: [{warn: 2}, {mute: 10m}]}\n")
    decision = judged(event("x"), rules)
    assert decision.actions == (Mute(600), Warn(2, 30 * 86_400))
    assert decision.state.muted_until == NOW + 600
    assert decision.state.warnings == (Warning(NOW, 2, "a", NOW + 30 * 86_400),)


def test_a_decision_is_put_down_to_the_rule_that_sanctions() -> None:
    quiet = Hit("call", Mode.ENFORCE, (React("👀"),), Trace("x", Finding(True)))
    harsh = Hit("insult", Mode.ENFORCE, (Warn(1),), Trace("x", Finding(True)))
    shadow = Hit("looked-at", Mode.SHADOW, (Warn(1),), Trace("x", Finding(True)))
    assert leading((shadow, quiet, harsh)).rule == "insult"
    assert leading((shadow, quiet)).rule == "call"
