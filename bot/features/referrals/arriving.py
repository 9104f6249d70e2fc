"""Who comes by whose link, who asks to, and who goes again."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.features.referrals.deciding import look_at, take_back
from bot.features.screening.door_policy import looks, policy_of
from bot.features.screening.raid_lookback import RAID
from rules.engine.events import Event, Kind
from rules.engine.people import is_person
from rules.engine.referrals import HOUR, Join, Why, promised, refusal
from rules.engine.state import MemberState
from storage import members, referrals
from storage.directory import KnownChat, KnownPerson
from storage.referrals import ASKED, VOID, WAITING, Referral

_ASKED_FOR = 7 * 86_400  # seconds in which a request that is let in counts as coming by its link
_SAME = 60  # seconds: two updates may tell of one join
_OUT = ("left", "kicked", "")


def came(batch: Batch, event: Event) -> None:
    """Somebody joined: by a link of somebody's, or as they had asked to by one.

    A join that another update told of before is no join any more, and may be the one that names the link.
    """
    policy, chat, person = batch.book.incentives.referral, batch.chat(event), batch.author(event)
    if policy is None or person is None or chat.community is None or chat.role != "members":
        return
    if event.kind is Kind.OTHER and not (event.invite_link and event.new_status not in _OUT):
        return
    before = referrals.of(batch.connection, chat.community, person.id)
    if before is not None and before.state != ASKED:
        return
    inviter = _inviter(batch, event, chat, before)
    if inviter is not None:
        _note(batch, event, chat, person, inviter)


def _inviter(batch: Batch, event: Event, chat: KnownChat, before: Referral | None) -> int | None:
    if event.invite_link:
        return referrals.owner_of(batch.connection, event.invite_link, chat.id)
    lately = before is not None and before.chat == chat.id and event.at - before.at <= _ASKED_FOR
    return before.inviter if before is not None and lately else None


def asked(batch: Batch, event: Event) -> None:
    """Somebody asks to join by a member's link: whose it is may be told at no other time."""
    policy, chat, person = batch.book.incentives.referral, batch.chat(event), batch.author(event)
    if policy is None or person is None or chat.community is None or not event.invite_link:
        return
    before = referrals.of(batch.connection, chat.community, person.id)
    inviter = referrals.owner_of(batch.connection, event.invite_link, chat.id)
    if inviter is None or (before is not None and before.state != ASKED):
        return
    row = Referral(chat.community, person.id, inviter, chat.id, event.at, ASKED, 0, "")
    referrals.note(batch.connection, row)


def _note(batch: Batch, event: Event, chat: KnownChat, person: KnownPerson, inviter: int) -> None:
    """Write down who came by whose link, with what it may bring once they have stayed and taken part."""
    policy, community = batch.book.incentives, chat.community
    if policy.referral is None or community is None:
        return
    connection, who = batch.connection, event.person
    join = Join(
        inviter,
        person.id,
        person=who is not None and is_person(who),
        seen_before=event.old_status == "kicked"
        or referrals.was_here(connection, community, person.id, event.at - _SAME),
        closed=looks(batch, chat) and _closed(batch, chat),
        lately=referrals.came_since(connection, community, inviter, event.at - HOUR),
    )
    why = refusal(join, policy.referral, _best(batch, community, inviter), policy.givers, event.at)
    state = VOID if why else WAITING
    row = Referral(community, person.id, inviter, chat.id, event.at, state, event.at if why else 0, why.value)
    referrals.note(connection, row)
    entry = promised(join, policy, community, event.at, batch.timezone) if why is Why.NOT else None
    if entry is not None:
        batch.credit(community, chat.id, [entry])
    if not why:
        look_at(batch, row, event.at + policy.referral.stays)


def _closed(batch: Batch, chat: KnownChat) -> bool:
    held = policy_of(batch, chat.id).held(RAID, batch.now)
    return held is not None and held.value == "on"


def _best(batch: Batch, community: int, person: int) -> MemberState:
    """Somebody as a member of the group in which their word counts soonest."""
    inside = members.inside(batch.connection, community, person)
    known = inside or members.groups_of(batch.connection, community, person)
    states = [batch.state(chat, person, community) for chat in known]
    return max(states, key=lambda state: (state.role.moderates, state.age(batch.now)))


def went(batch: Batch, event: Event) -> None:
    """Somebody left, or was banned: who is in no group any more takes along what they would have brought."""
    policy, chat, person = batch.book.incentives.referral, batch.chat(event), batch.author(event)
    if policy is None or person is None or chat.community is None:
        return
    found = referrals.of(batch.unflushed, chat.community, person.id)
    if found is None or found.state in (ASKED, VOID):
        return
    if found.state != WAITING and event.at >= found.at + policy.binds:
        return
    if not members.inside(batch.connection, chat.community, person.id):
        take_back(batch, found, "banned" if event.new_status == "kicked" else "left")
