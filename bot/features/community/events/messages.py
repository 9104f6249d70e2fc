"""Messages and edits: judged, rewarded, and obeyed when they are commands."""

from __future__ import annotations

from bot.core.batch import Batch, EventContext
from bot.core.claims import spend_shown
from bot.core.command_router import answer_talk, run_command
from bot.features.community.events.own_membership import claim_message
from bot.features.community.word_answers import answer_words
from bot.features.homework.showing import wrote
from bot.features.membership import topics
from bot.features.moderation.albums import goes_along
from bot.features.moderation.commands.report import as_report, is_call
from bot.features.moderation.judging import judge
from bot.features.pictures.events import offer
from bot.features.points.rewards import reward
from bot.features.screening import locks, requests
from rules.engine.events import Event, Kind, Sender
from rules.engine.state import Role


def handle(batch: Batch, event: Event) -> None:
    """One message or edit. An edit is judged like a new message, but earns and commands nothing."""
    if event.timer is not None:  # decided before, all but its command or what is said to it
        talks = event.chat.private and event.content is not None and event.content.command is None
        if not talks:
            run_command(batch, event)
        elif not wrote(batch, event):
            answer_talk(batch, event)
        return
    if event.chat.private:
        if event.kind is Kind.MESSAGE and event.sender is Sender.MEMBER:
            command = event.content.command if event.content is not None else None
            if command is not None:
                run_command(batch, event)
            elif not requests.wrote(batch, event) and not wrote(batch, event):
                answer_talk(batch, event)
        return
    context = batch.context(event)
    if context.chat.community is None:
        claim_message(batch, event)
        spend_shown(batch, event)
        return
    spend_shown(batch, event)
    _in_group(batch, context)


def _in_group(batch: Batch, context: EventContext) -> None:
    """A message of a claimed group."""
    event = context.event
    if event.content is not None and event.content.album and goes_along(batch, context):
        return
    decision = judge(batch, context)
    if decision is None:
        return
    if (context.chat.marks or decision.state.role is Role.RESTRICTED) and locks.hold(
        batch, context, decision
    ):
        return
    if event.topic and topics.hold(batch, context, decision):
        return
    offer(batch, context, decision)
    if event.kind is Kind.EDIT:
        return
    if not decision.deletes:
        if decision.pays:
            reward(batch, context, decision)
        _obey(batch, context)


def _obey(batch: Batch, context: EventContext) -> None:
    """Run the command in a message, or the report that a call for the moderators is."""
    event = context.event
    called = is_call(event)
    if called or (event.content is not None and event.content.command is not None):
        run_command(batch, as_report(event) if called else event)
    else:
        answer_words(batch, context)
