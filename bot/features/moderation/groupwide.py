"""Carrying out what is about the whole group, or about who comes into it."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.features.moderation.casefile import Opened
from bot.features.moderation.verdict import Verdict
from bot.features.screening import deciding, raid, slowing
from rules.engine.actions import Action, Ask, Decline, Raid, Slow
from rules.engine.events import Event


async def of_the_group(
    batch: Batch, event: Event, verdict: Verdict, action: Action, opened: Opened | None
) -> None:
    """Queue the calls and rows of one action. (Whom a rule approves of, the door lets in.)"""
    chat, person, changed = verdict.chat, verdict.person.id, False
    match action:
        case Slow(every, lasts):
            changed = await slowing.begin(batch, event, chat, every, lasts)
        case Raid(lasts):
            changed = await raid.close_by_rule(batch, event, chat, lasts)
        case Ask():
            await deciding.put_to_moderators(batch, event, chat, person, verdict.rule)
        case Decline():
            await deciding.turn_down(batch, event, chat, person)
    if changed and opened is not None:
        opened.changed_the_group(batch.book.community.case_cards)
