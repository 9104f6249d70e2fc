"""Wave: a table, a command, a button, a timer, a job, a handler, a follow-up, an action, a file."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Column, Connection, Integer, MetaData, Table, func, select

from bot.core.batch import Batch
from bot.core.buttons import ANYONE, button
from bot.core.command import Answer, Ask, Command
from bot.core.feature import Feature, Verb
from bot.core.inside import Inside
from bot.core.routes import Posted, Route, Told
from bot.core.scheduler import JobKind, Run
from bot.platforms.telegram.calls import Follow, follow_kind
from bot.platforms.telegram.follow_up import Receipt
from bot.text.messages import plain, say
from rules.engine.events import Event, Kind
from storage import chats
from storage.personal import UNTIL_ERASED, Holding
from storage.timers import set_timer
from tests.core.toy.action import HANDLER, WINK, Wink


class Toy(BaseModel):
    """Everything in toy.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    hand: str = Field("👍", description="What is put on messages that wave.")


@dataclass
class Hands:
    """How many hands were up since the start: a service."""

    up: int = 0
    waited: bool = False


OVER = "wave over"
WAVED = follow_kind("waved", "toy")
WAVE = Table(
    "toy_wave",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("person_id", Integer, nullable=False),
    Column("message_id", Integer, nullable=False),
)


def count(connection: Connection) -> int:
    """How often people waved."""
    return int(connection.execute(select(func.count()).select_from(WAVE)).scalar_one())


def wave(ask: Ask) -> Answer:
    """Count a wave, and wave back with a button."""
    batch = ask.batch
    batch.connection.execute(WAVE.insert().values(person_id=ask.person.id, message_id=0))
    set_timer(batch.connection, f"wave:{ask.chat.id}", OVER, ask.chat.id, None, batch.now)
    sign = batch.services.buttons.signer(ask.chat.id, ANYONE, batch.now)
    batch.services.of(Hands).up += 1
    text = ask.say("wave-counted", count=count(batch.connection))
    return Answer(text, buttons=[[button("👋", sign("wv", "-"))]])


def pressed(batch: Batch, event: Event, _arguments: str) -> str:
    """Wave back."""
    person = batch.author(event)
    if person is not None:
        batch.connection.execute(WAVE.insert().values(person_id=person.id, message_id=0))
    return plain(batch.book.community.language, "wave-pressed")


def over(batch: Batch, event: Event) -> None:
    """Say that it is over, and remember by which message."""
    text = say(batch.book.community.language, "wave-over")
    batch.call(event, "sendMessage", batch.chat(event).id, text=text, then=(Follow(WAVED),))


def remember(connection: Connection, receipt: Receipt) -> None:
    """Keep the number of the message that was posted."""
    connection.execute(WAVE.insert().values(person_id=0, message_id=receipt.message_id))


def written(batch: Batch, event: Event) -> None:
    """Put a hand on messages that wave."""
    if event.content is not None and "👋" in event.content.text:
        reaction = [{"type": "emoji", "emoji": batch.book.file(Toy).hand}]
        chat = batch.chat(event).id
        batch.call(event, "setMessageReaction", chat, message_id=event.message_id, reaction=reaction)


def sum_up(run: Run) -> int:
    """Post the number of waves into every group."""
    groups = chats.in_community(run.connection, run.community)
    for group in groups:
        text = say(run.book.community.language, "wave-sum", count=count(run.connection))
        run.call("sendMessage", group["id"], text=text)
    return len(groups)


async def posted(inside: Inside, post: Posted) -> Told:
    """Wave by a post from outside, for whoever knows the word."""
    if post.headers.get("x-word") != "hello":
        return Told(403)
    await inside.store.change(lambda c: c.execute(WAVE.insert().values(person_id=0, message_id=0)))
    return Told(body=post.body)


async def wait(inside: Inside) -> None:
    """Wait for whoever comes."""
    inside.services.of(Hands).waited = True
    await asyncio.Event().wait()


FEATURE = Feature(
    "toy",
    needs=("moderation",),
    commands=(Command("wave", wave, examples=("/wave",)),),
    buttons={"wv": Verb(pressed)},
    timers={OVER: over},
    events={Kind.MESSAGE: written},
    follow_ups={WAVED: remember},
    jobs={"waves": JobKind(sum_up)},
    actions={Wink: HANDLER},
    services=lambda _settings, _community: {Hands: Hands()},
    routes=(
        Route("/toy/wave", posted, lambda inside: inside.book().file(Toy).hand != "🤚", largest=10),
        Route("/toy/closed", posted, lambda _inside: False),
    ),
    works={"waiting": wait},
    file=("toy", Toy),
    tables=(
        Holding(WAVE, "person_id", {"person_id": UNTIL_ERASED}, ("id", "message_id")),
        Holding(WINK, "", {}, ("message_id",), {}),
    ),
    texts=Path(__file__).with_name("texts"),
)
