"""Turn the steps of the demonstration into acts, and send them over HTTP."""

from __future__ import annotations

import base64
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

from bot.playground.demo.client import Json, SimClient
from bot.playground.demo.people import BY_KEY, GROUP, ROOM, VISITOR
from bot.playground.demo.played import Played, Said
from bot.playground.demo.talk import Step

WIDTH, HEIGHT, BARS, MARGIN = 480, 320, 9, 28
PAPER, GREY, TEAL, LINE = "#f7faf9", "#c3cdcb", "#109486", "#8a9996"


def bar_chart(seed: int) -> bytes:
    """Grey bars with one in colour; the same seed draws the same ones."""
    from PIL import Image, ImageDraw

    draw = random.Random(seed)
    heights = [draw.uniform(0.2, 0.95) * (HEIGHT - 2 * MARGIN) for _ in range(BARS)]
    marked = draw.randrange(BARS)
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen, ground, slot = ImageDraw.Draw(image), HEIGHT - MARGIN, (WIDTH - 2 * MARGIN) // BARS
    for number, height in enumerate(heights):
        left = MARGIN + number * slot + slot // 6
        right = left + slot - slot // 3 - 1
        pen.rectangle((left, ground - int(height), right, ground - 1), TEAL if number == marked else GREY)
    pen.rectangle((MARGIN, ground, WIDTH - MARGIN - 1, ground + 1), LINE)
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


STARS = 1_000  # that somebody has to pay with
_PAGES = 100  # whose visitors are known

Progress = Callable[[Played], None]


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
        if step.do == "shop":
            stars: Json = {"do": "get_stars", "user": user, "amount": STARS}
            return [stars, {"do": "start", "user": user, "payload": step.name}]
        if step.do == "start":
            return [{"do": "start", "user": user}]
        if step.do in ("join", "leave"):
            link = self.played.links.get(BY_KEY[step.by].id) if step.by else None
            return [{"do": step.do, **start} | ({"invite_link": link} if link is not None else {})]
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
