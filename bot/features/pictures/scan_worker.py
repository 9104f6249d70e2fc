"""Fetch and scan pictures in the background; what is found becomes a timer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec

from bot.features.pictures.qr_scanning import NoPicture, codes_in
from bot.features.pictures.scan_queue import PICTURE, Pictures, Wanted
from bot.platforms.telegram.calls import Gateway, Reply
from bot.runtime import logs, metrics
from rules.engine.pictures import picture_in, pictured
from storage import timers
from storage.store import Store

_AT_ONCE = 2
_SECONDS = 5.0  # real ones, for fetching a picture

log = logs.get("pictures")


class Unfetched(Exception):
    """A picture that did not come; says why."""


class Looker:
    """Looks at the pictures that wait, until cancelled."""

    def __init__(
        self,
        store: Store,
        gateway: Gateway,
        pictures: Pictures,
        now: Callable[[], float],
        seconds: float = _SECONDS,
    ) -> None:
        self._store, self._gateway, self._pictures = store, gateway, pictures
        self._now, self._seconds = now, seconds
        self._scanning = asyncio.Lock()  # an unpacked picture takes much memory

    async def run(self) -> None:
        """Take one after the other, a few at once."""
        async with asyncio.TaskGroup() as group:
            for _ in range(_AT_ONCE):
                group.create_task(self._work())

    async def _work(self) -> None:
        while True:
            wanted = await self._pictures.waiting.get()
            try:
                await self.look(wanted)
            finally:
                self._pictures.done()

    async def look(self, wanted: Wanted) -> None:
        """Look at one picture; whatever is wrong with it ends in a line of the log."""
        event = wanted.event
        try:
            data = await self._fetch(picture_in(event))
            async with self._scanning:
                codes = await asyncio.to_thread(codes_in, data)
        except (Unfetched, NoPicture) as reason:
            outcome = "not_fetched" if isinstance(reason, Unfetched) else "unreadable"
            log.info("picture not looked at", update=event.update_id, outcome=outcome, why=str(reason))
            metrics.PICTURES.labels(outcome).inc()
            return
        metrics.PICTURES.labels("codes" if codes else "no_codes").inc()
        found = pictured(event, codes, int(self._now()))
        if found.codes:
            key = f"{PICTURE}:{event.update_id}:{event.at}"
            payload = msgspec.json.encode(found).decode()
            timer = (key, PICTURE, wanted.chat, wanted.person, found.at, payload)
            await self._store.change(lambda connection: timers.set_timer(connection, *timer))

    async def _fetch(self, file: str) -> bytes:
        """The picture's content.

        Raises:
            Unfetched: it is too large or too slow, or Telegram has it no more.
        """
        most = self._pictures.largest
        try:
            async with asyncio.timeout(self._seconds):
                told = _told(await self._gateway.call("getFile", {"file_id": file}))
                size, path = told.get("file_size"), told.get("file_path")
                if isinstance(size, int) and size > most:
                    raise Unfetched(f"{size} bytes")
                if not isinstance(path, str):
                    raise Unfetched("Telegram tells no path")
                reply = await self._gateway.download(path, most)
        except TimeoutError:
            raise Unfetched(f"it took more than {self._seconds:g} s") from None
        if not reply.ok:
            raise Unfetched(reply.text)
        data: bytes = reply.result
        return data


def _told(reply: Reply) -> dict[str, object]:
    if not reply.ok or not isinstance(reply.result, dict):
        raise Unfetched(reply.text or "Telegram tells nothing of it")
    return reply.result
