"""`zhiqun homework`, as operators type it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import insert, select

from storage import homework
from storage.chats import CHAT, COMMUNITY
from storage.directory import PERSON
from storage.homework import Handin
from storage.store import Store
from tests.cli.test_db import folder, template
from tests.processes import here as zhiqun

__all__ = ["folder", "template"]  # fixtures


def test_results_are_listed_and_an_unknown_name_is_told_with_the_nearest(folder: Path) -> None:
    store = Store(f"sqlite:///{folder / 'zhiqun.db'}")
    with store.write() as connection:
        community = connection.execute(select(COMMUNITY.c.id)).scalar() or 1
        row = {"platform_id": 77, "name": "Ann", "username": "", "language": "en", "named_at": 0}
        connection.execute(insert(PERSON).values(row | {"private_since": 0, "bot": False, "channel": False}))
        person = connection.execute(select(PERSON.c.id).where(PERSON.c.platform_id == 77)).scalar_one()
        chat = connection.execute(select(CHAT.c.id).limit(1)).scalar_one()
        kept = homework.keep(connection, Handin(community, "essay", person, chat, 5, 1_700_000_000))
        homework.change(connection, kept.id, grade="good", comment="=clear")
    store.close()
    (folder / "rules").mkdir(exist_ok=True)
    (folder / "rules" / "community.yaml").write_text("name: Test\ntimezone: UTC\n", "utf-8")
    listed = zhiqun(folder, "homework", "results", "essay", "--csv", "--language", "en")
    assert listed.returncode == 0, listed.stderr
    head, line = listed.stdout.splitlines()
    assert head == "member,name,handed_in,late,version,grade,points,comment"
    assert line.startswith("77,Ann,2023-11-")
    assert line.endswith(",no,1,good,0,'=clear")
    wrong = zhiqun(folder, "homework", "results", "esay", "--language", "en")
    assert wrong.returncode == 1
    assert "essay" in wrong.stderr
