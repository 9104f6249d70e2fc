"""An album counts once and goes as a whole, whatever its parts carry and in whatever order they come."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rules.engine.actions import Delete
from rules.engine.albums import album_of, earlier_parts, goes_on
from rules.engine.decide import decide
from rules.engine.decision import Decision
from rules.engine.events import Content, Event, Kind, Media
from rules.engine.incentives import award
from rules.engine.locks import too_soon
from rules.engine.normalize import digest
from rules.engine.policy import IncentivesPolicy, MessagePolicy
from rules.engine.state import Activity, MemberState, PastEvent, Standing
from tests.rules.make import NOW, book, event, look, member, past

ALBUM = "13579246810"


def part(message: int, text: str = "", album: str = ALBUM, **more: Any) -> Event:
    """A picture of an album."""
    return event(text, message=message, media=Media.PHOTO, album=album, **more)


def was(message: int, *, album: str = ALBUM, ago: int = 0, text: str = "") -> PastEvent:
    """The same as a part of the past."""
    number = album_of(Content(album=album))
    return PastEvent(NOW - ago, 7, message, "message", digest(text) if text else 0, "photo", 0, number)


def test_an_album_is_known_by_a_number_of_its_own() -> None:
    assert album_of(Content(album=ALBUM)) == 13579246810
    assert album_of(None) == album_of(Content("hi")) == 0
    names = ["1", "2", "a", "b", "9" * 40, "8" * 40, "１２"]
    numbers = [album_of(Content(album=name)) for name in names]
    assert len({*numbers, 0}) == len(names) + 1
    assert all(abs(n) < 2**63 for n in numbers)


def test_the_earlier_parts_are_those_of_the_same_album() -> None:
    before = [was(1, album="5"), was(2), PastEvent(NOW, 7, 3, "message"), was(4), was(5, album="6")]
    assert earlier_parts(part(6), before) == (2, 4)
    assert goes_on(part(6), before)
    assert not goes_on(part(6, album="7"), before)
    assert not goes_on(event("hi", message=6), before)
    assert not goes_on(part(4, kind=Kind.EDIT), before)


@pytest.mark.parametrize("of", ["message", "media", "photo"])
def test_ten_pictures_in_one_album_are_one_message_for_rates(of: str) -> None:
    options = {"times": 2, "within": "10s", "of": of}
    album = [was(n) for n in range(1, 10)]
    assert not look("rate", options, part(10), activity=past(*album)).hit
    assert not look("rate", options | {"by": "chat"}, part(10), activity=past(*album)).hit
    found = look("rate", options, part(11, album="9"), activity=past(*album))
    assert (found.hit, found.values["count"], found.messages) == (True, 2, tuple(range(1, 10)))


def test_several_albums_in_a_row_are_several_messages() -> None:
    albums = [was(n, album=str(n // 3 + 1)) for n in range(15)]
    found = look("rate", {"times": 6, "within": "10s"}, event("hi"), activity=past(*albums))
    assert (found.hit, found.values["count"]) == (True, 6)


def test_the_same_words_below_two_parts_are_said_once() -> None:
    same = past(was(1, text="look at these"), was(2, text="look at these"))
    options = {"times": 2, "within": "10m"}
    assert not look("duplicates", options, part(3, "look at these"), activity=same).hit
    found = look("duplicates", options, part(4, "look at these", album="9"), activity=same)
    assert (found.hit, found.values["count"]) == (True, 2)


@pytest.mark.parametrize(
    ("earlier", "album", "refused"),
    [
        ([was(1, ago=1), was(2)], ALBUM, 0),
        ([PastEvent(NOW - 10, 7, 1, "message"), was(2, ago=1)], ALBUM, 1),
        ([was(1, ago=40), was(2, ago=40), was(3, ago=5, album="9")], "9", 0),
        ([was(1, ago=10), was(2, ago=10)], "", 1),
    ],
)
def test_an_album_is_one_message_in_slow_mode(earlier: list[PastEvent], album: str, refused: int) -> None:
    assert too_soon(earlier, NOW, 30, album_of(Content(album=album))) == refused


ADS = "rules:\n  - {id: ads, when: {words: buy now}, then: [delete, warn]}"


def decided(at: Path, what: Event, activity: Activity, state: MemberState | None = None) -> Decision:
    """What a book that removes advertisements makes of it."""
    return decide(what, state or member(), activity, book(at, ADS), NOW)


def test_a_captions_hit_takes_the_parts_before_it_along(tmp_path: Path) -> None:
    decision = decided(tmp_path, part(3, "buy now"), past(was(1), was(2), was(9, album="4")))
    assert decision.actions[0] == Delete((1, 2))
    alone = decided(tmp_path, part(3, "buy now", album="77"), past(was(1), was(2)))
    assert alone.actions[0] == Delete()


def test_an_album_counts_as_one_message_of_its_author(tmp_path: Path) -> None:
    first = decided(tmp_path, part(1), past(), member(messages=4))
    second = decided(tmp_path, part(2), past(was(1)), first.state)
    after = decided(tmp_path, event("hi", message=3), past(was(1), was(2)), second.state)
    assert [d.state.messages for d in (first, second, after)] == [5, 5, 6]


def test_an_album_earns_once(tmp_path: Path) -> None:
    policy = IncentivesPolicy(message=MessagePolicy(points=2, cooldown=0, shortest=1, per_day=99), per_day=99)
    earned = [
        award(
            what,
            decided(tmp_path, what, before),
            {7: Standing(person=7, day="2026-03-04")},
            policy,
            author=7,
            receiver=None,
            activity=before,
            timezone="UTC",
        ).entries
        for what, before in ((part(1), past()), (part(2, "a caption"), past(was(1))))
    ]
    assert [len(entries) for entries in earned] == [1, 0]
