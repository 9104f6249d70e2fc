"""Fill in and escape the operator's own words to a member."""

from __future__ import annotations

import re
from typing import Any

from bot.core.batch import Batch
from bot.features.moderation.verdict import Verdict
from bot.platforms.telegram.calls import REMOVED_LATER, Follow, mention, person_ref
from bot.text.html import quoted, words
from rules.engine.actions import Delete, Say, Tell
from rules.engine.events import Event

_SHOWN = 64  # characters of what matched
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def fill(text: str, values: dict[str, str]) -> str:
    """The text as HTML: `{name}` becomes the value, everything else is escaped.

    What a value holds is not filled in again: a member may be called {reason}.
    """
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), words(text))


def values_of(batch: Batch, verdict: Verdict) -> dict[str, str]:
    """What an operator's placeholders stand for. Nothing that people wrote becomes markup or a link."""
    found = verdict.trace.finding.matched if verdict.trace is not None else ""
    return {
        "member": mention(verdict.person.id, verdict.person.name),
        "chat": quoted(verdict.chat.title),
        "rule": quoted(verdict.rule),
        "reason": quoted(verdict.reason),
        "match": quoted(found[:_SHOWN]),
        "points": str(verdict.state.xp),
        "warnings": str(verdict.state.warning_points(batch.now)),
        "limit": str(batch.book.escalation.highest),
    }


def private_reply(batch: Batch, event: Event, verdict: Verdict, action: Tell) -> None:
    """Write to the member in private. Whoever never wrote to the bot is not reached, and nothing else
    happens."""
    person = verdict.person.id
    batch.bare_call(
        event,
        "sendMessage",
        verdict.chat.id,
        chat_id=person_ref(person),
        text=fill(action.text, values_of(batch, verdict)),
        parse_mode="HTML",
    )


def rule_reply(batch: Batch, event: Event, verdict: Verdict, action: Say) -> None:
    """Answer the message as the rule says."""
    goes = any(isinstance(a, Delete) for a in verdict.actions)
    extra: dict[str, Any] = {}
    if event.message_id and not goes:
        extra["reply_parameters"] = {"message_id": event.message_id, "allow_sending_without_reply": True}
    batch.call(
        event,
        "sendMessage",
        verdict.chat.id,
        text=fill(action.text, values_of(batch, verdict)),
        parse_mode="HTML",
        disable_notification=True,
        **extra,
        then=(Follow(REMOVED_LATER, after=action.lasts),) if action.lasts else (),
    )
