"""Every night, and when an operator asks: Telegram's own list of transactions against our payments.

The list is read page by page, each page kept with its place: a restart goes on where reading ended. Then what
nobody told us of is granted, what went back without us ends, and a difference that is left is named.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.scheduler import Run
from bot.features.membership import earlier
from bot.features.membership.paying import given_back, take
from bot.features.membership.payload import unseal
from bot.features.membership.providers.listing import begin as read_lists
from bot.features.membership.standing import LOOK, lend
from bot.features.moderation.moderator_alerts import tell_moderators
from bot.features.screening.entitled import alone_in
from bot.platforms.telegram.calls import Follow, Priority, follow_kind
from bot.platforms.telegram.follow_up import Receipt
from bot.runtime import logs
from rules.config.membership import Membership
from rules.engine.entitlements import life
from rules.engine.events import Event, Payment
from rules.engine.reconciling import Line, compare
from storage import chats, entitlements, family, members, people, purchases, stars, timers, trust

STARS = follow_kind("star transactions", "membership", awaited=True)  # and timer: read on, or settle
PAGE = 100  # the most that Telegram gives at a time
_SETTLE = "settle"
_RETRY = 600

log = logs.get("membership")


def memberships(run: Run) -> int:
    """Read Telegram's list on, and look at everybody whose membership is over and who is still in."""
    if run.book.file(Membership).on or stars.any_kept(run.connection, run.community):
        begin(run.connection, run.community, run.planned_at, run.now)
        look_around(run.connection, run.book.file(Membership), run.community, run.now)
        _lend_to_all(run)
        _look_at_owners(run)
        earlier.begin(run.connection, run.book.file(Membership), run.community, run.now)
    read_lists(run.connection, run.community, run.planned_at, run.now)
    return 0


def _lend_to_all(run: Run) -> None:
    """Trust follows what the files say of plans by now, for those who had them before."""
    membership = run.book.file(Membership)
    giving = {p.id for p in membership.plans if any(o.trust for o in membership.opened_by(p.id))}
    held = {p for plan in giving for p in entitlements.holders(run.connection, run.community, plan, run.now)}
    for person in sorted(held | trust.borrowers(run.connection, run.community)):
        lend(run.connection, membership, run.community, person, run.now)


def _look_at_owners(run: Run) -> None:
    """A look at whoever gave places of a plan: the file may give fewer by now, or none."""
    groups = chats.groups(run.connection, run.community)
    for owner, plan in family.owners(run.connection, run.community) if groups else ():
        key, payload = f"{LOOK}:{run.community}:{owner}:{plan}:{run.now}", f"{run.community}:{owner}:{plan}"
        timers.set_timer(run.connection, key, LOOK, groups[0].id, owner, run.now, payload)


def begin(connection: Connection, community: int, mark: int, now: int) -> bool:
    """Let the running bot read Telegram's list; False when there is no group in whose lane it can."""
    groups = chats.groups(connection, community)
    if groups:
        key = f"{STARS}:{community}:{mark}"
        timers.set_timer(connection, key, STARS, groups[0].id, None, now, f"{community}:{mark}:")
    return bool(groups)


def look_around(connection: Connection, membership: Membership, community: int, now: int) -> None:
    """A look at whoever is in a group without anything that lets them: what happened while the files said
    something else, or nothing, is made good.
    """
    groups = chats.groups(connection, community)
    for person, name in entitlements.unsure(connection, community, now) if groups else ():
        plan = membership.plan(name)
        if plan is None and not alone_in(name):
            continue
        found = entitlements.spans_of(connection, community, person, [name])
        inside = life(found, plan.grace if plan is not None else 0, now).inside
        if inside or not members.inside(connection, community, person):
            continue
        key, payload = f"{LOOK}:{community}:{person}:{name}:{now}:around", f"{community}:{person}:{name}"
        timers.set_timer(connection, key, LOOK, groups[0].id, person, now, payload)


def due(batch: Batch, event: Event) -> None:
    """Ask for the next page, or settle what was read."""
    if event.timer is None:
        return
    community, mark, what = event.timer.payload.split(":")
    if what == _SETTLE:
        settle(batch, event, int(community))
        return
    offset = stars.count(batch.connection, int(community))
    batch.bare_call(
        event,
        "getStarTransactions",
        batch.chat(event).id,
        Priority.SCHEDULED,
        offset=offset,
        limit=PAGE,
        then=(Follow(STARS, subject=mark, subject_id=int(community), payload=str(offset)),),
    )


def keep_page(connection: Connection, receipt: Receipt) -> None:
    """Keep a page, and go on: with the next one, or with what follows from all."""
    follow, now = receipt.follow, receipt.now
    what, at = "", now
    if receipt.reply.ok:
        listed = receipt.reply.result["transactions"]
        stars.keep(connection, follow.subject_id, int(follow.payload), listed)
        what = _SETTLE if len(listed) < PAGE else ""
    else:
        at = now + _RETRY
    key = f"{STARS}:{follow.subject_id}:{follow.subject}:{receipt.call.key}"
    payload = f"{follow.subject_id}:{follow.subject}:{what}"
    timers.set_timer(connection, key, STARS, receipt.call.lane, None, at, payload)


def settle(batch: Batch, event: Event, community: int) -> None:
    """Make good what the lists differ in, and name what is left."""
    connection = batch.connection
    found = compare(*stars.unlike(connection, community))
    if found.same:
        return
    late = strange = 0
    for line in found.missing:
        ours = unseal(batch.services.buttons, line.payload) is not None
        new = _late(batch, event, line)
        late, strange = late + (new and ours), strange + (new and not ours)
    back = 0
    for charge in found.back:
        payment = purchases.paid(connection, charge)
        asked = payment is not None and payment.state == "refunding"
        back += given_back(batch, event, charge, "refund" if asked else "charge_back")
    connection = batch.connection
    left = compare(*stars.unlike(connection, community))
    log.info(
        "reconciled",
        late=late,
        back=back,
        strange=strange,
        absent=len(left.absent),
        difference=left.difference,
    )
    if late or back or strange or left.difference:
        tell_moderators(
            batch,
            event,
            community,
            "reconciled",
            late=late,
            back=back,
            strange=strange,
            absent=len(left.absent),
            difference=left.difference,
        )


def _late(batch: Batch, event: Event, line: Line) -> bool:
    """Take a payment over whose notice never came."""
    person = people.person(batch.connection, line.person) if line.person is not None else None
    if person is None:
        return False
    return take(batch, event, person, _payment(batch, line), line.at, late=True)


def _payment(batch: Batch, line: Line) -> Payment:
    sealed = unseal(batch.services.buttons, line.payload)
    order = purchases.find(batch.connection, sealed.order) if sealed is not None else None
    renews = order is not None and order.renews
    until = line.at + order.period if order is not None and renews else 0
    return Payment("paid", line.payload, line.amount, "XTR", line.charge, until=until, recurring=renews)
