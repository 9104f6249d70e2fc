"""The community itself, declared."""

from __future__ import annotations

from bot.core.feature import Feature, Verb
from bot.core.scheduler import JobKind
from bot.features.community import jobs
from bot.features.community.commands import (
    about,
    configure,
    filters,
    group_setting,
    help,
    info,
    notes,
    settings,
    stats,
)
from bot.features.community.events import membership, messages, own_membership
from bot.features.community.talk import talk
from rules.engine.events import Kind
from storage.personal import ALWAYS, holding
from storage.tables import AnswerRow, Note

_DAY = 86_400

TABLES = (
    holding(Note, "", {"person_id": ALWAYS}, "community_id name text at", {}),
    holding(AnswerRow, "", {"person_id": ALWAYS}, "chat_id word mode text at", {}),
)

FEATURE = Feature(
    "community",
    needs=(
        "courses",
        "homework",
        "membership",
        "moderation",
        "onboarding",
        "pictures",
        "points",
        "screening",
    ),
    commands=(
        *about.COMMANDS,
        *configure.COMMANDS,
        *filters.COMMANDS,
        *group_setting.COMMANDS,
        *help.COMMANDS,
        *info.COMMANDS,
        *notes.COMMANDS,
        *settings.COMMANDS,
        *stats.COMMANDS,
    ),
    buttons={help.VERB: Verb(help.pressed_help, 30 * _DAY)},
    timers={own_membership.UNCLAIMED: own_membership.leave_unclaimed},
    events={
        Kind.ACTION: membership.handle,
        Kind.BOT: own_membership.handle,
        Kind.EDIT: messages.handle,
        Kind.JOIN: membership.handle,
        Kind.JOIN_REQUEST: membership.handle,
        Kind.LEAVE: membership.handle,
        Kind.MESSAGE: messages.handle,
        Kind.MIGRATE: own_membership.handle_migration,
        Kind.PICTURE: membership.handle,
        Kind.RENAME: membership.handle,
        Kind.REPORT: membership.handle,
        Kind.ROLE: membership.handle,
    },
    prepares=membership.heard,
    talk=talk,
    jobs={
        "administrators": JobKind(jobs.administrators),
        "expiry": JobKind(jobs.expiry),
        "retention": JobKind(jobs.retention),
    },
    tables=TABLES,
)
