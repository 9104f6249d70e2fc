"""Read what holds at one chat's door: screening.yaml, with what moderators set for this chat over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import get_args

from bot.core.batch import Batch
from rules.config.screening import Puzzle, Screening
from storage.chat_settings import Setting, settings_of
from storage.directory import KnownChat

OWN = "own"  # the mark of a chat with settings of its own


@dataclass(frozen=True)
class Choice:
    """A setting a chat may have of its own: its values, the one in the file, how to put one over it."""

    values: tuple[str, ...]
    in_file: Callable[[Screening], str]
    over: Callable[[Screening, str], Screening]


def _part(name: str, field: str) -> Callable[[Screening, str], Screening]:
    def over(screening: Screening, value: str) -> Screening:
        part = getattr(screening, name).model_copy(update={field: value})
        return screening.model_copy(update={name: part})

    return over


def _switch(name: str, is_on: Callable[[Screening], bool], off: Mapping[str, object]) -> Choice:
    def over(screening: Screening, value: str) -> Screening:
        part = getattr(screening, name)
        return (
            screening if value == "on" else screening.model_copy(update={name: part.model_copy(update=off)})
        )

    return Choice(("off", "on"), lambda s: "on" if is_on(s) else "off", over)


CHOICES: dict[str, Choice] = {
    "captcha": Choice(get_args(Puzzle), lambda s: s.captcha.kind, _part("captcha", "kind")),
    "requests": Choice(("off", "screen"), lambda s: s.requests.mode, _part("requests", "mode")),
    "raids": _switch("raid", lambda s: s.raid.joins > 0, {"joins": 0}),
    "nights": _switch("night", lambda s: s.night.start is not None, {"start": None, "end": None}),
    "names": _switch("door", lambda s: bool(s.door.names or s.door.bios), {"names": (), "bios": ()}),
    "bans": _switch("bans", lambda s: bool(s.bans.source), {"source": ""}),
}


@dataclass(frozen=True)
class Policy:
    """The screening in force for a chat, and everything that is set for it."""

    screening: Screening
    settings: Mapping[str, Setting]

    def held(self, name: str, now: int) -> Setting | None:
        """A setting that holds now."""
        found = self.settings.get(name)
        return found if found is not None and found.holds(now) else None


def looks(batch: Batch, chat: KnownChat) -> bool:
    """Whether anybody at this chat's door is looked at; without a question to the database."""
    return batch.book.screening.on or bool(chat.marks)


def policy_of(batch: Batch, chat: int) -> Policy:
    """What holds for a chat."""
    found = settings_of(batch.connection, chat)
    screening = batch.book.screening
    for name, choice in CHOICES.items():
        if name in found and found[name].value in choice.values:
            screening = choice.over(screening, found[name].value)
    return Policy(screening, found)
