"""Tell what became of a moderator's act about a whole group: one answer, and the case's card."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.core.batch import Batch
from bot.core.receipt_answers import DONE, Later, give
from bot.core.refusals import named
from bot.features.moderation import cards, case_results
from bot.features.moderation.action_handler import why_refused
from bot.features.moderation.case_details import stored
from bot.features.moderation.case_opening import about_the_group
from bot.features.screening import group_acts
from bot.features.screening.actions import answer
from bot.text.messages import say, to_all
from rules.engine.actions import Action, Purge, name_of
from rules.engine.events import Event
from storage import case_outcomes, casework
from storage.casework import REFUSED, Row


def due(batch: Batch, event: Event) -> None:
    """A call of a case has ended: if it was the last one, say what happened."""
    if event.timer is None:
        return
    number, chat, message = case_results.origin_in(event.timer.payload)
    case = casework.load(batch.connection, number)
    if case is None or not about_the_group(case):
        case_results.due(batch, event)
        return
    called = casework.acts(batch.connection, [number])
    if any(a["now_is"] in case_results.UNDER_WAY for a in called):
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
        case_results.pay_again(batch, case)
        if len(refused) < len(called):
            did = Purge(len(called) - len(refused))
            case_outcomes.set_actions(batch.connection, case["id"], msgspec.to_builtins([did]))
            return did, ""
    else:
        group_acts.revert(batch, event, batch.chat(event), case)
    case_outcomes.set_actions(batch.connection, case["id"], [])
    return None, refused[0]


def _answer(batch: Batch, event: Event, case: Row, action: Action, why: str, chat: int, message: int) -> None:
    community = batch.book.community
    said = to_all(community, lambda language: answer(language, action))
    lasts = community.answer_seconds
    language, kind = community.language, name_of(action)
    undone = say(language, "refused-line", what=named(language, kind), why=why_refused(language, kind, why))
    later = Later(language, chat, message, str(said), str(undone), kind, lasts, case["topic"])
    give(batch, event, later, why or DONE)
