"""Carry decisions out: rules' and moderators' take the same way."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.core.derived_events import happen
from bot.features.moderation.action_handler import handler_of
from bot.features.moderation.cards import post
from bot.features.moderation.case_opening import Opened, noting, open_case
from bot.features.moderation.case_results import CASE, look_at_case, origin
from bot.features.moderation.group_notices import is_wanted
from bot.features.moderation.verdict import Verdict
from bot.platforms.telegram.calls import Follow
from bot.runtime import metrics
from rules.engine.actions import Action, Unban, Unmute, name_of
from rules.engine.events import Event, Kind
from storage import case_outcomes, casework
from storage.case_outcomes import QUIET, WANTED


def enact(batch: Batch, event: Event, verdict: Verdict) -> None:
    """Open the case, queue the calls and rows of every action, then tell the group and the moderators."""
    opened = open_case(batch, event, verdict)
    told = _told_after(batch, event, verdict, opened)
    for action in verdict.actions:
        handler, kind = handler_of(action), name_of(action)
        if handler.means_nothing_for(verdict.person):
            continue
        why = handler.out_of_reach(verdict.chat, verdict.person, action)
        if why:
            _leave_out(batch, verdict, action, why, opened)
            continue
        metrics.ACTIONS.labels(kind).inc()
        with noting(batch, event, opened if handler.noted else None, kind):
            handler.do(batch, event, verdict, action, opened)
    if opened is not None:
        casework.add_acts(batch.connection, opened.number, opened.acts, batch.now)
        casework.add_refused(batch.connection, opened.number, opened.refused, batch.now)
        if opened.shown:
            post(batch, event, opened.number)
        if told and not opened.acts:  # no call is waited for
            look_at_case(batch, verdict.chat.id, opened.number, opened.then)
    if any(handler_of(a).silences for a in verdict.actions):
        _withdraw_answers(batch, verdict.chat.id, verdict.person.id)
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
        if action.sanction or isinstance(action, Unban | Unmute):
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


def _leave_out(batch: Batch, verdict: Verdict, action: Action, why: str, opened: Opened | None) -> None:
    """Say why something cannot be done, and go on as if it had not been wanted."""
    if opened is not None:
        opened.refused.append((name_of(action), why))
    state = batch.state(verdict.chat.id, verdict.person.id, verdict.community)
    batch.change(handler_of(action).left_out(state))


def _withdraw_answers(batch: Batch, chat: int, person: int) -> None:
    """Let no answer to a member leave that still waits in a chat: they may not write any more."""
    waiting = [p for p in case_outcomes.waiting_posts(batch.connection, chat) if p.answers]
    if not waiting:
        return
    theirs = case_outcomes.written_by(batch.connection, chat, {p.answers for p in waiting}, person)
    pointless = [p.id for p in waiting if p.answers in theirs]
    case_outcomes.withdraw(batch.connection, pointless, "the member may not write any more", batch.now)
