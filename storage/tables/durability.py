"""Define the tables of how far a database has come, and what turned out to be missing from it."""

from __future__ import annotations

from sqlmodel import SQLModel

from storage.tables.columns import big, key, serial


class CommitCounter(SQLModel, table=True):
    """One row: how many commits there were. A file beside the database counts too."""

    __tablename__ = "commit_counter"
    id: int = key()
    identity: str  # drawn once: a copy of the database has the same
    inode: int = big()  # of the file that was counted last: a copy has another
    count: int = big()
    at: int = big()  # of the newest commit, by the machine's clock
    update_id: int = big()  # the newest update that was committed


class Loss(SQLModel, table=True):
    """What a start found missing. Kinds: lost, other, uncounted, unreadable (storage/counter.py), gap."""

    __tablename__ = "loss"
    id: int | None = serial()
    kind: str
    found_at: int = big()
    commits: int = big()
    since: int = big()  # of the newest commit that is there; 0: nothing is
    until: int = big()  # of the newest commit there was
    first_update: int = big()  # 0: no updates are among what is missing, as far as known
    last_update: int = big()
    told_at: int = big()  # when log and moderators' group were told
    accepted_at: int = big()  # when an operator said that it is known
