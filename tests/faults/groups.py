"""What Telegram does to a bot in its groups: calls are refused for good, told of, and the rest goes on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from tests.faults.judge import ANSWERED
from tests.faults.load import compared, talking
from tests.faults.scenario import Found, Options
from tests.faults.stage import CHATS, OWNER, Stage, stage
from tests.servers import Json

Turn = Callable[[Stage], Awaitable[object]]
HOME, AWAY = CHATS  # where all stays well, and where it does not
_HOLD = {
    "kind": "flood",
    "method": "sendMessage",
    "seconds": 1,
    "times": 3,
}  # calls that wait when it happens


async def troubled(
    options: Options,
    name: str,
    *,
    worse: Turn,
    better: Turn | None = None,
    again: bool = True,
    chat: Json | None = None,
) -> Found:
    """It gets `worse` in one group while members write in both; later `better`, if it can.

    At home answers go on meanwhile; afterwards they do in both groups.
    """
    found = Found()
    async with stage(options, name, chat=chat) as on, on.bot():
        async with talking(on):
            for _ in range(3 if again and not options.brief else 1):
                await asyncio.sleep(0.3)
                await on.fault(**_HOLD, chat=AWAY)
                await worse(on)
                found.injected += 1
                found.recovery.append(await _answers_in(on, HOME))
                if better is not None:
                    await better(on)
                await _answers_in(on, on.crowd.chats[1])
                found.survived += 1
        return await compared(on, found, refusals=True)


async def _answers_in(on: Stage, chat: int) -> float:
    """Ask in a chat until there is an answer; seconds from the first question."""
    asked, mine = time.monotonic(), on.world.main_bot.id
    while True:
        on.crowd.written += 1
        text = f"{ANSWERED}, anybody there? {on.crowd.written}"  # the same words again earn nothing
        act = {"do": "message", "chat": chat, "user": on.crowd.people[0], "text": text}
        number = (await on.pg.act(act))["message_id"]
        for _ in range(50):
            await asyncio.sleep(0.02)
            answers = [m for m in on.world.chats[chat].messages.values() if m.author == mine]
            if any(m.body.get("reply_to_message", {}).get("message_id") == number for m in answers):
                return time.monotonic() - asked
        if time.monotonic() > asked + 60:
            raise TimeoutError(f"no answer in {chat}")


async def kicked(options: Options) -> Found:
    """Put out of a group, and added again."""
    back = {"do": "add_bot", "chat": AWAY, "user": OWNER, "rights": True}
    return await troubled(
        options,
        "kicked",
        worse=lambda on: on.pg.act({"do": "remove_bot", "chat": AWAY, "user": OWNER}),
        better=lambda on: on.pg.act(back),
    )


async def rights_lost(options: Options) -> Found:
    """No administrator any more, and one again."""

    async def demoted(on: Stage) -> None:
        bot = on.world.main_bot.id
        await on.pg.act({"do": "demote", "chat": AWAY, "user": OWNER, "target": bot})
        await on.crowd.write(10, "buy now")

    async def promoted(on: Stage) -> None:
        await on.pg.act({"do": "promote", "chat": AWAY, "user": OWNER, "target": on.world.main_bot.id})

    return await troubled(options, "rights-lost", worse=demoted, better=promoted)


async def migrated(options: Options) -> Found:
    """The group becomes a supergroup while calls to it wait."""

    async def moves(on: Stage) -> None:
        await on.pg.act({"do": "migrate", "chat": AWAY, "to": AWAY - 1_000_000})
        on.crowd.chats[1] = AWAY - 1_000_000

    return await troubled(options, "migrated", worse=moves, again=False, chat={"type": "group"})


async def topic_closed(options: Options) -> Found:
    """A closed topic refuses messages."""
    refusal = {"kind": "refusal", "method": "sendMessage", "chat": AWAY, "times": 5}

    async def closed(on: Stage) -> None:
        await on.fault(**refusal, text="Bad Request: TOPIC_CLOSED")
        await on.crowd.write(20, ANSWERED)

    async def opened(on: Stage) -> None:
        on.pg.service.faults.rules.clear()

    return await troubled(options, "topic-closed", worse=closed, better=opened)


async def deactivated(options: Options) -> Found:
    """Somebody asks in private and deletes the account before the answer is out."""
    people = iter(range(500, 600))

    async def leaves(on: Stage) -> None:
        person = next(people)
        await on.pg.act({"do": "create_person", "person": person, "first_name": "Gone"})
        await on.fault(**_HOLD, chat=person)
        await on.pg.act({"do": "start", "user": person})
        async with asyncio.timeout(30):
            while not any(r.chat == person and r.times < 3 for r in on.pg.service.faults.rules):  # noqa: ASYNC110  # the server tells it no other way
                await asyncio.sleep(0.01)
        await on.pg.act({"do": "deactivate", "user": person})

    return await troubled(options, "deactivated", worse=leaves)
