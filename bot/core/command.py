"""Define what a command is, what its handler is given and gives back, and set the menus made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.core.batch import Batch
from bot.core.private_access import Gate
from bot.platforms.telegram.calls import Gateway
from bot.text.messages import LANGUAGES, Html, plain, say
from rules.config.community import Part, Share
from rules.engine.events import Event
from rules.engine.state import MemberState
from storage.directory import KnownChat, KnownPerson


class Who(StrEnum):
    """Who may use a command."""

    MEMBER = "member"
    MODERATOR = "moderator"  # moderates the group in which it is given
    STAFF = "staff"  # the same; in private and in the moderators' group: moderates a group of the community


class Where(StrEnum):
    """Where a command works."""

    GROUP = "group"
    PRIVATE = "private"
    BOTH = "both"


@dataclass(frozen=True)
class Answer:
    """What to say. In a group it goes after `lasts` seconds; None: after the usual time; 0: it stays."""

    text: Html
    lasts: int | None = None
    buttons: list[list[dict[str, Any]]] = field(default_factory=list)
    answers: int = 0  # the message it answers, when that is not the command
    preview: dict[str, Any] = field(default_factory=lambda: {"is_disabled": True})


@dataclass(frozen=True)
class Ask:
    """A command as it was given. `state` is the asker's in this chat; `governed` are the groups in which a
    staff command may act.
    """

    batch: Batch
    event: Event
    chat: KnownChat
    community: int
    person: KnownPerson
    state: MemberState
    name: str
    arguments: str
    language: str
    governed: tuple[KnownChat, ...] = ()
    both: bool = False  # it is answered for everybody, in both languages

    def say(self, key: str, **values: Any) -> Html:
        """A sentence in the language of the answer, or in both; a value may be a function of the language."""
        others = [language for language in LANGUAGES if self.both and language != self.language]
        said = [
            say(language, key, **{k: v(language) if callable(v) else v for k, v in values.items()})
            for language in (self.language, *others)
        ]
        return Html("\n".join(said))

    def answer(self, key: str, **values: Any) -> Answer:
        """An answer of one sentence."""
        return Answer(self.say(key, **values))


Handler = Callable[[Ask], Answer | None]


@dataclass(frozen=True)
class Command:
    """A declared command. Its texts are the messages `command-<name>` (one line) and `help-<name>`."""

    name: str
    handler: Handler
    who: Who = Who.MEMBER
    where: Where = Where.BOTH
    examples: tuple[str, ...] = ()
    quiet: bool = False  # says nothing in a group to those who may not use it
    menu: bool = True  # shown in the menu beside the message field
    gate: Gate = Gate.INSIDE  # whom it answers in private
    part: Part | None = None  # of what operators may open to strangers
    share: Share | None = None  # what it changes for the whole community
    to_all: bool = False  # in a group its answer is for everybody, in the group's language


_SCOPES: dict[str, tuple[tuple[Where, ...], tuple[Who, ...]]] = {
    "all_private_chats": ((Where.PRIVATE, Where.BOTH), (Who.MEMBER,)),
    "all_group_chats": ((Where.GROUP, Where.BOTH), (Who.MEMBER,)),
    "all_chat_administrators": ((Where.GROUP, Where.BOTH), (Who.MEMBER, Who.MODERATOR, Who.STAFF)),
}


def menus(commands: Iterable[Command], language: str) -> list[dict[str, Any]]:
    """Parameters of every setMyCommands call; `language` is shown to those whose own we don't speak."""
    calls, known = [], list(commands)
    for scope, (where, who) in _SCOPES.items():
        chosen = [c for c in known if c.menu and c.where in where and c.who in who]
        for code in ("", *LANGUAGES):
            listed = [_line(c, code or language) for c in chosen]
            calls.append({"commands": listed, "scope": {"type": scope}, "language_code": code})
    return calls


def _line(command: Command, language: str) -> dict[str, str]:
    return {"command": command.name, "description": plain(language, f"command-{command.name}")}


async def set_menus(gateway: Gateway, commands: Iterable[Command], language: str) -> list[str]:
    """Tell Telegram; the reasons why it refused, if it did."""
    replies = [await gateway.call("setMyCommands", params) for params in menus(commands, language)]
    return sorted({r.text for r in replies if not r.ok})
