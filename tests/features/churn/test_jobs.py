"""Scores in an open database."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.features.churn import jobs, scoring_worker
from bot.features.churn.stored_acts import read
from bot.features.courses import training_process
from rules.engine.events import Chat, Person
from storage import chats, learning, member_acts, preferences, risks
from storage.chats import MEMBER
from storage.directory import PERSON, Directory
from storage.event_log import EVENT, TEXT
from storage.expiry_rules import Keep
from storage.questions import QUESTION
from storage.retention import purge
from storage.store import Store
from tests.features.churn.worlds import BEGIN, community
from tests.features.courses.worlds import CATALOGUE

DAY = 86_400
NOW = int(BEGIN) + 180 * DAY
GROUP, OTHER = Chat(-1001, "supergroup", "Learners"), Chat(-1002, "supergroup", "Strangers")


@dataclass
class Place:
    """A community in a database, and everybody's own id by name."""

    store: Store
    community: int
    group: int
    other: int
    people: dict[str, int]

    async def run(self) -> None:
        """Score everybody as the job does."""
        await jobs.refresh(self.store, self.community, CATALOGUE, NOW)

    def listed(self, least: float = 0.0, days: int = 1) -> list[Any]:
        """Who is listed for the moderators of the group."""
        with self.store.read() as connection:
            return risks.at_risk(connection, self.community, [self.group], least=least, days=days, limit=500)

    def choose(self, name: str, value: str) -> None:
        """Let somebody choose about being scored."""
        with self.store.write() as connection:
            preferences.choose(connection, self.community, self.people[name], risks.SCORING, value, NOW)


@pytest.fixture
def place(store: Store) -> Place:
    """Half a year of a made-up community, as the bot would have stored it."""
    past = community()
    names = list(dict.fromkeys(str(a.person) for a in past))
    directory = Directory()
    who = {name: Person(100 + n, name) for n, name in enumerate(names)}
    with store.write() as connection:
        directory.resolve(connection, [GROUP, OTHER], list(who.values()))
        number = chats.ensure_community(connection, "main", NOW)
        group, other = directory.chat(GROUP.id).id, directory.chat(OTHER.id).id
        chats.assign(connection, group, number, "members", NOW)
        people = {name: directory.person(person.id).id for name, person in who.items()}
        members = [chats.blank_member(group, person) for person in people.values()]
        connection.execute(insert(MEMBER), members)
        newest: dict[str, int] = {}
        events, texts = [], []
        for n, act in enumerate(past, 1):
            person = people[str(act.person)]
            reply = newest.get(str(act.to[0]), 0)
            newest[str(act.person)] = n
            events.append(_event(n, group, person, int(act.at), n, reply, act.length))
            texts.append({"chat_id": group, "message_id": n, "person_id": person, "at": int(act.at)})
        connection.execute(insert(EVENT), events)
        connection.execute(insert(TEXT), [t | {"expires_at": 0, "deleted_at": 0, "text": ""} for t in texts])
    return Place(store, number, group, other, people)


def _event(
    update_id: int, chat: int, person: int, at: int, message: int, reply: int = 0, length: int = 0
) -> dict[str, Any]:
    row = {"update_id": update_id, "chat_id": chat, "person_id": person, "kind": "message", "at": at}
    return row | {"message_id": message, "topic": 0, "digest": 0, "length": length, "reply_to": reply}


def test_the_past_is_read_as_it_was_stored(place: Place) -> None:
    ann, ben = place.people["r0"], place.people["r1"]
    with place.store.write() as connection:
        connection.execute(insert(EVENT), [_event(9_001, place.group, ann, NOW - 50, 0) | {"kind": "join"}])
        reaction = _event(9_002, place.group, ben, NOW - 40, 1) | {"kind": "reaction"}
        connection.execute(insert(EVENT), [reaction])
        connection.execute(insert(EVENT), [_event(9_003, place.other, ann, NOW - 30, 1)])
        question: dict[str, Any] = {"chat_id": place.group, "message_id": 1, "expires_at": 0}
        question |= {
            "community_id": place.community,
            "person_id": ann,
            "at": int(BEGIN),
            "words": ["docker"],
            "answered_at": 0,
        }
        connection.execute(insert(QUESTION), [question])
        taken = learning.course_event("k", place.community, ben, "python", "taken", NOW - 20)
        learning.add_course_events(connection, [taken])
    past = read(place.store, place.community, CATALOGUE, NOW)
    made = community()
    assert len(past.acts.at) == len(made) + 2  # the reaction and the course; neither arrival nor strangers
    assert past.asked.at.tolist() == [float(int(made[0].at))]
    assert ("docker",) in past.words
    assert any("python" in words for words in past.words)
    assert past.lengths[-1] == sum(a.length for a in made)
    giver, _, at = past.ties
    assert float(NOW - 40) in at.tolist()
    assert len(giver) > 1_000


async def test_a_run_scores_members_and_tells_how_well(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    async def here(given: Path, made: Path, module: str) -> int:
        assert module == scoring_worker.__name__
        monkeypatch.setattr(sys, "argv", ["fitter", str(given), str(made)])
        await asyncio.to_thread(scoring_worker.main)
        return 0

    monkeypatch.setattr(scoring_worker, "killed_first", lambda: None)
    monkeypatch.setattr(training_process, "run", here)
    await place.run()
    rows = place.listed()
    assert len(rows) > 40
    assert all(0 < row.quiet < 1 and row.at == NOW and row.reasons for row in rows)
    missed = [row.quiet * row.weekly for row in rows]
    assert missed == sorted(missed, reverse=True)
    assert {row.name[0] for row in place.listed(days=3)} == {"r"}  # no guest
    with place.store.read() as connection:
        model = risks.model(connection, place.community)
    assert model is not None
    assert model.figures["auc"] > 0.6


def _stored(place: Place, *names: str, at: int = NOW) -> None:
    """Let members have a score already."""
    row = {"quiet": 0.9, "engages": 0.1, "weekly": 2.0, "days": 9, "reasons": []}
    with place.store.write() as connection:
        rows = [{"person_id": place.people[name], **row} for name in names]
        risks.save(connection, place.community, rows, at)


def test_who_refused_is_neither_read_nor_scored_nor_listed(place: Place) -> None:
    _stored(place, "r1", "r2")
    place.choose("r1", "off")
    assert [row.name for row in place.listed()] == ["r2"]
    _stored(place, "r1", at=NOW + 1)
    with place.store.write() as connection:
        risks.forget(connection, place.community, place.people["r1"])
        found = connection.execute(select(risks.RISK.c.person_id))
        assert set(found.scalars()) == {place.people["r2"]}
    past = read(place.store, place.community, CATALOGUE, NOW)
    assert place.people["r1"] not in past.names
    place.choose("r1", "on")
    past = read(place.store, place.community, CATALOGUE, NOW)
    assert place.people["r1"] in past.names


@pytest.mark.parametrize(
    "values", [{"role": "administrator"}, {"role": "left"}, {"left_at": NOW}], ids=lambda v: str(v)
)
def test_staff_and_who_left_are_not_listed(place: Place, values: dict[str, Any]) -> None:
    _stored(place, "r1", "r2")
    with place.store.write() as connection:
        mine = MEMBER.c.person_id == place.people["r1"]
        connection.execute(update(MEMBER).where(mine).values(**values))
    assert [row.name for row in place.listed()] == ["r2"]


def test_moderators_of_another_group_see_nobody_of_this_one(place: Place) -> None:
    _stored(place, "r1")
    with place.store.read() as connection:
        assert risks.at_risk(connection, place.community, [place.other], least=0, days=0, limit=9) == []
        assert risks.at_risk(connection, place.community, [], least=0, days=0, limit=9) == []


def test_who_is_forgotten_is_not_listed(place: Place) -> None:
    _stored(place, "r1")
    with place.store.write() as connection:
        mine = PERSON.c.id == place.people["r1"]
        connection.execute(update(PERSON).where(mine).values(name="", platform_id=None))
    assert place.listed() == []


def test_a_new_run_leaves_no_old_scores(place: Place) -> None:
    _stored(place, "r1", "r2", at=NOW - DAY)
    _stored(place, "r2", at=NOW)
    with place.store.write() as connection:
        risks.finish(connection, place.community, "logistic", {}, NOW)
    assert [row.name for row in place.listed()] == ["r2"]


def test_scores_that_no_run_renews_expire(place: Place) -> None:
    _stored(place, "r1", at=NOW - risks.LASTS - 1)
    _stored(place, "r2", at=NOW - risks.LASTS + 60)
    gone = purge(place.store, Keep(events=400, names=100_000).at(NOW))
    assert gone["risks"] == 1
    assert [row.name for row in place.listed()] == ["r2"]


async def test_a_process_that_fails_leaves_the_old_scores(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stored(place, "r1", at=NOW - DAY)

    async def fail(*_: object) -> int:
        return 3

    monkeypatch.setattr(training_process, "run", fail)
    await place.run()
    assert [row.name for row in place.listed()] == ["r1"]


def test_pages_hand_over_every_row_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(member_acts, "_AT_ONCE", 100)
    found: list[int] = []
    member_acts.read(
        place.store.reading, place.community, 0, lambda rows: found.extend(row["id"] for row in rows)
    )
    assert len(found) == len(set(found)) == len(community())
