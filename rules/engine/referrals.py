"""Referrals: whether a newcomer counts for whoever brought them. Pure: what is known in, a verdict out.

An invitation pays for a member who is there and talks with others, not for an account that was opened. So
nothing is decided at the join but who may count at all; then time passes, and what others did for the
newcomer tells. Their word counts only if they were here first, and are not of the family: whom the same
inviter brought, whom these brought, and whoever brought the inviter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from rules.engine.entries import PENDING, Entry, adjusts
from rules.engine.gate import Gate, standing_gate
from rules.engine.incentives import season_of
from rules.engine.policy import IncentivesPolicy, ReferralPolicy
from rules.engine.state import MemberState
from rules.engine.streaks import local_day

SOURCE = "referral"
HOUR, MONTH = 3_600, 30 * 86_400  # seconds in which limits count
_VOUCH = ("reaction", "reply", "thanks", "accepted")  # kinds of what others give
_OWN = ("message", "checkin")


class Why(StrEnum):
    """Why a join by somebody's link earns them nothing; empty when it may."""

    NOT = ""
    SELF = "self"
    BOT = "bot"
    BEFORE = "was here before"
    INVITER = "inviter does not count yet"
    CROWD = "too many at once"
    CLOSED = "joining was paused"


class Join(Struct, frozen=True):
    """Somebody came by a link: what is known at that moment."""

    inviter: int
    newcomer: int
    person: bool  # and no bot
    seen_before: bool  # in any group of the community, or banned from one
    closed: bool  # the door was, since too many came
    lately: int  # who came by this inviter's links within an hour before


class Newcomer(Struct, frozen=True):
    """Somebody who was brought, some time later."""

    joined_at: int
    gone: bool  # left, or banned, from all groups
    messages: int
    days: int  # on which they earned something
    people: int  # who vouch for them


class Verdict(StrEnum):
    """What becomes of a referral."""

    WAITS = "waits"
    COUNTS = "counts"
    VOID = "void"


def refusal(join: Join, policy: ReferralPolicy, inviter: MemberState, gate: Gate, at: int) -> Why:
    """Why a join may not count; the inviter's own word has to count by then."""
    if join.inviter == join.newcomer:
        return Why.SELF
    if not join.person:
        return Why.BOT
    if join.seen_before:
        return Why.BEFORE
    if standing_gate(inviter, at, gate):
        return Why.INVITER
    if join.closed:
        return Why.CLOSED
    return Why.CROWD if join.lately >= policy.per_hour else Why.NOT


def verdict(newcomer: Newcomer, policy: ReferralPolicy, now: int) -> Verdict:
    """Whether a newcomer counts by now."""
    if newcomer.gone:
        return Verdict.VOID
    if now < newcomer.joined_at + policy.stays:
        return Verdict.WAITS
    enough = (
        newcomer.messages >= policy.messages
        and newcomer.days >= policy.days
        and newcomer.people >= policy.people
    )
    if enough:
        return Verdict.COUNTS
    return Verdict.VOID if now >= newcomer.joined_at + policy.within else Verdict.WAITS


def vouching(entries: Iterable[Entry], here_since: Mapping[int, int], joined_at: int) -> set[int]:
    """Who vouches for a newcomer: whoever was here before them and gave them something that stands.

    Args:
        entries: the newcomer's, of the ledger.
        here_since: since when those who may vouch have been here; the inviter's family is not among them.
        joined_at: when the newcomer came.
    """
    return {e.actor for e in _standing(entries, _VOUCH) if here_since.get(e.actor, joined_at) < joined_at}


def givers(entries: Iterable[Entry]) -> set[int]:
    """Everybody who gave a newcomer something that stands."""
    return {e.actor for e in _standing(entries, _VOUCH) if e.actor}


def active_days(entries: Iterable[Entry]) -> int:
    """On how many days a newcomer earned something themselves."""
    return len({e.day for e in _standing(entries, _OWN) if not e.actor})


def _standing(entries: Iterable[Entry], sources: tuple[str, ...]) -> list[Entry]:
    """First entries of acts that were worth something and that nobody took back."""
    mine = [e for e in entries if e.source in sources and e.currency == "xp" and not adjusts(e.key)]
    last = {e.reverses: e for e in mine if e.reverses}
    found = []
    for entry in mine:
        end = entry
        while end.key in last:
            end = last[end.key]
        if not entry.reverses and entry.raw > 0 and end.raw > 0:
            found.append(entry)
    return found


def family(person: int, brought_by: Mapping[int, int]) -> set[int]:
    """Whom somebody brought, directly or through others, and who brought them; and themselves.

    `brought_by` tells of everybody who came by a link whose it was.
    """
    root, path = person, {person}
    while (above := brought_by.get(root)) is not None and above not in path:
        root = above
        path.add(root)
    brought: dict[int, list[int]] = {}
    for newcomer, inviter in brought_by.items():
        brought.setdefault(inviter, []).append(newcomer)
    found, left = {root} | path, [root, *path]
    while left:
        for newcomer in brought.get(left.pop(), ()):
            if newcomer not in found:
                found.add(newcomer)
                left.append(newcomer)
    return found


def promised(join: Join, policy: IncentivesPolicy, community: int, at: int, timezone: str) -> Entry | None:
    """The pending entry of a join that may count."""
    if policy.referral is None or not policy.referral.points:
        return None
    day = local_day(at, timezone)
    return Entry(
        key=key_of(community, join.newcomer),
        person=join.inviter,
        source=SOURCE,
        raw=policy.referral.points,
        granted=0,
        day=day,
        at=at,
        status=PENDING,
        season=season_of(day, policy.season),
    )


def key_of(community: int, newcomer: int) -> str:
    """The key of what a newcomer brings; whoever invites them, it is one."""
    return f"{SOURCE}:{community}:{newcomer}"
