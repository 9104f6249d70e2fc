"""Respect what moderators took back: a rule does not do the same again."""

from __future__ import annotations

from bot.core.authority import heard_elsewhere
from bot.core.batch import Batch, EventContext
from rules.engine.decide import decide
from rules.engine.decision import Decision
from rules.engine.rule import Book
from rules.engine.state import MemberState
from storage.overruled_rules import overruled

_REMEMBERED = 30 * 86_400  # seconds


def respecting(
    batch: Batch, context: EventContext, state: MemberState, decision: Decision, book: Book
) -> Decision:
    """The decision, without what rules want that a moderator took back of the same member lately.

    The same is: about the same message (an edit, a report), or for the same words by the same rule.
    """
    event, chat, person, activity = context
    if person is None:
        return decision
    acting = {h.rule: h.matched[:200] for h in decision.hits if h.mode.acts}
    since = batch.now - _REMEMBERED
    rules = overruled(batch.connection, chat.id, person.id, event.message_id, acting, since)
    if rules:
        heard = heard_elsewhere(batch, chat.community or batch.default_community, "trust")
        rules = overruled(batch.connection, chat.id, person.id, event.message_id, acting, since, heard)
    if not rules:
        return decision
    score = batch.spam.get(event.update_id)
    return decide(event, state, activity, book, batch.now, rules, score)
