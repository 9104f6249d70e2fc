"""Actions about the whole group, or about who comes into it: done, undone and told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.core.batch import Batch
from bot.features.moderation.action_handler import ActionHandler, Do, Reversal, plainly
from bot.features.moderation.actions.member_rights_undo import forget_requests
from bot.features.moderation.case_details import stored
from bot.features.moderation.case_opening import Opened, about_the_group
from bot.features.moderation.group_notices import named_kinds
from bot.features.moderation.hooks import Approval
from bot.features.moderation.moderator_actions import act
from bot.features.moderation.verdict import Verdict
from bot.features.screening import group_acts, raid, request_decisions, slow_mode
from bot.platforms.telegram.permissions import DELETE, INVITE, RESTRICT
from bot.text.durations import spell
from bot.text.messages import Html, say
from rules.engine.actions import (
    Action,
    Approve,
    Ask,
    Decline,
    Lock,
    Night,
    Purge,
    Raid,
    Reopen,
    Slow,
    Trust,
    Unlock,
    Unslow,
    name_of,
)
from rules.engine.events import Event
from rules.engine.state import FOREVER
from storage import trust
from storage.casework import Row

# What is said to be back when an act on the whole group is undone: see `back-` in the texts.
_BACK: dict[type[Action], str] = {
    Lock: "locks",
    Night: "night",
    Raid: "raid",
    Reopen: "reopen",
    Slow: "slow",
    Unlock: "locks",
    Unslow: "slow",
}


def _slow(batch: Batch, event: Event, verdict: Verdict, action: Slow, opened: Opened | None) -> None:
    if slow_mode.begin(batch, event, verdict.chat, action.every, action.lasts) and opened is not None:
        opened.changed_the_group(batch.book.community.case_cards)


def _raid(batch: Batch, event: Event, verdict: Verdict, action: Raid, opened: Opened | None) -> None:
    if raid.close_by_rule(batch, event, verdict.chat, action.lasts) and opened is not None:
        opened.changed_the_group(batch.book.community.case_cards)


def _undo(r: Reversal, cases: Sequence[Row]) -> None:
    """Let the group be as it was before moderators' acts, and end what rules began."""
    for case in reversed([c for c in cases if about_the_group(c)]):
        action = next(a for a in stored(case["actions"]) if type(a) in _BACK)
        with r.calling(group_acts.opposite(action), _BACK[type(action)]):
            r.back[_BACK[type(action)]] = int(group_acts.take_back(r.batch, r.event, r.d.chat, case, r.by))
    by_rules = {type(a) for c in cases if not about_the_group(c) for a in stored(c["actions"])}
    if Slow in by_rules:
        with r.calling("slow", "slow"):
            r.back["slow"] = int(slow_mode.end(r.batch, r.event, r.d.chat, r.by))
    if Raid in by_rules:
        with r.calling("raid", "raid"):
            r.back["raid"] = int(raid.reopen_after_rule(r.batch, r.d.chat, r.by))


def _did_slow(language: str, action: Slow) -> Html:
    every = spell(language, action.every)
    if action.lasts == FOREVER:
        return say(language, "did-slow-on", every=every)
    return say(language, "did-slow", every=every, time=spell(language, action.lasts))


def _did_lock(language: str, action: Lock) -> Html:
    time = 0 if action.seconds == FOREVER else spell(language, action.seconds)
    return say(language, "did-lock", kinds=named_kinds(action.kinds, language), time=time)


def _did_night(language: str, action: Night) -> Html:
    if action.on:
        return say(language, "did-night", kinds=named_kinds(action.kinds, language))
    return say(language, "did-night-off")


def _nothing(*_: object) -> None:
    """Moderators do it by commands, and no rule does."""


def _of_group(*rights: str, do: Do = _nothing, did: Callable[[str, Any], Html] = plainly) -> ActionHandler:
    """The handler of what is done to a whole group."""
    return ActionHandler(do=do, undo=_undo, did=did, rights=rights, told=False)


ACTIONS: dict[type[Action], ActionHandler] = {
    Approve: ActionHandler(did=plainly, rights=(INVITE,), told=False, noted=False),
    Ask: ActionHandler(
        do=lambda b, e, v, _a, _o: request_decisions.put_to_moderators(b, e, v.chat, v.person.id, v.rule),
        did=plainly,
        rights=(INVITE,),
        told=False,
        noted=False,
    ),
    Decline: ActionHandler(
        do=lambda b, e, v, _a, _o: request_decisions.turn_down(b, e, v.chat, v.person.id),
        undo=forget_requests,
        did=plainly,
        rights=(INVITE,),
        told=False,
    ),
    Lock: _of_group(RESTRICT, did=_did_lock),
    Night: _of_group(RESTRICT, did=_did_night),
    Purge: ActionHandler(
        did=lambda lang, a: say(lang, "did-purge", count=a.count), rights=(DELETE,), told=False
    ),
    Raid: _of_group(
        RESTRICT, INVITE, do=_raid, did=lambda lang, a: say(lang, "did-raid", time=spell(lang, a.lasts))
    ),
    Reopen: _of_group(RESTRICT),
    Slow: _of_group(DELETE, do=_slow, did=_did_slow),
    Unlock: _of_group(
        RESTRICT, did=lambda lang, a: say(lang, "did-unlock", kinds=named_kinds(a.kinds, lang))
    ),
    Unslow: _of_group(DELETE),
}


def answer(language: str, action: Action) -> Html:
    """What was done, as the group hears it in answer to a command.

    Raises:
        ValueError: it is not done to a group.
    """
    match action:
        case Lock(kinds, seconds):
            time = 0 if seconds == FOREVER else spell(language, seconds)
            return say(language, "lock-done", kinds=named_kinds(kinds, language), time=time)
        case Unlock(kinds):
            return say(language, "unlock-done", kinds=named_kinds(kinds, language))
        case Night(True, kinds):
            return say(language, "night-on", kinds=named_kinds(kinds, language))
        case Night():
            return say(language, "night-off")
        case Slow(every):
            return say(language, "slow-done", time=spell(language, every))
        case Unslow():
            return say(language, "slow-off")
        case Raid(lasts):
            return say(language, "raid-on", time=spell(language, lasts))
        case Reopen():
            return say(language, "raid-off")
        case Purge(count):
            return say(language, "purged", count=count)
    raise ValueError(f"{name_of(action)} is about nobody's group")


def approve(batch: Batch, event: Event, approval: Approval) -> None:
    """Trust the member in all groups of the community, as /trust does; that is a case of its own."""
    person, by = approval.person, approval.by
    new = trust.trust(batch.connection, approval.community, person.id, by.id, batch.now)
    batch.known.drop([(0, person.id)])
    if new:
        act(
            batch,
            event,
            [Trust()],
            chat=approval.chat,
            person=person,
            state=batch.state(approval.chat.id, person.id, approval.community),
            moderator=by,
            name="trust",
            silent=True,
        )
