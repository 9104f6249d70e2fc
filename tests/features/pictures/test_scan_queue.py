"""Which pictures wait to be looked at, and what becomes of one that cannot be had."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.pictures.scan_queue import Pictures, Wanted
from bot.features.pictures.scan_worker import Looker
from bot.platforms.telegram.calls import Reply
from rules.engine.events import Chat, Content, Event, Extras, Kind, Media, Person
from rules.engine.pictures import picture_in
from storage.directory import Directory
from storage.store import Store
from storage.timers import count_due
from tests.drawing import code, encoded

INVITE = encoded(code("https://t.me/+AbC"))


def wanted(number: int, chat: int = 1, file: str = "") -> Wanted:
    """A photo in a chat."""
    content = Content(media=Media.PHOTO, file=file or f"f{number}")
    event = Event(
        update_id=number, kind=Kind.MESSAGE, at=100, chat=Chat(-chat), message_id=number, content=content
    )
    return Wanted(event, chat, 7)


def test_so_many_a_minute_of_a_chat_are_looked_at_and_the_others_in_their_turn() -> None:
    clock, waits = [0.0], list[float]()
    pictures = Pictures(2, now=lambda: clock[0], later=lambda seconds, _: waits.append(seconds))
    assert [pictures.offer(wanted(n)) for n in range(4)] == [True] * 4
    assert (pictures.waiting.qsize(), waits) == (2, [60, 60])
    assert pictures.offer(wanted(9, chat=2))
    assert pictures.waiting.qsize() == 3
    clock[0] = 61
    assert pictures.offer(wanted(5))
    assert (pictures.waiting.qsize(), waits) == (3, [60, 60, 59])


def test_nothing_waits_without_end() -> None:
    pictures = Pictures(20, now=lambda: 0.0, later=lambda *_: None)
    assert sum(pictures.offer(wanted(n)) for n in range(500)) == 60
    assert sum(pictures.offer(wanted(n, chat=n)) for n in range(500, 1000)) == 140


async def test_a_picture_that_waits_is_looked_at_in_its_turn() -> None:
    turns = list[Callable[[], None]]()
    pictures = Pictures(1, later=lambda _, act: turns.append(act))
    pictures.offer(wanted(1))
    pictures.offer(wanted(2))
    assert (await pictures.waiting.get()).event.message_id == 1
    pictures.done()
    turns[0]()
    assert (await pictures.waiting.get()).event.message_id == 2


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 2)), max_size=80), st.integers(1, 5))
def test_no_minute_has_more_turns_than_it_may(steps: list[tuple[int, int]], most: int) -> None:
    clock, waits = [0.0], list[float]()
    pictures = Pictures(most, now=lambda: clock[0], later=lambda seconds, _: waits.append(seconds))
    turns: dict[int, list[float]] = {1: [], 2: []}
    for number, (passed, chat) in enumerate(steps):
        clock[0] += passed
        waits.clear()
        if pictures.offer(wanted(number, chat)):
            turns[chat].append(clock[0] + sum(waits))
    for own in turns.values():
        assert own == sorted(own)
        assert all(later - first >= 60 for first, later in zip(own, own[most:], strict=False))


def test_the_same_picture_is_looked_at_once_and_another_in_its_place_again() -> None:
    pictures = Pictures()
    assert [pictures.offer(wanted(1, file=f)) for f in ("a", "a", "b")] == [True, False, True]


def test_none_is_looked_at_where_the_operator_says_so() -> None:
    assert not Pictures(0).offer(wanted(1))


@pytest.mark.parametrize(
    ("media", "name", "mime", "file"),
    [
        (Media.PHOTO, "", "", "f"),
        (Media.DOCUMENT, "scan.PNG", "", "f"),
        (Media.DOCUMENT, "scan", "image/webp", "f"),
        (Media.DOCUMENT, "notes.pdf", "application/pdf", ""),
        (Media.VIDEO, "clip.png", "", ""),
    ],
)
def test_photos_and_image_files_are_pictures(media: Media, name: str, mime: str, file: str) -> None:
    content = Content(media=media, file="f", file_name=name, extras=Extras(mime=mime) if mime else None)
    event = Event(update_id=1, kind=Kind.MESSAGE, at=1, chat=Chat(-1), content=content)
    assert picture_in(event) == file


@dataclass
class Telegram:
    """A Telegram with one file."""

    told: Reply
    content: bytes = b""
    asked: list[str] = field(default_factory=list)

    name = "fake"

    async def call(self, method: str, params: Mapping[str, Any]) -> Reply:
        """What getFile tells."""
        return self.told

    async def download(self, path: str, most: int) -> Reply:
        """The file's content."""
        self.asked.append(path)
        return Reply(ok=True, result=self.content)

    async def updates(self, *_: object) -> list[Any]:
        """None."""
        return []

    async def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize(
    ("told", "content", "asked", "found"),
    [
        (Reply(ok=True, result={"file_path": "photos/1.jpg"}), INVITE, ["photos/1.jpg"], 1),
        (Reply(ok=True, result={"file_path": "photos/1.jpg"}), INVITE[:99], ["photos/1.jpg"], 0),
        (Reply(ok=True, result={"file_path": "photos/1.jpg", "file_size": 3 << 20}), INVITE, [], 0),
        (Reply(ok=True, result={}), INVITE, [], 0),
        (Reply(ok=True, result=[]), INVITE, [], 0),
        (Reply(ok=False, code=400, text="Bad Request: file is too big"), INVITE, [], 0),
    ],
    ids=["found", "cut", "too large", "no path", "no answer", "refused"],
)
async def test_what_is_wrong_with_a_picture_ends_in_the_log(
    store: Store, told: Reply, content: bytes, asked: list[str], found: int
) -> None:
    telegram, directory = Telegram(told, content), Directory()
    with store.write() as connection:
        directory.resolve(connection, [Chat(-1)], [Person(7)])
    its = Wanted(wanted(1).event, directory.chat(-1).id, directory.person(7).id)
    await Looker(store, telegram, Pictures(), lambda: 200.0).look(its)
    with store.read() as connection:
        assert count_due(connection, 200) == found
    assert telegram.asked == asked
