"""What the running pipeline has to read again."""

from __future__ import annotations

from sqlmodel import SQLModel

from storage.tables.columns import key


class Stale(SQLModel, table=True):
    """A member whose rows were changed beside the pipeline. 0 stands for every chat, or every person."""

    __tablename__ = "stale"
    chat_id: int = key()
    person_id: int = key()
