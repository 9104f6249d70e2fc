"""Hold what a decision may know of a member and of the recent past: loaded before, replaced after."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

FOREVER = -1
BEFORE = 1  # seen before the bot came; nobody knows when


class Role(StrEnum):
    """A member's standing in a chat, from the stored administrators list."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    TRUSTED = "trusted"  # by a moderator: neither rules nor locks nor the door hold them up
    RESTRICTED = "restricted"
    LEFT = "left"
    BANNED = "banned"
    UNKNOWN = "unknown"

    @property
    def moderates(self) -> bool:
        """Whether this role may command the bot and is never punished by it."""
        return self is Role.CREATOR or self is Role.ADMINISTRATOR


class Warning(Struct, frozen=True, gc=False):
    """A warning that still counts. Times are unix seconds; `expires_at` 0 means never."""

    at: int
    points: int = 1
    rule: str = ""
    expires_at: int = 0
    chat: int = 0  # the only chat it counts in; 0: it counts in the whole community

    def active(self, now: int) -> bool:
        """Whether it still counts at `now`."""
        return not self.expires_at or now < self.expires_at


class MemberState(Struct, frozen=True, kw_only=True, gc=False):
    """One member of one community as a decision sees them. Ids are our own."""

    person: int
    chat: int
    community: int = 1
    role: Role = Role.MEMBER
    joined_at: int = 0  # the newest join that was told of; 0: none was
    first_seen: int = 0  # or BEFORE; both are kept by rules/engine/tenure.py
    left_at: int = 0  # 0 again after the next join
    messages: int = 0  # written in the community so far
    xp: int = 0
    warnings: tuple[Warning, ...] = ()
    muted_until: int = 0  # unix seconds, FOREVER, or 0
    lent: int = 0  # a level of trust that a plan gives, until `lent_until`
    lent_until: int = 0

    @property
    def since(self) -> int:
        """Since when they have been here: BEFORE, a moment, or 0 when they were never seen."""
        return self.joined_at or self.first_seen

    def age(self, at: int) -> int:
        """For how many seconds they have been here at a moment; 0 when they were never seen."""
        since = self.since
        return max(0, at - since) if since else 0

    def muted(self, now: int) -> bool:
        """Whether the right to write is taken at `now`."""
        return self.muted_until == FOREVER or self.muted_until > now

    def warning_points(self, now: int) -> int:
        """The points of all warnings that still count in this chat."""
        return sum(w.points for w in self.warnings if w.active(now) and w.chat in (0, self.chat))


class PastEvent(NamedTuple):
    """One earlier event, reduced to what windows count."""

    at: int
    person: int
    message_id: int
    kind: str
    digest: int = 0  # of the normalised text; 0 when there was none
    media: str = ""
    carried: int = 0  # links, mentions and emoji (`carrying`); 0 too when no rule asks
    album: int = 0  # of a message that is a part of one (`albums`)


def recent(past: Sequence[PastEvent], since: int) -> list[PastEvent]:
    """The events of a window from `since` on, oldest first: its end, up to the first that is older."""
    found = []
    for seen in reversed(past):
        if seen.at < since:
            break
        found.append(seen)
    found.reverse()
    return found


class Activity(Struct, frozen=True, gc=False):
    """The recent past before this event, oldest first, bounded by the longest window of the rule book."""

    chat: Sequence[PastEvent] = ()
    member: Sequence[PastEvent] = ()
    digests: Container[int] | None = None  # of all texts in `chat`; None: not known


class Standing(Struct, frozen=True, kw_only=True, gc=False):
    """What incentives may know of one person in a community. Amounts are XP; `day` is the local day."""

    person: int
    xp: int = 0
    coins: int = 0
    day: str = ""
    today: Mapping[str, int] = {}  # granted today by source: message, reaction, thanks, checkin
    last_at: Mapping[str, int] = {}  # when each source last paid, unix seconds
    # (giver, source) -> when they gave, within the pair window
    recent_givers: Mapping[tuple[int, str], tuple[int, ...]] = {}
    given_today: Mapping[str, int] = {}  # awards this person caused for others today, by source
    messages: int = 0  # paid ones of today, without those that were taken back
    streak: int = 0  # days in a row with a check-in, up to last_checkin
    last_checkin: str = ""  # local day
    last_zone: str = ""  # by whose clock
    checkins: frozenset[str] = frozenset()  # local days with one, of the pair window
    head: str = ""  # key of the newest ledger row
