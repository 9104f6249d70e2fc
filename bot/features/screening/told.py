"""Saying what became of a moderator's act about a whole group: one answer, and the case's card."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.core.batch import Batch
from bot.core.receipt_answers import DONE, Later, give
from bot.core.refusals import named, why_refused
from bot.features.moderation import cards, outcome
from bot.features.moderation.casefile import about_the_group
from bot.features.moderation.notice import named_kinds, stored
from bot.features.screening import acts
from bot.text.durations import spell
from bot.text.messages import Html, say, to_all
from rules.engine.actions import Action, Lock, Night, Purge, Raid, Reopen, Slow, Unlock, Unslow, name_of
from rules.engine.events import Event
from rules.engine.state import FOREVER
from storage import case_outcomes, casework
from storage.casework import REFUSED, Row


def due(batch: Batch, event: Event) -> None:
    """A call of a case has ended: if it was the last one, say what happened."""
    if event.timer is None:
        return
    number, chat, message = outcome.origin_in(event.timer.payload)
    case = casework.load(batch.connection, number)
    if case is None or not about_the_group(case):
        outcome.due(batch, event)
        return
    called = casework.acts(batch.connection, [number])
    if any(a["now_is"] in outcome.UNDER_WAY for a in called):
        return
    if not case_outcomes.claim_notice(batch.connection, number):
        return
    (action,) = stored(case["actions"])
    did, why = _settle(batch, event, case, action, called)
    _answer(batch, event, case, action if did is None else did, why, chat or case["chat_id"], message)
    if batch.book.community.case_cards == "alerts" or case["carded"]:
        cards.refresh(batch, event, number)
    else:
        cards.post(batch, event, number)


def _settle(
    batch: Batch, event: Event, case: Row, action: Action, called: Sequence[Row]
) -> tuple[Action | None, str]:
    """Let case and group be as Telegram has it; what was done, and else why it was not."""
    refused = [a["why"] or a["now_is"] for a in called if a["now_is"] in REFUSED]
    if not refused:
        return action, ""
    if isinstance(action, Purge):
        outcome.pay_again(batch, case)
        if len(refused) < len(called):
            did = Purge(len(called) - len(refused))
            case_outcomes.set_actions(batch.connection, case["id"], msgspec.to_builtins([did]))
            return did, ""
    else:
        acts.revert(batch, event, batch.chat(event), case)
    case_outcomes.set_actions(batch.connection, case["id"], [])
    return None, refused[0]


def _answer(batch: Batch, event: Event, case: Row, action: Action, why: str, chat: int, message: int) -> None:
    community = batch.book.community
    said = to_all(community, lambda language: _said(language, action))
    lasts = community.answer_seconds
    language, kind = community.language, name_of(action)
    undone = say(language, "refused-line", what=named(language, kind), why=why_refused(language, kind, why))
    later = Later(language, chat, message, str(said), str(undone), kind, lasts, case["topic"])
    give(batch, event, later, why or DONE)


def _said(language: str, action: Action) -> Html:
    """What was done, as the group hears it."""
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
