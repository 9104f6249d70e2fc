"""Say in the group what was done: briefly, with the reason, in a note that removes itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.core.batch import Batch
from bot.features.moderation.action_handler import handler_of
from bot.features.moderation.verdict import Verdict
from bot.platforms.telegram.calls import REMOVED_LATER, Follow
from bot.text.messages import Html, say
from rules.engine.actions import Action, Alert, Delete, Review
from rules.engine.events import Event
from storage import cases

_FOLD = 60  # seconds: further removals from the same member stay silent


def what_was_done(language: str, actions: Iterable[Action]) -> Html:
    """What was done, in a few words, the hardest first."""
    parts = (handler_of(action).did(language, action) for action in actions)
    return Html(say(language, "list-separator").join(part for part in parts if part is not None))


def named_kinds(kinds: Iterable[str], language: str) -> Html:
    """These kinds of messages as people name them."""
    return Html(say(language, "list-separator").join(say(language, f"locked-{k}") for k in sorted(kinds)))


def is_wanted(batch: Batch, verdict: Verdict) -> bool:
    """Whether the group is to be told. One incident is one note."""
    told = [a for a in verdict.actions if handler_of(a).told and not isinstance(a, Alert)]
    if verdict.silent or not told:
        return False
    only_removed = all(isinstance(a, Delete | Review) for a in told)
    return verdict.moderator is not None or not only_removed or not _told_lately(batch, verdict)


def reason_in(batch: Batch, rule: str, reason: str, language: str) -> str:
    """Why a rule acted, in this language where the rule file has it."""
    titles = next((r.titles for r in batch.book.rules if r.id == rule), {})
    if reason in titles.values():
        return titles.get(language, reason)
    return reason or rule


def tell_group(batch: Batch, event: Event, chat: int, text: Html, topic: int = 0) -> None:
    """Post a note that makes no sound and removes itself; `topic`: where, if not in the event's own."""
    where: dict[str, Any] = {"message_thread_id": topic} if topic else {}
    batch.call(
        event,
        "sendMessage",
        chat,
        text=text,
        parse_mode="HTML",
        disable_notification=True,
        then=(Follow(REMOVED_LATER, after=batch.book.community.notice_seconds),),
        **where,
    )


def _told_lately(batch: Batch, verdict: Verdict) -> bool:
    before = cases.count_since(
        batch.connection, verdict.chat.id, verdict.person.id, batch.now - _FOLD, upto=batch.now
    )
    return before > 1
