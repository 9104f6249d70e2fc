"""Show moderators who is likely to go quiet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from bot.platforms.telegram.calls import mention
from bot.text.calendar import moment
from bot.text.messages import Html, has, say


def shown(rows: Sequence[Row[Any]], model: Row[Any], language: str, timezone: str) -> Html:
    """A line for each member with the chance and the reasons; above it when that was worked out, below it
    how far such lists can be trusted.
    """
    day = moment(model.at, timezone)
    if not rows:
        return say(language, "atrisk-none", at=day)
    lines = [say(language, "atrisk-head", at=day)]
    for row in rows:
        told = (_reason(reason, language) for reason in row.reasons or ())
        why = say(language, "atrisk-and").join(filter(None, told))
        name = mention(row.person_id, row.name)
        percent = round(100 * row.quiet)
        lines.append(say(language, "atrisk-line", name=name, percent=percent, why=Html(why)))
    lines.append(_trust(model.figures, language))
    return Html("\n".join(lines))


def _reason(stored: Mapping[str, Any], language: str) -> str:
    """A reason as words; one that this version does not know is left out."""
    key = f"atrisk-why-{stored['key']}"
    return say(language, key, **stored["values"]) if has(language, key) else ""


def _trust(figures: Mapping[str, Any] | None, language: str) -> Html:
    if not figures:
        return say(language, "atrisk-untried")
    percent = round(100 * figures["precision_at_20"])
    return say(language, "atrisk-tried", percent=percent)
