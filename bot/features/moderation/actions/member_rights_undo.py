"""Give rights back: what other cases impose, and what still lasts, stays.

Of two mutes the longer one is what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from msgspec import structs

from bot.core.batch import Batch
from bot.features.moderation.action_handler import Reversal
from bot.features.moderation.case_details import stored, with_action
from bot.features.moderation.case_opening import about_a_captcha
from bot.features.moderation.undo_results import stood
from bot.platforms.telegram import permissions
from bot.platforms.telegram.calls import Priority, person_ref
from rules.engine.actions import Action, Ban, Kick, Mute, Restrict, Unban, Unmute
from rules.engine.events import Event
from rules.engine.state import FOREVER, MemberState, Role
from storage import casework, members, newcomers
from storage.casework import Row

Lasting: TypeAlias = Mute | Restrict | Ban
_URGENT = Priority.MODERATION


def left(cases: Sequence[Row], kind: type[Lasting], lifting: type[Action], now: int) -> int:
    """How long, in seconds or FOREVER, other cases still mute, restrict or ban a member; 0: not any more."""
    until = 0
    for case in cases:
        for action in stored(case["actions"]):
            if isinstance(action, lifting):
                until = 0
            elif isinstance(action, Lasting) and isinstance(action, kind) and until != FOREVER:
                end = case["at"] + action.seconds
                until = FOREVER if action.seconds == FOREVER else max(until, end)
    return FOREVER if until == FOREVER else max(0, until - now)


def kept_silent(cases: Sequence[Row], now: int) -> int:
    """How long these cases still keep a channel from writing, in seconds or FOREVER; 0: not any more."""
    ban, mute = left(cases, Ban, Unban, now), left(cases, Mute, Unmute, now)
    return FOREVER if FOREVER in (ban, mute) else max(ban, mute)


def let_write(batch: Batch, event: Event, chat: int, channel: int) -> None:
    """Let a channel write again."""
    batch.call(event, "unbanChatSenderChat", chat, _URGENT, sender_chat_id=person_ref(channel))


def revoke_warnings(r: Reversal, cases: Sequence[Row]) -> None:
    """Take warnings back, with their points."""
    for person in sorted({c["person_id"] for c in cases}):
        of_theirs = [c["id"] for c in cases if c["person_id"] == person]
        points = members.revoke_warnings_of(r.batch.connection, person, of_theirs, r.batch.now)
        if points:
            r.batch.known.drop([(0, person)])
        r.comes_back("warnings", sum(points))


def give_rights_back(r: Reversal, cases: Sequence[Row]) -> None:
    """Lift mutes, restrictions and bans, member by member."""
    for person in sorted({c["person_id"] for c in cases}):
        theirs = [c for c in cases if c["person_id"] == person]
        before = r.batch.state(r.d.chat.id, person, r.d.case["community_id"])
        if r.d.people[person].channel:
            after = _of_channel(r, theirs, before)
        else:
            after = _of_member(r, theirs, before)
        r.batch.change(after)
        r.stood.append(stood(before, after))
    forget_requests(r, with_action(cases, Ban, Kick))


def forget_requests(r: Reversal, cases: Sequence[Row]) -> None:
    """Let nobody wait before they ask to join again; a declined request itself is gone."""
    refused = ("declined", "failed", "expired")
    for person in sorted({c["person_id"] for c in cases}):
        visit = newcomers.visit(r.batch.connection, r.d.chat.id, person)
        if visit is not None and visit.kind == "request":
            ended = newcomers.end(r.batch.connection, r.d.chat.id, person, "left", r.batch.now, refused)
            r.comes_back("requests", int(ended))


def _of_member(r: Reversal, cases: Sequence[Row], state: MemberState) -> MemberState:
    others = _others(r, state.person)
    silenced = [c for c in cases if not about_a_captcha(c)]  # what the captcha took, it gives back
    if with_action(silenced, Mute, Restrict):
        with r.calling("unmute", "mutes"):
            state = _unmute(r, state, others)
        r.comes_back("mutes", 1)
    if with_action(cases, Ban, Kick) and not left(others, Ban, Unban, r.batch.now):
        who = person_ref(state.person)
        with r.calling("unban", "bans"):
            r.batch.call(r.event, "unbanChatMember", r.d.chat.id, _URGENT, user_id=who, only_if_banned=True)
        if state.role is Role.BANNED:
            state = structs.replace(state, role=Role.LEFT)
        r.comes_back("bans", 1)
    return state


def _of_channel(r: Reversal, cases: Sequence[Row], state: MemberState) -> MemberState:
    """A channel that was kept from writing may again, unless others of its cases last."""
    others, now = _others(r, state.person), r.batch.now
    muted, banned = with_action(cases, Mute), with_action(cases, Ban)
    if not muted and not banned:
        return state
    if not kept_silent(others, now):
        with r.calling("unban", "bans") if banned else r.calling("unmute", "mutes"):
            let_write(r.batch, r.event, r.d.chat.id, state.person)
    stays, mute = left(others, Ban, Unban, now), left(others, Mute, Unmute, now)
    r.comes_back("mutes", int(bool(muted)))
    r.comes_back("bans", int(bool(banned) and not stays))
    until = FOREVER if mute == FOREVER else now + mute if mute else 0
    role = Role.MEMBER if state.role is Role.BANNED and not stays else state.role
    return structs.replace(state, role=role, muted_until=until)


def _others(r: Reversal, person: int) -> list[Row]:
    """The member's cases that nobody took back; a failed captcha counts until somebody lets them in."""
    found = casework.in_force(r.batch.connection, r.d.chat.id, person)
    if newcomers.failed_captcha(r.batch.connection, r.d.chat.id, person):
        return list(found)
    return [c for c in found if not about_a_captcha(c)]


def _unmute(r: Reversal, state: MemberState, others: Sequence[Row]) -> MemberState:
    """Give the right to write back, or leave what other cases took."""
    now = r.batch.now
    allowed, seconds = permissions.NONE, left(others, Mute, Unmute, now)
    muted = bool(seconds)
    if not muted:
        seconds = left(others, Restrict, Unmute, now)
        kinds = {k for c in others for a in stored(c["actions"]) if isinstance(a, Restrict) for k in a.kinds}
        allowed = permissions.without(tuple(sorted(kinds))) if seconds else permissions.ALL
    until = FOREVER if seconds == FOREVER else now + seconds if seconds else 0
    extra: dict[str, Any] = {"until_date": max(until, 0)} if seconds else {}
    r.batch.call(
        r.event,
        "restrictChatMember",
        r.d.chat.id,
        _URGENT,
        user_id=person_ref(state.person),
        permissions=allowed,
        use_independent_chat_permissions=True,
        **extra,
    )
    return structs.replace(state, muted_until=until if muted else 0)
