"""/note /notes /save /delnote: texts that moderators keep ready."""

from __future__ import annotations

import re

from bot.core.command import Answer, Ask, Command, Where, Who
from bot.text.messages import Html, by_operators
from storage import event_log, notes

_NAME = re.compile(r"[\w-]{1,32}")
LONGEST = 3500  # characters of a note


def note(ask: Ask) -> Answer:
    """Show one. It stays: somebody asked for it."""
    name = ask.arguments.lower().lstrip("#")
    if not name:
        return ask.answer("note-how")
    found = notes.note(ask.batch.connection, ask.community, name)
    if found is None:
        return ask.answer("note-none", name=name)
    answered = ask.event.reply.message_id if ask.event.reply is not None else 0
    return Answer(by_operators(found["text"]), lasts=0, answers=answered)


def list_notes(ask: Ask) -> Answer:
    """The names of all."""
    names = notes.names(ask.batch.connection, ask.community)
    if not names:
        return ask.answer("notes-none")
    listed = Html(", ".join(f"<code>{by_operators(n)}</code>" for n in names))
    return ask.answer("notes-list", names=listed)


def save(ask: Ask) -> Answer:
    """Save the words after the name, or the answered message."""
    name, _, text = ask.arguments.partition(" ")
    name, text = name.partition("\n")[0].lower().lstrip("#"), text.strip()
    text = text or ask.arguments.partition("\n")[2].strip()
    if not text and ask.event.reply is not None:
        text = event_log.text_of(ask.batch.connection, ask.chat.id, ask.event.reply.message_id)
    if not name or not text:
        return ask.answer("note-save-how")
    if not _NAME.fullmatch(name):
        return ask.answer("note-name")
    notes.save(ask.batch.connection, ask.community, name, text[:LONGEST], ask.person.id, ask.batch.now)
    return ask.answer("note-saved", name=name)


def remove(ask: Ask) -> Answer:
    """Remove one."""
    name = ask.arguments.lower().lstrip("#")
    if not name:
        return ask.answer("note-how")
    gone = notes.remove(ask.batch.connection, ask.community, name)
    return ask.answer("note-removed" if gone else "note-none", name=name)


COMMANDS = (
    Command("delnote", remove, Who.MODERATOR, Where.GROUP, ("/delnote homework",), menu=False, share="notes"),
    Command("note", note, part="notes", examples=("/note homework",)),
    Command("notes", list_notes, part="notes", examples=("/notes",), menu=False),
    Command(
        "save",
        save,
        Who.MODERATOR,
        Where.GROUP,
        ("/save homework Lesson 3, by Friday",),
        menu=False,
        share="notes",
    ),
)
