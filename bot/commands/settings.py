"""/settings: a group's settings, in private."""

from __future__ import annotations

from bot.commands.command import Answer, Ask, Command, Where
from bot.screening.overrides import groups


async def settings(ask: Ask) -> Answer:
    """The groups whoever asks moderates. Others moderate none, and are told so."""
    sign = ask.batch.tools.buttons.signer(ask.chat.id, ask.person.id, ask.batch.now)
    text, rows = await groups(ask.batch, ask.person.id, ask.language, sign)
    return Answer(text, buttons=rows)


COMMANDS = (Command("settings", settings, where=Where.PRIVATE, examples=("/settings",)),)
