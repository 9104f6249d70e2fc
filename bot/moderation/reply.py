"""The operator's own words to a member, with their placeholders filled in and escaped."""

from __future__ import annotations

import re
from typing import Any

from bot.batch import Batch
from bot.html import quoted, words
from bot.moderation.names import mention
from bot.moderation.verdict import Verdict
from bot.telegram.calls import Follow
from rules.engine.actions import Delete, Say
from rules.engine.events import Event

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def fill(text: str, values: dict[str, str]) -> str:
    """The text as HTML: `{name}` becomes the value, everything else is escaped.

    What a value holds is not filled in again: a member may be called {reason}.
    """
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), words(text))


def rule_reply(batch: Batch, event: Event, verdict: Verdict, action: Say) -> None:
    """Answer the message as the rule says."""
    values = {
        "member": mention(verdict.person.id, verdict.person.name),
        "rule": quoted(verdict.rule),
        "reason": quoted(verdict.reason),
        "warnings": str(verdict.state.warning_points(batch.now)),
        "limit": str(batch.book.escalation.highest),
    }
    goes = any(isinstance(a, Delete) for a in verdict.actions)
    extra: dict[str, Any] = {}
    if event.message_id and not goes:
        extra["reply_parameters"] = {"message_id": event.message_id, "allow_sending_without_reply": True}
    batch.call(
        event,
        "sendMessage",
        verdict.chat.id,
        text=fill(action.text, values),
        parse_mode="HTML",
        disable_notification=True,
        **extra,
        then=(Follow("delete", after=action.lasts),) if action.lasts else (),
    )
