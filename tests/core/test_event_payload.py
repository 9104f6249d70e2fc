"""What is kept of events so that they can be replayed."""

from __future__ import annotations

import pytest

from bot.core.event_payload import names_of, packed, unpacked
from rules.engine.events import (
    Before,
    Chat,
    Command,
    Content,
    Event,
    Forward,
    Kind,
    Link,
    Media,
    Mention,
    Person,
    Reply,
    Sender,
)

GROUP, ANN, BOB = Chat(-1001, title="Learners"), Person(42, "Ann", "ann"), Person(43, "Bob")
EVENT = Event(update_id=7, kind=Kind.MESSAGE, at=1000, chat=GROUP, person=ANN, message_id=5, topic=3)
# Who acted, where and when stands in the row; presses, timers and migrations are judged by nobody.
IN_THE_ROW = {"update_id", "kind", "at", "chat", "person", "message_id", "topic"}
NOT_JUDGED = {"press", "payment", "timer", "migrated_from", "migrated_to", "tag", "along", "vote"}
# A picture's codes are put in when it was looked at. An old name stands in the detail of the update that
# showed the new one; whom to write to no rule asks.
NOT_KEPT = {"by", "codes", "old_name", "paid_until", "private_chat"}
KEPT = (
    {"action"}
    | {
        "sender",
        "content",
        "reply",
        "added",
        "removed",
        "reactions",
        "old_status",
        "new_status",
        "invite_link",
    }
    | {
        "written_at",
        "before",
        "restriction",
        "bio",
    }
)


def event(kind: Kind = Kind.MESSAGE, **more: object) -> Event:
    """An event in the group by Ann."""
    row = {f: getattr(EVENT, f) for f in IN_THE_ROW if f != "kind"}
    return Event(kind=kind, **row, **more)  # type: ignore[arg-type]  # plain values


@pytest.mark.parametrize(
    "whole",
    [
        event(content=Content("see", links=(Link("https://a.example", "a.example", hidden=True),))),
        event(content=Content("@bob", mentions=(Mention("bob"),), hashtags=("x",), custom_emoji=2)),
        event(content=Content("/warn x", command=Command("warn", "x"))),
        event(content=Content("", Media.DOCUMENT, file_name="a.exe", via_bot="gif", album="1")),
        event(content=Content("a", forward=Forward("channel", "News"), quote="q")),
        event(content=Content("hi"), reply=Reply(4, BOB, Sender.MEMBER, 900)),
        event(content=Content("hi"), sender=Sender.ANONYMOUS_ADMIN),
        event(Kind.EDIT, content=Content("plain after all"), written_at=900),
        event(Kind.EDIT, content=Content("hi"), before=Before(("0a", "0b"), same=True)),
        event(Kind.REACTION, added=("👍",), removed=("🔥",), reactions=("❤", "👍")),
        event(Kind.JOIN, new_status="restricted", invite_link="https://t.me/+x"),
        event(Kind.ACTION, action="ban", new_status="kicked"),
        event(Kind.ROLE, old_status="member", new_status="administrator"),
    ],
)
def test_an_event_is_whole_again_from_its_row_its_text_and_its_detail(whole: Event) -> None:
    detail = packed(whole)
    assert str(ANN.id) not in detail
    assert str(GROUP.id) not in detail
    content = whole.content
    spoken = content is not None and whole.kind is Kind.MESSAGE and content.command is None
    bare = Content(content.text if spoken else "", content.media) if content is not None else None
    again = unpacked(
        detail,
        kind=whole.kind,
        at=whole.at,
        update_id=whole.update_id,
        chat=GROUP,
        person=ANN,
        message_id=whole.message_id,
        topic=whole.topic,
        bare=bare,
        answered=BOB,
    )
    assert again == whole


@pytest.mark.parametrize(
    "content", [Content("hello"), Content("", Media.STICKER), Content("小", Media.PHOTO)]
)
def test_a_plain_message_has_no_detail(content: Content) -> None:
    assert packed(event(content=content)) == ""


def test_presses_and_timers_have_no_detail() -> None:
    assert packed(event(Kind.PRESS)) == packed(event(Kind.TIMER)) == ""


def test_every_field_of_an_event_is_in_its_row_or_in_its_detail_or_looked_at_by_nobody() -> None:
    """A new field of messages that stands beside `content` has to make `packed` give a detail."""
    assert set(Event.__struct_fields__) == IN_THE_ROW | NOT_JUDGED | NOT_KEPT | KEPT


@pytest.mark.parametrize(
    "shown_by", [event(content=Content("/me", command=Command("me"))), event(Kind.OTHER)]
)
def test_the_update_that_showed_a_new_name_keeps_it_with_the_old_one(shown_by: Event) -> None:
    detail = packed(shown_by, event(Kind.RENAME, old_name="Bob @bob"))
    assert names_of(detail) == (Person(0, "Ann", "ann"), "Bob @bob")


def test_a_name_in_a_detail_is_none_of_the_update_itself() -> None:
    detail = packed(event(content=Content("hi")), event(Kind.RENAME, old_name="Bob"))
    row = {"kind": Kind.MESSAGE, "at": 1, "update_id": 7, "chat": GROUP, "message_id": 5, "topic": 3}
    assert unpacked(detail, person=ANN, bare=Content("hi"), **row) is None  # type: ignore[arg-type]  # plain
