"""Moderation, declared."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.core.feature import Feature, Verb
from bot.core.private_access import Gate
from bot.features.moderation import cards, follow_ups, report_cards, undo_results, unreported_refusals
from bot.features.moderation.actions import member_rights, messages, tags_and_points
from bot.features.moderation.buttons import cases as case_buttons
from bot.features.moderation.buttons import reports as report_buttons
from bot.features.moderation.case_opening import REFRESH
from bot.features.moderation.case_results import CASE
from bot.features.moderation.commands import appeal, cases, deleting, pins, report, sanctions
from bot.features.moderation.hooks import Hooks
from bot.features.moderation.judging import judge
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
        report_cards.VERB: Verb(report_buttons.pressed, 30 * _DAY),
    },
    timers={
        member_rights.VOICE: member_rights.due,
        REFRESH: _show_case,
        report_cards.CARD: report_cards.due,
        undo_results.UNDONE: undo_results.due,
        unreported_refusals.UNTOLD: unreported_refusals.due,
    },
    derived=judge,
    services=lambda _settings, _community: {Hooks: Hooks()},
    actions={**member_rights.HANDLERS, **messages.HANDLERS, **tags_and_points.HANDLERS},
    follow_ups={
        CASE: follow_ups.call_ended,
        cards.SHOWN: follow_ups.card_shown,
        undo_results.UNDONE: undo_results.call_ended,
    },
    refused={CASE: follow_ups.call_ended, undo_results.UNDONE: undo_results.call_ended},
    refusals=follow_ups.refused,
    tables=TABLES,
)
