"""People come, go, ask to come in, get other rights or another name, are acted on or reported."""

from __future__ import annotations

from bot.batch import Batch
from bot.handlers.judging import judge
from bot.html import quoted
from bot.moderation.names import mention
from bot.moderation.reply import fill
from bot.telegram.calls import Follow, Priority
from rules.engine.events import Event, Kind
from rules.engine.state import recent


async def handle(batch: Batch, event: Event) -> None:
    """Judge the event; welcome whoever came and stayed."""
    decision = await judge(batch, batch.scene(event))
    if decision is None or event.kind is not Kind.JOIN or decision.actions:
        return
    await welcome(batch, event)


async def welcome(batch: Batch, event: Event) -> None:
    """One short welcome in the group, gone after a while; newcomers of the same minute share it."""
    chat, person = batch.chat(event), batch.author(event)
    community = batch.book.community
    if person is None or person.bot or chat.role != "members":
        return
    text = community.welcome.get(community.language, "")
    if not text or _welcomed_lately(batch, event, chat.id):
        return
    values = {"member": mention(person.id, person.name), "chat": quoted(chat.title)}
    batch.call(
        event,
        "sendMessage",
        chat.id,
        Priority.REPLY,
        text=fill(text, values),
        parse_mode="HTML",
        disable_notification=True,
        then=(Follow("delete", after=community.welcome_seconds),) if community.welcome_seconds else (),
    )


def _welcomed_lately(batch: Batch, event: Event, chat: int) -> bool:
    """Whether somebody else joined within the last seconds: a raid gets no chorus of welcomes."""
    joined = [s for s in recent(batch.activity.of(chat, 0).chat, event.at - 59) if s.kind == "join"]
    return len(joined) >= batch.book.community.welcomes_per_minute
