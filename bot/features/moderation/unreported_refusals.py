"""Tell of refusals of which nobody would hear: of calls of no case, or of one that has no card.

Whoever leads the group is told once a day for each thing that Telegram refuses there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.refusals import named
from bot.features.moderation.action_handler import why_refused
from bot.features.moderation.moderator_alerts import tell_refusal
from bot.platforms.telegram.calls import kinds_that_tell
from bot.text.messages import Html
from rules.engine.events import Event
from storage import chats, timers, unreported_refusals

UNTOLD = "untold"  # timer
_AGAIN = 86_400  # seconds after which the same is told again
# What calls are for, as `act-` in the texts name it.
_ACTIONS = {
    "approveChatJoinRequest": "approve",
    "banChatMember": "ban",
    "banChatSenderChat": "ban",
    "copyMessage": "review",
    "declineChatJoinRequest": "decline",
    "deleteMessage": "delete",
    "pinChatMessage": "pin",
    "setChatMemberTag": "tag",
    "setChatPermissions": "lock",
    "unbanChatMember": "unban",
    "unbanChatSenderChat": "unban",
    "unpinChatMessage": "unpin",
}


class Untold(Struct, frozen=True):
    """What Telegram refused, and in what words. `by_rule`: it belongs to a case."""

    action: str
    why: str
    by_rule: bool


def note(connection: Connection, refused: Mapping[int, tuple[str, str]], now: int) -> None:
    """Let whoever leads the group hear of refused calls, unless it is told otherwise or was lately."""
    failed = [call for call, (state, _) in refused.items() if state == "failed"]
    for call in unreported_refusals.refused(connection, failed) if failed else ():
        if call.method == "deleteMessage" and not call.case:
            unreported_refusals.not_removed(connection, call.chat, call.params["message_id"])
        action = _action(call.method, call.params)
        if not action or call.kinds & kinds_that_tell():
            continue
        if not call.case and unreported_refusals.by_moderators(connection, call.key):
            continue  # a command that was to go with what it did
        key = f"{UNTOLD}:{call.chat}:{action}:{'rule' if call.case else ''}"
        if not unreported_refusals.told_since(connection, key, now - _AGAIN):
            payload = msgspec.json.encode(Untold(action, refused[call.id][1], bool(call.case))).decode()
            timers.set_timer(connection, key, UNTOLD, call.chat, None, now, payload)


def _action(method: str, params: Mapping[str, Any]) -> str:
    if method == "restrictChatMember":
        return "unmute" if params.get("permissions", {}).get("can_send_messages") else "mute"
    return _ACTIONS.get(method, "")


def due(batch: Batch, event: Event) -> None:
    """Tell of a refusal; a rule's case is shown in the moderators' group, if there is one."""
    if event.timer is None:
        return
    known, chat = msgspec.json.decode(event.timer.payload, type=Untold), batch.chat(event)
    community = chat.community or batch.default_community
    if known.by_rule and chats.moderators_group(batch.connection, community) is not None:
        return
    tell_refusal(
        batch,
        event,
        chat,
        "refused-in",
        None,
        what=lambda language: Html(str(named(language, known.action))),
        why=lambda language: why_refused(language, known.action, known.why),
    )
