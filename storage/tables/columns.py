"""Columns that mean the same on SQLite and PostgreSQL: 64-bit integers, times in unix seconds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Integer, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

BIG = BigInteger()
# SQLite numbers rows by itself only in a column declared INTEGER, which is 64 bits wide there.
SERIAL = BigInteger().with_variant(Integer(), "sqlite")
DOCUMENT = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def serial() -> Any:
    """A primary key that numbers itself."""
    return Field(default=None, sa_column=Column(SERIAL, primary_key=True, autoincrement=True))


def big(default: int | None = 0, *, index: bool = False, null: bool = False) -> Any:
    """A 64-bit integer."""
    return Field(default=default, sa_type=BIG, index=index, nullable=null)


def key(*, to: str = "") -> Any:
    """A 64-bit part of a composite primary key."""
    args = [ForeignKey(to)] if to else []
    return Field(sa_column=Column(BIG, *args, primary_key=True, autoincrement=False))


def link(to: str, *, index: bool = False, null: bool = False) -> Any:
    """A 64-bit reference to a row of another table."""
    return Field(default=None, sa_column=Column(BIG, ForeignKey(to), index=index, nullable=null))


def blob() -> Any:
    """Bytes."""
    return Field(default=None, sa_column=Column(LargeBinary, nullable=True))


def document() -> Any:
    """JSON, stored as JSONB on PostgreSQL. Assign a new value to change it: changes in place are not seen."""
    return Field(default=None, sa_column=Column(DOCUMENT, nullable=True))
