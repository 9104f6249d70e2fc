"""Who takes part in which camp, and what they checked in with."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import big, key, link


class CampMember(SQLModel, table=True):
    """Somebody who joined a camp."""

    __tablename__ = "camp_member"
    community_id: int = key(to="community.id")
    camp: str = Field(primary_key=True)
    person_id: int = key(to="person.id")
    chat_id: int = link("chat.id")
    joined_at: int = big()
    reminded: bool = True  # whether they want reminders in private
    finished_at: int = big()  # when they reached the certificate


class CampCheckin(SQLModel, table=True):
    """A day of somebody's in a camp; it keeps its local day and clock, so that it can be counted anew."""

    __tablename__ = "camp_checkin"
    __table_args__ = (Index("ix_camp_checkin_chat_id_message_id", "chat_id", "message_id"),)
    community_id: int = key(to="community.id")
    camp: str = Field(primary_key=True)
    person_id: int = key(to="person.id")
    number: int = key()  # of the camp's days, from 0
    day: str
    zone: str
    chat_id: int = link("chat.id")
    message_id: int = big()
    at: int = big()
    late: bool = False  # made up afterwards
    text_print: int = big()  # fingerprints of the words and the file; 0: none
    file_print: int = big()
    withdrawn_at: int = big()  # edited into something that is no check-in
    commented_at: int = big()
    commented_by: int | None = link("person.id", null=True)
