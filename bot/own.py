"""What moderators set for one chat in the chat itself: over the rule files, until it is restored."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, structs
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.limiter import Limiter
from rules.config.community import Community
from rules.engine.answers import Wording
from storage import answers, chat_settings
from storage.chat_settings import Setting

WELCOME, RULES, FLOOD = "words:welcome", "words:rules", "flood"  # names of settings
_BOTH = ("zh", "en")


class Own(Struct, frozen=True):
    """A chat's own words. None: as in community.yaml; empty: none at all."""

    welcome: str | None = None
    rules: str | None = None
    flood: str = ""  # empty: as in moderation.yaml (bot/moderation/flood.py)
    answers: tuple[Wording, ...] = ()

    def over(self, community: Community) -> Community:
        """The community as it holds in this chat."""
        words = {"welcome": self.welcome, "rules": self.rules}
        changed = {
            name: dict.fromkeys(_BOTH, text) if text else {}
            for name, text in words.items()
            if text is not None
        }
        return community.model_copy(update=changed) if changed else community


class Owns:
    """Remembers what chats set for themselves: every message may ask."""

    def __init__(self) -> None:
        self._of: dict[int, Own] = {}
        self.pace = Limiter()  # of answers to words

    async def of(self, connection: AsyncConnection, chat: int) -> Own:
        """What a chat, by own id, has set for itself."""
        found = self._of.get(chat)
        if found is None:
            settings = _read(await chat_settings.settings_of(connection, chat))
            written = await answers.of_chat(connection, chat)
            found = self._of[chat] = structs.replace(settings, answers=written)
        return found

    def forget(self, chats: Iterable[int] | None = None) -> None:
        """Read these chats anew, or (None) all: they changed, or what was read may be rolled back."""
        if chats is None:
            self._of.clear()
            return
        for chat in chats:
            self._of.pop(chat, None)


def _read(settings: dict[str, Setting]) -> Own:
    values = {name: setting.value for name, setting in settings.items()}
    return Own(values.get(WELCOME), values.get(RULES), values.get(FLOOD, ""))
