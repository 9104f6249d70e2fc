"""Two people of the demonstration with memberships: one tries a plan, sees it end, buys it and buys it once
more; the other buys what renews itself, and ends that.

Each step waits for a message of the bot in their private chat whose buttons allow it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from bot.playground.demo.client import Json
from bot.playground.demo.expected import PastEvent
from bot.playground.demo.people import PAID, SUBSCRIBER, TRYING
from bot.playground.demo.played import Played
from bot.playground.demo.stage import Stage


class Wish(NamedTuple):
    """What somebody does next: presses a button whose data reads like that, pays, enters, or writes."""

    do: str
    what: str = ""


WISHES: dict[int, tuple[Wish, ...]] = {
    TRYING.id: (
        Wish("press", "try:day"),
        Wish("enter"),
        Wish("press", "show:day"),  # under the word that it is over, and the door closed
        Wish("press", "buy:day"),
        Wish("pay"),
        Wish("enter"),
        Wish("start", "plan_day"),
        Wish("press", "buy:day"),
        Wish("pay"),
    ),
    SUBSCRIBER.id: (
        Wish("press", "buy:monthly"),
        Wish("pay"),
        Wish("enter"),
        Wish("write", "/membership"),
        Wish("press", r"stop:\d+"),
        Wish("press", r"\d+:time"),
    ),
}


async def shop(stage: Stage, played: Played, call: PastEvent) -> None:
    """Whoever is shown what they wait for goes on."""
    person = call.chat
    if call.method not in ("sendMessage", "editMessageText") or person not in WISHES:
        return
    buttons = call.all_buttons
    while wish := next(iter(WISHES[person][played.shopped[person] :]), None):
        act = _act(wish, person, call, buttons)
        if act is None:
            return
        results = await stage.send([act])
        if not results or not results[0]["ok"]:
            return
        played.shopped[person] += 1
        played.paid[person] += wish.do == "pay"
        buttons = []  # each message is answered once


def _act(wish: Wish, person: int, call: PastEvent, buttons: list[Json]) -> Json | None:
    """What a wish comes to under a message; None while that is not the right one."""
    if wish.do == "start":
        return {"do": "start", "user": person, "payload": wish.what}
    if wish.do == "write":
        return {"do": "message", "chat": person, "user": person, "text": wish.what}
    if wish.do == "press":
        data = _first(buttons, "callback_data", re.compile(f":{wish.what}").search)
        press: Json = {"do": "press", "user": person, "chat": person, "data": data}
        return press | {"message": call.result["message_id"]} if data else None
    invoice = wish.do == "pay"
    link = _first(buttons, "url", re.compile(r"t\.me/\$" if invoice else r"t\.me/\+").search)
    if not link:
        return None
    if invoice:
        return {"do": "pay", "user": person, "invoice": link}
    return {"do": "join", "user": person, "chat": PAID, "invite_link": link}


def _first(buttons: list[Json], field: str, fits: Callable[[str], Any]) -> str:
    return next((b[field] for b in buttons if field in b and fits(b[field])), "")
