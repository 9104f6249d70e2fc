"""Words about people that outlive their messages: each kind has a time of its own, and then it is gone."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from storage import retention
from storage.cache_invalidations import STALE
from storage.cases import CASE
from storage.casework import APPEAL
from storage.casework import NOTE as REMARK
from storage.directory import PERSON
from storage.event_log import DEAD
from storage.expiry_rules import Keep
from storage.learning import INTERESTS, SUGGESTION
from storage.members import MEMBER, WARNING
from storage.preferences import PREFERENCE
from storage.store import Store, table
from storage.tables import Chat, Community
from tests.storage.test_retention import APPEAL_ROW, CASE_ROW

DAY = 86_400
NOW = 1000 * DAY
KEEP = Keep(reasons=100, interests=100, letters=100, names=100)
OLD, NEW = NOW - 101 * DAY, NOW - 99 * DAY
TRACE = {"condition": "words", "finding": {"hit": True, "matched": "buy now", "values": {}}, "parts": []}
GONE = {"condition": "forgotten", "finding": {"hit": True}}
PLACES: dict[Any, list[dict[str, Any]]] = {
    table(Community): [{"id": 1, "slug": "main", "created_at": 0}],
    table(Chat): [
        {"id": 1, "community_id": 1, "kind": "supergroup", "title": "", "username": "", "role": "members"}
        | {"status": "member", "claimed_at": 0, "administrators_at": 0}
    ],
}
PERSON_ROW = {"username": "eve", "name": "Eve", "language": "en", "bot": False, "private_since": 0}


def person(number: int, named_at: int) -> dict[str, Any]:
    """Somebody called Eve."""
    return PERSON_ROW | {"id": number, "platform_id": number, "named_at": named_at}


def member(number: int, last_seen: int, role: str = "member") -> dict[str, Any]:
    """Their place in the group."""
    zero = dict.fromkeys(("joined_at", "first_seen", "messages", "muted_until", "left_at"), 0)
    return zero | {"chat_id": 1, "person_id": number, "role": role, "last_seen": last_seen}


def case(number: int, at: int, **more: Any) -> dict[str, Any]:
    """A case with words in it."""
    said = {"matched": "buy now", "reason": "sells", "trace": TRACE, "moderator_id": None, "at": at}
    leads = {"leads": True, "carded": False, "topic": 0, "escalated": "", "label": ""}
    return CASE_ROW | leads | {"id": number, "update_id": number} | said | more


def suggestion(number: int, at: int) -> dict[str, Any]:
    """A course that was suggested, and why."""
    row = {"id": number, "key": str(number), "community_id": 1, "person_id": 1, "chat_id": 1, "course": "c"}
    return row | {
        "model": "",
        "score": 0.5,
        "terms": {"chess": 1.0},
        "reason": {"words": ["chess"]},
        "at": at,
    }


def warning(number: int, at: int) -> dict[str, Any]:
    """A warning with a moderator's words."""
    row = {"id": number, "community_id": 1, "person_id": 1, "chat_id": 1, "points": 1, "rule": "ads"}
    return row | {"reason": "sells", "at": at, "expires_at": 0, "revoked_at": 0}


def wish(name: str, at: int, of: int = 1) -> dict[str, Any]:
    """What somebody chose."""
    return {"community_id": 1, "person_id": of, "name": name, "value": "yes", "at": at}


def interests(of: int, at: int) -> dict[str, Any]:
    """What somebody talks about."""
    return {"community_id": 1, "person_id": of, "terms": {"chess": 1.0}, "updated_at": at}


def purged(store: Store, rows: dict[Any, list[dict[str, Any]]]) -> dict[str, int]:
    """Store these, and drop what has expired; how many of each kind went."""
    people = {PERSON: [person(1, NEW), person(2, NEW)]} if PERSON not in rows else {}
    with store.write() as connection:
        for into, many in {**PLACES, **people, **rows}.items():
            for row in many:
                connection.execute(into.insert(), [row])
    with store.read() as connection:
        counted = {e.name: e.rows for e in retention.expired(connection, KEEP.at(NOW))}
    gone = retention.purge(store, KEEP.at(NOW), chunk=1)
    assert counted == gone
    return {name: count for name, count in gone.items() if count}


def kept(store: Store, *columns: Any) -> list[tuple[Any, ...]]:
    """What is left in these columns."""
    with store.read() as connection:
        return [tuple(row) for row in connection.execute(select(*columns))]


@pytest.mark.parametrize(
    ("into", "rows", "kind", "columns", "left"),
    [
        (
            CASE,
            [case(1, OLD), case(2, NEW)],
            "case words",
            (CASE.c.matched, CASE.c.reason, CASE.c.trace, CASE.c.rule),
            [("", "", GONE, "ads"), ("buy now", "sells", TRACE, "ads")],
        ),
        (
            CASE,
            [case(1, OLD, moderator_id=2, trace=None, matched="")],
            "case words",
            (CASE.c.reason, CASE.c.trace),
            [("", GONE)],
        ),
        (
            CASE,
            [case(1, OLD, trace=None)],
            "case words",
            (CASE.c.reason, CASE.c.trace),
            [("", None)],  # the door's cases are known by having none
        ),
        (
            WARNING,
            [warning(1, OLD), warning(2, NEW)],
            "warning reasons",
            (WARNING.c.reason, WARNING.c.points),
            [("", 1), ("sells", 1)],
        ),
        (
            SUGGESTION,
            [suggestion(1, OLD), suggestion(2, NEW)],
            "suggestion reasons",
            (SUGGESTION.c.terms, SUGGESTION.c.reason, SUGGESTION.c.course),
            [(None, None, "c"), ({"chess": 1.0}, {"words": ["chess"]}, "c")],
        ),
        (
            INTERESTS,
            [interests(1, OLD), interests(2, NEW)],
            "interests",
            (INTERESTS.c.person_id, INTERESTS.c.terms),
            [(2, {"chess": 1.0})],
        ),
        (
            PREFERENCE,
            [wish("interest:chess", OLD), wish("interest:go", NEW), wish("language", OLD)],
            "wishes",
            (PREFERENCE.c.name,),
            [("interest:go",), ("language",)],
        ),
        (
            DEAD,
            [
                {"update_id": n, "at": at, "reason": "x", "body": "what they wrote", "state": state}
                for n, at, state in ((1, OLD, "open"), (2, OLD, "retry"), (3, NEW, "open"))
            ],
            "open dead letters",
            (DEAD.c.update_id, DEAD.c.state, DEAD.c.body),
            [(1, "dropped", ""), (2, "retry", "what they wrote"), (3, "open", "what they wrote")],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_words_go_when_their_time_is_over_and_not_before(
    store: Store, into: Any, rows: list[dict[str, Any]], kind: str, columns: Any, left: list[Any]
) -> None:
    assert purged(store, {into: rows}) == {kind: 1}
    assert sorted(kept(store, *columns), key=str) == sorted(left, key=str)


def test_notes_of_a_case_go_with_its_words_and_an_open_appeal_keeps_both(store: Store) -> None:
    def note(number: int, of: int) -> dict[str, Any]:
        return {"id": number, "case_id": of, "person_id": 2, "at": OLD, "text": "he said sorry"}

    rows = {
        CASE: [case(1, OLD), case(2, OLD)],
        REMARK: [note(1, 1), note(2, 2)],
        APPEAL: [APPEAL_ROW | {"case_id": 2, "state": "open"}],
    }
    assert purged(store, rows) == {"case words": 1, "case notes": 1}
    assert kept(store, REMARK.c.case_id) == [(2,)]
    assert sorted(kept(store, CASE.c.reason)) == [("",), ("sells",)]


def test_a_wish_stays_while_its_member_talks(store: Store) -> None:
    rows = {INTERESTS: [interests(1, NEW)], PREFERENCE: [wish("interest:chess", OLD)]}
    assert purged(store, rows) == {}


def test_names_of_people_not_seen_any_more_go_and_whoever_remembers_them_reads_again(
    store: Store,
) -> None:
    rows = {
        PERSON: [person(n, OLD) for n in (1, 2, 3, 4)] + [person(5, NEW)],
        MEMBER: [member(1, OLD), member(2, NEW), member(3, OLD, "administrator"), member(5, OLD)],
    }
    assert purged(store, rows) == {"names": 2}
    found = sorted(kept(store, PERSON.c.id, PERSON.c.name, PERSON.c.username, PERSON.c.platform_id))
    named = {1: ("", ""), 4: ("", "")}  # the second of these was never seen by itself
    assert found == [(n, *named.get(n, ("Eve", "eve")), n) for n in (1, 2, 3, 4, 5)]
    assert sorted(kept(store, STALE.c.chat_id, STALE.c.person_id)) == [(0, 1), (0, 4)]
