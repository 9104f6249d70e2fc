"""Let people act in a local Telegram, over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from types import TracebackType
from typing import Any

Json = dict[str, Any]


class People:
    """The people's side of a local Telegram. A server that is away is waited for.

    Acts carry ids, so one that was sent twice happens once.
    """

    def __init__(self, url: str, patience: float = 60.0) -> None:
        self.url, self._patience = url, patience
        self._http: Any = None

    async def __aenter__(self) -> People:
        import aiohttp

        self._http = aiohttp.ClientSession(self.url, timeout=aiohttp.ClientTimeout(total=30))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.close()

    async def act(self, acts: Sequence[Json]) -> list[Json]:
        """Let these happen in order; one result each, refusals among them."""
        answer = await self._ask("POST", "/sim/acts", json={"acts": list(acts)})
        results: list[Json] = answer["results"]
        return results

    async def get(self, path: str, **query: Any) -> Json:
        """What `/sim/…` shows."""
        return await self._ask("GET", path, params=query)

    async def _ask(self, verb: str, path: str, **options: Any) -> Json:
        import aiohttp

        loop = asyncio.get_running_loop()
        until = loop.time() + self._patience
        while True:
            try:
                async with self._http.request(verb, path, **options) as response:
                    answer: Json = await response.json()
                    if response.status >= 400:
                        raise RuntimeError(f"{path}: {answer.get('error', response.status)}")
                    return answer
            except (aiohttp.ClientError, TimeoutError, ConnectionError):
                if loop.time() > until:
                    raise
                await asyncio.sleep(0.05)
