"""Replaying any update any number of times changes nothing of what anybody has, whatever earned it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from storage import chats, referrals
from storage.answering import ASKED, GIVEN
from storage.chats import CHAT, MEMBER
from storage.essence import ESSENCE
from storage.ledger import LEDGER, STANDING
from storage.referrals import REFERRAL
from tests.bench.measurement import Options
from tests.bench.ours import a_pipeline
from tests.bench.rounds import BOT
from tests.bots import write_rules

NOW, GROUP, LINK = 1_767_600_000, -1001, "https://t.me/+ofolga"
OWNER, PEOPLE = 1, (2, 3, 4)
INCENTIVES = """
givers: {member_for: 0s, messages: 0}
message: {points: 2, cooldown: 1s}
reaction: {points: 3, member_for: 0s}
reply: {points: 2}
thanks: {points: 5, words: [thanks]}
accepted: {points: 15, gives_per_day: 9}
essence: {points: 20}
checkin: {points: 3, words: [check in]}
referral: {points: 20}
"""
CALM = "name: T\nlanguage: en\ntimezone: UTC\ncommands: {times: 1000, within: 1s}\n"
ACTS = st.lists(
    st.tuples(
        st.sampled_from([OWNER, *PEOPLE]),
        st.sampled_from(
            [
                *(
                    "a good long message",
                    "thanks",
                    "check in",
                    "react",
                    "/ask how do I merge tables by date?",
                ),
                *("/solved", "/essence", "join", "leave"),
            ]
        ),
        st.integers(0, 6),  # it answers or stands on the message so many before; 0: none
    ),
    min_size=5,
    max_size=30,
)


def update(number: int, who: int, what: str, about: int) -> dict[str, Any]:
    """One update as Telegram sends it; `about` is the message that is answered."""
    chat = {"id": GROUP, "type": "supergroup", "title": "G"}
    person = {"id": who, "is_bot": False, "first_name": f"P{who}"}
    at = NOW + number * 60
    if what == "react":
        thumb = [{"type": "emoji", "emoji": "👍"}]
        body = {"chat": chat, "message_id": about, "user": person, "date": at}
        return {
            "update_id": number,
            "message_reaction": body | {"old_reaction": [], "new_reaction": thumb},
        }
    if what in ("join", "leave"):
        states = ("left", "member") if what == "join" else ("member", "left")
        new = {"id": 100 + number % 5, "is_bot": False, "first_name": "New"}
        body = {"chat": chat, "from": new, "date": at}
        body |= {
            f"{name}_chat_member": {"user": new, "status": status}
            for name, status in zip(("old", "new"), states, strict=True)
        }
        link = {"invite_link": LINK, "creator": person, "is_primary": False, "is_revoked": False}
        return {"update_id": number, "chat_member": body | ({"invite_link": link} if what == "join" else {})}
    message: dict[str, Any] = {"message_id": number, "date": at, "chat": chat, "from": person, "text": what}
    if what.startswith("/"):
        length = len(what.split()[0])
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    if about < number and not what.startswith("/ask"):
        other = {"id": PEOPLE[about % 3], "is_bot": False, "first_name": "P"}
        message["reply_to_message"] = {
            "message_id": about,
            "date": NOW,
            "chat": chat,
            "from": other,
            "text": "x",
        }
    return {"update_id": number, "message": message}


def arrival() -> dict[str, Any]:
    """The bot comes into the group."""
    bot = {"id": BOT, "is_bot": True, "first_name": "Bot"}
    member = {"user": bot, "status": "member"}
    body = {"chat": {"id": GROUP, "type": "supergroup", "title": "G"}, "date": NOW}
    body |= {"from": {"id": OWNER, "is_bot": False, "first_name": "P1"}}
    body |= {"old_chat_member": {"user": bot, "status": "left"}, "new_chat_member": member}
    return {"update_id": 1, "my_chat_member": body}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Rules under which all of it pays."""
    return write_rules(tmp_path / "rules", incentives=INCENTIVES, community=CALM, moderation="rules: []\n")


class Town:
    """A pipeline with its database, and what it has come to."""

    def __init__(self, folder: Path, rules: Path) -> None:
        self.begin = 10
        self.store, self.pipeline = a_pipeline(
            f"sqlite:///{folder}/town.db", Options(say=lambda _: None, rules=rules)
        )
        self.take([arrival()])
        self.take([update(n, who, "hello to you all", n) for n, who in enumerate((OWNER, *PEOPLE), 2)])
        with self.store.write() as connection:
            (chat,) = connection.execute(select(CHAT.c.id)).scalars()
            everybody = connection.execute(select(MEMBER.c.person_id).order_by(MEMBER.c.person_id)).scalars()
            owner = next(iter(everybody))
            chats.set_administrators(connection, chat, {owner: "creator"}, NOW * 2, NOW * 2)
            referrals.keep_link(connection, chat, owner, LINK, NOW)

    def take(self, updates: list[dict[str, Any]]) -> None:
        """Hand updates over, as one batch."""
        self.pipeline.take([json.dumps(u).encode() for u in updates])

    def state(self) -> dict[str, list[str]]:
        """Everything that is earned, and what it was earned by."""
        with self.store.read() as connection:
            return {
                table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
                for table in (LEDGER, STANDING, ASKED, GIVEN, ESSENCE, REFERRAL)
            }


@pytest.fixture
def town(tmp_path: Path, rules: Path) -> Iterator[Town]:
    """One town for all examples: each goes on where the one before ended."""
    found = Town(tmp_path, rules)
    yield found
    found.store.close()


@pytest.mark.sqlite
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS, st.randoms(use_true_random=False))
def test_replaying_any_update_any_number_of_times_changes_nothing(
    town: Town, acts: list[tuple[int, str, int]], chance: Random
) -> None:
    begin = town.begin
    raws = [update(begin + n, who, what, begin + n - back) for n, (who, what, back) in enumerate(acts)]
    town.begin += len(raws)
    town.take(raws)
    once = town.state()
    for _ in range(2):
        again = [chance.choice(raws) for _ in raws]
        town.take(again)
        for raw in again:
            town.take([raw])
        assert town.state() == once
