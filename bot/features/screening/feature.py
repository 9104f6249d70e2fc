"""Screening, declared."""

from __future__ import annotations

from bot.core.feature import Feature, Verb
from bot.core.gate import Gate
from bot.core.scheduler import JobKind
from bot.features.moderation.outcome import OUTCOME
from bot.features.screening import (
    acts,
    announcing,
    captcha,
    deciding,
    ending,
    follow_ups,
    locks,
    overrides,
    raid,
    refused_locks,
    requests,
    told,
)
from bot.features.screening.actions import ACTIONS
from bot.features.screening.commands import door, locking, purge
from bot.features.screening.jobs import bans
from bot.features.screening.lookback import RAID
from bot.features.screening.private import REQUEST
from bot.features.screening.tables import TABLES

_DAY = 86_400

FEATURE = Feature(
    "screening",
    needs=("moderation",),
    commands=(*door.COMMANDS, *locking.COMMANDS, *purge.COMMANDS),
    buttons={
        "captcha": Verb(captcha.pressed, gate=Gate.ANYBODY),
        "req": Verb(requests.pressed, 8 * _DAY, Gate.ANYBODY),
        "rqm": Verb(deciding.decided, 30 * _DAY),
        "set": Verb(overrides.pressed),
    },
    timers={
        announcing.ANNOUNCED: announcing.due,
        captcha.CAPTCHA: captcha.expired,
        captcha.NOTE: captcha.note_due,
        captcha.LET_IN: captcha.answered,
        captcha.SILENCED: captcha.not_silenced,
        locks.LOCKS: acts.go_on,
        locks.PERMITTED: overrides.refused,
        OUTCOME: told.due,
        ending.ENDED: deciding.ended,
        RAID: raid.over,
        REQUEST: deciding.expired,
    },
    follow_ups={
        announcing.ANNOUNCED: announcing.answered,
        locks.GRANTED: follow_ups.store_permissions,
        captcha.LET_IN: follow_ups.let_in,
        ending.ENDED: ending.call_ended,
    },
    refused={
        announcing.ANNOUNCED: announcing.answered,
        captcha.SILENCED: follow_ups.not_silenced,
        locks.GRANTED: follow_ups.permissions_unknown,
        captcha.LET_IN: follow_ups.let_in,
        ending.ENDED: ending.call_ended,
        locks.PERMITTED: refused_locks.refused,
    },
    jobs={"bans": JobKind(bans)},
    actions=ACTIONS,
    tables=TABLES,
)
