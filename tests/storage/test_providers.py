"""What passes between us and payment providers, and links that were made for one person or one channel."""

from __future__ import annotations

from random import Random

import pytest
from sqlalchemy import Connection, insert, select

from rules.engine.reconciling import Line, compare, netted
from storage import channel_links, plan_links, providers, purchases
from storage.channel_links import ChannelLink
from storage.chats import ensure_community
from storage.directory import CHAT, PERSON
from storage.plan_links import OVER, PlanLink
from storage.store import Store

NOW = 1_800_000_000
STATES = ("kept", "strange", "refunding", "refunded", "charged_back")


def fill(connection: Connection, community: int, draw: Random) -> dict[str, int]:
    """A list and payments at random; by currency what the list comes to beyond what we keep."""
    over: dict[str, int] = {}
    for number in range(draw.randrange(1, 9)):
        charge, currency, amount = f"c{number}", draw.choice(("USD", "EUR")), draw.choice((500, 1900))
        back, mine, theirs = draw.random() < 0.3, draw.random() < 0.8, draw.random() < 0.8
        lines = [("", amount)] * theirs + [("back", -amount)] * (theirs and back)
        listed = [(currency, n, Line(charge, a, NOW, None, "z1-x")) for n, a in lines]
        for _ in range(draw.choice((1, 2))):  # a list that is read again
            providers.list_rows(connection, community, "stripe", listed)
        state = draw.choice(STATES)
        row = {"charge": f"stripe:{charge}", "community_id": community, "person_id": None, "plan": "m"}
        row |= {"amount": amount, "at": NOW, "provider": "stripe", "currency": currency, "state": state}
        if mine:
            purchases.pay(connection, row)
        counts = mine and state in ("kept", "strange", "refunding")
        over[currency] = over.get(currency, 0) + amount * (theirs and not back) - amount * counts
    return over


@pytest.mark.parametrize("seed", range(6))
def test_a_providers_list_is_compared_by_currency_however_often_it_is_read(store: Store, seed: int) -> None:
    with store.write() as connection:
        community = ensure_community(connection, "default", NOW)
        over = fill(connection, community, Random(seed))
        lines = providers.listed(connection, community, "stripe")
        ours = providers.kept(connection, community, "stripe", NOW + 1)
        assert providers.listed(connection, community, "wechat") == {}
        for currency, difference in over.items():
            found = compare(netted(lines.get(currency, [])), ours.get(currency, []))
            assert found.difference == difference, currency


def test_a_call_is_wanted_once_and_a_notice_noted_once(store: Store) -> None:
    with store.write() as connection:
        community = ensure_community(connection, "default", NOW)
        lane = connection.execute(insert(CHAT).values(title="x", community_id=community).returning(CHAT.c.id))
        row = {"key": "create:1", "provider": "stripe", "what": "create", "lane": lane.scalar_one()}
        row |= {"due_at": NOW, "at": NOW}
        assert [providers.want(connection, row) for _ in range(2)] == [True, False]
        (waits,) = providers.waiting(connection)
        providers.answered(connection, waits.id, state="done", attempts=1, due_at=NOW, result="{}")
        assert providers.waiting(connection) == []
        told = {"number": "stripe:e1", "provider": "stripe", "kind": "paid", "charge": "pi", "at": NOW}
        assert [providers.note(connection, told) for _ in range(2)] == [True, False]


def test_of_notices_that_are_refused_the_newest_are_kept(store: Store) -> None:
    row = {"provider": "stripe", "number": "", "reference": "", "charge": "", "amount": 0, "currency": ""}
    with store.write() as connection:
        for number in range(7):
            for reason in ("age", "signature"):
                more = {"reason": reason, "size": number, "digest": "", "at": NOW}
                providers.refuse(connection, row | more, 3)
        kept = [(r["reason"], r["size"]) for r in providers.refused(connection, 100)]
        assert sorted(kept) == [(reason, n) for reason in ("age", "signature") for n in (4, 5, 6)]


def test_a_link_of_one_person_ends_once_and_those_of_others_stay(store: Store) -> None:
    with store.write() as connection:
        chat = connection.execute(insert(CHAT).values(title="x").returning(CHAT.c.id)).scalar_one()
        made = insert(PERSON).returning(PERSON.c.id)
        people = [connection.execute(made.values(platform_id=n, name="x")).scalar_one() for n in (1, 2)]
        for number, person in enumerate(people * 2):
            link = PlanLink(
                address=f"a{number}", chat_id=chat, person_id=person, plan="m", purchase_id=None,
                at=NOW + number, expires_at=NOW + 9,
            )  # fmt: skip
            for _ in range(2):
                plan_links.keep(connection, link)
        assert [link.address for link in plan_links.open_of(connection, people[0], [chat])] == ["a0", "a2"]
        assert [plan_links.end(connection, "a0", OVER, NOW) for _ in range(2)] == [True, False]
        assert [link.address for link in plan_links.open_of(connection, people[0], [chat])] == ["a2"]
        assert plan_links.made_since(connection, people[0], chat, NOW) == 1
        assert plan_links.find(connection, "a1", chat + 1) is None
        found = plan_links.find(connection, "a1", chat)
        assert found is not None
        assert found.person_id == people[1]


def test_a_channels_link_ends_and_is_still_known(store: Store) -> None:
    with store.write() as connection:
        chat = connection.execute(
            insert(CHAT).values(title="x", kind="channel").returning(CHAT.c.id)
        ).scalar_one()
        for number, price in enumerate((300, 400)):
            link = ChannelLink(address=f"a{number}", chat_id=chat, plan="m", price=price, at=NOW + number)
            channel_links.keep(connection, link)
        assert [link.price for link in channel_links.of_plan(connection, chat, "m")] == [400, 300]
        channel_links.end(connection, "a0", NOW)
        assert [link.price for link in channel_links.of_plan(connection, chat, "m")] == [400]
        assert channel_links.plan_of(connection, "a0", chat) == "m"
        assert connection.execute(select(channel_links.LINK.c.ended_at)).scalars().all().count(0) == 1
