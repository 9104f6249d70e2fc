"""Naming a person in a message."""

from __future__ import annotations

from bot.platforms.telegram.calls import mention_url
from bot.text.html import quoted
from bot.text.messages import Html


def mention(person: int, name: str) -> Html:
    """A person's name as a mention that needs no @username."""
    return Html(f'<a href="{mention_url(person)}">{quoted(name) or "…"}</a>')
