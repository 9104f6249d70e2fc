"""Fetch updates by long polling: commit, and only then confirm by asking for what comes next."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec

from bot.platforms.telegram.api_rules import ALLOWED_UPDATES
from bot.platforms.telegram.calls import MOST_UPDATES, Gateway, GatewayError
from bot.runtime import logs, metrics
from bot.runtime.error_messages import reply_said
from bot.text.messages import told_here
from rules.sentences import say

log = logs.get("intake")

_LONGEST = 30.0  # seconds between tries when Telegram or the database is away
_POLL = 25  # seconds Telegram keeps a poll open
PACE = 0.015  # seconds from one batch to the next under load: five updates cost half of what they cost alone
_RESTS = 2.0  # times as long as a batch took


class _Id(msgspec.Struct):
    update_id: int = 0


class Unauthorized(Exception):
    """Telegram does not know the token."""


async def poll(gateway: Gateway, take: Callable[[Sequence[Any]], Awaitable[None]]) -> None:
    """Fetch updates and hand them to `take` until cancelled.

    A batch that `take` refuses is not confirmed and comes again. Under load batches are kept from getting so
    small that what each costs by itself is most of the work (`rest`).

    Raises:
        Unauthorized: the token is wrong; waiting would not help.
    """
    offset, wait = 0, 1.0
    while True:
        try:
            updates = await gateway.updates(offset, _POLL, ALLOWED_UPDATES)
            if updates:
                metrics.INTAKE_UPDATES.observe(len(updates))
                began = time.monotonic()
                await take(updates)
                # The ids may restart at a lower number after a quiet week: follow them, whatever they are.
                ids = [i for u in updates if (i := update_id(u))]
                offset = ids[-1] + 1 if ids else offset
                if len(updates) < MOST_UPDATES:
                    await asyncio.sleep(rest(time.monotonic() - began))
            wait = 1.0
        except GatewayError as error:
            if error.reply.code in (401, 404):
                raise Unauthorized(say("start-token-wrong")) from error
            why = f"{error.reply.code} {told_here(reply_said(error.reply.code, error.reply.text))}"
            wait = await _back_off("poll failed", why, max(wait, float(error.reply.retry_after)))
        except Exception as error:
            metrics.ERRORS.labels("intake").inc()
            wait = await _back_off("batch refused", error, wait)


def rest(worked: float) -> float:
    """Seconds until the next batch may begin, after one that took so many.

    As long as batches take little, nobody waits for a distance between them, however many acts of one member
    come one by one; the more work there is, the more of it is done together.
    """
    return max(0.0, min(_RESTS * worked, PACE - worked))


async def _back_off(what: str, error: Exception | str, wait: float) -> float:
    log.warning(what, wait_seconds=wait, error=error)
    await asyncio.sleep(wait)
    return min(_LONGEST, wait * 1.7)


def update_id(update: Any) -> int:
    """The id of a raw update, whether bytes or decoded; 0 when it has none that can be read."""
    try:
        if isinstance(update, dict):
            return msgspec.convert(update, _Id).update_id
        return msgspec.json.decode(update, type=_Id).update_id
    except msgspec.MsgspecError:
        return 0
