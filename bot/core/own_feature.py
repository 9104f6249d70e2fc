"""What the core itself declares, as features do."""

from __future__ import annotations

from bot.core import button_router, confirming, follow_ups, linked_channels, receipt_answers, timer_router
from bot.core.authority import UNSURE
from bot.core.feature import Feature, Verb
from rules.engine.events import Kind

CORE = Feature(
    "core",
    buttons={confirming.VERB: Verb(confirming.pressed_me)},
    timers={
        confirming.CONFIRM: timer_router.nobody_confirmed,
        linked_channels.LINKED: linked_channels.answered,
        receipt_answers.ANSWER: receipt_answers.due,
        UNSURE: timer_router.unsure,
    },
    kept=(UNSURE,),
    events={Kind.PRESS: button_router.handle, Kind.TIMER: timer_router.handle},
    follow_ups={
        "administrators": follow_ups.store_administrators,
        "again": follow_ups.decide_again,
        "answer": follow_ups.answer_later,
        "linked": follow_ups.store_linked,
        "member": follow_ups.store_membership,
        "posted": follow_ups.remember_posted,
    },
    refused={"again": follow_ups.stay_unsure, "answer": follow_ups.answer_later},
)
