"""Every table belongs to one feature, and every column about people says how long it is kept."""

from __future__ import annotations

import pytest
from sqlmodel import SQLModel

from bot.features import registry
from storage import tables
from storage.expiry_rules import Keep, kinds
from storage.personal import ALWAYS, UNTIL_ERASED, Holding

HOLDINGS = registry().holdings
KINDS = {kind.name: kind for kind in kinds(Keep().at(0))}
assert tables


def test_every_table_belongs_to_a_feature() -> None:
    nobodys = sorted(SQLModel.metadata.tables.keys() - {held.table.name for held in HOLDINGS})
    assert nobodys == [], "declare a Holding of each in the `tables` of the feature that owns it"


@pytest.mark.parametrize("held", HOLDINGS, ids=lambda held: held.table.name)
def test_every_column_is_declared_once(held: Holding) -> None:
    columns = {column.name for column in held.table.columns}
    assert columns == held.about.keys() | set(held.other), "say of each column whether it is about people"
    assert not held.about.keys() & set(held.other)


@pytest.mark.parametrize("held", HOLDINGS, ids=lambda held: held.table.name)
def test_a_reference_to_a_person_is_about_people(held: Holding) -> None:
    references = {
        column.name
        for column in held.table.columns
        for key in column.foreign_keys
        if key.target_fullname == "person.id"
    }
    assert references <= held.about.keys()
    assert not held.person or held.person in held.about


@pytest.mark.parametrize("held", HOLDINGS, ids=lambda held: held.table.name)
def test_what_is_said_to_expire_does(held: Holding) -> None:
    for column, kept in held.about.items():
        if kept in (ALWAYS, UNTIL_ERASED):
            continue
        kind = KINDS[kept]
        assert kind.table is held.table or held.table in {c.table for c in kind.with_}, column
        assert kind.blank is None or column in kind.blank, column


@pytest.mark.parametrize("held", [h for h in HOLDINGS if h.erase], ids=lambda held: held.table.name)
def test_what_is_emptied_is_about_people(held: Holding) -> None:
    assert held.erase is not None
    assert held.erase.keys() <= held.about.keys()


def test_what_expires_is_said_to() -> None:
    declared = {kept for held in HOLDINGS for kept in held.about.values()}
    of_nobody = {"updates", "dead letters", "job runs"}  # ids of updates, a letter's row, moments
    assert KINDS.keys() - declared == of_nobody | {"wishes"}, "wishes are some rows of `preference` alone"


def test_words_are_erased_or_expire() -> None:
    """What somebody wrote stays in no table for ever, but in those that refuse to change."""
    unchangeable = {"ledger", "entitlement"}  # they name rules, commands and campaigns
    for held in HOLDINGS:
        for column in ("text", "original", "reason", "matched", "payload", "body"):
            if held.about.get(column) == ALWAYS and column not in (held.erase or {}):
                assert held.table.name in unchangeable
