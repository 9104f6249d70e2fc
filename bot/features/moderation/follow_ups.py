"""Act on receipts of a case's calls: once all have ended, it is looked at."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from bot.features.moderation import unreported_refusals
from bot.features.moderation.case_opening import REFRESH, card_key
from bot.features.moderation.case_results import CASE, OUTCOME
from bot.platforms.telegram.calls import Follow
from bot.platforms.telegram.follow_up import Receipt
from storage import casework, timers


def call_ended(connection: Connection, receipt: Receipt) -> None:
    """Look at what became of a case, once all that is under way has ended."""
    look_at_case(connection, receipt.call.lane, receipt.follow, receipt.now)


def card_shown(connection: Connection, receipt: Receipt) -> None:
    """A card is there: what has come since it was written is shown now."""
    timers.hasten_one(connection, card_key(receipt.follow.subject_id), receipt.now)


def refused(connection: Connection, calls: Mapping[int, tuple[str, str]], now: int) -> None:
    """Let it be told which calls were not carried out: by the cards of their cases, or else on its own."""
    tell_cards(connection, calls, now)
    unreported_refusals.note(connection, calls, now)


def tell_cards(connection: Connection, refused: Mapping[int, tuple[str, str]], now: int) -> None:
    """Let the cards of cases say which of their calls were not carried out."""
    for row in casework.refuse_acts(connection, refused):
        case, chat = row["incident_id"] or row["case_id"], row["chat_id"]
        # A key of its own: of several refusals in one second the last one, too, is to be seen.
        key = f"card:{case}:{row['call']}"
        timers.set_timer(connection, key, REFRESH, chat, None, now, str(case))
        look_at_case(connection, chat, Follow(CASE, subject_id=row["case_id"]), now)


def look_at_case(connection: Connection, chat: int, follow: Follow, now: int) -> None:
    """Look at what became of a case, once all that is under way has ended."""
    key, payload = f"{OUTCOME}:{follow.subject_id}", follow.payload or str(follow.subject_id)
    timers.set_timer(connection, key, OUTCOME, chat, None, now, payload)
