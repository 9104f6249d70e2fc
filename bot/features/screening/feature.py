"""Screening, declared."""

from __future__ import annotations

from bot.core.feature import Feature, Verb
from bot.core.private_access import Gate
from bot.core.scheduler import JobKind
from bot.features.moderation.case_results import OUTCOME
from bot.features.moderation.hooks import Hooks
from bot.features.screening import (
    admission,
    announcements,
    captcha,
    follow_ups,
    group_act_results,
    group_acts,
    group_settings,
    locks,
    raid,
    refused_locks,
    request_decisions,
    request_receipts,
    requests,
)
from bot.features.screening.actions import ACTIONS, approve
from bot.features.screening.ban_list import bans
from bot.features.screening.commands import door, locking, purge
from bot.features.screening.raid_lookback import RAID
from bot.features.screening.request_messages import REQUEST
from bot.features.screening.tables import TABLES

_DAY = 86_400

FEATURE = Feature(
    "screening",
    needs=("moderation",),
    commands=(*door.COMMANDS, *locking.COMMANDS, *purge.COMMANDS),
    buttons={
        "captcha": Verb(captcha.pressed, gate=Gate.ANYBODY),
        "req": Verb(requests.pressed, 8 * _DAY, Gate.ANYBODY),
        "rqm": Verb(request_decisions.decided, 30 * _DAY),
        "set": Verb(group_settings.pressed),
    },
    timers={
        admission.HELD: admission.go_on,
        announcements.ANNOUNCED: announcements.due,
        captcha.CAPTCHA: captcha.expired,
        captcha.NOTE: captcha.note_due,
        captcha.LET_IN: captcha.answered,
        captcha.SILENCED: captcha.not_silenced,
        locks.LOCKS: group_acts.go_on,
        locks.PERMITTED: group_settings.refused,
        OUTCOME: group_act_results.due,
        request_receipts.ENDED: request_decisions.ended,
        RAID: raid.over,
        REQUEST: request_decisions.expired,
    },
    follow_ups={
        announcements.ANNOUNCED: announcements.answered,
        locks.GRANTED: follow_ups.store_permissions,
        captcha.LET_IN: follow_ups.let_in,
        request_receipts.ENDED: request_receipts.call_ended,
    },
    refused={
        admission.HELD: admission.refused,
        announcements.ANNOUNCED: announcements.answered,
        captcha.SILENCED: follow_ups.not_silenced,
        locks.GRANTED: follow_ups.permissions_unknown,
        captcha.LET_IN: follow_ups.let_in,
        request_receipts.ENDED: request_receipts.call_ended,
        locks.PERMITTED: refused_locks.refused,
    },
    jobs={"bans": JobKind(bans)},
    actions=ACTIONS,
    services=lambda _settings, _community: {Hooks: Hooks(approve=approve, forgive=captcha.forgive)},
    tables=TABLES,
)
