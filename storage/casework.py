"""Find cases, read what they hold, and close them. Ids are our own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, RowMapping, bindparam, func, insert, or_, select, update

from storage import tables
from storage.cases import CASE
from storage.event_log import TEXT
from storage.outbox import OUTBOX, POSTED
from storage.prepared_statements import Lookup, Record, Statement, find_records, inserting, many, records
from storage.store import table
from storage.upsert import insert_new


class Row(Protocol):
    """A row by column name."""

    def __getitem__(self, name: str, /) -> Any:
        """The value of a column."""


EVIDENCE, ACT = table(tables.Evidence), table(tables.CaseAct)
NOTE, APPEAL = table(tables.CaseNote), table(tables.Appeal)
# Not what a moderator did to a whole group, which names nobody but them.
BEFELL = or_(CASE.c.moderator_id.is_(None), CASE.c.moderator_id != CASE.c.person_id)
REFUSED = ("failed", "gone", "unknown")
_OVER = ("done", *REFUSED)

# What every sanction asks, made once. The last minute's cases are found by their time: were SQLite to follow
# their numbers, it would read all there ever were.
_NUMBER = CASE.c.id + 0
_LEADING = Statement(
    lambda _: (
        select(CASE)
        .where(CASE.c.update_id == bindparam("update_id"), CASE.c.person_id == bindparam("person"))
        .where(CASE.c.chat_id == bindparam("chat"), CASE.c.leads)
        .order_by(CASE.c.id.desc())
        .limit(1)
    ),
    ("update_id", "person", "chat"),
)
_LOAD = Lookup(CASE, [c.name for c in CASE.c], ["id"], CASE.c.leads)
_LATELY = Statement(
    lambda _: (
        select(CASE.c.id, CASE.c.incident_id, CASE.c.person_id)
        .where(CASE.c.at >= bindparam("since"), CASE.c.chat_id == bindparam("chat"))
        .where(CASE.c.rule == bindparam("rule"), CASE.c.leads, CASE.c.moderator_id.is_(None))
        .where(bindparam("before") > _NUMBER)
        .where(or_(bindparam("person") == 0, CASE.c.person_id == bindparam("person")))
        .order_by(_NUMBER.desc())
        .limit(50)
    ),
    ("since", "chat", "rule", "before", "person"),
)
_PEOPLE_HIT = Statement(
    lambda _: (
        select(func.count(func.distinct(CASE.c.person_id)).label("people"))
        .where(CASE.c.at >= bindparam("since"), CASE.c.at <= bindparam("upto"), CASE.c.leads)
        .where(CASE.c.chat_id == bindparam("chat"), CASE.c.rule == bindparam("rule"))
    ),
    ("since", "upto", "chat", "rule"),
)
_INCIDENT = Statement(
    lambda _: (
        select(CASE)
        .where(or_(CASE.c.id == bindparam("case"), CASE.c.incident_id == bindparam("case")), CASE.c.leads)
        .order_by(CASE.c.id)
    ),
    ("case",),
)
_JOIN = Statement(
    lambda _: update(CASE).where(CASE.c.id == bindparam("case")).values(incident_id=bindparam("incident")),
    ("case", "incident"),
)
_CARDED = Statement(
    lambda _: update(CASE).where(CASE.c.id == bindparam("case")).values(carded=True), ("case",)
)
_TEXTS = Lookup(TEXT, [c.name for c in TEXT.c], ["chat_id", "message_id"])
_KEEP = inserting(EVIDENCE, [c.name for c in EVIDENCE.c if c.name != "id"])
_EVIDENCE = Lookup(EVIDENCE, [c.name for c in EVIDENCE.c], ["case_id"])
_ACT = inserting(ACT, [c.name for c in ACT.c if c.name != "id"])
_ACTS = Statement(
    lambda _: (
        select(ACT, func.coalesce(OUTBOX.c.state, ACT.c.state).label("now_is"))
        .select_from(ACT.outerjoin(OUTBOX, OUTBOX.c.key == ACT.c.key))
        .where(ACT.c.case_id == bindparam("case"))
        .order_by(ACT.c.id)
    ),
    ("case",),
)
_REFUSED_ACT = Statement(
    lambda _: (
        select(ACT.c.id)
        .select_from(ACT.join(CASE, CASE.c.id == ACT.c.case_id).outerjoin(OUTBOX, OUTBOX.c.key == ACT.c.key))
        .where(or_(CASE.c.id == bindparam("case"), CASE.c.incident_id == bindparam("case")), CASE.c.leads)
        .where(or_(*(func.coalesce(OUTBOX.c.state, ACT.c.state) == state for state in REFUSED)))
        .limit(1)
    ),
    ("case",),
)
_POSTED = Lookup(POSTED, ["chat_id", "message_id"], ["subject", "subject_id"], POSTED.c.message_id > 0)
_NOTES = Lookup(NOTE, [c.name for c in NOTE.c], ["case_id"])
_APPEAL = Lookup(APPEAL, [c.name for c in APPEAL.c], ["case_id"])


def leading(connection: Connection, update_id: int, person: int, chat: int) -> Record | None:
    """The case that a decision just opened."""
    return next(iter(records(connection, _LEADING, (update_id, person, chat))), None)


def load(connection: Connection, case: int) -> Record | None:
    """One case that leads; None when there is no such number."""
    return next(iter(find_records(connection, _LOAD, [(case,)])), None)


def lately(
    connection: Connection, chat: int, rule: str, since: int, before: int, person: int | None = None
) -> list[Record]:
    """Who had cases by a rule in a chat since a moment, with smaller numbers than `before`, newest first.

    Records of `id`, `incident_id` and `person_id`; at most fifty.
    """
    return records(connection, _LATELY, (since, chat, rule, before, person or 0))


def people_hit(connection: Connection, chat: int, rule: str, since: int, upto: int) -> int:
    """How many members have cases by a rule in a chat from `since` to `upto`."""
    (found,) = records(connection, _PEOPLE_HIT, (since, upto, chat, rule))
    return int(found["people"])


def join_incident(connection: Connection, case: int, incident: int) -> None:
    """Let a case belong to an earlier one's incident."""
    many(connection, _JOIN, [(case, incident)])


def incident(connection: Connection, case: int) -> list[Record]:
    """The case and those that belong to its incident, oldest first."""
    return records(connection, _INCIDENT, (case,))


def listed(
    connection: Connection,
    chats: Iterable[int],
    *,
    person: int | None = None,
    rule: str = "",
    offset: int = 0,
    limit: int = 8,
) -> tuple[list[RowMapping], int]:
    """A page of these chats' cases, newest first, and how many there are in all."""
    where = [CASE.c.chat_id.in_(list(chats)), CASE.c.leads]
    if person is not None:
        where += [CASE.c.person_id == person, BEFELL]
    if rule:
        where.append(CASE.c.rule == rule)
    total = int(connection.execute(select(func.count()).select_from(CASE).where(*where)).scalar_one())
    query = select(CASE).where(*where).order_by(CASE.c.id.desc()).offset(offset).limit(limit)
    return list(connection.execute(query).mappings()), total


def in_force(connection: Connection, chat: int, person: int) -> list[RowMapping]:
    """A member's cases in a chat that nobody took back, oldest first."""
    query = select(CASE).where(
        CASE.c.person_id == person, CASE.c.chat_id == chat, CASE.c.leads, CASE.c.state == "open"
    )
    return list(connection.execute(query.order_by(CASE.c.id)).mappings())


def close(connection: Connection, cases: Sequence[int], by: int, now: int) -> list[int]:
    """Mark cases undone; the numbers of those that were not before."""
    statement = (
        update(CASE)
        .where(CASE.c.id.in_(list(cases)), CASE.c.state != "undone")
        .values(state="undone", undone_by=by, undone_at=now)
        .returning(CASE.c.id)
    )
    closed = list(connection.execute(statement).scalars())
    for case in closed:
        row = connection.execute(select(CASE).where(CASE.c.id == case)).mappings().one()
        beside = update(CASE).where(
            CASE.c.update_id == row["update_id"],
            CASE.c.person_id == row["person_id"],
            CASE.c.chat_id == row["chat_id"],
            CASE.c.at == row["at"],
            CASE.c.mode != "shadow",
            CASE.c.leads.is_(False),
        )
        connection.execute(beside.values(state="undone", undone_by=by, undone_at=now))
    return sorted(closed)


def open_again(connection: Connection, case: int) -> None:
    """Mark a case not undone after all."""
    again = update(CASE).where(CASE.c.id == case, CASE.c.state == "undone")
    connection.execute(again.values(state="open", undone_by=None, undone_at=0, reversed=None))


def set_carded(connection: Connection, case: int) -> None:
    """Remember that the case has a card of its own."""
    many(connection, _CARDED, [(case,)])


def set_reversed(connection: Connection, case: int, what: dict[str, int]) -> None:
    """Remember what undoing a case brought back."""
    connection.execute(update(CASE).where(CASE.c.id == case).values(reversed=what))


def set_earlier(connection: Connection, case: int, what: dict[str, Any]) -> None:
    """Remember what a case took the place of."""
    connection.execute(update(CASE).where(CASE.c.id == case).values(earlier=what))


def set_label(connection: Connection, cases: Sequence[int], label: str) -> None:
    """A moderator's word on the evidence: spam or ham."""
    connection.execute(update(CASE).where(CASE.c.id.in_(list(cases))).values(label=label))


# ── evidence ──────────────────────────────────────────────────────────────────


def keep_evidence(
    connection: Connection,
    case: int,
    chat: int,
    messages: Sequence[int],
    *,
    removed: bool,
    expires_at: int,
    media: Mapping[int, tuple[str, str]],
) -> None:
    """Copy what these messages said to the case; `media` are the kinds and names of their files."""
    rows = [
        {
            "case_id": case,
            "chat_id": chat,
            "message_id": r["message_id"],
            "person_id": r["person_id"],
            "at": r["at"],
            "media": media.get(r["message_id"], ("", ""))[0],
            "file": media.get(r["message_id"], ("", ""))[1],
            "removed": removed,
            "text": r["text"],
            "expires_at": expires_at,
        }
        for r in find_records(connection, _TEXTS, [(chat, m) for m in sorted(set(messages))])
    ]
    many(connection, _KEEP, [_KEEP.row(r) for r in rows])


def evidence(connection: Connection, cases: Iterable[int]) -> list[Record]:
    """The messages of these cases, oldest first, each once."""
    found = find_records(connection, _EVIDENCE, [(c,) for c in cases])
    found.sort(key=lambda r: (r["message_id"], r["id"]))
    return list({(r["chat_id"], r["message_id"]): r for r in found}.values())


# ── what was carried out ──────────────────────────────────────────────────────


def add_acts(connection: Connection, case: int, acts: Sequence[tuple[str, str]], now: int) -> None:
    """Remember the calls of a case: (action, key in the outbox)."""
    _add(connection, case, [(action, key, "pending", "") for action, key in acts], now)


def add_refused(connection: Connection, case: int, refused: Sequence[tuple[str, str]], now: int) -> None:
    """Remember actions that could not even be called for: (action, why)."""
    _add(connection, case, [(action, "", "failed", why) for action, why in refused], now)


def _add(connection: Connection, case: int, acts: Sequence[tuple[str, str, str, str]], now: int) -> None:
    if acts:
        named = ("action", "key", "state", "why")
        rows = [{"case_id": case, "at": now} | dict(zip(named, act, strict=True)) for act in acts]
        many(connection, _ACT, [_ACT.row(r) for r in rows])


def acts(connection: Connection, cases: Iterable[int]) -> list[Record]:
    """The calls of these cases, each with what became of it, oldest first."""
    found = [r for case in cases for r in records(connection, _ACTS, (case,))]
    return sorted(found, key=lambda r: int(r["id"]))


def any_refused(connection: Connection, case: int) -> bool:
    """Whether a call for one of the incident's cases was not carried out, or nobody knows."""
    return bool(records(connection, _REFUSED_ACT, (case,)))


def refuse_acts(connection: Connection, refused: Mapping[int, tuple[str, str]]) -> list[RowMapping]:
    """Note which calls of cases were not carried out: outbox id → (state, why). The acts with cases."""
    query = (
        select(ACT, OUTBOX.c.id.label("call"), CASE.c.chat_id, CASE.c.incident_id)
        .join(OUTBOX, OUTBOX.c.key == ACT.c.key)
        .join(CASE, CASE.c.id == ACT.c.case_id)
        .where(OUTBOX.c.id.in_(list(refused)))
    )
    rows = list(connection.execute(query).mappings())
    for row in rows:
        state, why = refused[row["call"]]
        connection.execute(update(ACT).where(ACT.c.id == row["id"]).values(state=state, why=why[:200]))
    return rows


def settle_acts(connection: Connection, limit: int = 500) -> int:
    """Copy what became of calls from the outbox, before it forgets them; how many had ended."""
    ended = (
        select(ACT.c.id, OUTBOX.c.state)
        .join(OUTBOX, OUTBOX.c.key == ACT.c.key)
        .where(ACT.c.state == "pending", OUTBOX.c.state.in_(_OVER))
        .limit(limit)
    )
    rows = connection.execute(ended).all()
    for state in {r.state for r in rows}:
        ids = [r.id for r in rows if r.state == state]
        connection.execute(update(ACT).where(ACT.c.id.in_(ids)).values(state=state))
    return len(rows)


def posted(connection: Connection, subject: str, case: int) -> list[tuple[int, int]]:
    """Where a case's messages of this kind stand, as (chat, message)."""
    found = find_records(connection, _POSTED, [(subject, case)])
    return [(r["chat_id"], r["message_id"]) for r in found]


# ── notes and appeals ─────────────────────────────────────────────────────────


def add_note(connection: Connection, case: int, person: int, text: str, now: int) -> None:
    """Write something down about a case."""
    connection.execute(insert(NOTE).values(case_id=case, person_id=person, at=now, text=text[:1000]))


def notes(connection: Connection, case: int) -> list[Record]:
    """What was written down, oldest first."""
    return sorted(find_records(connection, _NOTES, [(case,)]), key=lambda r: int(r["id"]))


def appeal_of(connection: Connection, case: int) -> Record | None:
    """The appeal against a case, if there is one."""
    return next(iter(find_records(connection, _APPEAL, [(case,)])), None)


def file_appeal(connection: Connection, case: int, person: int, text: str, now: int, expires_at: int) -> bool:
    """Appeal against a case; False when somebody did already."""
    row = {
        "case_id": case,
        "person_id": person,
        "at": now,
        "text": text[:1000],
        "expires_at": expires_at,
        "state": "open",
        "decided_by": None,
        "decided_at": 0,
    }
    return bool(insert_new(connection, APPEAL, [row], "case_id"))


def speechless_appeal(connection: Connection, person: int, since: int) -> int | None:
    """The newest case to which a member objected since a moment without saying why."""
    query = select(APPEAL.c.case_id).where(
        APPEAL.c.person_id == person, APPEAL.c.state == "open", APPEAL.c.text == "", APPEAL.c.at >= since
    )
    return connection.execute(query.order_by(APPEAL.c.at.desc()).limit(1)).scalar()


def add_words(connection: Connection, case: int, text: str) -> bool:
    """Add words to an appeal that is open; False when it is decided, or too long already."""
    row = appeal_of(connection, case)
    if row is None or row["state"] != "open" or len(row["text"]) + len(text) > 2000:
        return False
    words = f"{row['text']}\n{text}".strip()
    connection.execute(update(APPEAL).where(APPEAL.c.case_id == case).values(text=words))
    return True


def decide_appeal(connection: Connection, case: int, state: str, by: int, now: int) -> bool:
    """Uphold or refuse an appeal; False when it was decided before."""
    statement = (
        update(APPEAL)
        .where(APPEAL.c.case_id == case, APPEAL.c.state == "open")
        .values(state=state, decided_by=by, decided_at=now)
    )
    return connection.execute(statement).rowcount == 1
