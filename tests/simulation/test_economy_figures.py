"""The figures of a demo's economy follow the bot's rows and the tags beside names."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.playground.demo.people import BY_KEY, GROUP, ROOM
from bot.playground.demo.world import demo_acts
from bot.playground.service import Service
from bot.playground.world import World
from bot.simulation.economy_figures import economy_figures, tags_of
from rules.engine.entries import Entry
from rules.engine.events import Chat, Person
from storage import chats, ledger, levels, shop
from storage.directory import Directory
from storage.store import Store

NOW = 1_767_600_000


def _earned(connection: Connection) -> None:
    """Ann has points, coins, a level, an order delivered and one given back; Bob's thanks were taken back."""
    directory = Directory()
    directory.resolve(connection, [Chat(-5, title="g")], [Person(1, "Ann"), Person(2, "Bob")])
    community, chat = chats.ensure_community(connection, "main", 1), directory.chat(-5).id
    ann, bob = directory.person(1).id, directory.person(2).id

    def entry(key: str, person: int, source: str, granted: int, **more: Any) -> ledger.Payment:
        values = {"raw": granted, "day": "2026-01-05", "at": NOW, **more}
        return ledger.Payment(
            community, chat, Entry(key=key, person=person, source=source, granted=granted, **values)
        )

    payments = [
        entry("m1", ann, "message", 2),
        entry("m2", bob, "message", 1),
        entry("t", ann, "thanks", 5),
        entry("c", ann, "checkin", 4),
        entry("b", bob, "reply", 3),
        entry("b back", bob, "reply", -3, reverses="b"),
        entry("x", ann, "unheard-of", 1),
        entry("h", bob, "homework", 7),
        entry("r", ann, "referral", 20),
        entry("coins", ann, "coins", 80, currency="coin"),
        entry("sticker", ann, "shop", -30, currency="coin"),
        entry("book", ann, "shop", -20, currency="coin"),
        entry("book back", ann, "shop", 20, currency="coin", reverses="book"),
    ]
    ledger.add(connection, payments, "x")
    levels.show(connection, community, ann, 2)
    for good, state in (("sticker", shop.DELIVERED), ("book", shop.REFUNDED)):
        made = shop.add(
            connection, key=good, community_id=community, person_id=ann, good=good, price=20, at=NOW
        )
        assert made is not None
        shop.end(connection, made.id, state, NOW, None)


def test_the_figures_are_those_of_the_ledger_the_orders_and_the_levels(store: Store) -> None:
    with store.write() as connection:
        _earned(connection)
    found = economy_figures(store, {"Helper": 1})
    assert [(line["source"], line["points"]) for line in found["points"]] == [
        *(("referral", 20), ("homework", 7)),
        *(("thanks", 5), ("checkin", 4), ("message", 3), ("unheard-of", 1)),
    ]
    assert found["points"][1]["name"] == {"zh": "作业", "en": "homework"}
    assert found["points"][3]["name"] == {"zh": "打卡", "en": "check-in"}
    assert found["points"][5]["name"] == {"zh": "unheard-of", "en": "unheard-of"}
    assert found["coins"] == {"given": 80, "spent": 30}
    assert found["orders"] == {"ordered": 0, "delivered": 1, "refunded": 1}
    assert found["levels"] == [{"level": 2, "members": 1}]
    assert found["tags"] == {"Helper": 1}


def test_nothing_earned_is_told_as_nothing(store: Store) -> None:
    found = economy_figures(store, {})
    assert (found["points"], found["levels"], found["tags"]) == ([], [], {})
    assert found["coins"] == {"given": 0, "spent": 0}
    assert sum(found["orders"].values()) == 0


def test_tags_are_counted_by_people_in_however_many_groups() -> None:
    service = Service(World())
    for act in demo_acts():
        assert service.engine.do(**act)["ok"]
    members = service.world.chats[GROUP].members
    for key, tag in (("xiaoman", "Helper"), ("azhe", "Helper"), ("susu", "Learner")):
        members[BY_KEY[key].id].tag = tag
    twice = next(iter(service.world.chats[ROOM].members))
    for chat in (GROUP, ROOM):
        service.world.chats[chat].members[twice].tag = "Learner"
    assert tags_of(service.world) == {"Helper": 2, "Learner": 2}
