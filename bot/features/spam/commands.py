"""Telling the bot what is spam and what is not: /spam and /ham, in reply to a message."""

from __future__ import annotations

from bot.core.authority import shares
from bot.core.command import Answer, Ask, Command, Where, Who
from bot.core.targets import Target
from bot.features.moderation.commands.sanctions import carry_out, on_targets
from bot.features.spam.labelling import Label, learn
from rules.engine.actions import Ban, Delete
from rules.engine.state import FOREVER
from storage import albums, spam

_LASTS = 15  # seconds that the answer stays


def mark_spam(ask: Ask, target: Target) -> Answer | None:
    """The answered message goes, its author too; the bot learns the text where this group's word counts."""
    if shares(ask.batch, ask.community, [ask.chat.id], "spam"):
        _tell(ask, target.message_id, is_spam=True)
    carry_out(ask, target, Delete(), Ban(target.seconds or FOREVER))
    return None


def answered_spam(ask: Ask) -> Answer | None:
    """A message has to be answered: without one there is nothing to learn."""
    if ask.event.reply is None:
        return ask.answer("spam-how", name=ask.name)
    return _on_spam(ask)


def mark_ham(ask: Ask) -> Answer:
    """The answered message is fine, and so are others like it. Nothing happens to anybody."""
    answered = ask.event.reply
    if answered is None:
        return ask.answer("spam-how", name=ask.name)
    learned = _tell(ask, answered.message_id, is_spam=False)
    return Answer(ask.say("ham-learned" if learned else "spam-no-text"), lasts=_LASTS)


def _tell(ask: Ask, message: int, *, is_spam: bool) -> bool:
    """Learn from a message of this chat; False when its text is not there any more."""
    _, text = spam.text_of(ask.batch.connection, ask.chat.id, message)
    if not text:  # of an album one part alone has words
        parts = albums.parts_of(ask.batch.connection, ask.chat.id, message)
        text = "\n".join(words for words in parts.values() if words)
    label: Label = "spam" if is_spam else "ham"
    return learn(ask.batch, text, label, community=ask.community, by=ask.person.id, source="command")


_on_spam = on_targets(mark_spam)

COMMANDS = (
    Command("ham", mark_ham, Who.MODERATOR, Where.GROUP, ("/ham",), share="spam"),
    Command("spam", answered_spam, Who.MODERATOR, Where.GROUP, ("/spam", "/spam 7d")),
)
