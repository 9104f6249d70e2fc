"""Read a case with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection

from bot.features import registry
from bot.features.moderation.case_opening import CROWD, FOLD
from rules.engine.actions import Action, Alert, Ban
from storage import casework, chats, people
from storage.casework import Row
from storage.directory import KnownChat, KnownPerson


def stored(actions: object) -> tuple[Action, ...]:
    """Actions as a case keeps them, but for those of features that are no longer there."""
    kept: list[Any] = list(actions) if isinstance(actions, list | tuple) else []
    known = registry().action_tags
    kept = [a for a in kept if not isinstance(a, dict) or a.get("type") in known]
    found: tuple[Action, ...] = msgspec.convert(kept, registry().stored_actions)
    return found


def with_action(cases: Sequence[Row], *kinds: type[Action]) -> list[Row]:
    """Those of these cases in which one of these was done."""
    return [c for c in cases if any(isinstance(a, kinds) for a in stored(c["actions"]))]


@dataclass(frozen=True)
class Dossier:
    """A case, the others of its incident, and what they hold. `case` is the incident's first."""

    case: Row
    further: Sequence[Row]
    chat: KnownChat
    people: Mapping[int, KnownPerson]
    evidence: Sequence[Row] = ()
    acts: Sequence[Row] = ()
    notes: Sequence[Row] = ()
    appeal: Row | None = None
    crowd: int = 0  # further members about whom the same rule told in the same minute

    @property
    def number(self) -> int:
        """The case's number."""
        return int(self.case["id"])

    @property
    def person(self) -> KnownPerson:
        """Whom it is about."""
        return self.people[self.case["person_id"]]

    @property
    def all(self) -> list[Row]:
        """Every case of the incident."""
        return [self.case, *self.further]

    @property
    def open(self) -> list[Row]:
        """Those that nobody took back."""
        return [c for c in self.all if c["state"] == "open"]

    @property
    def bans(self) -> bool:
        """Whether one of the cases that stand is a ban."""
        return any(isinstance(a, Ban) for c in self.open for a in stored(c["actions"]))

    @property
    def refused(self) -> list[Row]:
        """Calls that were not carried out, or nobody knows; but for those that were at another try."""
        done = {(a["action"], _try_of(a)): a["id"] for a in self.acts if a["now_is"] == "done"}

        def again(act: Row) -> bool:
            later = (n for (action, of), n in done.items() if action == act["action"] and of != _try_of(act))
            return any(number > act["id"] for number in later)

        return [a for a in self.acts if a["now_is"] in casework.REFUSED and not again(a)]

    @property
    def texts(self) -> tuple[str, ...]:
        """What the messages said, as far as it is kept."""
        return tuple(e["text"] for e in self.evidence if e["text"])

    def name(self, person: int | None) -> str:
        """Somebody's name."""
        known = self.people.get(person or 0)
        return known.name if known is not None else "…"


def _try_of(act: Row) -> tuple[int, str]:
    """The case of a call, and the event that led to it: the call's key begins with that."""
    return act["case_id"], act["key"].rpartition(":")[0]


def note_of(actions: Sequence[Action]) -> str:
    """What a rule wants the moderators to read."""
    return next((a.note for a in actions if isinstance(a, Alert)), "")


def leading(connection: Connection, number: int) -> Row | None:
    """The first case of a case's incident; None when there is no such case."""
    row = casework.load(connection, number)
    if row is not None and row["incident_id"]:
        row = casework.load(connection, row["incident_id"])
    return row


def read(connection: Connection, number: int) -> Dossier | None:
    """The dossier of a case's incident; None when there is no such case."""
    row = leading(connection, number)
    if row is None:
        return None
    chat = chats.find(connection, row["chat_id"])
    if chat is None:
        return None
    _, *further = casework.incident(connection, row["id"])
    ids = [row["id"], *(c["id"] for c in further)]
    notes, evidence = casework.notes(connection, row["id"]), casework.evidence(connection, ids)
    appeal = casework.appeal_of(connection, row["id"])
    named = {p for c in (row, *further) for p in (c["person_id"], c["moderator_id"], c["undone_by"]) if p}
    named |= {r["person_id"] for r in (*notes, *evidence)}
    if appeal is not None:
        named |= {p for p in (appeal["person_id"], appeal["decided_by"]) if p}
    return Dossier(
        row,
        further,
        chat,
        people.known(connection, named),
        evidence,
        casework.acts(connection, ids),
        notes,
        appeal,
        _crowd(connection, row),
    )


def _crowd(connection: Connection, row: Row) -> int:
    """How many more members than have cards the rule hit in the minute after a case that a moderator sees."""
    if row["moderator_id"] is not None or not row["carded"]:
        return 0
    hit = casework.people_hit(connection, row["chat_id"], row["rule"], row["at"], row["at"] + FOLD)
    return max(0, hit - CROWD)
