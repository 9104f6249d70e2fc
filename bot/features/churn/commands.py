"""/atrisk: which members are likely to go quiet, and why, for moderators."""

from __future__ import annotations

from bot.core.command import Answer, Ask, Command, Who
from bot.features.churn.rendering import shown
from storage import risks

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
