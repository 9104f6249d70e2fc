"""/del /dwarn /dmute /dban: the answered message goes, and what its author gets beside that."""

from __future__ import annotations

from bot.core.command import Answer, Ask, Command, Handler, Where, Who
from bot.core.targets import Target
from bot.features.moderation.actions.messages import remove
from bot.features.moderation.commands.sanctions import HOUR, Do, carry_out, on_targets, warn
from rules.engine.actions import Ban, Delete, Mute
from rules.engine.events import Sender
from rules.engine.state import FOREVER
from storage import albums


def delete(ask: Ask, target: Target) -> None:
    """A member's message goes, and is kept as a case."""
    carry_out(ask, target, Delete())


def mute(ask: Ask, target: Target) -> None:
    """It goes, and its author is silent for an hour unless told otherwise."""
    carry_out(ask, target, Delete(), Mute(target.seconds or HOUR))


def ban(ask: Ask, target: Target) -> None:
    """It goes with its author, for good unless told otherwise."""
    carry_out(ask, target, Delete(), Ban(target.seconds or FOREVER))


def on_message(do: Do) -> Handler:
    """A handler of a command that means nothing without the message it answers."""
    on_target = on_targets(do)

    def handle(ask: Ask) -> Answer | None:
        if ask.event.reply is None or ask.chat.role != "members":
            return ask.answer("del-how", name=ask.name)
        return on_target(ask)

    return handle


def delete_any(ask: Ask) -> Answer | None:
    """Remove the answered message: a member's as a case; one's own and bots' are nobody's case."""
    answered = ask.event.reply
    if answered is None:
        return ask.answer("del-how", name=ask.name)
    author = answered.person
    own = author is not None and ask.event.person is not None and author.id == ask.event.person.id
    if own or answered.sender is Sender.BOT:
        parts = albums.parts_of(ask.batch.connection, ask.chat.id, answered.message_id)
        messages = [*parts, answered.message_id, ask.event.message_id]
        remove(ask.batch, ask.event, ask.chat.id, ask.community, messages)
        return None
    return on_message(delete)(ask)


def _moderators(name: str, handler: Handler, *examples: str) -> Command:
    return Command(name, handler, Who.MODERATOR, Where.GROUP, examples, menu=name == "del")


COMMANDS = (
    _moderators("dban", on_message(ban), "/dban", "/dban 7d spam"),
    _moderators("del", delete_any, "/del"),
    _moderators("dmute", on_message(mute), "/dmute", "/dmute 2h too loud"),
    _moderators("dwarn", on_message(warn), "/dwarn", "/dwarn please no links"),
)
