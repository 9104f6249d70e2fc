"""Remove, hold, pin and answer messages, and let them earn nothing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.batch import Batch
from bot.features.moderation.action_handler import ActionHandler, Reversal, plainly
from bot.features.moderation.case_details import with_action
from bot.features.moderation.case_opening import Opened
from bot.features.moderation.message_restoring import restore
from bot.features.moderation.operator_replies import private_reply, rule_reply
from bot.features.moderation.verdict import Verdict
from bot.platforms.telegram.calls import Follow, Priority, chat_ref
from bot.platforms.telegram.permissions import DELETE, PIN
from rules.engine.actions import Action, Alert, Allow, Delete, Pin, React, Review, Say, Tell, Void
from rules.engine.counter_entries import give_back, reverse
from rules.engine.events import Event, Kind
from storage import albums, chats, event_log, ledger
from storage.casework import Row

_URGENT = Priority.MODERATION


def remove(
    batch: Batch,
    event: Event,
    chat: int,
    community: int,
    messages: list[int],
    then: tuple[Follow, ...] = (),
) -> None:
    """Delete messages, remember that, and take back what they had earned; `then` follows from the last."""
    gone = sorted({m for m in messages if m})
    paid = ledger.paid_for(batch.connection, chat, gone)  # first, while nothing waits to be written
    for message in gone:
        after = then if message == gone[-1] else ()
        batch.call(event, "deleteMessage", chat, _URGENT, message_id=message, then=after)
    batch.writes.append(lambda c: event_log.mark_deleted(c, chat, gone, batch.now))
    if paid:
        batch.credit(community, chat, reverse(paid, event.at or batch.now, ledger.REMOVED))


def copy_to_room(batch: Batch, event: Event, chat: int, community: int, *, alone: bool = False) -> None:
    """Copy what words alone cannot show to the moderators' group, in the chat's lane: before it is removed.

    With it the other parts of its album, unless it goes `alone`.
    """
    content = event.content
    carries = content is not None and bool(content.media)
    room = chats.moderators_group(batch.connection, community) if carries else None
    if room is None or content is None:
        return
    parts = {event.message_id}
    if content.album and not alone:
        parts |= set(albums.parts_of(batch.connection, chat, event.message_id))
    for message in sorted(parts):
        batch.bare_call(
            event,
            "copyMessage",
            chat,
            _URGENT,
            chat_id=chat_ref(room),
            from_chat_id=chat_ref(chat),
            message_id=message,
        )


def _delete(batch: Batch, event: Event, verdict: Verdict, action: Delete, _opened: Opened | None) -> None:
    earlier = event_log.still_there(batch.connection, verdict.chat.id, action.matched)
    goes = [verdict.message_id or event.message_id, *earlier]
    remove(batch, event, verdict.chat.id, verdict.community, goes)


def restore_messages(r: Reversal, cases: Sequence[Row]) -> None:
    """Post removed messages again, and return what they, and worthless ones, had earned."""
    batch, d, closed = r.batch, r.d, {c["id"] for c in cases}
    removed = [e for e in d.evidence if e["removed"] and e["case_id"] in closed]
    voided = with_action(cases, Void)
    messages = {e["message_id"] for e in removed} | {c["message_id"] for c in voided} - {0}
    points = _points(r, sorted(messages), {c["rule"] for c in voided})
    r.back |= {"points": points, "unpaid": int(bool(voided) and not points)}
    with r.calling("restore"):
        r.texts, r.back["lost"] = restore(batch, r.event, d, removed, batch.spoken(d.chat.id), r.opened.then)
    r.back["texts"] = sum(r.texts)


def _points(r: Reversal, messages: Sequence[int], voided_by: set[str]) -> int:
    """Return what messages had earned; how many points."""
    batch, case = r.batch, r.d.case
    taken = ledger.taken_for(batch.connection, r.d.chat.id, messages, [ledger.REMOVED, *voided_by])
    entries = give_back(taken, batch.now, f"case {r.d.number} undone")
    if entries:
        people = {e.person for e in entries}
        batch.foresee((), [(case["community_id"], p) for p in sorted(people)])
        batch.credit(case["community_id"], r.d.chat.id, entries)
    return sum(e.granted for e in entries)


def _void(batch: Batch, event: Event, verdict: Verdict, _void: Void, _opened: Opened | None) -> None:
    message = verdict.message_id or event.message_id
    if not message:
        return
    paid = ledger.paid_for(batch.connection, verdict.chat.id, [message])
    if paid:
        batch.credit(verdict.community, verdict.chat.id, reverse(paid, event.at or batch.now, verdict.rule))


def _pin(batch: Batch, event: Event, verdict: Verdict, _pin: Pin, _opened: Opened | None) -> None:
    message = verdict.message_id or event.message_id
    if message:
        chat = verdict.chat.id
        batch.call(event, "pinChatMessage", chat, _URGENT, message_id=message, disable_notification=True)


def _unpin(r: Reversal, cases: Sequence[Row]) -> None:
    gone = {c["message_id"] for c in with_action(cases, Delete)}
    pinned = sorted({c["message_id"] for c in with_action(cases, Pin)} - gone - {0})
    with r.calling("unpin", "pins", counted=True):
        for message in pinned:
            r.batch.call(r.event, "unpinChatMessage", r.d.chat.id, _URGENT, message_id=message)
    r.comes_back("pins", len(pinned))


def _react(batch: Batch, event: Event, verdict: Verdict, action: React, _opened: Opened | None) -> None:
    if event.kind is Kind.MESSAGE:
        reaction = [{"type": "emoji", "emoji": action.emoji}]
        chat, message = verdict.chat.id, event.message_id
        batch.call(event, "setMessageReaction", chat, message_id=message, reaction=reaction)


HANDLERS: dict[type[Action], ActionHandler] = {
    Delete: ActionHandler(do=_delete, undo=restore_messages, did=plainly, rights=(DELETE,)),
    Review: ActionHandler(
        do=lambda b, e, v, _a, _o: copy_to_room(b, e, v.chat.id, v.community), did=plainly, rights=(DELETE,)
    ),
    Pin: ActionHandler(do=_pin, undo=_unpin, did=plainly, rights=(PIN,), undone_by=("unpin",), told=False),
    Void: ActionHandler(do=_void, undo=restore_messages, did=plainly, told=False, noted=False),
    Say: ActionHandler(do=lambda b, e, v, a, _: rule_reply(b, e, v, a), noted=False),
    Tell: ActionHandler(do=lambda b, e, v, a, _: private_reply(b, e, v, a), noted=False, people_only=True),
    React: ActionHandler(do=_react, noted=False),
    Alert: ActionHandler(noted=False),  # the case's card is the alert
    Allow: ActionHandler(noted=False),
}
