"""Judge one event: decide, keep the reasons, and carry the decision out."""

from __future__ import annotations

import msgspec

from bot.core.authority import heard_elsewhere, shares
from bot.core.batch import Batch, EventContext
from bot.features.moderation.albums import with_album
from bot.features.moderation.case_opening import case_row, leads
from bot.features.moderation.enact import enact
from bot.features.moderation.verdict import Verdict
from bot.runtime import metrics
from rules.engine.actions import Warn
from rules.engine.decide import decide
from rules.engine.decision import Decision, leading
from rules.engine.events import Kind
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


def judge(batch: Batch, context: EventContext) -> Decision | None:
    """Decide an event of a claimed chat and carry it out; None when nobody acted whom a rule could mean."""
    event, chat, person, activity = context
    if person is None or chat.community is None:
        return None
    state = batch.known.state(chat.id, person.id, chat.community)  # foreseen of whoever acts
    score = batch.spam.get(event.update_id)
    own = batch.services.own.of(batch.unflushed, chat.id)
    book = batch.book
    decision = decide(event, state, activity, book, batch.now, spam=score)
    warns = own.flood and any(isinstance(a, Warn) for a in decision.actions)
    if warns and not shares(batch, chat.community, [chat.id], "warnings"):
        # What is a flood is a moderator's word here, and so is the warning for it.
        book = own.in_force(batch.files, alone=True)
        decision = decide(event, state, activity, book, batch.now, spam=score)
    if decision.actions:
        decision = respecting(batch, context, state, decision, book)
        if event.kind is not Kind.MESSAGE:
            whole = with_album(batch, chat.id, event.message_id, decision.actions)
            decision = msgspec.structs.replace(decision, actions=whole)
    batch.change(decision.state)
    if not decision.hits:
        return decision
    cause = leading(decision.hits) if decision.actions else None
    for hit in decision.hits:
        row = case_row(
            batch,
            event,
            community=chat.community,
            chat=chat.id,
            person=person.id,
            rule=hit.rule,
            actions=decision.actions if hit.mode.acts else hit.actions,
            reason=hit.reason,
            mode=str(hit.mode),
            book=decision.book,
            message_id=event.message_id,
            matched=hit.matched[:200],
            trace=msgspec.to_builtins(hit.trace),
            escalated=decision.escalated,
            leads=hit is cause and leads(decision.actions),
        )
        batch.cases.append(row)
        metrics.HITS.labels(hit.rule, str(hit.mode)).inc()
    if cause is not None:
        verdict = Verdict(
            chat=chat,
            community=chat.community,
            person=person,
            state=decision.state,
            actions=decision.actions,
            rule=cause.rule,
            reason=cause.reason,
            escalated=decision.escalated,
            trace=cause.trace,
        )
        enact(batch, event, verdict)
    return decision
