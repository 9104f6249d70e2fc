"""What was decided about one event, and why: the row that /why, undo and back-tests read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

from rules.engine.actions import Action, Delete
from rules.engine.state import MemberState


class Mode(StrEnum):
    """How far a rule may go. Ordered: a ceiling lowers every mode above it."""

    OFF = "off"
    SHADOW = "shadow"  # counted and shown, nothing done
    ENFORCE = "enforce"


class Finding(Struct, frozen=True):
    """A check's answer, hit or not. `values` feed the sentence `check-<condition>` of the locales."""

    hit: bool
    values: Mapping[str, Any] = {}
    matched: str = ""  # the part of the message that hit
    messages: tuple[int, ...] = ()  # earlier messages that counted


class Trace(Struct, frozen=True):
    """A condition's finding with those of its parts; the names all, any and not are combinators."""

    condition: str
    finding: Finding
    parts: tuple[Trace, ...] = ()


class Hit(Struct, frozen=True):
    """A rule whose condition held."""

    rule: str
    mode: Mode
    actions: tuple[Action, ...]
    trace: Trace
    matched: str = ""
    reason: str = ""


class Decision(Struct, frozen=True, kw_only=True):
    """Actions to take, the member's new state, and every rule that hit with its trace."""

    update_id: int
    book: str  # hash of the rule book
    state: MemberState
    actions: tuple[Action, ...] = ()
    hits: tuple[Hit, ...] = ()
    exempt: str = ""  # why nobody was judged: role, sender, bot; empty when judged
    escalated: str = ""  # the ladder step that added a sanction, as written in the rule book

    @property
    def deletes(self) -> bool:
        """Whether the message goes."""
        return any(isinstance(a, Delete) for a in self.actions)
