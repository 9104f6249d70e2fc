"""Taking a case back: what it did to the member is reversed, row by row, once.

Sanctions that other cases impose, and that still last, stay: of two mutes the longer one is what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from bot.core.authority import shares
from bot.core.batch import Batch
from bot.features.moderation.casefile import Opened, about_a_captcha, noting
from bot.features.moderation.dossier import Dossier
from bot.features.moderation.hooks import Hooks, Lesson
from bot.features.moderation.lasting import left
from bot.features.moderation.notice import stored
from bot.features.moderation.reach import kept_silent, let_write
from bot.features.moderation.restoring import restore
from bot.features.moderation.reversing import reverse, with_action
from bot.features.moderation.undone import Asked, Stood, Undo, Undoing, answer_to, begin, stood
from bot.platforms.telegram import permissions
from bot.platforms.telegram.calls import Priority, person_ref
from rules.engine.actions import Ban, Kick, Mute, Restrict, Unban, Unmute, Void
from rules.engine.events import Event
from rules.engine.incentives import give_back
from rules.engine.state import FOREVER, MemberState, Role
from storage import case_outcomes, casework, ledger, members, newcomers
from storage.casework import Row
from storage.directory import KnownPerson


class Undone(NamedTuple):
    """What an undo brings back, by kind, and whether that waits for Telegram."""

    back: dict[str, int]
    waits: bool


def undo(batch: Batch, event: Event, d: Dossier, by: KnownPerson, asked: Asked) -> Undone | None:
    """Reverse every case of an incident; None when it was taken back before.

    Whoever `asked` for it, the member and the group hear what is back once Telegram has answered.
    """
    closed = casework.close(batch.connection, [c["id"] for c in d.all], by.id, batch.now)
    if not closed:
        return None
    cases = [c for c in d.all if c["id"] in closed]
    this = Undo(d.number, case_outcomes.newest_act(batch.connection, d.number))
    opened = Opened(d.case, shown=False, then=(this.follow,))
    back: dict[str, int] = {}
    changed = list[Stood]()
    for person in sorted({c["person_id"] for c in cases}):
        mine = [c for c in cases if c["person_id"] == person]
        before = batch.state(d.chat.id, person, d.case["community_id"])
        for name, count in _of_member(batch, event, d, mine, opened).items():
            back[name] = back.get(name, 0) + count
        changed.append(stood(before, batch.state(d.chat.id, person, d.case["community_id"])))
    back |= reverse(batch, event, d, cases, by.id, opened)
    removed = [e for e in d.evidence if e["removed"] and e["case_id"] in closed]
    voided = with_action(cases, Void)
    messages = {e["message_id"] for e in removed} | {c["message_id"] for c in voided} - {0}
    back["points"] = _points(batch, d, sorted(messages), {c["rule"] for c in voided})
    back["unpaid"] = int(bool(voided) and not back["points"])
    language = batch.spoken(d.chat.id)
    with noting(batch, event, opened, "restore"):
        texts, back["lost"] = restore(batch, event, d, removed, language, opened.then)
    back["texts"] = sum(texts)
    casework.add_acts(batch.connection, d.number, opened.acts, batch.now)
    heard = shares(batch, d.case["community_id"], [d.chat.id], "spam")
    learn = batch.services.of(Hooks).learn
    if heard and learn is not None and d.texts and d.case["moderator_id"] is None:
        learn(batch, lesson(d, by, spam=False, undone=True))
    answer = answer_to(asked.command) if asked.command is not None else None
    begin(batch, event, d, Undoing(this, closed, back, texts, changed, asked.card, answer))
    return Undone(back, bool(opened.acts))


def lesson(d: Dossier, by: KnownPerson, *, spam: bool, undone: bool = False) -> Lesson:
    """What a human word on this case teaches."""
    c = d.case
    return Lesson(
        c["community_id"], c["chat_id"], c["person_id"], d.number, c["rule"], d.texts, spam, by.id, undone
    )


def _of_member(
    batch: Batch, event: Event, d: Dossier, cases: Sequence[Row], opened: Opened
) -> dict[str, int]:
    """Warnings, mutes and bans of one member."""
    person, community = cases[0]["person_id"], d.case["community_id"]
    points = members.revoke_warnings_of(batch.connection, person, [c["id"] for c in cases], batch.now)
    if points:
        batch.known.drop([(0, person)])
    state = batch.state(d.chat.id, person, community)
    actions = [a for c in cases for a in stored(c["actions"])]
    others = _others(batch, d, person)
    back = {"warnings": sum(points), "mutes": 0, "bans": 0}
    if d.people[person].channel:
        batch.change(_of_channel(batch, event, d, cases, others, state, back, opened))
        return back
    silenced = [c for c in cases if not about_a_captcha(c)]  # what the captcha took, it gives back
    if with_action(silenced, Mute, Restrict):
        with noting(batch, event, opened, "unmute"):
            state = _unmute(batch, event, d, state, others)
        back["mutes"] = 1
    if any(isinstance(a, Ban | Kick) for a in actions) and not left(others, Ban, Unban, batch.now):
        with noting(batch, event, opened, "unban"):
            _unban(batch, event, d, person)
        if state.role is Role.BANNED:
            state = msgspec.structs.replace(state, role=Role.LEFT)
        back["bans"] = 1
    batch.change(state)
    return back


def _of_channel(
    batch: Batch,
    event: Event,
    d: Dossier,
    cases: Sequence[Row],
    others: Sequence[Row],
    state: MemberState,
    back: dict[str, int],
    opened: Opened,
) -> MemberState:
    """A channel that was kept from writing may again, unless others of its cases last."""
    muted, banned = with_action(cases, Mute), with_action(cases, Ban)
    if not muted and not banned:
        return state
    if not kept_silent(others, batch.now):
        with noting(batch, event, opened, "unban" if banned else "unmute"):
            let_write(batch, event, d.chat.id, state.person)
    stays, mute = left(others, Ban, Unban, batch.now), left(others, Mute, Unmute, batch.now)
    back["mutes"], back["bans"] = int(bool(muted)), int(bool(banned) and not stays)
    until = FOREVER if mute == FOREVER else batch.now + mute if mute else 0
    role = Role.MEMBER if state.role is Role.BANNED and not stays else state.role
    return msgspec.structs.replace(state, role=role, muted_until=until)


def _others(batch: Batch, d: Dossier, person: int) -> list[Row]:
    """The member's cases that nobody took back; a failed captcha counts until somebody lets them in."""
    found = casework.in_force(batch.connection, d.chat.id, person)
    if newcomers.failed_captcha(batch.connection, d.chat.id, person):
        return list(found)
    return [c for c in found if not about_a_captcha(c)]


def _unmute(batch: Batch, event: Event, d: Dossier, state: MemberState, others: Sequence[Row]) -> MemberState:
    """Give the right to write back, or leave what other cases took."""
    allowed, seconds = permissions.NONE, left(others, Mute, Unmute, batch.now)
    muted = bool(seconds)
    if not muted:
        seconds = left(others, Restrict, Unmute, batch.now)
        kinds = {k for c in others for a in stored(c["actions"]) if isinstance(a, Restrict) for k in a.kinds}
        allowed = permissions.without(tuple(sorted(kinds))) if seconds else permissions.ALL
    until = FOREVER if seconds == FOREVER else batch.now + seconds if seconds else 0
    extra: dict[str, Any] = {"until_date": max(until, 0)} if seconds else {}
    batch.call(
        event,
        "restrictChatMember",
        d.chat.id,
        Priority.MODERATION,
        user_id=person_ref(state.person),
        permissions=allowed,
        use_independent_chat_permissions=True,
        **extra,
    )
    return msgspec.structs.replace(state, muted_until=until if muted else 0)


def _unban(batch: Batch, event: Event, d: Dossier, person: int) -> None:
    who, urgent = person_ref(person), Priority.MODERATION
    batch.call(event, "unbanChatMember", d.chat.id, urgent, user_id=who, only_if_banned=True)


def _points(batch: Batch, d: Dossier, messages: Sequence[int], voided_by: set[str]) -> int:
    """Return what removed messages, and those that rules made worthless, had earned; how many points."""
    taken = ledger.taken_for(batch.connection, d.chat.id, messages, [ledger.REMOVED, *voided_by])
    entries = give_back(taken, batch.now, f"case {d.number} undone")
    if entries:
        people = {e.person for e in entries}
        batch.foresee((), [(d.case["community_id"], p) for p in sorted(people)])
        batch.credit(d.case["community_id"], d.chat.id, entries)
    return sum(e.granted for e in entries)
