"""Whether a newcomer counts for whoever brought them: looked at once they have stayed, then daily."""

from __future__ import annotations

from functools import partial

from bot.core.batch import Batch
from rules.engine.caps import caps_of
from rules.engine.counter_entries import counter, settled
from rules.engine.entries import PENDING
from rules.engine.events import Event
from rules.engine.policy import ReferralPolicy
from rules.engine.referrals import (
    MONTH,
    Newcomer,
    Verdict,
    active_days,
    family,
    givers,
    key_of,
    verdict,
    vouching,
)
from storage import ledger, members, referrals
from storage.referrals import COUNTS, VOID, WAITING, Referral
from storage.timers import set_timer

LOOK = "referral"
_DAY = 86_400


def look_at(batch: Batch, referral: Referral, due: int) -> None:
    """Look at a newcomer at a moment."""
    key = f"{LOOK}:{referral.community}:{referral.person}:{due}"
    batch.writes.append(
        partial(
            set_timer,
            key=key,
            kind=LOOK,
            chat=referral.chat,
            person=referral.person,
            due_at=max(due, batch.now + 1),
            payload=f"{referral.community}:{referral.person}",
        )
    )


def look(batch: Batch, event: Event) -> None:
    """A newcomer has been here for some time: do they count by now?"""
    if event.timer is None:
        return
    community, person = map(int, event.timer.payload.split(":"))
    found = referrals.of(batch.connection, community, person)
    if found is None or found.state != WAITING:
        return
    policy = batch.book.incentives.referral
    if policy is None:
        take_back(batch, found, "not paid any more")
        return
    said = verdict(_newcomer(batch, found), policy, batch.now)
    if said is Verdict.WAITS:
        look_at(batch, found, max(batch.now + _DAY, found.at + policy.stays))
    elif said is Verdict.VOID:
        take_back(batch, found, "did not take part")
    else:
        _pay(batch, found, policy)


def _newcomer(batch: Batch, found: Referral) -> Newcomer:
    """What is known of somebody who was brought."""
    connection, community = batch.connection, found.community
    inside = members.inside(connection, community, found.person)
    written = [batch.state(chat, found.person, community).messages for chat in inside]
    entries = referrals.entries_since(connection, community, found.person, found.at)
    outside = givers(entries) - family(found.inviter, referrals.brought_by(connection, community))
    here = referrals.here_since(connection, community, outside)
    return Newcomer(
        joined_at=found.at,
        gone=not inside,
        messages=max(written, default=0),
        days=active_days(entries),
        people=len(vouching(entries, here, found.at)),
    )


def _pay(batch: Batch, found: Referral, policy: ReferralPolicy) -> None:
    """The points that were promised become final, unless their receiver is gone or has had enough of them."""
    connection, community = batch.connection, found.community
    if not members.inside(connection, community, found.inviter):
        take_back(batch, found, "inviter gone")
        return
    if referrals.counted_since(connection, community, found.inviter, batch.now - MONTH) >= policy.per_month:
        take_back(batch, found, "monthly limit")
        return
    entry = ledger.end_of(connection, key_of(community, found.person))
    if entry is not None and entry.status == PENDING:
        standing = batch.standing(community, {entry.person}, entry.at)[entry.person]
        done = settled(entry, standing, caps_of(batch.book.incentives), batch.now)
        batch.credit(community, found.chat, [done])
    referrals.decide(connection, found, COUNTS, "", batch.now)


def take_back(batch: Batch, found: Referral, why: str) -> None:
    """A newcomer does not count, or not any more: what is promised is void, what was paid goes back."""
    entry = ledger.end_of(batch.connection, key_of(found.community, found.person))
    if entry is not None and entry.raw > 0:
        batch.foresee((), [(found.community, entry.person)])
        batch.credit(found.community, found.chat, [counter(entry, batch.now, why)])
    referrals.decide(batch.connection, found, VOID, why, batch.now)
