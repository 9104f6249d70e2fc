"""/settings: a group's settings. In private of every group one moderates, in a group of that one."""

from __future__ import annotations

from bot.core.authority import moderates, must_ask
from bot.core.command import Answer, Ask, Command
from bot.features.community.commands.configure import LASTS
from bot.features.screening.group_settings import groups, page


def settings(ask: Ask) -> Answer | None:
    """The groups whoever asks moderates; others moderate none, and are told so.

    In a group its own page, whose buttons work for whoever asked.
    """
    batch, chat, person = ask.batch, ask.chat, ask.person.id
    sign = batch.services.buttons.signer(chat.id, person, batch.now)
    if ask.event.chat.private:
        text, rows = groups(batch, person, ask.language, sign)
        return Answer(text, buttons=rows)
    if chat.role != "members":
        return ask.answer("command-only-private")
    if must_ask(batch, ask.event, [chat.id]):
        return None
    if not moderates(batch, chat.id, person, ask.community):
        return ask.answer("command-moderators-only")
    text, rows = page(batch, chat.id, ask.language, sign, alone=True)
    return Answer(text, buttons=rows, lasts=LASTS)


COMMANDS = (Command("settings", settings, examples=("/settings",)),)
