"""Hold what was decided about one event, and why: what /why, undo and back-tests read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct

from rules.engine.actions import Action, Delete, Void
from rules.engine.state import MemberState


class Mode(StrEnum):
    """How far a rule may go. Ordered: a ceiling lowers every mode above it."""

    OFF = "off"
    SHADOW = "shadow"  # counted and shown, nothing done
    REVIEW = "review"  # held for a human: removed, shown to the moderators, nobody sanctioned
    ENFORCE = "enforce"

    @property
    def acts(self) -> bool:
        """Whether anything is done."""
        return self is Mode.ENFORCE or self is Mode.REVIEW


MODES = tuple(Mode)  # from the mildest


class Finding(Struct, frozen=True, gc=False):
    """A check's answer, hit or not. `values` feed the sentence `check-<condition>` of the locales."""

    hit: bool
    values: Mapping[str, Any] = {}
    matched: str = ""  # the part of the message that hit
    messages: tuple[int, ...] = ()  # earlier messages that counted
    soft: bool = False  # it hit in words that somebody else wrote


class Trace(Struct, frozen=True, gc=False):
    """A condition's finding with those of its parts; the names all, any and not are combinators."""

    condition: str
    finding: Finding
    parts: tuple[Trace, ...] = ()


class Hit(Struct, frozen=True, gc=False):
    """A rule whose condition held."""

    rule: str
    mode: Mode
    actions: tuple[Action, ...]
    trace: Trace
    matched: str = ""
    reason: str = ""
    soft: bool = False  # about words of somebody else: it sanctions nobody
    overruled: bool = False  # a moderator took the same back before, so it only counts


def leading(hits: Sequence[Hit]) -> Hit:
    """The acting hit that a decision is put down to: the first that sanctions or removes, else the first.

    Raises:
        StopIteration: none acts.
    """
    enforced = [h for h in hits if h.mode.acts]
    harsh = (h for h in enforced if any(a.sanction or isinstance(a, Delete) for a in h.actions))
    return next(harsh, None) or next(iter(enforced))


class Decision(Struct, frozen=True, kw_only=True, gc=False):
    """Actions to take, the member's new state, and every rule that hit with its trace."""

    update_id: int
    book: str  # hash of the rule book
    state: MemberState
    actions: tuple[Action, ...] = ()
    hits: tuple[Hit, ...] = ()
    exempt: str = ""  # why nobody was judged: role, sender, bot, album, unchanged; empty when judged
    escalated: str = ""  # the ladder step that added a sanction, as written in the rule book

    @property
    def deletes(self) -> bool:
        """Whether the message goes."""
        return bool(self.actions) and any(isinstance(a, Delete) for a in self.actions)

    @property
    def pays(self) -> bool:
        """Whether the event may earn points."""
        return not self.actions or not any(isinstance(a, Delete | Void) for a in self.actions)
