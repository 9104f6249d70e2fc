"""Own ids and the platform's."""

from __future__ import annotations

from sqlalchemy import text

from rules.engine.events import Chat, Person
from storage.directory import Directory, migrate_chat, platform_ids
from storage.store import Store


def test_a_chat_keeps_its_own_id_when_the_platform_moves_it(store: Store) -> None:
    directory = Directory()
    with store.write() as connection:
        directory.resolve(connection, [Chat(-5, "group", "Learners")], [])
        own = directory.chat(-5).id
        migrate_chat(connection, own, -1005)
        migrate_chat(connection, own, -1005)
        fresh = Directory()
        fresh.resolve(connection, [Chat(-1005, "supergroup", "Learners"), Chat(-5, "group")], [])
        assert (fresh.chat(-1005).id, fresh.chat(-5).id) == (own, own)
        assert platform_ids(connection, [own], [])[0] == {own: -1005}


def test_a_new_name_is_taken_over_and_the_id_stays(store: Store) -> None:
    directory = Directory()
    with store.write() as connection:
        directory.resolve(connection, [], [Person(7, "Ann", "ann")])
        first = directory.person(7)
        directory.resolve(connection, [], [Person(7, "Anna", "ann")])
        assert directory.person(7).name == "Anna"
        assert directory.person(7).id == first.id


def test_a_forgotten_person_has_no_platform_id(store: Store) -> None:
    directory = Directory()
    with store.write() as connection:
        directory.resolve(connection, [], [Person(7, "Ann")])
        own = directory.person(7).id
        connection.execute(text("UPDATE person SET platform_id = NULL, name = ''"))
        assert platform_ids(connection, [], [own])[1] == {}
