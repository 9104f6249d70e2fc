"""Say what expires when: by kind, which rows go, or which of their columns are emptied.

The ledger, cases without their words, what an open appeal is about, calls that wait or are in doubt, and
timers that have not fired are not among it, whatever their age.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import (
    ColumnElement,
    Table,
    and_,
    case,
    exists,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    tuple_,
)

from storage.cases import CASE
from storage.casework import APPEAL, EVIDENCE
from storage.casework import NOTE as REMARK
from storage.course_notices import NOTICE
from storage.dead_letters import CLOSED
from storage.directory import PERSON
from storage.event_log import DEAD, DETAIL, EVENT, SEEN, TEXT
from storage.learning import INTERESTS, SUGGESTION
from storage.members import MEMBER, WARNING
from storage.outbox import OUTBOX, RECEIPT
from storage.preferences import PREFERENCE, WISHES
from storage.providers import CALL, REFUSED
from storage.providers import NOTICE as NOTICED
from storage.questions import QUESTION
from storage.reports import REPORT
from storage.risks import LASTS, RISK
from storage.spam import LABEL
from storage.spool import SPOOL
from storage.timers import JOB_RUN, TIMER

_DAY = 86_400
_OVER = ("done", "failed", "gone")  # states in which nothing more becomes of a call
_LEADING = ("creator", "administrator")
# Stands where the trace of a case was; cards show it as `check-forgotten`.
_STUB = literal({"condition": "forgotten", "finding": {"hit": True}}, CASE.c.trace.type)
_FORGOTTEN = CASE.c.trace["condition"].as_string() == "forgotten"


class Before(Struct, frozen=True):
    """Moments in unix seconds: what is older goes. Texts carry their own, and go when it is before `now`."""

    now: int
    updates: int
    events: int
    calls: int
    timers: int
    labels: int
    reasons: int
    interests: int
    letters: int
    names: int


class Keep(Struct, frozen=True):
    """How many days what is kept."""

    updates: int = 8
    events: int = 180
    calls: int = 30
    timers: int = 30
    labels: int = 730
    reasons: int = 365
    interests: int = 180
    letters: int = 90
    names: int = 365

    def at(self, now: float) -> Before:
        """What that means at a moment."""
        return Before(int(now), *(int(now) - days * _DAY for days in structs.astuple(self)))


class Expiring(Struct, frozen=True):
    """Rows of one table that expire; those of others that point at them go with them."""

    name: str
    table: Table
    at: ColumnElement[int]
    expired: ColumnElement[bool]
    with_: tuple[ColumnElement[int], ...] = ()  # columns that point at this table's id
    blank: Mapping[str, Any] | None = None  # columns that get these values instead of removing the row
    people: bool = False  # whoever remembers these rows, of people, is to read them again

    @property
    def key(self) -> list[ColumnElement[Any]]:
        """The primary key's columns."""
        return list(self.table.primary_key)

    def beyond(self, key: tuple[Any, ...]) -> ColumnElement[bool]:
        """Rows whose key comes after this one."""
        columns = self.key
        return or_(
            *(
                and_(*(c == k for c, k in zip(columns[:n], key, strict=False)), columns[n] > key[n])
                for n in range(len(columns))
            )
        )

    def among(self, keys: list[tuple[Any, ...]]) -> ColumnElement[bool]:
        """Rows with one of these keys."""
        columns = self.key
        return columns[0].in_([k[0] for k in keys]) if len(columns) == 1 else tuple_(*columns).in_(keys)


def kinds(before: Before) -> tuple[Expiring, ...]:
    """Everything that expires, in the order in which it goes."""
    return (*_said(before), *_judged(before), _reported(before), *_known(before), *_happened(before))


def _said(before: Before) -> tuple[Expiring, ...]:
    """What members wrote. Each row carries its own time."""
    words = ("text", "original", "marks")
    spoken = and_(TEXT.c.expires_at < before.now, or_(*(TEXT.c[c] != "" for c in words)))
    shown = and_(EVIDENCE.c.expires_at < before.now, (EVIDENCE.c.text != "") | (EVIDENCE.c.file != ""))
    objected = and_(APPEAL.c.expires_at < before.now, APPEAL.c.text != "", APPEAL.c.state != "open")
    return (
        Expiring("texts", TEXT, TEXT.c.at, spoken, blank=dict.fromkeys(words, "")),
        Expiring("details", DETAIL, DETAIL.c.expires_at, DETAIL.c.expires_at < before.now),
        Expiring("evidence", EVIDENCE, EVIDENCE.c.at, shown, blank={"text": "", "file": ""}),
        Expiring("appeals", APPEAL, APPEAL.c.at, objected, blank={"text": ""}),
    )


def _judged(before: Before) -> tuple[Expiring, ...]:
    """The words of cases: reasons, what matched, why. That there was a case, and what was done, stays."""
    appealed = select(APPEAL.c.case_id).where(APPEAL.c.state == "open")
    explained = not_(or_(CASE.c.trace.is_(null()), _FORGOTTEN))
    worded = or_(CASE.c.matched != "", CASE.c.reason != "", explained)
    old = and_(CASE.c.at < before.reasons, worded, CASE.c.id.not_in(appealed))
    of_the_door = and_(CASE.c.trace.is_(null()), CASE.c.moderator_id.is_(None))  # known by having no trace
    words = {"matched": "", "reason": "", "trace": case((of_the_door, null()), else_=_STUB)}
    noted = and_(REMARK.c.at < before.reasons, REMARK.c.case_id.not_in(appealed))
    warned = and_(WARNING.c.at < before.reasons, WARNING.c.reason != "")
    return (
        Expiring("case words", CASE, CASE.c.at, old, blank=words),
        Expiring("case notes", REMARK, REMARK.c.at, noted),
        Expiring("warning reasons", WARNING, WARNING.c.at, warned, blank={"reason": ""}),
    )


def _reported(before: Before) -> Expiring:
    """What members said of messages that they reported."""
    old = and_(REPORT.c.at < before.reasons, REPORT.c.reason != "")
    return Expiring("report reasons", REPORT, REPORT.c.at, old, blank={"reason": ""})


def _known(before: Before) -> tuple[Expiring, ...]:
    """What is known of people: interests, wishes about them, reasons of suggestions, names."""
    heard = and_(INTERESTS.c.person_id == PREFERENCE.c.person_id, INTERESTS.c.updated_at >= before.interests)
    wished = and_(PREFERENCE.c.name.startswith(WISHES), PREFERENCE.c.at < before.interests)
    explained = or_(SUGGESTION.c.terms.is_not(null()), SUGGESTION.c.reason.is_not(null()))
    suggested = and_(SUGGESTION.c.at < before.interests, explained)
    seen = or_(MEMBER.c.last_seen >= before.names, MEMBER.c.role.in_(_LEADING))
    named = and_(PERSON.c.named_at < before.names, or_(PERSON.c.name != "", PERSON.c.username != ""))
    away = and_(named, not_(exists().where(MEMBER.c.person_id == PERSON.c.id, seen)))
    why = {"terms": null(), "reason": null()}
    return (
        Expiring("wishes", PREFERENCE, PREFERENCE.c.at, and_(wished, not_(exists().where(heard)))),
        Expiring("interests", INTERESTS, INTERESTS.c.updated_at, INTERESTS.c.updated_at < before.interests),
        Expiring("suggestion reasons", SUGGESTION, SUGGESTION.c.at, suggested, blank=why),
        Expiring("risks", RISK, RISK.c.at, RISK.c.at < before.now - LASTS),
        Expiring("names", PERSON, PERSON.c.named_at, away, blank={"name": "", "username": ""}, people=True),
    )


def _happened(before: Before) -> tuple[Expiring, ...]:
    """What happened, and what was done about it."""
    waiting = select(-DEAD.c.update_id).where(DEAD.c.update_id < 0, not_(DEAD.c.state.in_(CLOSED)))
    later = JOB_RUN.alias()
    newest = select(func.max(later.c.planned_at)).where(later.c.job == JOB_RUN.c.job).scalar_subquery()
    ended = and_(OUTBOX.c.state.in_(_OVER), OUTBOX.c.at < before.calls)
    # A dead letter of a timer is decided again through it.
    fired = and_(TIMER.c.fired_at > 0, TIMER.c.fired_at < before.timers, TIMER.c.id.not_in(waiting))
    dropped = and_(DEAD.c.state.in_(CLOSED), DEAD.c.at < before.events)
    buried = and_(DEAD.c.state == "open", DEAD.c.at < before.letters)
    asked = and_(CALL.c.state.in_(("done", "failed")), CALL.c.at < before.calls, CALL.c.what != "list")
    served = and_(JOB_RUN.c.planned_at < before.calls, JOB_RUN.c.planned_at < newest)
    return (
        Expiring("messages", TEXT, TEXT.c.at, TEXT.c.at < before.events),
        Expiring("updates", SEEN, SEEN.c.at, SEEN.c.at < before.updates),
        Expiring("questions", QUESTION, QUESTION.c.at, QUESTION.c.at < before.events),
        Expiring("course notices", NOTICE, NOTICE.c.at, NOTICE.c.at < before.events),
        Expiring("events", EVENT, EVENT.c.at, EVENT.c.at < before.events),
        Expiring("dead letters", DEAD, DEAD.c.at, dropped),
        Expiring("calls", OUTBOX, OUTBOX.c.at, ended, with_=(RECEIPT.c.outbox_id,)),
        Expiring("timers", TIMER, TIMER.c.fired_at, fired),
        Expiring("open dead letters", DEAD, DEAD.c.at, buried, blank={"state": CLOSED[0], "body": ""}),
        Expiring("spooled updates", SPOOL, SPOOL.c.at, SPOOL.c.at < before.letters),
        Expiring("provider calls", CALL, CALL.c.at, asked),
        Expiring("provider notices", NOTICED, NOTICED.c.at, NOTICED.c.at < before.calls),
        Expiring("refused notices", REFUSED, REFUSED.c.at, REFUSED.c.at < before.letters),
        Expiring("spam labels", LABEL, LABEL.c.at, LABEL.c.at < before.labels),
        Expiring("job runs", JOB_RUN, JOB_RUN.c.planned_at, served),
    )
