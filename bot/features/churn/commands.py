"""/atrisk: which members are likely to go quiet, and why, for moderators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from bot.core.command import Answer, Ask, Command, Who
from bot.platforms.telegram.calls import mention
from bot.text.calendar import moment
from bot.text.messages import Html, has, say
from storage import risks


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


_USUAL, _MOST = 10, 30  # members listed
_LIKELY = 0.5
_DAYS = 3  # on which somebody acted, from which on a member is no guest


def atrisk(ask: Ask) -> Answer | None:
    """The members who would be missed most; nothing where members read along."""
    if not ask.event.chat.private and ask.chat.role == "members":
        return None
    count = ask.arguments or str(_USUAL)
    if not (count.isascii() and count.isdigit() and len(count) < 3 and 0 < int(count) <= _MOST):
        return ask.answer("atrisk-how", most=_MOST)
    connection, community = ask.batch.connection, ask.community
    model = risks.model(connection, community)
    if model is None:
        return ask.answer("atrisk-not-yet")
    if not model.method:
        return ask.answer("atrisk-too-little")
    groups = [group.id for group in ask.governed]
    rows = risks.at_risk(connection, community, groups, least=_LIKELY, days=_DAYS, limit=int(count))
    return Answer(shown(rows, model, ask.language, ask.batch.timezone), lasts=0)


COMMANDS = (Command("atrisk", atrisk, Who.STAFF, quiet=True, examples=("/atrisk", "/atrisk 30")),)
