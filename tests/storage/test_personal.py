"""Everything about one person is found, and gone once they are erased; others keep what is theirs."""

from __future__ import annotations

from sqlalchemy import insert, select

from bot.features import registry
from storage.cases import CASE
from storage.casework import EVIDENCE
from storage.directory import PERSON
from storage.event_log import TEXT
from storage.learning import INTERESTS
from storage.members import MEMBER
from storage.personal import erase, export
from storage.store import Store

ANN, BEN = 1, 2
HOLDINGS = registry().holdings


def fill(store: Store) -> None:
    """Two people who wrote the same, and a case about each."""
    with store.write() as connection:
        community, chat = 1, 1
        connection.exec_driver_sql("INSERT INTO community (slug, created_at) VALUES ('x', 0)")
        connection.exec_driver_sql(
            "INSERT INTO chat (kind, title, username, role, status, claimed_at, administrators_at, linked_id,"
            " linked_at, marks) VALUES ('supergroup', 'Learners', '', 'members', 'member', 0, 0, 0, 0, '')"
        )
        for person in (ANN, BEN):
            known = {"platform_id": 40 + person, "name": "Xenia", "username": "xenia", "language": "en"}
            connection.execute(insert(PERSON).values(id=person, **known, bot=False, channel=False))
            about = {"person_id": person, "chat_id": chat}
            connection.execute(insert(MEMBER).values(**about, role="member"))
            words = {"text": "secret words", "at": 1, "expires_at": 9, "deleted_at": 0}
            connection.execute(insert(TEXT).values(**about, message_id=person, **words))
            interests = {"terms": {"python": 1}, "updated_at": 1}
            connection.execute(
                insert(INTERESTS).values(community_id=community, person_id=person, **interests)
            )
            case = {"rule": "ads", "mode": "enforce", "book": "", "at": 1, "matched": "secret"}
            connection.execute(
                insert(CASE).values(id=person, update_id=person, community_id=community, **about, **case)
            )
            shown = {"message_id": person, "text": "secret words", "at": 1, "expires_at": 9}
            connection.execute(insert(EVIDENCE).values(case_id=person, **about, **shown))


def test_everything_about_a_person_is_found(store: Store) -> None:
    fill(store)
    with store.read() as connection:
        found = export(connection, HOLDINGS, ANN)
    assert found.keys() == {"person", "member", "message_text", "interests", "case", "evidence"}
    assert found["message_text"][0]["text"] == "secret words"
    assert found["person"][0]["username"] == "xenia"


def test_an_erased_person_leaves_no_words_and_no_name(store: Store) -> None:
    fill(store)
    with store.write() as connection:
        erase(connection, HOLDINGS, ANN)
    with store.read() as connection:
        left, others = export(connection, HOLDINGS, ANN), export(connection, HOLDINGS, BEN)
        kept = connection.execute(select(CASE.c.id).where(CASE.c.person_id == ANN)).scalars().all()
    assert not any(word in str(left).lower() for word in ("secret", "xenia", "python"))
    assert "interests" not in left
    assert kept == [ANN], "that there was a case stays"
    assert str(others).count("secret") == 3
    assert "xenia" in str(others)
