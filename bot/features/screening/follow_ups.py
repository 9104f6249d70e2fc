"""Act on receipts of locks."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from bot.features.moderation.follow_ups import look_at_case
from bot.features.screening.captcha import LET_IN, SILENCED
from bot.features.screening.locks import LOCKS, Waits
from bot.features.screening.refused_locks import look_back
from bot.platforms.telegram.follow_up import Receipt
from storage import chat_settings, timers


def store_permissions(connection: Connection, receipt: Receipt) -> None:
    """Keep what a chat's members may do, unless it is known from before the locks; then see to the locks."""
    chat, now, key = receipt.call.lane, receipt.now, f"{LOCKS}:{receipt.call.key}"
    if chat_settings.permissions_of(connection, chat) is None:
        granted = receipt.reply.result.get("permissions") or {}
        chat_settings.keep_permissions(connection, chat, granted, [], now)
    timers.set_timer(connection, key, LOCKS, chat, None, now, receipt.follow.payload)


def let_in(connection: Connection, receipt: Receipt) -> None:
    """Set a timer for somebody at the door: they are in, or wait as before."""
    follow, key = receipt.follow, f"{LET_IN}:{receipt.call.key}"
    before = "" if receipt.reply.ok else follow.subject
    payload = f"{follow.subject_id}:{before}:{follow.payload}"
    timers.set_timer(connection, key, LET_IN, receipt.call.lane, None, receipt.now, payload)


def not_silenced(connection: Connection, receipt: Receipt) -> None:
    """Set a timer for a newcomer whom the bot may not silence."""
    key, person = f"{SILENCED}:{receipt.call.key}", str(receipt.follow.subject_id)
    timers.set_timer(connection, key, SILENCED, receipt.call.lane, None, receipt.now, person)


def permissions_unknown(connection: Connection, receipt: Receipt) -> None:
    """Look at the case that waits, if one does: Telegram did not say what members may do."""
    if not receipt.follow.payload:
        return
    waits = msgspec.json.decode(receipt.follow.payload, type=Waits)
    if not waits.case:
        look_back(connection, receipt, waits)
    else:
        look_at_case(connection, receipt.call.lane, waits.look, receipt.now)
