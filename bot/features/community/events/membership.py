"""People come, go, ask to come in, get other rights or another name, are acted on or reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import structs

from bot.core.batch import Batch
from bot.features.moderation.judging import judge
from bot.features.screening import captcha, join_decisions
from bot.features.screening.door_policy import looks
from bot.features.screening.entitled import CHANNEL
from bot.features.screening.rejections import decline
from bot.features.screening.welcome import welcome
from rules.engine.actions import Action, Approve, Ask, Ban, Decline, Kick
from rules.engine.decide import moved
from rules.engine.events import Event, Kind
from rules.engine.tenure import account, told_before


def heard(batch: Batch, event: Event) -> Event:
    """The event; of no interest any more when another update told of the same join or leave before."""
    if event.kind not in (Kind.JOIN, Kind.LEAVE):
        return event
    chat, person = batch.chat(event), batch.author(event)
    if person is None or chat.community is None:
        return event
    state = batch.known.state(chat.id, person.id, chat.community)  # foreseen of whoever acts
    if not told_before(event, state):
        return event
    changed = account(event, state)
    if changed:
        batch.change(structs.replace(state, **changed))
    if event.kind is Kind.JOIN and not event.message_id and looks(batch, chat):
        join_decisions.told_again(batch, event)
    return structs.replace(event, kind=Kind.OTHER)


def handle(batch: Batch, event: Event) -> None:
    """Judge the event; look at whoever comes, and welcome whoever may stay."""
    if batch.chat(event).role == CHANNEL:
        _in_channel(batch, event)
        return
    decision = judge(batch, batch.context(event))
    if decision is None:
        return
    chat, person = batch.chat(event), batch.author(event)
    if event.kind is Kind.LEAVE and looks(batch, chat):
        captcha.left(batch, event)
    if event.kind is Kind.ACTION:
        handle_other(batch, event)
    if event.kind is Kind.JOIN_REQUEST:
        _answer_request(batch, event, decision.actions)
    elif _has(decision.actions, Ban, Kick):
        return
    elif event.kind is Kind.JOIN:
        stopped = join_decisions.on_join(batch, event)
        if person is not None and not stopped and not decision.actions:
            welcome(batch, event, chat, person)


def _in_channel(batch: Batch, event: Event) -> None:
    """In a channel that plans open nothing is judged: who is there is known, and who asks is answered."""
    chat, person = batch.chat(event), batch.author(event)
    if person is None or chat.community is None:
        return
    if event.kind is Kind.JOIN_REQUEST:
        join_decisions.on_join_request(batch, event, approved=False)
        return
    state = batch.state(chat.id, person.id, chat.community)
    batch.change(moved(event, state, batch.context(event).activity, batch.now))


def _answer_request(batch: Batch, event: Event, actions: Sequence[Action]) -> None:
    """What rules said of a request to join comes first, then the door's questions."""
    person = batch.author(event)
    if _has(actions, Decline, Ask):
        return  # it is declined, or with the moderators, already
    if _has(actions, Ban, Kick):
        if person is not None:
            decline(batch, event, batch.chat(event), person.id)
        return
    join_decisions.on_join_request(batch, event, approved=_has(actions, Approve))


def _has(actions: Iterable[Action], *kinds: type[Action]) -> bool:
    return any(isinstance(a, kinds) for a in actions)


def handle_other(batch: Batch, event: Event) -> None:
    """Changed rights may concern somebody who waits at the door."""
    if event.new_status and looks(batch, batch.chat(event)):
        captcha.noticed(batch, event)
