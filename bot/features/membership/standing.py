"""How somebody stands with a plan, and the looks at it to come: a timer for each moment at which something
is due.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.features.screening.entitled import DOORS, alone_in, is_opened_by
from rules.config.membership import Membership, Plan
from rules.engine.entitlements import BY_CHANNEL, FAR, Life, Span, covered, lasts_until, life, next_look
from rules.engine.family import following, owned
from storage import chats, entitlements, family, members, people, purchases, timers, trust
from storage.directory import KnownChat
from storage.family import TAKEN, Place
from storage.purchases import Renewing

LOOK = "membership look"  # timer: something is due about somebody's plan
SETTLING = 3600  # seconds that a renewal may be late before anybody hears of it


class Standing(NamedTuple):
    """Somebody's plan at a moment: what the files say of it, when they have it, and what renews it."""

    plan: Plan | None
    spans: list[Span]
    life: Life
    renewing: Renewing | None

    @property
    def renews(self) -> bool:
        """Whether the platform charges again by itself at the end."""
        return self.renewing is not None and self.renewing.state == "active"

    @property
    def by_channel(self) -> bool:
        """Whether it lasts as long as a channel was paid for: nobody tells what is charged next."""
        return any(s.source == BY_CHANNEL and s.ends == self.life.until for s in self.spans)


def sold(batch: Batch) -> Membership:
    """What stands in membership.yaml."""
    return batch.files.file(Membership)


def standing(batch: Batch, community: int, person: int, name: str) -> Standing:
    """How somebody stands with a plan now."""
    plan = sold(batch).plan(name)
    found = entitlements.spans_of(batch.connection, community, person, [name])
    mine = [s for s in purchases.subscriptions_of(batch.connection, community, person) if s.plan == name]
    one = life(found, plan.grace if plan is not None else 0, batch.now)
    return Standing(plan, found, one, mine[0] if mine else None)


def groups_of(batch: Batch, community: int, plan: Plan) -> list[KnownChat]:
    """The groups and channels that a plan opens, with those of the plans that it includes."""
    opened = sold(batch).opened_by(plan.id)
    return [
        chat
        for role in DOORS
        for chat in chats.groups(batch.connection, community, role)
        if any(is_opened_by(batch.connection, p, chat) for p in opened)
    ]


def doors_of(batch: Batch, community: int, plan: Plan | None, name: str) -> list[KnownChat]:
    """The groups that a plan opens, or the one in which somebody has a stay of its own."""
    if plan is not None:
        return groups_of(batch, community, plan)
    chat = chats.find(batch.connection, alone_in(name)) if alone_in(name) else None
    return [chat] if chat is not None and chat.community == community else []


def lend(connection: Connection, membership: Membership, community: int, person: int, now: int) -> None:
    """Let the level of trust that somebody's plans give them now be known, until the end of the last that
    gives as much.
    """
    giving = {p.id: max(o.trust for o in membership.opened_by(p.id)) for p in membership.plans}
    names = [plan for plan, level in giving.items() if level]
    held = entitlements.by_plan(connection, community, person, names) if names else {}
    given = {p: lasts_until(spans, now) for p, spans in held.items() if covered(spans, now)}
    level = max((giving[p] for p in given), default=0)
    until = max((end for p, end in given.items() if giving[p] == level), default=0)
    trust.lend(connection, community, person, level, until)


def inside_of(batch: Batch, community: int, person: int) -> set[int]:
    """The groups and channels of a community that somebody is in, by own id."""
    return set(members.inside(batch.connection, community, person, DOORS))


def owning(batch: Batch, community: int, person: int, name: str) -> Life:
    """How somebody stands with what gives them places for others."""
    plan = sold(batch).plan(name)
    found = entitlements.spans_of(batch.connection, community, person, [name])
    return owned(found, plan.grace if plan is not None else 0, batch.now)


def _follow_all(batch: Batch, community: int, owner: int, name: str, tag: str) -> None:
    """The places that somebody gave of a plan end when theirs does, however that changed."""
    taken = [p for p in family.places_of(batch.connection, community, owner, name) if p.state == TAKEN]
    if not taken:
        return
    plan, one = sold(batch).plan(name), owning(batch, community, owner, name)
    for place in taken:
        gives = one.inside and plan is not None and place.number <= plan.family
        follow(batch, place, one.out_at if gives else batch.now, tag=f"family:{tag}")


def follow(batch: Batch, place: Place, end: int, *, tag: str) -> None:
    """Let what a place gives to whoever has it, or had it until now, end at a moment."""
    person, community, plan = place.person_id, place.community_id, place.plan
    if person is None:
        return
    rows = entitlements.rows_of(batch.connection, community, person, [plan])
    new = following([entitlements.entry_of(r) for r in rows], place.root, plan, end, batch.now)
    if entitlements.add(batch.connection, community, person, new, batch.now):
        look_again(batch, community, person, plan, at=batch.now, tag=tag)
        look_again(batch, community, person, plan, tag=tag)


def look_again(batch: Batch, community: int, person: int, name: str, *, at: int = 0, tag: str = "") -> None:
    """Set the timer of the next look; `at`: then and not when something is due. `tag` keeps it apart from
    other looks of the same moment.
    """
    lend(batch.connection, sold(batch), community, person, batch.now)
    _follow_all(batch, community, person, name, tag)
    if not at:
        one = standing(batch, community, person, name)
        reminders = () if one.renews else sold(batch).reminders
        at = next_look(one.life, reminders, batch.now)
    # The ends of several grants are looked at as they come: a grant that begins later is behind one of them.
    if not 0 < at < FAR:
        return
    lane = lane_of(batch, community, person)
    if lane:
        key = f"{LOOK}:{community}:{person}:{name}:{at}:{tag}"
        timers.set_timer(batch.connection, key, LOOK, lane, person, at, f"{community}:{person}:{name}")


def lane_of(batch: Batch, community: int, person: int) -> int:
    """The private chat with somebody, else a group in whose lane things about them can be done; 0: none."""
    private = people.private_chats(batch.connection, [person]).get(person)
    groups = chats.groups(batch.connection, community) if private is None else []
    return private or (groups[0].id if groups else 0)
