"""Actions become calls and rows. The rules' and the moderators' decisions take the same way."""

from __future__ import annotations

from msgspec import structs

from bot.core.batch import Batch
from bot.core.derived_events import happen
from bot.features.moderation.cards import post
from bot.features.moderation.casefile import Opened, noting, open_case
from bot.features.moderation.further import carry_out
from bot.features.moderation.notice import is_wanted
from bot.features.moderation.outcome import CASE, look_at_case, origin
from bot.features.moderation.pointless import withdraw_answers
from bot.features.moderation.reach import give_voice, is_for_people, keep_out, let_back, out_of_reach, silence
from bot.features.moderation.removing import remove
from bot.features.moderation.reply import rule_reply
from bot.features.moderation.verdict import Verdict
from bot.platforms.telegram.calls import Follow, Priority, person_ref
from bot.runtime import metrics
from rules.engine.actions import (
    SANCTIONS,
    Action,
    Alert,
    Ban,
    Delete,
    Kick,
    Mute,
    React,
    Say,
    Unban,
    Unmute,
    Warn,
    name_of,
)
from rules.engine.events import Event, Kind
from rules.engine.state import Role, Warning
from storage import case_outcomes, casework, event_log, members
from storage.case_outcomes import QUIET, WANTED

_UNNOTED = ("alert", "allow", "approve", "ask", "grant", "react", "say", "tell", "void")


def enact(batch: Batch, event: Event, verdict: Verdict) -> None:
    """Open the case, queue the calls and rows of every action, then tell the group and the moderators."""
    opened = open_case(batch, event, verdict)
    told = _told_after(batch, event, verdict, opened)
    for action in verdict.actions:
        if is_for_people(verdict.person, action):
            continue
        why = out_of_reach(verdict.chat, verdict.person, action)
        if why:
            _leave_out(batch, verdict, action, why, opened)
            continue
        kind = name_of(action)
        metrics.ACTIONS.labels(kind).inc()
        with noting(batch, event, opened if kind not in _UNNOTED else None, kind):
            _carry_out(batch, event, verdict, action, opened)
    if opened is not None:
        casework.add_acts(batch.connection, opened.number, opened.acts, batch.now)
        casework.add_refused(batch.connection, opened.number, opened.refused, batch.now)
        if opened.shown:
            post(batch, event, opened.number)
        if told and not opened.acts:  # no call is waited for
            look_at_case(batch, verdict.chat.id, opened.number, opened.then)
    if any(isinstance(a, Mute | Ban | Kick) for a in verdict.actions):
        withdraw_answers(batch, verdict.chat.id, verdict.person.id)
    if verdict.moderator is not None:
        tell_rules(batch, event, verdict)


def _told_after(batch: Batch, event: Event, verdict: Verdict, opened: Opened | None) -> bool:
    """Let what is said of a case wait for what Telegram answers; whether anything is to be said."""
    if opened is None:
        return False
    wanted = is_wanted(batch, verdict)
    if not wanted and verdict.moderator is None:
        return False
    case_outcomes.set_notice(batch.connection, opened.number, WANTED if wanted else QUIET)
    waits = origin(batch, event, opened.number) if verdict.moderator is not None else ""
    opened.then = (Follow(CASE, subject_id=opened.number, payload=waits),)
    return True


def tell_rules(batch: Batch, event: Event, verdict: Verdict) -> None:
    """What a moderator did is an event that rules may look at."""
    for action in verdict.actions:
        if isinstance(action, (*SANCTIONS, Unban, Unmute)):
            done = name_of(action)
            happen(
                batch,
                event,
                Kind.ACTION,
                verdict.chat,
                verdict.person,
                by=event.person,
                action=done,
                message_id=verdict.message_id,
            )


def _carry_out(batch: Batch, event: Event, verdict: Verdict, action: Action, opened: Opened | None) -> None:
    chat, who = verdict.chat.id, person_ref(verdict.person.id)
    urgent = Priority.MODERATION
    match action:
        case Delete(matched):
            earlier = event_log.still_there(batch.connection, chat, matched)
            goes = [verdict.message_id or event.message_id, *earlier]
            remove(batch, event, chat, verdict.community, goes)
        case Ban(seconds):
            keep_out(batch, event, chat, verdict.person, seconds)
        case Kick():
            batch.call(event, "banChatMember", chat, urgent, user_id=who)
            batch.call(event, "unbanChatMember", chat, urgent, user_id=who, only_if_banned=True)
        case Mute(seconds):
            silence(batch, event, chat, verdict.person, seconds)
        case Unmute():
            give_voice(batch, event, chat, verdict.person)
        case Unban():
            let_back(batch, event, chat, verdict.person)
        case Warn():
            _warn(batch, verdict, action, opened.number if opened else None)
        case Say():
            rule_reply(batch, event, verdict, action)
        case React(emoji):
            if event.kind is Kind.MESSAGE:
                batch.call(
                    event,
                    "setMessageReaction",
                    chat,
                    message_id=event.message_id,
                    reaction=[{"type": "emoji", "emoji": emoji}],
                )
        case Alert():
            pass  # the case's card is the alert
        case _:
            carry_out(batch, event, verdict, action, opened)


def _leave_out(batch: Batch, verdict: Verdict, action: Action, why: str, opened: Opened | None) -> None:
    """Say why something cannot be done, and go on as if it had not been wanted."""
    if opened is not None:
        opened.refused.append((name_of(action), why))
    state = batch.state(verdict.chat.id, verdict.person.id, verdict.community)
    if isinstance(action, Mute):
        batch.change(structs.replace(state, muted_until=0))
    elif isinstance(action, Kick) and state.role is Role.LEFT:
        batch.change(structs.replace(state, role=Role.MEMBER))


def _warn(batch: Batch, verdict: Verdict, warn: Warn, case: int | None) -> None:
    until = batch.now + warn.expires if warn.expires else 0
    only = verdict.chat.id if warn.alone else 0
    warning = Warning(batch.now, warn.points, verdict.rule, until, only)
    batch.writes.append(lambda c: members.add_warning(c, verdict.state, warning, verdict.reason, case))
