"""Read what moderators set for one chat in the chat itself: over the rule files, until it is restored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from msgspec import Struct, structs
from sqlalchemy import Connection

from bot.core.flood_limit import with_flood
from bot.core.rate_limiter import Limiter
from bot.text.messages import LANGUAGES as SPOKEN
from rules.config.book import RuleBook
from rules.config.community import Community
from rules.engine.word_answers import Wording
from storage import answers, chat_settings
from storage.chat_settings import Setting

WELCOME, RULES, FLOOD = "words:welcome", "words:rules", "flood"  # names of settings
LANGUAGE, LIMIT = "language", "warnings:limit"


class Own(Struct, frozen=True):
    """A chat's own words. None: as in community.yaml; empty: none at all."""

    welcome: str | None = None
    rules: str | None = None
    flood: str = ""  # empty: as in moderation.yaml (bot/features/moderation/flood.py)
    language: str = ""  # empty: as in community.yaml
    limit: int = 0  # warning points of the ladder's last rung; 0: as in moderation.yaml
    answers: tuple[Wording, ...] = ()

    def over(self, community: Community) -> Community:
        """The community as it holds in this chat."""
        words = {"welcome": self.welcome, "rules": self.rules}
        changed: dict[str, object] = {
            name: dict.fromkeys(SPOKEN, text) if text else {}
            for name, text in words.items()
            if text is not None
        }
        if self.language:
            changed["language"] = self.language
        return community.model_copy(update=changed) if changed else community

    def in_force(self, book: RuleBook, *, alone: bool = False) -> RuleBook:
        """The files' rule book as it holds in this chat: its language, what is a flood, where the ladder
        ends.

        `alone`: a warning for a flood counts in this chat and in no other.
        """
        if self.flood:
            book = with_flood(book, self.flood, alone=alone)
        if self.limit and book.escalation.steps:
            book = replace(book, escalation=book.escalation.up_to(self.limit))
        if self.language and self.language != book.community.language:
            spoken = book.community.model_copy(update={"language": self.language})
            book = replace(book, community=spoken)
        return book


def own_of(connection: Connection, chat: int) -> Own:
    """What a chat, by own id, has set for itself, as it stands in the database."""
    settings = _read(chat_settings.settings_of(connection, chat))
    return structs.replace(settings, answers=answers.of_chat(connection, chat))


class Owns:
    """Remembers what chats set for themselves: every message may ask. For the thread for writers alone."""

    def __init__(self) -> None:
        self._of: dict[int, Own] = {}
        self._books: dict[int, tuple[RuleBook, RuleBook]] = {}  # by chat: the files', and what it made of it
        self.pace = Limiter()  # of answers to words

    def of(self, connection: Connection, chat: int) -> Own:
        """What a chat, by own id, has set for itself."""
        found = self._of.get(chat)
        if found is None:
            found = self._of[chat] = own_of(connection, chat)
        return found

    def book(self, connection: Connection, chat: int, book: RuleBook) -> RuleBook:
        """The rule book of the files as it holds in a chat."""
        own = self.of(connection, chat)
        if not (own.flood or own.language or own.limit):
            return book
        files, made = self._books.get(chat, (None, book))
        if files is not book:
            made = own.in_force(book)
            self._books[chat] = book, made
        return made

    def forget(self, chats: Iterable[int] | None = None) -> None:
        """Read these chats anew, or (None) all: they changed, or what was read may be rolled back."""
        if chats is None:
            self._of.clear()
            self._books.clear()
            return
        for chat in chats:
            self._of.pop(chat, None)
            self._books.pop(chat, None)


def _read(settings: dict[str, Setting]) -> Own:
    values = {name: setting.value for name, setting in settings.items()}
    return Own(
        values.get(WELCOME),
        values.get(RULES),
        values.get(FLOOD, ""),
        values.get(LANGUAGE, ""),
        int(values.get(LIMIT, 0)),
    )
