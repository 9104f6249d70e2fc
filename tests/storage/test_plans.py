"""The hot path's questions find their rows by an index, however long the past is."""

from __future__ import annotations

from typing import Any

import pytest

from storage import (
    cases,
    casework,
    chats,
    event_log,
    ledger,
    outbox,
    overruled_rules,
    people,
    standings,
    trust,
)
from storage.prepared_statements import Lookup, Statement, on_driver
from storage.store import Store

pytestmark = pytest.mark.sqlite("plans are spelled in its words, and PostgreSQL's depend on what is stored")
EXPECTED: list[tuple[Statement | Lookup, tuple[Any, ...], list[str]]] = [
    (standings._GIVEN_BY, (1, "2026-01-01", 1), ["ledger USING INDEX ix_ledger_actor_id_day"]),
    (standings._PAST_OF, ("key", 1, 1), ["ledger_1 (key=?)", "ledger_1 (key=?)"]),
    (outbox._PAGE, (0, 0, 10), ["ix_outbox_state_priority_id"]),
    (ledger._ROW, ("key",), ["(key=?)"]),
    (ledger._AGAINST, ("key",), ["(reverses=?)"]),
    (ledger._REACTION, (1, 1, 1), ["paid_reaction_1 (chat_id=? AND message_id=? AND person_id=?)"]),
    (ledger._BROUGHT, (1, 1), ["ix_ledger_chat_id_message_id", "(reverses=?)"]),
    (casework._LEADING, (1, 1, 1), ["ix_case_"]),
    (casework._LATELY, (1, 1, "ads", 9, 0), ["ix_case_at"]),
    (casework._PEOPLE_HIT, (1, 2, 1, "ads"), ["ix_case_at"]),
    (casework._INCIDENT, (1,), ["INTEGER PRIMARY KEY", "ix_case_incident_id"]),
    (casework._ACTS, (1,), ["ix_case_act_case_id", "outbox_1 (key=?)"]),
    (casework._REFUSED_ACT, (1,), ["INTEGER PRIMARY KEY", "ix_case_incident_id", "ix_case_act_", "(key=?)"]),
    (casework._POSTED, ("case", 1), ["ix_posted_message_subject_subject_id"]),
    (casework._EVIDENCE, (1,), ["ix_evidence_case_id"]),
    (cases._COUNT, (1, 1, 1, 1), ["ix_case_person_id"]),
    (overruled_rules._LIKE, (1, 1), ["ix_case_person_id", "ix_case_person_id"]),
    (event_log._THERE, (1, 1), ["message_text_1 (chat_id=? AND message_id=?)"]),
    (chats._IN_COMMUNITY, (1, "members"), ["ix_chat_community_id"]),
    (people._BY_ID, (1,), ["INTEGER PRIMARY KEY"]),
    (trust._TRUST, (1, 1), ["trusted_1 (community_id=? AND person_id=?)"]),
]


@pytest.mark.parametrize(("statement", "values", "indexes"), EXPECTED)
def test_a_question_has_its_index(
    store: Store, statement: Statement | Lookup, values: tuple[Any, ...], indexes: list[str]
) -> None:
    prepared = statement.prepared("sqlite")
    with store.read() as connection:
        plan = on_driver(
            connection,
            lambda bare: bare.execute(
                f"EXPLAIN QUERY PLAN {prepared.sql}", prepared.values(values)
            ).fetchall(),
        )
    told = [row[3] for row in plan]
    assert {line for line in told if line.startswith("SCAN")} <= {"SCAN back"}  # its own few rows
    searches = [line for line in told if "SEARCH" in line]
    assert len(searches) == len(indexes)
    assert all(index in search for index, search in zip(indexes, searches, strict=True))
