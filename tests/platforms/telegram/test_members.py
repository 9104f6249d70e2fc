"""Who came, who went, whose rights changed: chat_member and my_chat_member."""

from __future__ import annotations

from typing import Any

import pytest

from rules.engine.events import Kind, Person, Restriction, Sender
from tests.platforms.telegram.updates import BOB, GROUP, HELPER, ME, MING, Json, event_of

OWN: Json = {"id": ME.id, "is_bot": True, "first_name": "Zhiqun", "username": ME.username}


def change(old: str, new: str, *, who: Json = BOB, by: Json = MING, **fields: Any) -> Json:
    """A change of standing; `restricted+` is a restricted member who is inside."""

    def member(status: str) -> Json:
        extra = {"is_member": status.endswith("+")} if status.startswith("restricted") else {}
        return {"status": status.rstrip("+"), "user": who, **extra}

    both = {"old_chat_member": member(old), "new_chat_member": member(new)}
    return {"chat": GROUP, "from": by, "date": 1_700_000_000, **both, **fields}


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("left", "member", Kind.JOIN),
        ("kicked", "member", Kind.JOIN),
        ("left", "restricted+", Kind.JOIN),
        ("restricted", "restricted+", Kind.JOIN),
        ("restricted", "member", Kind.JOIN),
        ("left", "administrator", Kind.JOIN),
        ("member", "left", Kind.LEAVE),
        ("member", "kicked", Kind.LEAVE),
        ("restricted+", "restricted", Kind.LEAVE),
        ("restricted+", "kicked", Kind.LEAVE),
        ("administrator", "left", Kind.LEAVE),
        ("creator", "left", Kind.LEAVE),
        ("member", "administrator", Kind.ROLE),
        ("restricted+", "administrator", Kind.ROLE),
        ("administrator", "member", Kind.ROLE),
        ("administrator", "restricted+", Kind.ROLE),
        ("administrator", "creator", Kind.ROLE),
        ("creator", "administrator", Kind.ROLE),
        ("administrator", "administrator", Kind.OTHER),
        ("member", "restricted+", Kind.ACTION),
        ("restricted+", "member", Kind.ACTION),
        ("left", "kicked", Kind.ACTION),
        ("kicked", "left", Kind.ACTION),
        ("left", "of_next_year", Kind.OTHER),
    ],
)
def test_a_change_of_standing_is_a_coming_a_going_or_a_change_of_role(old: str, new: str, kind: Kind) -> None:
    event = event_of(chat_member=change(old, new))
    assert event.kind is kind
    assert (event.old_status, event.new_status) == (old.rstrip("+"), new.rstrip("+"))


def test_it_names_who_changed_and_who_did_it() -> None:
    event = event_of(chat_member=change("member", "kicked"))
    assert event.person == Person(3, "Bob")
    assert event.by is not None
    assert event.by.id == 2


def test_nobody_else_did_what_one_does_oneself() -> None:
    assert event_of(chat_member=change("member", "left", by=BOB)).by is None


def test_a_joining_bot_is_a_bot() -> None:
    assert event_of(chat_member=change("left", "member", who=HELPER)).sender is Sender.BOT


def test_a_joining_by_link_names_the_link() -> None:
    link = {"invite_link": "https://t.me/+abc", "creator": MING, "is_primary": False}
    event = event_of(chat_member=change("left", "member", by=BOB, invite_link=link))
    assert event.invite_link == "https://t.me/+abc"


@pytest.mark.parametrize("kind", ["my_chat_member", "chat_member"])
def test_the_bots_own_standing_names_who_changed_it(kind: str) -> None:
    event = event_of(**{kind: change("left", "administrator", who=OWN)})
    assert (event.kind, event.sender) == (Kind.BOT, Sender.MEMBER)
    assert (event.old_status, event.new_status) == ("left", "administrator")
    assert event.person is not None
    assert event.person.id == 2


@pytest.mark.parametrize(
    ("old", "new", "action"),
    [
        ("member", "kicked", "ban"),
        ("member", "left", "kick"),
        ("left", "kicked", "ban"),
        ("kicked", "left", "unban"),
        ("member", "restricted+", "restrict"),
        ("restricted+", "member", "unrestrict"),
        ("left", "member", "add"),
        ("member", "administrator", ""),
    ],
)
def test_what_somebody_did_to_a_member_has_a_name(old: str, new: str, action: str) -> None:
    assert event_of(chat_member=change(old, new)).action == action
    assert event_of(chat_member=change(old, new, by=BOB)).action == ""


def test_what_the_bot_did_itself_is_no_moderators_act() -> None:
    assert event_of(chat_member=change("member", "restricted+", by=OWN)).kind is Kind.OTHER


def test_a_restriction_tells_what_is_left_and_until_when() -> None:
    update = change("left", "restricted+")
    update["new_chat_member"] |= {
        "can_send_messages": True,
        "can_send_polls": True,
        "until_date": 1_700_009_999,
    }
    restriction = event_of(chat_member=update).restriction
    assert restriction == Restriction(("can_send_messages", "can_send_polls"), 1_700_009_999)
    assert event_of(chat_member=change("left", "member")).restriction is None


@pytest.mark.parametrize(
    ("status", "until", "told"),
    [("member", 1_702_592_000, 1_702_592_000), ("member", None, 0), ("kicked", 1_702_592_000, 0)],
)
def test_until_when_a_channel_was_paid_is_told_of_members_alone(
    status: str, until: int | None, told: int
) -> None:
    update = change("left", status)
    if until is not None:
        update["new_chat_member"]["until_date"] = until
    link = {"invite_link": "https://t.me/+pay", "subscription_period": 2_592_000, "subscription_price": 300}
    event = event_of(chat_member=update | {"chat": {"id": -1006, "type": "channel"}, "invite_link": link})
    assert (event.paid_until, event.invite_link) == (told, "https://t.me/+pay")
