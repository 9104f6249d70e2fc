"""Set the menu beside the message field: one list per place and language, made from the declarations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.core.command import Command, Where, Who
from bot.platforms.telegram.calls import Gateway
from bot.text.messages import LANGUAGES, plain

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
