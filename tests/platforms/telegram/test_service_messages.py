"""Whatever members post is judged; only what Telegram itself tells is a service message."""

from __future__ import annotations

import pytest

from bot.platforms.telegram.service_messages import SERVICE
from rules.engine.events import Kind, Media, Sender
from tests.platforms.telegram.updates import HELPER, MING, NEWS, Json, event_of, message, said

ORIGIN: Json = {"type": "channel", "chat": NEWS, "message_id": 5, "date": 1}
# Those that are events of their own, and their literal values.
_MOVES: dict[str, Json] = {
    "new_chat_members": {"new_chat_members": [MING]},
    "left_chat_member": {"left_chat_member": MING},
    "migrate_to_chat_id": {"migrate_to_chat_id": -1002},
    "migrate_from_chat_id": {"migrate_from_chat_id": -50},
}
_PAYMENTS = frozenset(("successful_payment", "refunded_payment"))  # see test_payments.py


@pytest.mark.parametrize("name", sorted(SERVICE - _MOVES.keys() - _PAYMENTS))
def test_what_telegram_tells_is_counted_and_not_judged(name: str) -> None:
    event = said(**{name: {"anything": [1]}})
    assert (event.kind, event.sender, event.content) == (Kind.OTHER, Sender.SERVICE, None)


@pytest.mark.parametrize("name", _MOVES)
def test_comings_goings_and_migrations_are_events_of_their_own(name: str) -> None:
    assert said(**_MOVES[name]).kind in (Kind.JOIN, Kind.LEAVE, Kind.MIGRATE)


POSTED: dict[str, tuple[Json, Media]] = {
    "a kind of next year": ({"something_of_next_year": {"a": [1]}}, Media.UNKNOWN),
    "nothing that the server knows": ({}, Media.UNKNOWN),
    "a forward of a kind of next year": (
        {"something_of_next_year": True, "forward_origin": ORIGIN},
        Media.UNKNOWN,
    ),
    "a forwarded giveaway result": (
        {"giveaway_completed": {"winner_count": 3}, "forward_origin": ORIGIN},
        Media.GIVEAWAY,
    ),
    "forwarded winners": (
        {"giveaway_winners": {"chat": NEWS, "winner_count": 1}, "forward_origin": ORIGIN},
        Media.GIVEAWAY,
    ),
    "an invoice through an inline bot": (
        {"invoice": {"title": "VIP", "description": "pay here", "currency": "XTR"}, "via_bot": HELPER},
        Media.INVOICE,
    ),
    "something odd through an inline bot": ({"gift": {}, "via_bot": HELPER}, Media.UNKNOWN),
}


@pytest.mark.parametrize(("fields", "media"), POSTED.values(), ids=POSTED)
@pytest.mark.parametrize("update", ["message", "edited_message"])
def test_whatever_a_member_posts_is_judged(update: str, fields: Json, media: Media) -> None:
    event = event_of(**{update: message(**fields)})
    assert event.kind is (Kind.MESSAGE if update == "message" else Kind.EDIT)
    assert (event.sender, event.person and event.person.id) == (Sender.MEMBER, 2)
    assert event.content is not None
    assert event.content.media is media
    assert bool(event.content.forward) is ("forward_origin" in fields)
    assert bool(event.content.via_bot) is ("via_bot" in fields)


def test_a_long_message_of_an_unknown_kind_is_one_too() -> None:
    event = said(something_of_next_year={"text": "x" * 100_000})
    assert event.content is not None
    assert event.content.media is Media.UNKNOWN


FILE: Json = {"file_id": "a", "file_unique_id": "b", "duration": 1}
LINKED: Json = {"type": "text_link", "offset": 0, "length": 2, "url": "https://evil.example"}
TITLED: dict[str, tuple[Json, str]] = {
    "a venue": (
        {
            "location": {"longitude": 1.5, "latitude": 2},
            "venue": {"title": "加微信 vx88", "address": "Road 1", "location": {}},
        },
        "加微信 vx88\nRoad 1",
    ),
    "a song": ({"audio": FILE | {"performer": "加微信", "title": "vx88"}}, "加微信\nvx88"),
    "a song with a caption": (
        {"audio": FILE | {"performer": "Ann", "title": "vx88"}, "caption": "listen"},
        "listen\nAnn\nvx88",
    ),
    "a game": ({"game": {"title": "Win", "description": "buy now", "photo": []}}, "Win\nbuy now"),
    "a game with a text": (
        {"game": {"title": "Win", "description": "", "text": "go here", "text_entities": [LINKED]}},
        "Win\ngo here",
    ),
    "a quiz": (
        {
            "poll": {
                "id": "1",
                "type": "quiz",
                "question": "1 + 1?",
                "options": [{"text": "2"}, {"text": "加微信"}],
                "explanation": "go to vx88",
                "explanation_entities": [LINKED],
            }
        },
        "1 + 1?\n2\n加微信\ngo to vx88",
    ),
    "a described poll": (
        {"poll": {"id": "1", "question": "?", "options": [], "description": "buy now"}},
        "?\nbuy now",
    ),
    "a contact": (
        {"contact": {"phone_number": "+1", "first_name": "加微信", "last_name": "vx88"}},
        "加微信 vx88",
    ),
    "an invoice": ({"invoice": {"title": "VIP", "description": "pay here"}}, "VIP\npay here"),
    "a giveaway": ({"giveaway": {"winner_count": 1, "prize_description": "free coins"}}, "free coins"),
    "winners": ({"giveaway_winners": {"winner_count": 1, "prize_description": "free coins"}}, "free coins"),
}


@pytest.mark.parametrize(("fields", "text"), TITLED.values(), ids=TITLED)
def test_titles_and_descriptions_are_text(fields: Json, text: str) -> None:
    event = said(**fields)
    assert event.text == text
    assert event.content is not None
    assert [link.domain for link in event.content.links] == (["evil.example"] if "go" in text else [])
