"""Lets the people of the demonstration act, in time, over HTTP."""

from __future__ import annotations

import asyncio
import base64
import random
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field

from bot.playground.demo.client import Json, SimClient
from bot.playground.demo.expected import missing
from bot.playground.demo.people import BY_KEY, GROUP, ROOM, VISITOR
from bot.playground.demo.picture import bar_chart
from bot.playground.demo.played import Played, Said
from bot.playground.demo.talk import Step, afterwards, opening
from bot.playground.demo.watch import watch
from bot.playground.demo.world import RATE

PAUSE_MINUTES, GENTLE = 2.6, 1.8  # between two steps; and how much longer when they repeat
TICK_S = 0.05
_PAGES = 100  # whose visitors are known

Progress = Callable[[Played], None]

__all__ = ["Controls", "Played", "missing", "play"]


@dataclass
class Controls:
    """What others may change while a play goes on. A paused play lets no further time pass for its people."""

    paused: bool = False
    _seats: dict[str, int] = field(default_factory=dict)  # by page: whom its visitor plays

    @property
    def taken(self) -> set[int]:
        """The people whom the script leaves alone, as somebody else plays them; the visitor always."""
        return {VISITOR.id, *self._seats.values()}

    def take_over(self, page: str, person: int) -> None:
        """The visitor of a page is this person from now on, and nobody else."""
        self._seats.pop(page, None)
        self._seats[page] = person
        while len(self._seats) > _PAGES:
            del self._seats[next(iter(self._seats))]


async def play(
    client: SimClient,
    *,
    seconds: float | None = None,
    rate: float = RATE,
    seed: int = 1,
    controls: Controls | None = None,
    on_progress: Progress | None = None,
) -> Played:
    """Play the opening hour, then the talks after it again and again.

    Args:
        client: the people's side of a local Telegram in which `demo_acts` happened.
        seconds: of the machine, after which the play ends; None: when it is cancelled.
        rate: seconds of the local Telegram's clock in one of the machine's.
        seed: of what is drawn: the pauses and the pictures. The same seed plays the same play.
        controls: pause it.
        on_progress: told after every act and every newly seen part of the main job.

    Raises:
        aiohttp.ClientError: the local Telegram stays away.
    """
    played, controls = Played(), controls or Controls()
    tell = on_progress or (lambda _: None)
    stage = Stage(client, played, seed, tell, controls)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(watch(stage, played, tell, stop))
        async for step in _due(_timeline(seed), seconds, rate, controls):
            await stage.take(step)
        stop.set()
    return played


def _timeline(seed: int) -> Iterator[tuple[float, Step]]:
    """Every step with its minute."""
    draw, minute = random.Random(seed), 0.0
    for step in opening():
        minute = step.at if step.at is not None else minute
        yield minute, step
    stretch = 1.0
    while True:
        for step in afterwards():
            minute += PAUSE_MINUTES * stretch * draw.uniform(0.6, 1.4)
            yield minute, step
        stretch = GENTLE


async def _due(
    timeline: Iterator[tuple[float, Step]], seconds: float | None, rate: float, controls: Controls
) -> AsyncIterator[Step]:
    """The steps as their time comes; ends after `seconds`."""
    loop = asyncio.get_running_loop()
    started = last = loop.time()
    elapsed = 0.0
    for minute, step in timeline:
        while elapsed * rate < minute * 60:
            now = loop.time()
            elapsed += 0.0 if controls.paused else now - last
            last = now
            left = float("inf") if seconds is None else started + seconds - now
            if left <= 0:
                return
            await asyncio.sleep(min(TICK_S, left))
        yield step


class Stage:
    """Turns steps into acts and sends them, except for people who are played by somebody."""

    def __init__(
        self, client: SimClient, played: Played, seed: int, tell: Progress, controls: Controls
    ) -> None:
        self.client, self.played, self._tell, self._controls = client, played, tell, controls
        self._seed, self._run, self._number = seed, secrets.token_hex(4), 0

    async def take(self, step: Step) -> None:
        """Let one step happen. What the local Telegram refuses is counted, as it would be seen."""
        acts = self._acts(step)
        results = await self.send(acts) if acts else []
        if step.label and results and results[0]["ok"] and "message_id" in results[0]:
            self.played.said[step.label] = Said(acts[0]["chat"], results[0]["message_id"])

    async def send(self, acts: list[Json]) -> list[Json]:
        """Let acts happen at once; the results, entered into the account. None of people who are taken."""
        acts = [act for act in acts if act["user"] not in self._controls.taken]
        if not acts:
            return []
        for act in acts:
            self._number += 1
            act["id"] = f"demo-{self._run}-{self._number}"
        results = await self.client.acts(acts)
        for act, result in zip(acts, results, strict=True):
            self.played.count(act, result)
        self._tell(self.played)
        return results

    def _acts(self, step: Step) -> list[Json]:
        user = BY_KEY[step.who].id
        start: Json = {"user": user, "chat": user if step.private else GROUP}
        if step.do == "undo":
            return self._undo(user, BY_KEY[step.about].id)
        about = self.played.said.get(step.to)
        if step.do == "start":
            return [{"do": "start", "user": user}]
        if step.do in ("join", "leave"):
            return [{"do": step.do, **start}]
        if step.react or step.do == "pin":
            if about is None:  # what it is about was never said: it was refused
                return []
            more = {"do": "react", "emoji": [step.react]} if step.react else {"do": "pin"}
            return [more | start | {"message": about.message}]
        reply = {"reply_to": about.message} if about is not None else {}
        words = step.burst or (step.say,)
        return [{"do": "message", **start, **reply, "text": w} | self._media(step) for w in words]

    def _undo(self, user: int, person: int) -> list[Json]:
        """A press that takes back the newest case about somebody; nothing when the moderators saw none."""
        card = self.played.cards.get(person)
        if card is None:
            return []
        return [{"do": "press", "user": user, "chat": ROOM, "message": card.message, "data": card.undo}]

    def _media(self, step: Step) -> Json:
        match step.media:
            case "chart":
                self._seed += 1
                content = base64.b64encode(bar_chart(self._seed)).decode()
                return {"media": {"kind": "photo", "name": "chart.png", "content": content}}
            case "file":
                return {"media": {"kind": "document", "name": step.name}}
            case "sticker":
                return {"media": {"kind": "sticker", "emoji": step.emoji}}
        return {}
