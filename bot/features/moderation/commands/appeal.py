"""/appeal, and the buttons under /why: members object to what was done to them, in private."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import RowMapping

from bot.core.batch import Batch
from bot.core.buttons import Button, button
from bot.core.command import Answer, Ask, Command, Where
from bot.core.private_access import Gate
from bot.features.moderation.appeals import object_to
from bot.text.messages import Html
from storage import casework

VERB = "ap"
_DIGITS = 18


def appeal(ask: Ask) -> Answer:
    """Object to a case; words after its number tell the moderators why."""
    number, _, words = ask.arguments.lstrip("#").partition(" ")
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        return ask.answer("appeal-how")
    key = object_to(ask.batch, ask.event, int(number), ask.person, words.strip())
    return ask.answer(key, case=int(number))


def ways(ask: Ask, found: Sequence[RowMapping]) -> tuple[list[Html], list[list[Button]]]:
    """How to object to these cases of one's own: a line, and buttons."""
    if not found:
        return [], []
    if not ask.event.chat.private:
        name = ask.batch.bot_username
        link = {"text": str(ask.say("appeal-private-button")), "url": f"https://t.me/{name}?start=why"}
        return [], [[link]] if name else []
    open_ = [c for c in found if c["state"] == "open" and not _appealed(ask.batch, c["id"])]
    sign = ask.batch.services.buttons.signer(ask.chat.id, ask.person.id, ask.batch.now)
    rows = [[button(str(ask.say("appeal-button", case=c["id"])), sign(VERB, str(c["id"])))] for c in open_]
    return [ask.say("appeal-how")] if open_ else [], rows


def _appealed(batch: Batch, case: int) -> bool:
    return casework.appeal_of(batch.connection, case) is not None


COMMANDS = (
    Command(
        "appeal",
        appeal,
        where=Where.PRIVATE,
        gate=Gate.ANYBODY,
        examples=("/appeal 12 I only quoted the advertisement",),
    ),
)
