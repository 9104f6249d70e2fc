"""The demonstration's people with memberships: each step at the message that allows it, once."""

from __future__ import annotations

from typing import Any

from bot.playground.demo.client import SimClient
from bot.playground.demo.expected import PastEvent, observe
from bot.playground.demo.people import PAID, SUBSCRIBER, TRYING
from bot.playground.demo.played import Played
from bot.playground.demo.shopping import WISHES, shop
from bot.playground.demo.stage import Controls, Stage

Json = dict[str, Any]
PAY, ENTER = "https://t.me/$1", "https://t.me/+way"


class Client(SimClient):
    """People's acts, kept; all of them happen."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:1")
        self.done: list[Json] = []

    async def acts(self, acts: list[Json]) -> list[Json]:
        """Keep what was done."""
        self.done += acts
        return [{"ok": True} for _ in acts]


def shown(person: int, *buttons: str) -> PastEvent:
    """A message of the bot with buttons: links, and data."""
    row = [{"url": b} if b.startswith("https") else {"callback_data": f"mp:seal:{b}"} for b in buttons]
    result = {"message_id": 7, "text": "…", "reply_markup": {"inline_keyboard": [row]}}
    return PastEvent("sendMessage", {"chat_id": person}, result)


async def test_somebody_tries_a_plan_sees_it_end_buys_it_and_buys_it_again() -> None:
    client, played = Client(), Played()
    stage = Stage(client, played, 1, lambda _: None, Controls())
    who = TRYING.id
    for buttons in [
        ("buy:day", PAY),  # nothing of that is wanted yet
        ("try:day", "buy:day"),
        ("try:day",),  # done
        (ENTER,),
        ("show:day",),
        ("buy:day",),
        (PAY,),
        (ENTER,),
        ("buy:day",),
        (PAY,),
        (PAY,),  # all done
    ]:
        await shop(stage, played, shown(who, *buttons))
    assert [a["do"] for a in client.done] == [
        *("press", "join", "press", "press", "pay", "join", "start", "press", "pay"),
    ]
    assert played.shopped[who] == len(WISHES[who])
    assert played.paid[who] == 2
    assert {a["chat"] for a in client.done if a["do"] == "join"} == {PAID}


async def test_whoever_is_played_by_a_visitor_is_left_alone() -> None:
    client, played, controls = Client(), Played(), Controls()
    controls.take_over("page", SUBSCRIBER.id)
    stage = Stage(client, played, 1, lambda _: None, controls)
    await shop(stage, played, shown(SUBSCRIBER.id, "buy:monthly"))
    assert (client.done, played.shopped[SUBSCRIBER.id]) == ([], 0)


def test_what_came_of_it_is_counted_by_the_bots_calls() -> None:
    played = Played()
    played.paid[TRYING.id] = 1
    thanks: Json = {"ok": True, "method": "sendMessage", "params": {"chat_id": TRYING.id}}
    observe(thanks | {"result": {"message_id": 1, "text": "谢谢！收到 ⭐ 30"}}, played)
    assert played.seen == {("membership", "whoever pays has the plan")}
