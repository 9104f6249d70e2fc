"""Looks at what the bot does during a play, and lets people press the buttons it shows them."""

from __future__ import annotations

import asyncio

from bot.playground.demo.client import Json
from bot.playground.demo.expected import INVITED, PastEvent, observe, seen_call
from bot.playground.demo.people import BY_KEY, GROUP, LEARNER, PEOPLE, ROOM
from bot.playground.demo.played import Card, Offer, Played, Said
from bot.playground.demo.shopping import shop
from bot.playground.demo.stage import Progress, Stage

EVERY_S = 0.2
CHOICES = ("like", "taken", "no")
STORY = {"ask_chatting": "taken", "ask_taken": "no"}  # what the learner says of what they are suggested then
CAMPERS = ("susu", "anna", "wanglin", "tom")
GUESSES = {"chenmo": 1, "xiaoman": 1, "sofia": 0, "azhe": 2, "kenji": 1, "mei": 1}
OURS = {p.id for p in PEOPLE}
GRATEFUL = (BY_KEY["susu"], BY_KEY["xiaoman"])


async def watch(stage: Stage, played: Played, tell: Progress, stop: asyncio.Event) -> None:
    """Follow the bot's calls until `stop`, and once more then."""
    last, over = 0, False
    while not over:
        over = await _stopped(stop)
        while calls := await stage.client.calls(last):
            last = calls[-1]["n"]
            for call in calls:
                before = len(played.seen)
                observe(call, played)
                if len(played.seen) > before:
                    tell(played)
                seen = seen_call(call)
                if seen is not None and not over:
                    await press_suggestions(stage, played, seen)
                    await press_captcha(stage, seen)
                    await press_shop(stage, seen)
                    await shop(stage, played, seen)
                    await join_camp(stage, seen)
                    await answer_quiz(stage, seen)
                    await grade(stage, seen)
                    keep_homework(played, seen)
                    keep_card(played, seen)
                    keep_link(played, seen)
                    await press_thanks(stage, played, seen)
                    await go_on(stage, played, seen)


async def _stopped(stop: asyncio.Event) -> bool:
    try:
        await asyncio.wait_for(stop.wait(), EVERY_S)
    except TimeoutError:
        return False
    return True


async def press_captcha(stage: Stage, call: PastEvent) -> None:
    """Newcomers press the button of the note that asks them to."""
    if not call.captcha or call.method not in ("sendMessage", "editMessageText"):
        return
    start: Json = {"do": "press", "chat": call.chat, "message": call.result["message_id"]}
    await stage.send([start | {"user": p, "data": call.captcha} for p in call.mentioned if p in OURS])


async def press_shop(stage: Stage, call: PastEvent) -> None:
    """Who looks at the shop turns to its first good and orders it; a moderator hands it over."""
    if not call.goods or call.method not in ("sendMessage", "editMessageText"):
        return
    if call.chat == ROOM:
        who = BY_KEY["grace"].id if call.method == "sendMessage" else 0
    else:
        who = call.chat if call.chat in OURS else 0
    if who:
        act: Json = {"do": "press", "user": who, "chat": call.chat, "data": call.goods}
        await stage.send([act | {"message": call.result["message_id"]}])


async def join_camp(stage: Stage, call: PastEvent) -> None:
    """Some press the button of a camp that is announced."""
    if call.camp and call.chat == GROUP and not call.answers:
        start: Json = {"do": "press", "chat": GROUP, "message": call.result["message_id"]}
        await stage.send([start | {"user": BY_KEY[key].id, "data": call.camp} for key in CAMPERS])


async def answer_quiz(stage: Stage, call: PastEvent) -> None:
    """Some answer a quiz, not all of them rightly."""
    if call.method != "sendPoll" or call.chat != GROUP:
        return
    start: Json = {"do": "vote", "chat": GROUP, "message": call.result["message_id"]}
    await stage.send([start | {"user": BY_KEY[key].id, "option": option} for key, option in GUESSES.items()])


async def grade(stage: Stage, call: PastEvent) -> None:
    """A moderator grades what was handed in, one better than the other."""
    if call.grades and call.method == "sendMessage":
        number = call.result["message_id"]
        act: Json = {"do": "press", "user": BY_KEY["grace"].id, "chat": ROOM, "message": number}
        await stage.send([act | {"data": call.grades[sum(call.mentioned) % 2]}])


def keep_homework(played: Played, call: PastEvent) -> None:
    """Remember the post of homework, for whoever answers it later."""
    if call.method == "sendMessage" and call.chat == GROUP and call.text.startswith("📝"):
        played.said.setdefault("homework", Said(GROUP, call.result["message_id"]))


def keep_card(played: Played, call: PastEvent) -> None:
    """Remember a case that the moderators are shown, for whoever takes it back later."""
    if call.method == "sendMessage" and call.undo:
        for person in call.mentioned:
            played.cards[person] = Card(call.result["message_id"], call.undo)


def keep_link(played: Played, call: PastEvent) -> None:
    """Remember the link that somebody was given in private, for whoever comes by it later."""
    if call.method == "sendMessage" and call.chat in OURS and (found := INVITED.search(call.text)):
        played.links[call.chat] = found[0]


async def press_thanks(stage: Stage, played: Played, call: PastEvent) -> None:
    """Others thank by the button under a question that is solved."""
    if call.method == "editMessageText" and call.thanks and not played.thanked:
        press: Json = {"do": "press", "chat": call.chat, "message": call.result["message_id"]}
        for result in await stage.send([press | {"user": p.id, "data": call.thanks} for p in GRATEFUL]):
            if result["ok"]:
                played.thanked.add(result["callback_id"])


async def go_on(stage: Stage, played: Played, call: PastEvent) -> None:
    """Remember what somebody is suggested who asked; the learner answers it as their story goes on."""
    asked = next((n for n, said in played.said.items() if said == (call.chat, call.answers)), "")
    if call.method != "sendMessage" or not call.buttons or not asked:
        return
    played.offers[asked] = Offer(call.result["message_id"], call.course)
    if asked in STORY:
        data = next((d for d in call.buttons[0] if d.endswith(f":{STORY[asked]}")), call.buttons[0][0])
        act: Json = {"do": "press", "user": LEARNER.id, "chat": call.chat, "data": data}
        await stage.send([act | {"message": call.result["message_id"]}])


async def press_suggestions(stage: Stage, played: Played, call: PastEvent) -> None:
    """Whoever a fresh post suggests a course to presses a button of theirs: one likes, one has taken it."""
    rows = call.buttons
    if call.method != "sendMessage" or not rows:
        return
    alone = call.chat if call.chat > 0 else call.asker
    whom = [alone] * len(rows) if alone else call.mentioned
    presses: list[Json] = []
    for number, (person, row) in enumerate(zip(whom, rows, strict=False)):
        wanted = CHOICES[number % len(CHOICES)]
        data = next((d for d in row if d.endswith(f":{wanted}")), row[0])
        if person in OURS and person != LEARNER.id:
            presses.append(
                {
                    "do": "press",
                    "user": person,
                    "chat": call.chat,
                    "message": call.result["message_id"],
                    "data": data,
                }
            )
    if not presses:
        return
    for result in await stage.send(presses):
        if result["ok"]:
            played.callbacks.add(result["callback_id"])
