"""Naming a person in a message."""

from __future__ import annotations

from bot.html import quoted
from bot.telegram.calls import mention_url
from bot.texts import Html


def mention(person: int, name: str) -> Html:
    """A person's name as a mention that needs no @username."""
    return Html(f'<a href="{mention_url(person)}">{quoted(name) or "…"}</a>')
