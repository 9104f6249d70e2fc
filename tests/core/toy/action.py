"""Winking: an action that rules may take, and that moderators undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from sqlalchemy import Column, Integer, MetaData, Table

from bot.core.batch import Batch
from bot.features.moderation.action_handler import ActionHandler, Reversal, plainly
from bot.features.moderation.case_opening import Opened
from bot.features.moderation.verdict import Verdict
from bot.platforms.telegram.calls import Priority
from bot.platforms.telegram.permissions import PIN
from rules.conditions.base import Options
from rules.config.actions import Spelling
from rules.engine.actions import Action
from rules.engine.events import Event
from storage.casework import Row

WINK = Table("toy_wink", MetaData(), Column("message_id", Integer, primary_key=True))


class Wink(Action, frozen=True, tag="wink", order=True):
    """Wink at a message."""

    befalls: ClassVar[bool] = True

    emoji: str = "👍"


class WinkOptions(Options):
    """Wink at the message."""

    short = "emoji"
    emoji: str = "👍"


def wink(batch: Batch, event: Event, verdict: Verdict, action: Wink, _opened: Opened | None) -> None:
    """Put an emoji on the message, and remember that."""
    batch.connection.execute(WINK.insert().values(message_id=event.message_id))
    _react(batch, event, verdict.chat.id, event.message_id, action.emoji)


def unwink(r: Reversal, cases: Sequence[Row]) -> None:
    """Take the emoji away."""
    with r.calling("wink", "winks", counted=True):
        for case in cases:
            r.batch.connection.execute(WINK.delete().where(WINK.c.message_id == case["message_id"]))
            _react(r.batch, r.event, r.d.chat.id, case["message_id"])
    r.comes_back("winks", len(cases))


def _react(batch: Batch, event: Event, chat: int, message: int, *emoji: str) -> None:
    reaction = [{"type": "emoji", "emoji": e} for e in emoji]
    urgent = Priority.MODERATION
    batch.call(event, "setMessageReaction", chat, urgent, message_id=message, reaction=reaction)


HANDLER = ActionHandler(
    do=wink,
    undo=unwink,
    did=plainly,
    rights=(PIN,),
    spelling=Spelling("wink", WinkOptions, lambda o, _language, _expires: Wink(o.emoji), "wink: 👍"),
)
