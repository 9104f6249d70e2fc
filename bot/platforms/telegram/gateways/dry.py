"""A gateway that only says what it would do."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from bot.platforms.telegram.calls import Reply
from bot.runtime import logs

log = logs.get("dry")


class DryGateway:
    """Every call succeeds and nothing happens; no updates come by themselves."""

    name = "dry"

    def __init__(self) -> None:
        self._message_id = 0

    async def call(self, method: str, params: Mapping[str, Any]) -> Reply:
        """Log the method and where it would go; texts stay out of the log."""
        log.info("would call", method=method, chat=params.get("chat_id"))
        if method == "getMe":
            return Reply(
                ok=True, result={"id": 0, "is_bot": True, "first_name": "dry", "username": "dry_bot"}
            )
        if method.startswith("get"):
            return Reply(ok=True, result=[])
        if method.startswith(("send", "edit", "copy", "forward")):
            self._message_id += 1
            return Reply(ok=True, result={"message_id": self._message_id})
        return Reply(ok=True, result=True)

    async def updates(self, offset: int, timeout: int, kinds: Sequence[str]) -> list[Any]:
        """Nothing, after the time a poll takes."""
        await asyncio.sleep(timeout)
        return []

    async def download(self, path: str, most: int) -> Reply:
        """There are no files."""
        return Reply(ok=False, code=404, text="there are no files")

    async def close(self) -> None:
        """Nothing to close."""
