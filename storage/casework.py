"""Working on cases: finding them, what they hold, how they are closed. Ids are our own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import RowMapping, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables
from storage.cases import CASE
from storage.happenings import TEXT
from storage.outbox import OUTBOX, POSTED
from storage.store import table
from storage.upsert import insert_new


class Row(Protocol):
    """A row by column name."""

    def __getitem__(self, name: str, /) -> Any:
        """The value of a column."""


EVIDENCE, ACT = table(tables.Evidence), table(tables.CaseAct)
NOTE, APPEAL = table(tables.CaseNote), table(tables.Appeal)
_OVER = ("done", "failed", "gone", "unknown")


async def leading(connection: AsyncConnection, update_id: int, person: int, chat: int) -> RowMapping | None:
    """The case that a decision just opened."""
    query = (
        select(CASE)
        .where(CASE.c.update_id == update_id, CASE.c.person_id == person, CASE.c.chat_id == chat)
        .where(CASE.c.leads)
        .order_by(CASE.c.id.desc())
        .limit(1)
    )
    return (await connection.execute(query)).mappings().first()


async def load(connection: AsyncConnection, case: int) -> RowMapping | None:
    """One case that leads; None when there is no such number."""
    query = select(CASE).where(CASE.c.id == case, CASE.c.leads)
    return (await connection.execute(query)).mappings().first()


async def lately(
    connection: AsyncConnection, chat: int, rule: str, since: int, before: int, person: int | None = None
) -> list[RowMapping]:
    """Cases by a rule in a chat since a moment, with smaller numbers than `before`, the newest first."""
    query = select(CASE).where(
        CASE.c.at >= since,
        CASE.c.chat_id == chat,
        CASE.c.rule == rule,
        CASE.c.leads,
        CASE.c.moderator_id.is_(None),
        CASE.c.id < before,
    )
    if person is not None:
        query = query.where(CASE.c.person_id == person)
    return list((await connection.execute(query.order_by(CASE.c.id.desc()).limit(50))).mappings())


async def people_hit(connection: AsyncConnection, chat: int, rule: str, since: int, upto: int) -> int:
    """How many members have cases by a rule in a chat from `since` to `upto`."""
    query = select(func.count(func.distinct(CASE.c.person_id))).where(
        CASE.c.at >= since, CASE.c.at <= upto, CASE.c.chat_id == chat, CASE.c.rule == rule, CASE.c.leads
    )
    return int((await connection.execute(query)).scalar_one())


async def join_incident(connection: AsyncConnection, case: int, incident: int) -> None:
    """Let a case belong to an earlier one's incident."""
    await connection.execute(update(CASE).where(CASE.c.id == case).values(incident_id=incident))


async def incident(connection: AsyncConnection, case: int) -> list[RowMapping]:
    """The case and those that belong to its incident, oldest first."""
    query = select(CASE).where((CASE.c.id == case) | (CASE.c.incident_id == case), CASE.c.leads)
    return list((await connection.execute(query.order_by(CASE.c.id))).mappings())


async def listed(
    connection: AsyncConnection,
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
        where.append(CASE.c.person_id == person)
    if rule:
        where.append(CASE.c.rule == rule)
    total = int((await connection.execute(select(func.count()).select_from(CASE).where(*where))).scalar_one())
    query = select(CASE).where(*where).order_by(CASE.c.id.desc()).offset(offset).limit(limit)
    return list((await connection.execute(query)).mappings()), total


async def in_force(connection: AsyncConnection, chat: int, person: int) -> list[RowMapping]:
    """A member's cases in a chat that nobody took back, oldest first."""
    query = select(CASE).where(
        CASE.c.person_id == person, CASE.c.chat_id == chat, CASE.c.leads, CASE.c.state == "open"
    )
    return list((await connection.execute(query.order_by(CASE.c.id))).mappings())


async def close(connection: AsyncConnection, cases: Sequence[int], by: int, now: int) -> list[int]:
    """Mark cases undone; the numbers of those that were not before."""
    statement = (
        update(CASE)
        .where(CASE.c.id.in_(list(cases)), CASE.c.state != "undone")
        .values(state="undone", undone_by=by, undone_at=now)
        .returning(CASE.c.id)
    )
    closed = list((await connection.execute(statement)).scalars())
    for case in closed:
        row = (await connection.execute(select(CASE).where(CASE.c.id == case))).mappings().one()
        beside = update(CASE).where(
            CASE.c.update_id == row["update_id"],
            CASE.c.person_id == row["person_id"],
            CASE.c.chat_id == row["chat_id"],
            CASE.c.at == row["at"],
            CASE.c.mode != "shadow",
            CASE.c.leads.is_(False),
        )
        await connection.execute(beside.values(state="undone", undone_by=by, undone_at=now))
    return sorted(closed)


async def set_carded(connection: AsyncConnection, case: int) -> None:
    """Remember that the case has a card of its own."""
    await connection.execute(update(CASE).where(CASE.c.id == case).values(carded=True))


async def set_reversed(connection: AsyncConnection, case: int, what: dict[str, int]) -> None:
    """Remember what undoing a case brought back."""
    await connection.execute(update(CASE).where(CASE.c.id == case).values(reversed=what))


async def set_earlier(connection: AsyncConnection, case: int, what: dict[str, Any]) -> None:
    """Remember what a case took the place of."""
    await connection.execute(update(CASE).where(CASE.c.id == case).values(earlier=what))


async def set_label(connection: AsyncConnection, cases: Sequence[int], label: str) -> None:
    """A moderator's word on the evidence: spam or ham."""
    await connection.execute(update(CASE).where(CASE.c.id.in_(list(cases))).values(label=label))


# ── evidence ──────────────────────────────────────────────────────────────────


async def keep_evidence(
    connection: AsyncConnection,
    case: int,
    chat: int,
    messages: Sequence[int],
    *,
    removed: bool,
    expires_at: int,
    media: Mapping[int, tuple[str, str]],
) -> None:
    """Copy what these messages said to the case; `media` are the kinds and names of their files."""
    query = select(TEXT).where(TEXT.c.chat_id == chat, TEXT.c.message_id.in_(list(messages)))
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
        for r in (await connection.execute(query.order_by(TEXT.c.message_id))).mappings()
    ]
    if rows:
        await connection.execute(insert(EVIDENCE), rows)


async def evidence(connection: AsyncConnection, cases: Iterable[int]) -> list[RowMapping]:
    """The messages of these cases, oldest first, each once."""
    query = select(EVIDENCE).where(EVIDENCE.c.case_id.in_(list(cases)))
    found = (await connection.execute(query.order_by(EVIDENCE.c.message_id, EVIDENCE.c.id))).mappings()
    return list({(r["chat_id"], r["message_id"]): r for r in found}.values())


# ── what was carried out ──────────────────────────────────────────────────────


async def add_acts(connection: AsyncConnection, case: int, acts: Sequence[tuple[str, str]], now: int) -> None:
    """Remember the calls of a case: (action, key in the outbox)."""
    rows = [
        {"case_id": case, "action": action, "key": key, "at": now, "state": "pending", "why": ""}
        for action, key in acts
    ]
    if rows:
        await connection.execute(insert(ACT), rows)


async def add_refused(
    connection: AsyncConnection, case: int, refused: Sequence[tuple[str, str]], now: int
) -> None:
    """Remember actions that could not even be called for: (action, why)."""
    rows = [
        {"case_id": case, "action": action, "key": "", "at": now, "state": "failed", "why": why}
        for action, why in refused
    ]
    if rows:
        await connection.execute(insert(ACT), rows)


async def acts(connection: AsyncConnection, cases: Iterable[int]) -> list[RowMapping]:
    """The calls of these cases, each with what became of it."""
    state = func.coalesce(OUTBOX.c.state, ACT.c.state).label("now_is")
    query = (
        select(ACT, state)
        .select_from(ACT.outerjoin(OUTBOX, OUTBOX.c.key == ACT.c.key))
        .where(ACT.c.case_id.in_(list(cases)))
        .order_by(ACT.c.id)
    )
    return list((await connection.execute(query)).mappings())


async def refuse_acts(
    connection: AsyncConnection, refused: Mapping[int, tuple[str, str]]
) -> list[RowMapping]:
    """Note which calls of cases were not carried out: outbox id → (state, why). The acts with cases."""
    query = (
        select(ACT, OUTBOX.c.id.label("call"), CASE.c.chat_id, CASE.c.incident_id)
        .join(OUTBOX, OUTBOX.c.key == ACT.c.key)
        .join(CASE, CASE.c.id == ACT.c.case_id)
        .where(OUTBOX.c.id.in_(list(refused)))
    )
    rows = list((await connection.execute(query)).mappings())
    for row in rows:
        state, why = refused[row["call"]]
        await connection.execute(update(ACT).where(ACT.c.id == row["id"]).values(state=state, why=why[:200]))
    return rows


async def settle_acts(connection: AsyncConnection, limit: int = 500) -> int:
    """Copy what became of calls from the outbox, before it forgets them; how many had ended."""
    ended = (
        select(ACT.c.id, OUTBOX.c.state)
        .join(OUTBOX, OUTBOX.c.key == ACT.c.key)
        .where(ACT.c.state == "pending", OUTBOX.c.state.in_(_OVER))
        .limit(limit)
    )
    rows = (await connection.execute(ended)).all()
    for state in {r.state for r in rows}:
        ids = [r.id for r in rows if r.state == state]
        await connection.execute(update(ACT).where(ACT.c.id.in_(ids)).values(state=state))
    return len(rows)


async def posted(connection: AsyncConnection, subject: str, case: int) -> list[tuple[int, int]]:
    """Where a case's messages of this kind stand, as (chat, message)."""
    query = select(POSTED.c.chat_id, POSTED.c.message_id).where(
        POSTED.c.subject == subject, POSTED.c.subject_id == case, POSTED.c.message_id > 0
    )
    return [(r.chat_id, r.message_id) for r in await connection.execute(query)]


async def person_of_card(connection: AsyncConnection, chat: int, message: int) -> int | None:
    """Whom the case is about that a message of the bot's shows."""
    query = (
        select(CASE.c.person_id)
        .join(POSTED, POSTED.c.subject_id == CASE.c.id)
        .where(POSTED.c.subject == "case", POSTED.c.chat_id == chat, POSTED.c.message_id == message)
    )
    return (await connection.execute(query)).scalar_one_or_none()


# ── notes and appeals ─────────────────────────────────────────────────────────


async def add_note(connection: AsyncConnection, case: int, person: int, text: str, now: int) -> None:
    """Write something down about a case."""
    await connection.execute(insert(NOTE).values(case_id=case, person_id=person, at=now, text=text[:1000]))


async def notes(connection: AsyncConnection, case: int) -> list[RowMapping]:
    """What was written down, oldest first."""
    query = select(NOTE).where(NOTE.c.case_id == case).order_by(NOTE.c.id)
    return list((await connection.execute(query)).mappings())


async def appeal_of(connection: AsyncConnection, case: int) -> RowMapping | None:
    """The appeal against a case, if there is one."""
    return (await connection.execute(select(APPEAL).where(APPEAL.c.case_id == case))).mappings().first()


async def file_appeal(
    connection: AsyncConnection, case: int, person: int, text: str, now: int, expires_at: int
) -> bool:
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
    return bool(await insert_new(connection, APPEAL, [row], "case_id"))


async def add_words(connection: AsyncConnection, case: int, text: str) -> bool:
    """Add words to an appeal that is open; False when it is decided, or too long already."""
    row = await appeal_of(connection, case)
    if row is None or row["state"] != "open" or len(row["text"]) + len(text) > 2000:
        return False
    words = f"{row['text']}\n{text}".strip()
    await connection.execute(update(APPEAL).where(APPEAL.c.case_id == case).values(text=words))
    return True


async def decide_appeal(connection: AsyncConnection, case: int, state: str, by: int, now: int) -> bool:
    """Uphold or refuse an appeal; False when it was decided before."""
    statement = (
        update(APPEAL)
        .where(APPEAL.c.case_id == case, APPEAL.c.state == "open")
        .values(state=state, decided_by=by, decided_at=now)
    )
    return (await connection.execute(statement)).rowcount == 1
