"""How much time and room a listener gives to whoever connects."""

from __future__ import annotations

import resource
from dataclasses import dataclass

_MOST = 1000


def _connections() -> int:
    """Half the files that the process may open: the database and the way to Telegram need some too."""
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return _MOST if files == resource.RLIM_INFINITY else max(4, min(_MOST, files // 2))


@dataclass(frozen=True)
class Limits:
    """Seconds, bytes and counts. Each holds for a connection, but `connections` for all."""

    head_s: float = 10  # until a request's headers are complete; until its first byte as well
    body_s: float = 20  # until its body is, and longer by what arrives at `rate`
    rate: int = 16_384  # bytes a second
    linger_s: float = 3  # for the rest of a body that nobody reads any more
    idle_s: float = 10  # between requests
    stalled_s: float = 20  # in which nothing of an answer is fetched
    closing_s: float = 5  # for the rest of an answer
    head_bytes: int = 65_536
    headers: int = 100
    pipeline: int = 16  # requests that wait for the answers of others
    body_bytes: int = 64 << 20
    connections: int = 0  # 0: by the files that the process may open

    @property
    def most(self) -> int:
        """How many connections there may be."""
        return self.connections or _connections()

    @property
    def most_of_one(self) -> int:
        """How many of them may come from one address."""
        return max(1, self.most * 3 // 4)
