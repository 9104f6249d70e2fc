"""Hear appeals: members object in private, moderators uphold that or not, the member hears of it."""

from __future__ import annotations

from bot.core.authority import moderates
from bot.core.batch import Batch
from bot.features.moderation.action_handler import reversible
from bot.features.moderation.cards import post, refresh
from bot.features.moderation.case_details import Dossier, read
from bot.features.moderation.case_opening import about_the_group
from bot.features.moderation.undo import Undone, undo
from bot.features.moderation.undo_results import Asked, tell
from rules.engine.events import Event
from storage import casework
from storage.directory import KnownPerson


def object_to(batch: Batch, event: Event, case: int, person: KnownPerson, words: str) -> str:
    """File an appeal, or add words to it; the key of the sentence that says what came of it.

    Nobody can write in private as a channel: for it, a moderator of the group may appeal.
    """
    d = read(batch.connection, case)
    if d is None or not _concerns(batch, d, person):
        return "appeal-unknown"
    if d.appeal is not None:
        if d.appeal["state"] != "open":
            return "appeal-decided"
        if not words or not casework.add_words(batch.connection, d.number, words):
            return "appeal-waits"
        refresh(batch, event, d.number)
        return "appeal-added"
    if not reversible(d):
        return "appeal-nothing"
    until = batch.now + batch.services.keep_evidence_days * 86_400
    casework.file_appeal(batch.connection, d.number, person.id, words, batch.now, until)
    refresh(batch, event, d.number)
    # A new message beside the changed ones: an old card far above would not be seen.
    return "appeal-filed" if post(batch, event, d.number) else "appeal-filed-without-room"


def _concerns(batch: Batch, d: Dossier, person: KnownPerson) -> bool:
    """Whether somebody may appeal against a case."""
    if about_the_group(d.case):
        return False
    if d.case["person_id"] == person.id:
        return True
    return d.person.channel and moderates(batch, d.chat.id, person.id, d.case["community_id"])


def decide(batch: Batch, event: Event, d: Dossier, by: KnownPerson, asked: Asked, *, uphold: bool) -> str:
    """Uphold or refuse; the key of the sentence for whoever decided."""
    state = "upheld" if uphold else "refused"
    if not casework.decide_appeal(batch.connection, d.number, state, by.id, batch.now):
        return "appeal-decided-before"
    if uphold:
        take_back(batch, event, d, by, asked)
    else:
        tell(batch, event, d, "told-refused")
    return f"appeal-now-{state}"


def take_back(batch: Batch, event: Event, d: Dossier, by: KnownPerson, asked: Asked) -> Undone | None:
    """Undo a case; an appeal that waits is upheld thereby. None: it was undone before."""
    undone = undo(batch, event, d, by, asked)
    if undone is not None:
        casework.decide_appeal(batch.connection, d.number, "upheld", by.id, batch.now)
    return undone
