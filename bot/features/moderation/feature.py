"""Moderation, declared."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.core.feature import Feature, Verb
from bot.core.gate import Gate
from bot.features.moderation import cards, follow_ups, reported, undone, untold
from bot.features.moderation.actions import member_rights, messages, tags_and_points
from bot.features.moderation.buttons import cases as case_buttons
from bot.features.moderation.buttons import reports as report_buttons
from bot.features.moderation.casefile import REFRESH
from bot.features.moderation.commands import appeal, cases, deleting, pins, report, sanctions
from bot.features.moderation.judging import judge
from bot.features.moderation.outcome import CASE
from bot.features.moderation.tables import TABLES
from rules.engine.events import Event

_DAY = 86_400


def _show_case(batch: Batch, event: Event) -> None:
    if event.timer is not None:
        cards.refresh(batch, event, int(event.timer.payload))


FEATURE = Feature(
    "moderation",
    commands=(
        *appeal.COMMANDS,
        *cases.COMMANDS,
        *deleting.COMMANDS,
        *pins.COMMANDS,
        *report.COMMANDS,
        *sanctions.COMMANDS,
    ),
    buttons={
        appeal.VERB: Verb(case_buttons.pressed_appeal, 60 * _DAY, Gate.ANYBODY),
        cards.VERB: Verb(case_buttons.pressed_case, 365 * _DAY),
        cases.VERB: Verb(cases.pressed_list, 7 * _DAY),
        reported.VERB: Verb(report_buttons.pressed, 30 * _DAY),
    },
    timers={
        member_rights.VOICE: member_rights.due,
        REFRESH: _show_case,
        reported.CARD: reported.due,
        undone.UNDONE: undone.due,
        untold.UNTOLD: untold.due,
    },
    derived=judge,
    actions={**member_rights.HANDLERS, **messages.HANDLERS, **tags_and_points.HANDLERS},
    follow_ups={CASE: follow_ups.call_ended, undone.UNDONE: undone.call_ended},
    refused={CASE: follow_ups.call_ended, undone.UNDONE: undone.call_ended},
    refusals=follow_ups.refused,
    tables=TABLES,
)
