"""Declare what the core itself brings, as features do."""

from __future__ import annotations

from functools import partial

from bot.core import (
    anonymous_admins,
    button_router,
    follow_ups,
    linked_channels,
    receipt_answers,
    timer_router,
)
from bot.core.authority import AGAIN, LISTED, UNSURE
from bot.core.command_router import run_command
from bot.core.core_tables import TABLES
from bot.core.feature import Feature, Verb
from bot.core.follow_ups import POSTED
from bot.core.private_access import INSIDE
from rules.engine.events import Kind

CORE = Feature(
    "core",
    buttons={anonymous_admins.VERB: Verb(partial(anonymous_admins.pressed_me, run_command))},
    timers={
        anonymous_admins.CONFIRM: timer_router.nobody_confirmed,
        linked_channels.LINKED: linked_channels.answered,
        receipt_answers.ANSWER: receipt_answers.due,
        UNSURE: timer_router.unsure,
    },
    kept=(UNSURE,),
    events={Kind.PRESS: button_router.handle, Kind.TIMER: timer_router.handle},
    follow_ups={
        LISTED: follow_ups.store_administrators,
        AGAIN: follow_ups.decide_again,
        receipt_answers.ANSWER: follow_ups.answer_later,
        linked_channels.LINKED: follow_ups.store_linked,
        INSIDE: follow_ups.store_membership,
        POSTED: follow_ups.remember_posted,
    },
    refused={
        AGAIN: follow_ups.stay_unsure,
        INSIDE: follow_ups.store_membership,
        receipt_answers.ANSWER: follow_ups.answer_later,
    },
    tables=TABLES,
)
