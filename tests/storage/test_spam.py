"""Labels, models, and the talk that they are compared with."""

from __future__ import annotations

from typing import Any

import pytest

from storage import spam
from storage.event_log import TEXT
from storage.spam import LABEL, MEMBER, MODEL
from storage.store import Store, table
from storage.tables import Chat, Community, Person
from tests.storage.test_retention import text

MODEL_ROW = {"community_id": 1, "name": "m", "at": 1, "spam": 1, "ham": 1, "labels_through": 0, "body": b"x"}


def label(digest: int, said: str) -> dict[str, Any]:
    """A moderator's word."""
    return {"community_id": 1, "digest": digest, "label": said, "source": "command", "by_id": None} | {
        "at": 1,
        "features": None,
    }


def member(person: int, messages: int) -> dict[str, Any]:
    """Somebody who wrote so much."""
    blank = {"joined_at": 0, "first_seen": 0, "last_seen": 0, "muted_until": 0, "left_at": 0}
    return {"chat_id": 1, "person_id": person, "role": "member", "messages": messages, **blank}


@pytest.fixture
def community(store: Store) -> Store:
    """A chat with a regular and a newcomer."""
    person = {"username": "", "name": "", "language": "", "bot": False, "private_since": 0}
    chat = {"kind": "supergroup", "title": "", "username": "", "role": "members", "status": "member"} | {
        "claimed_at": 0,
        "administrators_at": 0,
    }
    with store.write() as connection:
        connection.execute(table(Community).insert(), [{"id": 1, "slug": "main", "created_at": 0}])
        connection.execute(
            table(Chat).insert(),
            [{"id": 1, "community_id": 1, **chat, "claimed_at": 0, "administrators_at": 0}],
        )
        connection.execute(table(Person).insert(), [{"id": n, **person} for n in (1, 2)])
        connection.execute(MEMBER.insert(), [member(1, 60), member(2, 3)])
    return store


def test_ordinary_talk_is_what_regulars_wrote_and_nobody_removed(community: Store) -> None:
    rows = [
        text(1, 10, 99) | {"text": "older"},
        text(2, 20, 99) | {"text": "newer"},
        text(3, 30, 99) | {"text": "a newcomer's", "person_id": 2},
        text(4, 40, 99) | {"text": "removed", "deleted_at": 41},
        text(5, 50, 51) | {"text": ""},
    ]
    with community.write() as connection:
        connection.execute(TEXT.insert(), rows)
        assert spam.ordinary_texts(connection, 1, 10) == ["newer", "older"]
        assert spam.ordinary_texts(connection, 1, 1) == ["newer"]
        assert spam.text_of(connection, 1, 3) == (2, "a newcomer's")
        assert spam.text_of(connection, 1, 9) == (0, "")


def test_of_a_texts_labels_the_newest_counts(community: Store) -> None:
    given = [label(7, "spam"), label(8, "spam"), label(7, "ham"), label(9, "spam"), label(9, "")]
    with community.write() as connection:
        spam.add_labels(connection, given)
        assert [spam.label_of(connection, 1, d) for d in (7, 8, 9, 10)] == ["ham", "spam", "", ""]
        assert spam.counts(connection, 1) == {"ham": 1, "spam": 1}
        newest = spam.newest_label(connection, 1)
        assert [r["label"] for r in spam.labels(connection, 1, newest - 1)] == [""]
        assert len(list(connection.execute(LABEL.select()))) == len(given)


def test_the_newest_model_is_in_force_and_few_are_kept(community: Store) -> None:
    with community.write() as connection:
        assert spam.newest_model(connection, 1) is None
        numbers = [spam.add_model(connection, MODEL_ROW | {"name": str(n)}) for n in range(5)]
        found = spam.newest_model(connection, 1)
        assert found is not None
        assert found["name"] == "4"
        assert spam.newest_model(connection, 1, numbers[-1]) is None
        assert len(list(connection.execute(MODEL.select()))) == 3
