"""What every library's gateway has in common: which answer becomes which reply, and no secrets in texts."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from bot.platforms.telegram.calls import MOST_UPDATES, GatewayError, Reply
from bot.platforms.telegram.gateways.answers import in_doubt, never_left, reply_of, updates_of
from bot.runtime.error_messages import network_trouble
from bot.runtime.redaction import MARK, redact

TIMEOUT = 30.0  # seconds for a call
CONNECT = 10.0  # seconds for a connection
PIECE = 1 << 16  # bytes of a file that are read at once
_FOUND = 200
_SLACK = 10.0  # seconds a poll may take longer than asked
_TOKEN = re.compile(r"\d+:[\w-]+")

Body = bytes | str


def upload_in(value: object) -> tuple[str, bytes] | None:
    """Name and content of a file that goes along with a call: `{"upload": base64, "name": …}`."""
    if isinstance(value, dict) and "upload" in value:
        return str(value.get("name", "file")), b64decode(value["upload"])
    return None


class Unsent(Exception):
    """No connection came about: the call did not leave."""


class Unanswered(Exception):
    """The call left, wholly or in part, and no answer came."""


class HttpGateway(ABC):
    """A `Gateway` over HTTP; a subclass makes the request with its library."""

    name: str

    def __init__(self, token: str, timeout: float) -> None:
        self._token, self._timeout = token, timeout
        self.well_formed = _TOKEN.fullmatch(token) is not None

    async def call(self, method: str, params: Mapping[str, Any]) -> Reply:
        """Make one call; network trouble becomes a reply too."""
        return await self._reply(method, params, self._timeout, reply_of)

    async def updates(self, offset: int, timeout: int, kinds: Sequence[str]) -> list[Any]:
        """The next raw updates, each as the bytes of its JSON.

        Raises:
            GatewayError: the poll failed.
        """
        params = {"offset": offset, "timeout": timeout, "limit": MOST_UPDATES, "allowed_updates": list(kinds)}
        reply = await self._reply("getUpdates", params, timeout + _SLACK, updates_of)
        if not reply.ok:
            raise GatewayError(reply)
        found: list[bytes] = reply.result
        return found

    async def _reply(
        self,
        method: str,
        params: Mapping[str, Any],
        timeout: float,
        read: Callable[[int, Body], Reply],
    ) -> Reply:
        if not self.well_formed:
            return Reply(ok=False, code=401, text="Unauthorized: invalid token specified")
        given = {name: value for name, value in params.items() if value is not None}
        try:
            status, body = await self._post(method, given, timeout)
        except Unsent as error:
            return never_left(self._clean(error))
        except (Unanswered, OSError, ValueError) as error:
            return in_doubt(self._clean(error))
        return read(status, body)

    async def download(self, path: str, most: int) -> Reply:
        """The content of a file, of at most `most` bytes; network trouble becomes a reply too."""
        if not self.well_formed:
            return Reply(ok=False, code=401, text="Unauthorized: invalid token specified")
        if path.startswith("/") or ".." in path.split("/"):  # a server of one's own may tell of its disk
            return Reply(ok=False, code=404, text="the file has no address")
        try:
            status, body = await self._get(quote(path), most)
        except (Unsent, Unanswered, OSError, ValueError) as error:
            return never_left(self._clean(error))
        if status != _FOUND:
            return Reply(ok=False, code=status, text=f"no file (HTTP {status})")
        if len(body) > most:
            return Reply(ok=False, code=status, text=f"the file has more than {most} bytes")
        return Reply(ok=True, result=body)

    def _clean(self, error: Exception) -> str:
        cause = error.__cause__ or error
        return network_trouble(redact(f"{type(cause).__name__}: {cause}".replace(self._token, MARK)))

    @abstractmethod
    async def _post(self, method: str, params: dict[str, Any], timeout: float) -> tuple[int, Body]:
        """The HTTP status and body of one call.

        Raises:
            Unsent: no connection came about.
            Unanswered: it broke, or `timeout` seconds went by.
        """

    @abstractmethod
    async def _get(self, path: str, most: int) -> tuple[int, bytes]:
        """The HTTP status and body of a file; of a longer one a little more than `most` bytes. No redirects.

        Raises:
            Unsent, Unanswered: as above.
        """

    @abstractmethod
    async def close(self) -> None:
        """Close the connections."""
