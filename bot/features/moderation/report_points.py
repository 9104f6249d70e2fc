"""Points for reports that were right: paid when a moderator removes the message, undone with the case."""

from __future__ import annotations

from bot.core.batch import Batch
from rules.config.community import gate_of
from rules.engine.counter_entries import counter
from rules.engine.events import Event
from rules.engine.gate import standing_gate
from rules.engine.grants import grant
from storage import ledger, reports
from storage.tables import Report, Reported

_UNDONE = "the case was undone"


def reward(batch: Batch, event: Event, reported: Reported, by: int) -> None:
    """Pay the first of those who reported a message, but not whoever decides about it."""
    policy, community = batch.book.incentives, reported.community_id
    if policy.report is None:
        return
    gate, paid = gate_of(batch.book.community.reporters), 0
    for report in reports.of_message(batch.connection, reported.chat_id, reported.message_id):
        reporter = report.reporter_id
        state = batch.state(reported.chat_id, reporter, community)
        if reporter in (by, reported.person_id) or standing_gate(state, event.at, gate):
            continue
        standing = batch.standing(community, {reporter}, event.at)[reporter]
        points, at = policy.report.points, event.at
        entry = grant(_key(report), "report", points, standing, policy, at=at, timezone=batch.timezone)
        batch.credit(community, reported.chat_id, [entry] if entry is not None else [])
        paid += 1
        if paid == policy.report.first:
            return


def take_back(batch: Batch, community: int, chat: int, message: int) -> None:
    """Undo what reports of a message brought: moderators undid what they had done about it."""
    for report in reports.of_message(batch.connection, chat, message):
        last = ledger.end_of(batch.connection, _key(report))
        if last is not None and last.raw > 0:
            batch.foresee((), [(community, report.reporter_id)])
            batch.credit(community, chat, [counter(last, batch.now, _UNDONE)])


def _key(report: Report) -> str:
    return f"report:{report.chat_id}:{report.message_id}:{report.reporter_id}"
