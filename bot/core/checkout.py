"""Whoever is about to pay waits ten seconds for the bot's word: it is given at once, beside everything else.

Nothing is decided here that cannot be undone. What follows comes with the payment itself, as an update like
any other.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

import msgspec
from sqlalchemy import Connection

from bot.core.services import Services
from bot.platforms.telegram.calls import Gateway, Reply
from bot.platforms.telegram.decode import UNREADABLE, Me, decode
from bot.runtime import logs, metrics
from bot.runtime.clock import Clock
from bot.runtime.error_redaction import where
from bot.text.messages import language_of, plain
from rules.config.book import RuleBook
from rules.engine.events import Event
from storage.store import Store

_PATIENCE = 8.0  # real seconds in which an answer is of use
_AGAIN = 0.3  # seconds between tries
_LONGEST = 190  # characters of a refusal

log = logs.get("checkout")

# Why somebody may not pay, in their language; empty when they may.
Decide: TypeAlias = Callable[[Connection, Services, RuleBook, int, Event, int], str]


class Checkout(NamedTuple):
    """What decides at a checkout, and whether a rule book sells anything: else nobody comes to one."""

    decide: Decide
    sells: Callable[[RuleBook], bool]


class Checkouts:
    """Answers pre-checkout queries as they come in."""

    def __init__(
        self,
        store: Store,
        gateway: Gateway,
        clock: Clock,
        book: Callable[[], RuleBook],
        community: int,
        services: Services,
        checkout: Checkout | None,
    ) -> None:
        self._store, self._gateway, self._clock = store, gateway, clock
        self._book, self._community, self._services = book, community, services
        self._checkout = checkout
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, raws: Sequence[bytes | dict[str, Any]]) -> None:
        """Answer those of these updates that are such queries, without waiting for it."""
        if self._checkout is None:
            return
        for raw in raws:
            if _asks(raw):
                task = asyncio.create_task(self._answer(raw, self._checkout.decide))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    @property
    def expected(self) -> bool:
        """Whether somebody may ask: then nobody may wait long behind others."""
        return self._checkout is not None and self._checkout.sells(self._book())

    async def _answer(self, raw: bytes | dict[str, Any], decide: Decide) -> None:
        began = time.monotonic()
        try:
            event = decode(raw if isinstance(raw, bytes) else msgspec.json.encode(raw), Me(0))
        except UNREADABLE:
            return  # it becomes a dead letter on the way that all updates take
        if event.payment is None:
            return
        refusal = await self._decided(event, decide)
        params: dict[str, Any] = {"pre_checkout_query_id": event.payment.query, "ok": not refusal}
        if refusal:
            params["error_message"] = refusal[:_LONGEST]
        reply = await self._said(params, began)
        metrics.CHECKOUT_SECONDS.observe(time.monotonic() - began)
        if not reply.ok:
            log.warning("checkout not answered", update=event.update_id, code=reply.code)

    async def _decided(self, event: Event, decide: Decide) -> str:
        book, now = self._book(), int(self._clock.now())
        try:
            return await self._store.look(
                lambda connection: decide(connection, self._services, book, self._community, event, now)
            )
        except Exception as error:
            log.error("checkout undecided", update=event.update_id, error=where(error))
            metrics.ERRORS.labels("checkout").inc()
            told = event.person.language if event.person is not None else ""
            return plain(language_of(told, book.community.language), "checkout-trouble")

    async def _said(self, params: dict[str, Any], began: float) -> Reply:
        while True:
            reply = await self._gateway.call("answerPreCheckoutQuery", params)
            final = reply.ok or (reply.code not in (0, 429) and reply.code < 500)
            if final or time.monotonic() - began + _AGAIN > _PATIENCE:
                return reply
            await asyncio.sleep(_AGAIN)


def _asks(raw: bytes | dict[str, Any]) -> bool:
    return "pre_checkout_query" in raw if isinstance(raw, dict) else b'"pre_checkout_query"' in raw
