"""Preview and load a shared ban list from the command line."""

from __future__ import annotations

import time
from collections.abc import Sequence

from msgspec import Struct

from bot.runtime.opening import existing
from bot.runtime.settings import Settings
from storage import shared_bans


class Preview(Struct, frozen=True):
    """What a list would change: ids that are new, ids that would go, members it names with their group."""

    new: int
    gone: int
    members: list[tuple[str, str]]


def preview(settings: Settings, ids: Sequence[int]) -> Preview:
    """Compare a list with the one in use, and with those who are in the groups.

    Raises:
        ValueError: there is no database, or an old one.
    """
    with existing(settings) as store, store.read() as connection:
        listed = shared_bans.listed(connection)
        members = shared_bans.members_among(connection, ids)
    return Preview(len(set(ids) - listed), len(listed - set(ids)), members)


def load(settings: Settings, ids: Sequence[int]) -> tuple[int, int]:
    """Let the list in use be this one; how many ids are new, and how many went.

    Raises:
        ValueError: there is no database, or an old one.
    """
    with existing(settings) as store, store.write() as connection:
        return shared_bans.replace(connection, ids, int(time.time()))
