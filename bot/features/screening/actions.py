"""Actions about the whole group, or about who comes into it: how each is carried out and undone."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.features.moderation.action_handler import ActionHandler
from bot.features.moderation.verdict import Verdict
from bot.features.screening import acts, deciding, raid, slowing
from rules.engine.actions import Action, Ask, Decline, Lock, Night, Raid, Reopen, Slow, Unlock, Unslow
from rules.engine.events import Event
from storage.directory import KnownChat


def _slow(batch: Batch, event: Event, verdict: Verdict, action: Action) -> bool:
    assert isinstance(action, Slow)
    return slowing.begin(batch, event, verdict.chat, action.every, action.lasts)


def _raid(batch: Batch, event: Event, verdict: Verdict, action: Action) -> bool:
    assert isinstance(action, Raid)
    return raid.close_by_rule(batch, event, verdict.chat, action.lasts)


def _reopen(batch: Batch, _event: Event, chat: KnownChat, by: int) -> bool:
    return raid.reopen_after_rule(batch, chat, by)


def _ask(batch: Batch, event: Event, verdict: Verdict, _action: Action) -> bool:
    deciding.put_to_moderators(batch, event, verdict.chat, verdict.person.id, verdict.rule)
    return False


def _decline(batch: Batch, event: Event, verdict: Verdict, _action: Action) -> bool:
    deciding.turn_down(batch, event, verdict.chat, verdict.person.id)
    return False


ACTIONS: dict[type, ActionHandler] = {
    Ask: ActionHandler(do=_ask),
    Decline: ActionHandler(do=_decline),
    Raid: ActionHandler(do=_raid, undo=_reopen, take_back=acts.take_back),
    Slow: ActionHandler(do=_slow, undo=slowing.end, take_back=acts.take_back),
    **dict.fromkeys((Lock, Unlock, Night, Reopen, Unslow), ActionHandler(take_back=acts.take_back)),
}
