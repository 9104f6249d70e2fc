"""How likely members are to go quiet, as the last run of the job told, and by which method."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field, SQLModel

from storage.tables.columns import big, document, key


class MemberRisk(SQLModel, table=True):
    """A member's chances: of being quiet in the next 14 days, of acting in the next 7; and why.

    `weekly` are acts a week in the last eight weeks, `days` on how many days the member acted.
    """

    __tablename__ = "member_risk"
    community_id: int = key(to="community.id")
    person_id: int = key(to="person.id")
    quiet: float = 0.0
    engages: float = 0.0
    weekly: float = 0.0
    days: int = big()
    reasons: list[Any] | None = document()
    at: int = big()


class RiskModel(SQLModel, table=True):
    """The method that made a community's scores, and how well it did on what came later."""

    __tablename__ = "risk_model"
    community_id: int = key(to="community.id")
    method: str = Field(default="")  # nothing: too little is known to learn from
    figures: dict[str, Any] | None = document()
    at: int = big()
