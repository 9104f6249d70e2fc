"""Look up platform ids of chats and people, in groups, and remember them for a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

_FRESH = 5.0  # real seconds; what another process changes, an erased person for one, is seen by then
_MOST = 20_000  # remembered of each kind

Asked = tuple[set[int], set[int]]  # own ids of chats and of people
_Found = dict[int, tuple[int | None, float]]  # own id → platform id, None where there is none; when


class Addresses:
    """Knows where own ids lead. `forget` after every commit of this process, which may have changed that."""

    def __init__(self) -> None:
        self.version = 0  # counts what was forgotten
        self._chats: _Found = {}
        self._people: _Found = {}
        self._private: set[int] = set()  # chats that are no groups, which never changes

    def forget(self) -> None:
        """Look everything up anew."""
        self.version += 1
        self._chats.clear()
        self._people.clear()

    def unknown(self, chats: Collection[int], people: Collection[int]) -> Asked:
        """Those of these that have to be looked up."""
        since = _now() - _FRESH
        return _older(self._chats, chats, since), _older(self._people, people, since)

    def remember(self, asked: Asked, found: tuple[dict[int, int], dict[int, int]], version: int) -> None:
        """Keep the platform ids that were found for what was asked, or that there are none.

        `version` is the one before the look: what was committed during it may have changed what it found.
        """
        now = _now()
        if len(self._private) > _MOST:
            self._private.clear()
        self._private.update(own for own, platform_id in found[0].items() if platform_id > 0)
        if version != self.version:
            return
        kinds = zip((self._chats, self._people), asked, found, strict=True)
        for kept, wanted, ids in kinds:
            if len(kept) > _MOST:
                for own in _older(kept, list(kept), now - 2 * _FRESH):
                    del kept[own]
            kept.update({own: (ids.get(own), now) for own in wanted})

    def of(self, chats: Collection[int], people: Collection[int]) -> tuple[dict[int, int], dict[int, int]]:
        """Platform ids by own id, as far as they are known and exist."""
        return _known(self._chats, chats), _known(self._people, people)

    def is_group(self, chat: int) -> bool:
        """Whether a chat is a group, as far as known: groups have negative ids and stricter limits."""
        return chat not in self._private


def _now() -> float:
    return asyncio.get_running_loop().time()


def _older(kept: _Found, wanted: Collection[int], since: float) -> set[int]:
    return {own for own in wanted if own not in kept or kept[own][1] < since}


def _known(kept: _Found, wanted: Collection[int]) -> dict[int, int]:
    return {own: kept[own][0] for own in wanted if own in kept and kept[own][0] is not None}  # type: ignore[misc]  # None is left out
