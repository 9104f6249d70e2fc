"""What moderators and operators read, in both languages, compared with what it was.

`ZHIQUN_SNAPSHOTS=write` writes the files anew: look at the difference before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.features.moderation.cards import buttons, card
from bot.features.moderation.case_details import Dossier
from bot.text.messages import LANGUAGES, Html, say, text_files
from rules.engine.actions import Action, Alert, Ban, Delete, Mute, Warn
from rules.engine.decision import Finding, Trace
from storage.directory import KnownChat, KnownPerson

SNAPSHOTS = Path(__file__).with_name("snapshots")
AT = 1_800_000_000
CHAT = KnownChat(1, 1, "supergroup", "Learners")
PEOPLE = {n: KnownPerson(n, name, "", "en") for n, name in ((1, "小明"), (2, "Olga"), (3, "<b>Bob</b>"))}
TRACE = Trace("words", Finding(True, {"word": "buy now", "limit": "ads"}), ())


def compare(name: str, found: str) -> None:
    """Compare with the stored text."""
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("ZHIQUN_SNAPSHOTS") == "write":
        path.write_text(found + "\n", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == found + "\n", f"{name} changed: see the docstring"


def case(number: int = 12, *actions: Action, **more: Any) -> dict[str, Any]:
    """A case's row."""
    return {
        "id": number,
        "community_id": 1,
        "chat_id": 1,
        "person_id": 1,
        "moderator_id": None,
        "rule": "ads",
        "reason": "advertising",
        "matched": "buy now",
        "book": "3fa9c1d27788",
        "at": AT,
        "actions": msgspec.to_builtins(actions or (Delete(), Warn(), Mute(3600), Alert())),
        "trace": msgspec.to_builtins(TRACE),
        "state": "open",
        "undone_by": None,
        "undone_at": 0,
        "escalated": "",
        "label": "",
        "reversed": None,
        "carded": True,
        "notice": "",
    } | more


def said(number: int, text: str, media: str = "") -> dict[str, Any]:
    """A piece of evidence."""
    return {
        "message_id": number,
        "person_id": 1,
        "text": text,
        "media": media,
        "removed": True,
        "case_id": 12,
    }


def act(action: str, now_is: str, why: str = "") -> dict[str, Any]:
    """A call and what became of it."""
    return {"id": 1, "case_id": 12, "key": "5:1:0", "action": action, "now_is": now_is, "why": why}


APPEAL = {"state": "open", "decided_by": None, "person_id": 1, "text": "it was a <quotation>"}
UNDONE: dict[str, Any] = {"state": "undone", "undone_by": 2, "undone_at": AT + 60}
BACK = {"warnings": 1, "mutes": 1, "bans": 0, "points": 2, "texts": 1}
ONE = [said(5, "buy <now> at example.com")]
DOSSIERS = {
    "rule": Dossier(case(), [], CHAT, PEOPLE, ONE, [act("delete", "done"), act("mute", "pending")]),
    "moderator": Dossier(
        case(13, Ban(86_400), moderator_id=2, rule="/ban", reason="spam", matched="", trace=None),
        [],
        CHAT,
        PEOPLE,
    ),
    "escalated": Dossier(case(escalated="3: mute 1h"), [], CHAT, PEOPLE, ONE),
    "incident": Dossier(
        case(),
        [case(14), case(15, person_id=3), case(16, Ban(), moderator_id=2, rule="/ban")],
        CHAT,
        PEOPLE,
        [said(n, f"text {n}") for n in range(5)],
        crowd=7,
    ),
    "refused": Dossier(
        case(), [], CHAT, PEOPLE, [said(5, "", "photo")], [act("mute", "failed", "not enough rights")]
    ),
    "labelled": Dossier(case(label="spam"), [], CHAT, PEOPLE, ONE),
    "appealed": Dossier(case(), [], CHAT, PEOPLE, ONE, appeal=APPEAL),
    "upheld": Dossier(
        case(**UNDONE, reversed=BACK),
        [],
        CHAT,
        PEOPLE,
        ONE,
        appeal=APPEAL | {"state": "upheld", "decided_by": 2},
    ),
    "undone": Dossier(
        case(**UNDONE, reversed=BACK),
        [],
        CHAT,
        PEOPLE,
        ONE,
        notes=[{"person_id": 2, "at": AT, "text": "a joke"}],
    ),
    "being undone": Dossier(case(**UNDONE, notice="undoing"), [], CHAT, PEOPLE),
    "nothing left": Dossier(case(12, Alert("look at this")), [], CHAT, PEOPLE),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("approves", [True, False], ids=["approving", "plain"])
def test_cards_read_and_offer_what_they_did(language: str, *, approves: bool) -> None:
    parts = []
    for name, d in DOSSIERS.items():
        rows = buttons(d, language, lambda verb, arguments: f"{verb}:{arguments}", approves=approves)
        shown = "\n".join(" | ".join(f"[{b['text']}] {b['callback_data']}" for b in row) for row in rows)
        parts.append(f"── {name}\n{card(d, language, 'UTC', full=True)}\n{shown}")
    compare(f"cards-{language}-{'approving' if approves else 'plain'}", "\n".join(parts))


class Variables(Visitor):
    """The names of the values a message takes."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # the visitor's name
        """One value."""
        self.found.add(node.id.name)


NUMBERS = {"count", "people", "times", "points", "waiting", "done", "of", "limit", "case", "total", "most"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", ["cases", "moderation", "operators"])
def test_every_sentence_reads_as_it_did(language: str, file: str) -> None:
    source = next(p for p in text_files(language) if p.stem == file).read_text(encoding="utf-8")
    lines = []
    for entry in FluentParser().parse(source).body:
        if isinstance(entry, ast.Message):
            seen = Variables()
            seen.visit(entry)
            for count in (1, 3) if seen.found & NUMBERS else (1,):
                values = {v: count if v in NUMBERS else Html(f"‹{v}›") for v in seen.found}
                lines.append(f"{entry.id.name}: {say(language, entry.id.name, **values)}")
    compare(f"{file}-{language}", "\n".join(lines))
