"""Open a case: evidence first, then what is carried out, then who is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec

from bot.core.batch import Batch
from bot.core.event_payload import file_in
from bot.features.moderation.verdict import Verdict
from bot.platforms.telegram.calls import Follow
from rules.engine.actions import Action, Alert, Delete
from rules.engine.events import Event
from storage import casework, event_log, timers
from storage.case_outcomes import UNDOING
from storage.casework import Row
from storage.newcomers import CAPTCHA

FOLD = 60  # seconds: the same rule about the same member again is the same incident
CROWD = 5  # members about whom one rule tells apart within that time; more share a card
_BACK, _FAR_BACK = 5_000, 50_000  # events among which files are looked for: for a rule, for a moderator
_AFTER = 5  # seconds after which a card shows what came later
REFRESH = "case card"


@dataclass
class Opened:
    """A case under way, with the calls made for it so far: (action, key in the outbox)."""

    row: Row
    shown: bool  # it has, or gets, a card of its own
    folded: bool = False  # it belongs to an earlier incident, and to its card
    acts: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)  # actions that nobody called for, and why
    then: tuple[Follow, ...] = ()  # what the receipt of each of its calls sets off

    @property
    def number(self) -> int:
        """The case's number."""
        return int(self.row["id"])

    def changed_the_group(self, wanted: str) -> None:
        """The whole group is other than before: let the case have a card, if those are `wanted`."""
        self.shown |= not self.folded and wanted != "alerts"


def leads(actions: tuple[Action, ...]) -> bool:
    """Whether a decision is a case to be told, undone and appealed against: it befell somebody."""
    return any(a.is_case or isinstance(a, Alert) for a in actions)


def case_row(
    batch: Batch,
    event: Event,
    *,
    community: int,
    chat: int,
    person: int,
    rule: str,
    actions: Sequence[Action],
    reason: str = "",
    moderator: int | None = None,
    **more: object,
) -> dict[str, Any]:
    """A new case as a row: what befell whom, by what, and why. `more` stands for what else is not usual."""
    return {
        "update_id": event.update_id,
        "community_id": community,
        "chat_id": chat,
        "person_id": person,
        "moderator_id": moderator,
        "rule": rule,
        "mode": "enforce",
        "book": batch.book.hash,
        "at": batch.now,
        "message_id": 0,
        "matched": "",
        "reason": reason[:500],
        "actions": msgspec.to_builtins(actions),
        "trace": None,
        "topic": event.topic,
        "escalated": "",
        "leads": True,
        **more,
    }


def about_the_group(case: Row) -> bool:
    """Whether a case is what a moderator did to a whole group: it names nobody but them."""
    return case["moderator_id"] is not None and case["moderator_id"] == case["person_id"]


def is_undone(case: Row) -> bool:
    """Whether a case was taken back, and Telegram has done what that takes."""
    return bool(case["state"] == "undone" and case["notice"] != UNDOING)


def by_the_door(case: Row) -> bool:
    """Whether a case is neither a rule's nor a moderator's."""
    return case["moderator_id"] is None and case["trace"] is None


def about_a_captcha(case: Row) -> bool:
    """Whether a case is about a captcha that was failed."""
    return bool(case["rule"] == CAPTCHA) and by_the_door(case)


def open_case(batch: Batch, event: Event, verdict: Verdict) -> Opened | None:
    """The case of a decision whose row is in the batch, with its evidence; None when it is none."""
    if not leads(verdict.actions):
        return None
    row = casework.leading(batch.connection, event.update_id, verdict.person.id, verdict.chat.id)
    if row is None:
        return None
    _keep_evidence(batch, event, verdict, row["id"])
    shown, folded = _shown(batch, verdict, row)
    return Opened(row, shown, folded)


def _keep_evidence(batch: Batch, event: Event, verdict: Verdict, case: int) -> None:
    about = verdict.message_id or (event.message_id if verdict.moderator is None else 0)
    removal = next((a for a in verdict.actions if isinstance(a, Delete)), None)
    earlier = removal.matched if removal is not None else ()
    messages = sorted({about, *earlier} - {0})
    if messages:
        media = _media_of(batch, event, verdict, messages) if removal is not None else {}
        casework.keep_evidence(
            batch.connection,
            case,
            verdict.chat.id,
            messages,
            removed=removal is not None,
            expires_at=batch.now + batch.services.keep_evidence_days * 86_400,
            media=media,
        )


def _media_of(
    batch: Batch, event: Event, verdict: Verdict, messages: list[int]
) -> dict[int, tuple[str, str]]:
    """What these messages carry: the event's own, and the others' as far back as details are looked for."""
    found, back = dict[int, tuple[str, str]](), _BACK if verdict.moderator is None else _FAR_BACK
    others = [m for m in messages if m != event.message_id]
    if others:
        details = event_log.details_of(batch.connection, verdict.chat.id, others, back)
        found = {message: file_in(detail) for message, detail in details.items()}
    if event.content is not None and event.content.media:
        found[event.message_id] = (event.content.media.value, event.content.file)
    return found


def _shown(batch: Batch, verdict: Verdict, row: Row) -> tuple[bool, bool]:
    """Whether the case gets a card, and whether it belongs to an earlier incident and changes that one's."""
    connection, since = batch.connection, batch.now - FOLD
    incident = verdict.incident
    if not incident and verdict.moderator is None:
        told = not any(a.befalls for a in verdict.actions)
        person = None if told else verdict.person.id
        where = (verdict.chat.id, verdict.rule, since, row["id"])
        before = casework.lately(connection, *where, person)
        if not before and not told:
            others = casework.lately(connection, *where)
            # A wave of newcomers is one alert: the cases stay apart, and their cards don't bury the room.
            if len({c["person_id"] for c in others}) >= CROWD:
                refresh_soon(batch, verdict.chat.id, min(c["id"] for c in others))
                return False, True
        if before:
            incident = before[0]["incident_id"] or before[0]["id"]
    if incident:
        casework.join_incident(connection, row["id"], incident)
        refresh_soon(batch, verdict.chat.id, incident)
        return False, True
    wanted = batch.book.community.case_cards
    harsh = any(a.sanction for a in verdict.actions)
    asked = any(isinstance(a, Alert) for a in verdict.actions)
    shown = asked or wanted == "all" or (wanted == "sanctions" and (harsh or verdict.moderator is not None))
    return shown, False


def card_key(case: int) -> str:
    """The key of the timer at which the cards of a case show what has come."""
    return f"card:{case}"


def refresh_soon(batch: Batch, chat: int, case: int) -> None:
    """Let the case's cards show in a moment what has come since; a flood changes them now and then only."""
    due = batch.now - batch.now % _AFTER + _AFTER
    timers.set_timer(batch.connection, card_key(case), REFRESH, chat, None, due, str(case))


@contextmanager
def noting(batch: Batch, event: Event, opened: Opened | None, action: str) -> Iterator[None]:
    """Remember the calls that are queued meanwhile as this action's; `opened.then` follows from each."""
    with batch.following(event, opened.then if opened is not None else ()) as keys:
        yield
    if opened is not None:
        opened.acts += [(action, key) for key in keys]
