"""/interests: what the bot takes a member to be interested in, and how they change it."""

from __future__ import annotations

from bot.commands.command import Answer, Ask, Command, Where
from bot.courses.interests import NO, YES, named_words
from bot.courses.mine import change, clear, view

_CLEAR = ("clear", "清空")
_MOST = 10  # words at once


async def interests(ask: Ask) -> Answer:
    """Show them; words are added, `-word` takes one away, `clear` all."""
    batch, person = ask.batch, ask.person.id
    if ask.arguments.lower() in _CLEAR:
        await clear(batch.connection, ask.community, person, batch.now)
    elif ask.arguments:
        wishes: dict[str, str] = {}
        for token in ask.arguments.replace("，", " ").replace(",", " ").replace("、", " ").split():
            value = NO if token[0] in "-－" else YES
            wishes |= dict.fromkeys(named_words(token.lstrip("-－")), value)
        few = dict(list(wishes.items())[:_MOST])
        await change(batch.connection, ask.community, person, few, batch.now)
    sign = batch.tools.buttons.signer(ask.chat.id, person, batch.now)
    text, rows = await view(batch.connection, ask.community, person, ask.language, sign)
    return Answer(text, buttons=rows)


COMMANDS = (
    Command(
        "interests",
        interests,
        where=Where.PRIVATE,
        examples=("/interests", "/interests python writing", "/interests -python", "/interests clear"),
    ),
)
