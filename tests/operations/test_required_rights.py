"""Which rights the bot needs, by what."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.operations.required_rights import needs_of
from rules.config.actions import ACTIONS
from rules.engine.events import Chat
from storage.chat_settings import Setting
from tests.rules.make import book

HERE = Chat(-1001, title="Learners")


@pytest.mark.parametrize(
    ("then", "on", "rights"),
    [
        ("delete", "message", {"can_delete_messages"}),
        ("{mute: 1h}", "message", {"can_restrict_members"}),
        ("pin", "message", {"can_pin_messages"}),
        ("{tag: a}", "message", {"can_manage_tags"}),
        ("approve", "join_request", {"can_invite_users"}),
        ("decline", "join_request", {"can_invite_users"}),
        ("{raid: 30m}", "join", {"can_restrict_members", "can_invite_users"}),
        ("{slow: 30s}", "message", {"can_delete_messages"}),
        ("review", "message", {"can_delete_messages"}),
        ("alert", "message", set()),
    ],
)
def test_rules_need_what_their_actions_need(tmp_path: Path, then: str, on: str, rights: set[str]) -> None:
    rules = f"rules: [{{id: it, on: {on}, when: {{role: member}}, then: {then}}}]\n"
    assert {r for r, whats in needs_of(book(tmp_path, rules), HERE, {}, 1).items() if "it" in whats} == rights


def test_rules_of_other_groups_and_in_shadow_need_nothing_here(tmp_path: Path) -> None:
    rule = "{id: %s, when: {words: x}, then: {tag: a}, %s}"
    rules = [rule % ("there", "scope: {chats: Lounge}"), rule % ("looks", "mode: shadow")]
    assert "can_manage_tags" not in needs_of(book(tmp_path, f"rules: [{', '.join(rules)}]\n"), HERE, {}, 1)


def test_what_a_group_set_for_itself_counts(tmp_path: Path) -> None:
    found = book(tmp_path, screening="requests: {mode: screen}\n")
    assert needs_of(found, HERE, {}, 1)["can_invite_users"] == ("screening: requests",)
    assert "can_invite_users" not in needs_of(found, HERE, {"requests": Setting("off")}, 1)


@pytest.mark.parametrize(("tags", "needed"), [("true", True), ("false", False)])
def test_levels_beside_names_need_the_right_for_tags(tmp_path: Path, tags: str, needed: bool) -> None:
    found = book(tmp_path, incentives=f"levels: [{{from: 5, name: {{en: Learner}}}}]\ntags: {tags}\n")
    assert ("levels" in needs_of(found, HERE, {}, 1).get("can_manage_tags", ())) is needed


def test_every_action_is_looked_at(tmp_path: Path) -> None:
    free = {"alert", "allow", "award", "private", "react", "reply", "void", "warn"}
    for name in ACTIONS.keys() - free:
        on = "join_request" if ACTIONS[name].on else "message"
        rules = f"rules: [{{id: it, on: {on}, when: {{role: member}}, then: {{{ACTIONS[name].example}}}}}]\n"
        if ":" not in ACTIONS[name].example:
            rules = rules.replace(f"{{{ACTIONS[name].example}}}", name)
        assert any("it" in whats for whats in needs_of(book(tmp_path, rules), HERE, {}, 1).values()), name
