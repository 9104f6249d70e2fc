"""What belongs to this installation as a whole."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from storage.tables.columns import big


class InstallationKey(SQLModel, table=True):
    """A key that was drawn once for this installation; whoever has it can make what it seals."""

    __tablename__ = "installation_key"
    name: str = Field(primary_key=True)
    value: str
    created_at: int = big()
