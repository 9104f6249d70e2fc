"""Homework under replay: what came once more changes nothing, in whichever order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from bot.core.buttons import ANYONE
from storage import homework, outbox
from storage.chats import CHAT
from storage.homework import DRAFT, HANDIN, POST
from storage.ledger import LEDGER, STANDING
from storage.outbox import OUTBOX
from tests.bench.rounds import BOT
from tests.bots import write_rules
from tests.features.points.town import CALM, DAY, GROUP, HOUR, OWNER, Json, Town, chat_of, person

pytestmark = pytest.mark.sqlite
POSTED = 900  # the number of the bot's post


class School(Town):
    """A town in which a moderator set homework."""

    def __init__(self, folder: Path, rules: Path) -> None:
        super().__init__(folder, rules)
        with self.store.write() as connection:
            query = select(CHAT.c.id, CHAT.c.community_id).where(CHAT.c.title == f"G{GROUP}")
            self.chat, community = connection.execute(query).one()
            number = homework.add(
                connection,
                community_id=community,
                chat_id=self.chat,
                title="Week 1",
                text="",
                due_at=self.at + DAY,
                set_by=self.own(OWNER),
                at=self.at,
            )
            row: dict[str, Any] = {"chat_id": self.chat, "message_id": POSTED, "subject_id": 0, "at": self.at}
            outbox.remember_posted(connection, [row | {"subject": f"{POST}{number}"}])

    def press(self, who: int, arguments: str) -> None:
        """Press a button of a card that stands in the group."""
        self.write(OWNER, "hm")  # a press tells no time
        buttons: Any = self.pipeline._services.buttons
        data = buttons.sign("hwg", arguments, chat=self.chat, person=ANYONE, now=self.at)
        card: Json = {"message_id": POSTED + 1, "date": self.at, "chat": chat_of(GROUP), "text": "card"}
        card["from"] = {"id": BOT, "is_bot": True, "first_name": "Bot"}
        card["reply_markup"] = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
        query = {"id": f"q{self.number}", "from": person(who), "message": card, "data": data}
        self._take("callback_query", query | {"chat_instance": "1"})

    def state(self) -> dict[str, list[str]]:
        """Everything that homework brought about."""
        with self.store.read() as connection:
            tables = (LEDGER, STANDING, HANDIN, DRAFT, OUTBOX)
            return {t.name: sorted(repr(tuple(r)) for r in connection.execute(select(t))) for t in tables}


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    """Homework that pays 20 points."""
    rules = write_rules(tmp_path / "rules", community=CALM, moderation="rules: []\n")
    found = School(tmp_path, rules)
    yield found
    found.close()


def test_replaying_hand_ins_and_grades_in_any_order_changes_nothing(school: School) -> None:
    ann, bob = school.somebody(), school.somebody()
    for who in (ann, bob):
        number = school.write(who, f"the work of {who}", to=(POSTED, BOT))
        school.edit(who, number, f"the better work of {who}", to=(POSTED, BOT))
    for grade in ("1.2.good", "1.2.best", "2.2.again", "1.1.best", "1.2.-", "1.2.good"):
        school.pass_(HOUR)
        school.press(OWNER, grade)
    school.press(bob, "2.2.best")  # no moderator
    school.write(bob, "another work of mine", to=(POSTED, BOT))
    school.press(OWNER, "2.2.best")  # of what was replaced
    school.press(OWNER, "2.3.best")
    assert (school.earned(ann, "homework"), school.earned(bob, "homework")) == (14, 20)
    once = school.state()
    school.replay()
    past = list(school.past)
    Random(7).shuffle(past)
    for raw in past:
        school.pipeline.take([raw])
    school.pipeline.take(past)
    assert school.state() == once
    assert all(xp == ledger for xp, ledger in school.balances().values())
