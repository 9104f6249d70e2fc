"""The people's side of a local Telegram, over HTTP."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any, Self

import aiohttp

Json = dict[str, Any]
TRIES, PAUSE_S = 5, 0.2


class SimClient:
    """Acts for people and looks at what bots did. Used as `async with SimClient(url) as client`.

    Args:
        url: of the local Telegram, such as `http://127.0.0.1:8081`.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._http is not None:
            await self._http.close()

    async def acts(self, acts: list[Json]) -> list[Json]:
        """Let people act, in order; each needs an `id`, because a lost answer is asked for again.

        Raises:
            aiohttp.ClientError: the server stays away.
        """
        results: list[Json] = (await self._ask("POST", "/sim/acts", {"acts": acts}))["results"]
        return results

    async def calls(self, after: int = 0) -> list[Json]:
        """What bots called after the call of this number, at most 1000, with the replies."""
        found: list[Json] = (await self._ask("GET", f"/sim/calls?after={after}"))["calls"]
        return found

    async def state(self) -> Json:
        """People, chats and bots as they stand."""
        return await self._ask("GET", "/sim/state")

    async def stats(self) -> Json:
        """The server's figures."""
        return await self._ask("GET", "/sim/stats")

    async def _ask(self, method: str, path: str, body: Json | None = None) -> Json:
        assert self._http is not None, "use it in `async with`"
        for attempt in range(TRIES):
            try:
                async with self._http.request(method, self.url + path, json=body) as response:
                    response.raise_for_status()
                    answer: Json = await response.json()
                    return answer
            except (aiohttp.ClientConnectionError, TimeoutError):
                if attempt == TRIES - 1:
                    raise
                await asyncio.sleep(PAUSE_S)
        raise AssertionError("unreachable")
