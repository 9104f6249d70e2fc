"""Which camps run where, and how somebody stands in one by what is stored."""

from __future__ import annotations

from sqlalchemy import Connection

from rules.config.camps import Camp, Camps
from rules.engine.camps import Progress, begin, end, progress
from storage import camps

POINTS, COMMENT, FINISH = "camp", "camp_comment", "camp_finish"  # sources of the ledger


def running(found: Camps, platform_chat: int, now: int, timezone: str) -> list[Camp]:
    """The camps of a group that are announced and can still be checked in for; 0: of all groups."""
    here = [c for c in found.camps if not platform_chat or c.group in (0, platform_chat)]
    return [c for c in here if opens(c, timezone) <= now < closes(c, timezone)]


def opens(camp: Camp, timezone: str) -> int:
    """When a camp is announced."""
    return begin(camp.calendar(timezone)) - camp.announce


def closes(camp: Camp, timezone: str) -> int:
    """When nothing of a camp can be made up any more."""
    return end(camp.calendar(timezone), camp.days - 1) + camp.mends_within


def stands(
    connection: Connection, community: int, camp: Camp, who: tuple[int, int], now: int, timezone: str
) -> tuple[Progress, set[int]]:
    """Progress of `who` (person, joined at) at a moment, and their days."""
    done = camps.days(connection, community, camp.id, who[0]).get(who[0], set())
    return progress(camp.calendar(timezone), camp.terms, done, who[1], now), done


def key_of(source: str, community: int, camp: str, person: int, number: int = 0) -> str:
    """The key of what a camp pays somebody once."""
    return f"{source}:{community}:{camp}:{person}:{number}"
