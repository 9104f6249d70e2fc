"""extends, and groups in which some rules are other."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from rules.config.book import RuleBook
from rules.engine.actions import Alert, Delete, Warn
from rules.engine.decide import decide
from rules.engine.decision import Mode
from rules.engine.state import Activity
from tests.rules.make import GROUP, NOW, book, event, member, problems

ONE = "rules: [{id: a, when: {words: x}, then: delete}]\n"
BOOK = """
rules:
  - {id: base, mode: "off", title: no spam, when: {words: spam}, then: [delete, warn]}
  - {id: heir, extends: base, mode: enforce, then: alert}
  - {id: grandchild, extends: heir, when: {words: eggs}}
groups:
  - chats: [Course A, "@course_b"]
    rules:
      heir: {then: delete}
      grandchild: {mode: "off"}
  - chats: ["-1009"]
    rules: {base: {mode: shadow}}
"""


def hits(
    found: RuleBook, text: str, title: str = "Learners", username: str = "", chat: int = -1
) -> list[str]:
    """`rule mode` of every rule that holds in a chat."""
    where = structs.replace(GROUP, title=title, username=username, id=chat)
    decision = decide(event(text, chat=where), member(), Activity(), found, NOW)
    return [f"{h.rule} {h.mode} {' '.join(type(a).__name__ for a in h.actions)}" for h in decision.hits]


def test_what_is_not_said_is_taken_over(tmp_path: Path) -> None:
    found = book(tmp_path, BOOK)
    assert hits(found, "spam") == ["heir enforce Alert"]
    assert hits(found, "eggs") == ["grandchild enforce Alert"]
    assert {r.reason for r in found.rules} == {"no spam"}


def test_a_group_changes_a_rule_for_itself_alone(tmp_path: Path) -> None:
    found = book(tmp_path, BOOK)
    assert hits(found, "spam", title="course a") == ["heir enforce Delete"]
    assert hits(found, "spam", username="Course_B") == ["heir enforce Delete"]
    assert hits(found, "eggs", title="Course A") == []
    assert hits(found, "spam", chat=-1009) == ["base shadow Delete Warn", "heir enforce Alert"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "rules:\n  - {id: a, extends: bb, then: delete}\n  - {id: b, when: {words: x}, then: delete}\n",
            "2:22: unknown rule 'bb' (did you mean 'b'?)",
        ),
        (
            "rules:\n  - {id: a, extends: b}\n  - {id: b, extends: a}\n",
            "2:22: 'a' takes over from itself, by way of 'b'",
        ),
        (
            "rules:\n  - {id: a, when: {word: x}, then: delete}\n  - {id: b, extends: a}\n",
            "2:20: unknown condition 'word' (did you mean 'words'?)",
        ),
        (
            "rules:\n  - {id: a, when: {words: x}}\n  - {id: b, extends: a, then: delete}\n",
            "2:5: 'then' is missing",
        ),
        (
            ONE + "groups: [{chats: x, rules: {b: {mode: shadow}}}]\n",
            "2:29: unknown rule 'b' (known: a)",
        ),
        (
            ONE + "groups: [{chats: x, rules: {a: {mod: shadow}}}]\n",
            "2:33: unknown key 'mod' (did you mean 'mode'?)",
        ),
        (
            ONE + "groups: [{chats: x, rules: {a: {then: delte}}}]\n",
            "2:39: unknown action 'delte' (did you mean 'delete'?)",
        ),
        (
            ONE + "groups: [{chats: x, rules: {a: {id: b}}}]\n",
            "2:32: a change names what is other here, such as `mode: shadow`; not id",
        ),
        (
            ONE + "groups:\n"
            "  - {chats: x, rules: {a: {mode: shadow}}}\n"
            "  - {chats: X, rules: {a: {mode: shadow}}}\n",
            "4:24: another group of these changes 'a' already",
        ),
        (
            "rules: []\ngroups: [{chats: []}]\n",
            "2:10: name at least one group in chats",
        ),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(tmp_path: Path, text: str, sentence: str) -> None:
    assert sorted(set(problems(tmp_path, moderation=text)))[0] == f"rules/moderation.yaml:{sentence}"


def test_a_group_may_enforce_what_is_off_elsewhere(tmp_path: Path) -> None:
    text = "rules: [{id: a, mode: 'off', when: {words: x}, then: [delete, warn, alert]}]\n"
    found = book(tmp_path, text + "groups: [{chats: [Here], rules: {a: {mode: enforce}}}]\n")
    here = structs.replace(GROUP, title="Here")
    decision = decide(event("x", chat=here), member(), Activity(), found, NOW)
    assert [type(a) for a in decision.actions] == [Delete, Warn, Alert]
    assert [r.mode for r in found.rules] == [Mode.ENFORCE]
    assert decide(event("x"), member(), Activity(), found, NOW).hits == ()
