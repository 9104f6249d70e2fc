"""Warn, mute, restrict, kick and ban: a member by their rights, a channel by keeping it from writing.

Telegram knows two calls about channels, and no time: `banChatSenderChat` and `unbanChatSenderChat`. So a mute
and a ban of a channel are the same call, and a timer ends what is not for good.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from bot.core.batch import Batch
from bot.features.moderation.action_handler import ActionHandler, plainly
from bot.features.moderation.actions.member_rights_undo import (
    give_rights_back,
    kept_silent,
    left,
    let_write,
    revoke_warnings,
)
from bot.features.moderation.case_opening import Opened
from bot.features.moderation.verdict import Verdict
from bot.platforms.telegram import permissions
from bot.platforms.telegram.calls import Priority, person_ref
from bot.platforms.telegram.permissions import RESTRICT
from bot.text.durations import spell
from bot.text.messages import Html, say
from rules.engine.actions import Action, Ban, Kick, Mute, Restrict, Unban, Unmute, Warn
from rules.engine.events import Event
from rules.engine.state import FOREVER, MemberState, Role, Warning
from storage import casework, members, people, timers
from storage.casework import Row
from storage.directory import KnownPerson

VOICE = "voice"  # timer: the time of a channel's mute or ban is over
_URGENT = Priority.MODERATION


def keep_out(batch: Batch, event: Event, chat: int, person: KnownPerson, seconds: int) -> None:
    """Ban."""
    until = 0 if seconds == FOREVER else batch.now + seconds
    if person.channel:
        _keep_from_writing(batch, event, chat, person, until)
        return
    who = person_ref(person.id)
    batch.call(event, "banChatMember", chat, _URGENT, user_id=who, until_date=until, revoke_messages=False)


def silence(batch: Batch, event: Event, chat: int, person: KnownPerson, seconds: int) -> None:
    """Mute."""
    until = 0 if seconds == FOREVER else batch.now + seconds
    if person.channel:
        _keep_from_writing(batch, event, chat, person, until)
        return
    batch.call(
        event,
        "restrictChatMember",
        chat,
        _URGENT,
        user_id=person_ref(person.id),
        permissions=permissions.NONE,
        use_independent_chat_permissions=True,
        until_date=until,
    )


def _keep_from_writing(batch: Batch, event: Event, chat: int, channel: KnownPerson, until: int) -> None:
    batch.call(event, "banChatSenderChat", chat, _URGENT, sender_chat_id=person_ref(channel.id))
    if until:
        key = f"voice:{chat}:{channel.id}:{until}:{event.update_id}"
        timers.set_timer(batch.connection, key, VOICE, chat, None, until, str(channel.id))


def give_voice(batch: Batch, event: Event, chat: int, person: KnownPerson) -> None:
    """Unmute."""
    if person.channel:
        _let_write(batch, event, chat, person)
        return
    who = person_ref(person.id)
    batch.call(event, "restrictChatMember", chat, _URGENT, user_id=who, permissions=permissions.ALL)


def let_back(batch: Batch, event: Event, chat: int, person: KnownPerson) -> None:
    """Unban."""
    if person.channel:
        _let_write(batch, event, chat, person)
        return
    who = person_ref(person.id)
    batch.call(event, "unbanChatMember", chat, _URGENT, user_id=who, only_if_banned=True)


def _let_write(batch: Batch, event: Event, chat: int, channel: KnownPerson) -> None:
    """Let a channel write again, unless another case still keeps it from that."""
    cases = casework.in_force(batch.connection, chat, channel.id)
    if not kept_silent(cases, batch.now):
        let_write(batch, event, chat, channel.id)


def due(batch: Batch, event: Event) -> None:
    """A channel's time is over, if no other case keeps it from writing."""
    if event.timer is None:
        return
    chat, channel = batch.chat(event), people.person(batch.connection, int(event.timer.payload))
    if channel is None or chat.community is None:
        return
    cases = casework.in_force(batch.connection, chat.id, channel.id)
    if kept_silent(cases, batch.now):
        return
    let_write(batch, event, chat.id, channel.id)
    state = batch.state(chat.id, channel.id, chat.community)
    role = Role.MEMBER if state.role is Role.BANNED else state.role
    batch.change(structs.replace(state, role=role, muted_until=0))


def _warn(batch: Batch, _event: Event, verdict: Verdict, warn: Warn, opened: Opened | None) -> None:
    case = opened.number if opened else None
    until = batch.now + warn.expires if warn.expires else 0
    only = verdict.chat.id if warn.alone else 0
    warning = Warning(batch.now, warn.points, verdict.rule, until, only)
    batch.writes.append(lambda c: members.add_warning(c, verdict.state, warning, verdict.reason, case))


def _kick(batch: Batch, event: Event, verdict: Verdict, _kick: Kick, _opened: Opened | None) -> None:
    chat, who = verdict.chat.id, person_ref(verdict.person.id)
    batch.call(event, "banChatMember", chat, _URGENT, user_id=who)
    batch.call(event, "unbanChatMember", chat, _URGENT, user_id=who, only_if_banned=True)


def _restrict(
    batch: Batch, event: Event, verdict: Verdict, restrict: Restrict, _opened: Opened | None
) -> None:
    batch.call(
        event,
        "restrictChatMember",
        verdict.chat.id,
        _URGENT,
        user_id=person_ref(verdict.person.id),
        permissions=permissions.without(restrict.kinds),
        use_independent_chat_permissions=True,
        until_date=0 if restrict.seconds == FOREVER else batch.now + restrict.seconds,
    )


def _did_restrict(language: str, action: Restrict) -> Html:
    separator = say(language, "list-separator")
    named = Html(separator.join(say(language, f"kind-{kind}") for kind in action.kinds))
    return say(language, "did-restrict", kinds=named, time=spell(language, action.seconds))


def _muted_by_others(state: MemberState, others: Sequence[Row], now: int) -> MemberState:
    seconds = left(others, Mute, Unmute, now)
    until = FOREVER if seconds == FOREVER else now + seconds if seconds else 0
    return structs.replace(state, muted_until=until)


def _still_in(state: MemberState, others: Sequence[Row], now: int) -> MemberState:
    out = state.role in (Role.BANNED, Role.LEFT) and not state.left_at
    if out and not left(others, Ban, Unban, now):
        return structs.replace(state, role=Role.MEMBER)
    return state


def _still_banned(state: MemberState, others: Sequence[Row], now: int) -> MemberState:
    return structs.replace(state, role=Role.BANNED) if left(others, Ban, Unban, now) else state


def _still_a_member(state: MemberState) -> MemberState:
    return structs.replace(state, role=Role.MEMBER) if state.role is Role.LEFT else state


HANDLERS: dict[type[Action], ActionHandler] = {
    Warn: ActionHandler(
        do=_warn, undo=revoke_warnings, did=lambda lang, a: say(lang, "did-warn", points=a.points)
    ),
    Mute: ActionHandler(
        do=lambda b, e, v, a, _: silence(b, e, v.chat.id, v.person, a.seconds),
        undo=give_rights_back,
        did=lambda lang, a: say(lang, "did-mute", time=spell(lang, a.seconds)),
        rights=(RESTRICT,),
        supergroups_only=lambda _: True,
        silences=True,
        left_out=lambda state: structs.replace(state, muted_until=0),
        refused=_muted_by_others,
    ),
    Restrict: ActionHandler(
        do=_restrict,
        undo=give_rights_back,
        did=_did_restrict,
        rights=(RESTRICT,),
        not_of_channels=True,
        supergroups_only=lambda _: True,
    ),
    Ban: ActionHandler(
        do=lambda b, e, v, a, _: keep_out(b, e, v.chat.id, v.person, a.seconds),
        undo=give_rights_back,
        did=lambda lang, a: say(lang, "did-ban", time=spell(lang, a.seconds)),
        rights=(RESTRICT,),
        supergroups_only=lambda a: a.seconds != FOREVER,  # Telegram keeps no time for bans of basic groups
        silences=True,
        refused=_still_in,
    ),
    Kick: ActionHandler(
        do=_kick,
        undo=give_rights_back,
        did=plainly,
        rights=(RESTRICT,),
        not_of_channels=True,
        silences=True,
        left_out=_still_a_member,
        refused=_still_in,
    ),
    Unmute: ActionHandler(
        do=lambda b, e, v, _a, _o: give_voice(b, e, v.chat.id, v.person), did=plainly, rights=(RESTRICT,)
    ),
    Unban: ActionHandler(
        do=lambda b, e, v, _a, _o: let_back(b, e, v.chat.id, v.person),
        did=plainly,
        rights=(RESTRICT,),
        refused=_still_banned,
    ),
}
