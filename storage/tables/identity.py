"""Define the tables of who and where: the only ones that know the platform's ids and people's names."""

from __future__ import annotations

from sqlalchemy import Column, String
from sqlmodel import Field, SQLModel

from storage.tables.columns import BIG, big, key, link, serial


class Community(SQLModel, table=True):
    """A set of chats that share rules, points and catalogue."""

    __tablename__ = "community"
    id: int | None = serial()
    slug: str = Field(unique=True)
    created_at: int = big()


class Chat(SQLModel, table=True):
    """A chat we know, claimed by a community or not."""

    __tablename__ = "chat"
    id: int | None = serial()
    community_id: int | None = link("community.id", null=True, index=True)
    kind: str = "supergroup"
    title: str = ""
    username: str = ""
    role: str = "members"  # members, moderators (gets alerts), channel (one that plans open)
    status: str = "member"  # the bot's own standing there
    claimed_at: int = big()
    administrators_at: int = big()  # when their list was loaded last; 0: never
    linked_id: int = big()  # the platform's, of the linked channel; 0: there is none, or none known
    linked_at: int = big()  # when Telegram told that; 0: never
    marks: str = ""  # locks the bot itself keeps, slow mode, settings of its own (rules/engine/locks.py)


class ChatAlias(SQLModel, table=True):
    """A platform id of a chat. After a migration there are two; `current` is the one to write to."""

    __tablename__ = "chat_alias"
    platform_id: int = key()
    chat_id: int = link("chat.id", index=True)
    current: bool = True


class Person(SQLModel, table=True):
    """A person, or a channel in whose name somebody acts.

    Erasing one clears the platform id and the names; the row stays as an orphan id.
    """

    __tablename__ = "person"
    id: int | None = serial()
    platform_id: int | None = Field(default=None, sa_column=Column(BIG, unique=True, nullable=True))
    username: str = Field(default="", index=True)
    name: str = ""
    language: str = ""
    bot: bool = False  # or a stand-in (rules/engine/people.py)
    channel: bool = False
    # The language they chose; empty: Telegram's.
    spoken: str = Field(default="", sa_column=Column(String, nullable=False, server_default=""))
    private_since: int = big()  # when they opened the private chat; 0: the bot may not write first
    # When the names were written last. The database fills it in where nobody says.
    named_at: int = Field(default=0, sa_column=Column(BIG, nullable=False, server_default="0"))


class ClaimCode(SQLModel, table=True):
    """A one-time code with which a chat joins a community."""

    __tablename__ = "claim_code"
    code: str = Field(primary_key=True)
    community_id: int = link("community.id")
    role: str = "members"
    expires_at: int = big()
    used_at: int = big()


class InstallationKey(SQLModel, table=True):
    """A key that was drawn once for this installation; whoever has it can make what it seals."""

    __tablename__ = "installation_key"
    name: str = Field(primary_key=True)
    value: str
    created_at: int = big()
