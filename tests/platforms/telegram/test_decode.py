"""Updates of every kind become events; what cannot be read becomes a dead letter and harms nobody else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.telegram.api_rules import ALLOWED_UPDATES
from bot.platforms.telegram.decode import decode_batch
from rules.engine.events import Chat, Kind, Person, Press, Reply, Sender
from rules.engine.people import STAND_INS, is_person
from tests.platforms.telegram.updates import BOB, GROUP, HELPER, ME, MING, NEWS, Json, event_of, message, said

MING_IS = Person(2, "小明 王", "ming", "zh-hans")
NEWS_IS = Person(-1005, "Daily News", "news", channel=True)
STAND_IN: Json = {"id": 136817688, "is_bot": True}


def test_a_message_says_who_where_when_and_what() -> None:
    event = said(text="早上好")
    assert (event.update_id, event.kind, event.at) == (500, Kind.MESSAGE, 1_700_000_000)
    assert event.chat == Chat(-1001, "supergroup", "Learners", "learners")
    assert (event.person, event.sender, event.by) == (MING_IS, Sender.MEMBER, None)
    assert (event.message_id, event.topic, event.text) == (41, 0, "早上好")


def test_an_edit_happens_when_it_was_edited() -> None:
    event = event_of(edited_message=message(text="better", edit_date=1_700_000_060))
    assert (event.kind, event.at, event.text) == (Kind.EDIT, 1_700_000_060, "better")


def test_a_private_chat_is_private() -> None:
    assert said(chat={"id": 2, "type": "private", "first_name": "小明"}, text="/start").chat.private


SERVICE: dict[str, Json] = {
    "pinned": {"pinned_message": {"message_id": 3, "date": 0, "chat": GROUP}},
    "title": {"new_chat_title": "Learners 2"},
    "topic": {"forum_topic_created": {"name": "Maths", "icon_color": 1}},
    "call": {"video_chat_started": {}},
}


@pytest.mark.parametrize("fields", SERVICE.values(), ids=SERVICE)
def test_a_service_message_is_counted_and_not_judged(fields: Json) -> None:
    event = said(**fields)
    assert (event.kind, event.sender, event.content, event.message_id) == (
        Kind.OTHER,
        Sender.SERVICE,
        None,
        41,
    )


@pytest.mark.parametrize(
    ("fields", "sender"),
    [
        ({}, Sender.MEMBER),
        ({"from": {"id": 1087968824, "is_bot": True}, "sender_chat": GROUP}, Sender.ANONYMOUS_ADMIN),
        ({"from": {"id": 1087968824, "is_bot": True}}, Sender.ANONYMOUS_ADMIN),
        (
            {"from": {"id": 777000}, "sender_chat": NEWS, "is_automatic_forward": True},
            Sender.LINKED_CHANNEL,
        ),
        ({"from": {"id": 777000}}, Sender.LINKED_CHANNEL),
        ({"from": {"id": 136817688, "is_bot": True}, "sender_chat": NEWS}, Sender.CHANNEL),
        ({"from": None}, Sender.CHANNEL),
        ({"from": HELPER}, Sender.BOT),
    ],
)
def test_the_sender_is_whose_voice_it_is(fields: Json, sender: Sender) -> None:
    assert said(text="hi", **fields).sender is sender


def test_a_topic_counts_only_for_topic_messages() -> None:
    assert said(text="hi", message_thread_id=9, is_topic_message=True).topic == 9
    assert said(text="a thread of replies", message_thread_id=9).topic == 0


def test_a_reply_names_the_answered_message_and_its_author() -> None:
    answered = message(message_id=40, text="why?", **{"from": BOB})
    event = said(text="because", reply_to_message=answered)
    assert event.reply == Reply(40, Person(3, "Bob"), Sender.MEMBER, 1_700_000_000)


def test_the_first_message_of_a_topic_is_not_answered_by_each_of_its_messages() -> None:
    opening = message(message_id=9, forum_topic_created={"name": "Maths", "icon_color": 1})
    fields = {"message_thread_id": 9, "is_topic_message": True, "reply_to_message": opening}
    assert said(text="hi", **fields).reply is None


@pytest.mark.parametrize(
    ("field", "moved"), [("migrate_to_chat_id", (-1002, 0)), ("migrate_from_chat_id", (0, -50))]
)
def test_a_migration_names_both_ends(field: str, moved: tuple[int, int]) -> None:
    event = said(**{field: sum(moved)})
    assert (event.kind, event.sender) == (Kind.MIGRATE, Sender.SERVICE)
    assert (event.migrated_to, event.migrated_from) == moved


def reaction(**fields: Any) -> Json:
    """Ming's reaction to message 41."""
    return {
        "chat": GROUP,
        "message_id": 41,
        "date": 1_700_000_000,
        "old_reaction": [],
        "new_reaction": [{"type": "emoji", "emoji": "👍"}],
    } | fields


def test_a_reaction_tells_what_was_added_and_removed() -> None:
    new = [{"type": "custom_emoji", "custom_emoji_id": "77"}, {"type": "paid"}]
    old = [{"type": "emoji", "emoji": "👍"}]
    event = event_of(message_reaction=reaction(user=MING, old_reaction=old, new_reaction=new))
    assert (event.kind, event.person, event.message_id) == (Kind.REACTION, MING_IS, 41)
    assert (event.added, event.removed, event.reactions) == (("77", "paid"), ("👍",), ("77", "paid"))


def test_a_reaction_in_the_groups_own_name_is_nobodys() -> None:
    event = event_of(message_reaction=reaction(actor_chat=GROUP))
    assert (event.person, event.sender) == (None, Sender.ANONYMOUS_ADMIN)


def test_a_reaction_in_a_channels_name_is_the_channels() -> None:
    event = event_of(message_reaction=reaction(actor_chat=NEWS))
    assert (event.person, event.sender) == (NEWS_IS, Sender.CHANNEL)


VOICES: list[tuple[Json, Person | None]] = [
    ({"from": STAND_IN, "sender_chat": NEWS}, NEWS_IS),
    ({"sender_chat": NEWS}, NEWS_IS),  # whoever stands beside it
    ({"from": None, "sender_chat": NEWS}, NEWS_IS),
    ({"from": {"id": 777000}, "sender_chat": NEWS, "is_automatic_forward": True}, NEWS_IS),
    ({"from": STAND_IN, "sender_chat": NEWS | {"type": "supergroup"}}, NEWS_IS),
    ({"from": {"id": 777000}}, Person(777000, bot=True)),
    ({"from": {"id": 1087968824}, "sender_chat": GROUP}, Person(1087968824, bot=True)),
    ({"from": STAND_IN}, Person(136817688, bot=True)),
    ({"from": None}, None),
]


@pytest.mark.parametrize(("fields", "person"), VOICES)
def test_a_message_in_a_channels_name_is_the_channels(fields: Json, person: Person | None) -> None:
    event = said(text="hi", **fields)
    assert event.person == person
    assert said(text="yes", reply_to_message=message(text="hi", **fields)).reply == Reply(
        41, person, event.sender, 1_700_000_000
    )


@pytest.mark.parametrize("kind", ["edited_message", "message"])
@pytest.mark.parametrize(
    "more",
    [
        {"text": "hi"},
        {"photo": [{}], "caption": "hi", "media_group_id": "7"},
        {"text": "hi", "forward_origin": {"type": "channel", "chat": NEWS, "message_id": 1, "date": 1}},
    ],
)
def test_whatever_a_channel_writes_is_its_own(kind: str, more: Json) -> None:
    voice = {"from": STAND_IN, "sender_chat": NEWS, "edit_date": 1_700_000_050}
    event = event_of(**{kind: message(**voice, **more)})
    assert (event.person, event.sender) == (NEWS_IS, Sender.CHANNEL)


def test_of_accounts_that_stand_for_others_none_is_a_person() -> None:
    for number in STAND_INS:
        event = said(text="hi", **{"from": {"id": number, "first_name": "Somebody"}})
        assert event.person is not None
        assert not is_person(event.person)
    assert not is_person(NEWS_IS)
    assert not is_person(Person(5))  # a deleted account
    assert is_person(MING_IS)


def test_a_pressed_button_tells_who_and_where() -> None:
    query = {"id": "77", "from": MING, "chat_instance": "1", "data": "sg:1:like"}
    event = event_of(callback_query=query | {"message": message(text="Pick one", **{"from": HELPER})})
    assert (event.kind, event.person, event.chat.id, event.message_id) == (Kind.PRESS, MING_IS, -1001, 41)
    assert event.press == Press("77", "sg:1:like", 41)


def test_a_button_may_hang_on_a_message_out_of_reach_or_on_none() -> None:
    query = {"id": "77", "from": MING, "chat_instance": "1", "data": "x"}
    gone = event_of(callback_query=query | {"message": {"chat": GROUP, "message_id": 41, "date": 0}})
    assert gone.message_id == 41
    inline = event_of(callback_query=query | {"inline_message_id": "abc"})
    assert (inline.chat, inline.message_id) == (Chat(2, "private"), 0)


def test_a_join_request_names_its_link() -> None:
    asked = {"chat": GROUP, "from": MING, "user_chat_id": 2, "date": 1_700_000_000, "bio": "hi"}
    link = {"invite_link": "https://t.me/+abc", "creator": BOB}
    event = event_of(chat_join_request=asked | {"invite_link": link})
    assert (event.bio, event.private_chat) == ("hi", 2)
    assert (event.kind, event.person, event.invite_link) == (
        Kind.JOIN_REQUEST,
        MING_IS,
        "https://t.me/+abc",
    )


@pytest.mark.parametrize("kind", ["channel_post", "edited_channel_post"])
def test_a_post_in_a_channel_is_counted_and_not_judged(kind: str) -> None:
    event = event_of(**{kind: message(chat=NEWS, sender_chat=NEWS, text="news", **{"from": None})})
    assert (event.kind, event.chat.id, event.sender) == (Kind.OTHER, -1005, Sender.CHANNEL)


@pytest.mark.parametrize("kind", ["poll", "inline_query", "chat_boost", "of_next_year"])
def test_an_update_of_another_kind_is_counted(kind: str) -> None:
    event = event_of(**{kind: {"id": "1"}})
    assert (event.kind, event.chat.id, event.sender) == (Kind.OTHER, 0, Sender.SERVICE)


def test_an_answer_to_a_poll_tells_who_chose_what() -> None:
    event = event_of(poll_answer={"poll_id": "9", "user": MING, "option_ids": [0, 2]})
    assert (event.kind, event.person and event.person.id, event.chat.id) == (Kind.VOTE, 2, 2)
    assert event.vote is not None
    assert (event.vote.poll, event.vote.options) == ("9", (0, 2))


def test_a_channels_answer_to_a_poll_is_nobodys() -> None:
    assert event_of(poll_answer={"poll_id": "9", "voter_chat": NEWS, "option_ids": [0]}).kind is Kind.OTHER


PAYLOAD = {"invoice_payload": "m1:7"}


def test_every_kind_we_ask_for_is_decoded() -> None:
    member = {"status": "member", "user": BOB}
    change = {
        "chat": GROUP,
        "from": MING,
        "date": 1,
        "old_chat_member": {"status": "left", "user": BOB},
        "new_chat_member": member,
    }
    bodies: Json = {
        "message": message(text="x"),
        "edited_message": message(text="x"),
        "callback_query": {"id": "1", "from": MING},
        "chat_member": change,
        "message_reaction": reaction(user=MING),
        "chat_join_request": {"chat": GROUP, "from": MING, "date": 1, "user_chat_id": 2},
        "my_chat_member": change,
        "pre_checkout_query": {"id": "1", "from": MING, "currency": "XTR", "total_amount": 1} | PAYLOAD,
        "poll_answer": {"poll_id": "9", "user": MING, "option_ids": [0], "option_persistent_ids": ["0"]},
        "subscription": {"user": MING, "state": "canceled"} | PAYLOAD,
    }
    assert set(bodies) == set(ALLOWED_UPDATES)
    assert all(event_of(**{kind: body}).kind is not Kind.OTHER for kind, body in bodies.items())


GOOD = json.dumps({"update_id": 7, "message": message(text="ok")}).encode()
NESTED = b'{"update_id":9,"message":' + b'{"reply_to_message":' * 5000 + b"{}" + b"}" * 5001


@pytest.mark.parametrize(
    ("raw", "number", "reason"),
    [
        (b"<html>Bad Gateway</html>", 0, "malformed"),
        (b"", 0, "truncated"),
        (b'{"update_id":9,"message":{"message', 0, "truncated"),
        (b"[]", 0, "object"),
        (b'{"poll":{}}', 0, "update_id"),
        (b'{"update_id":-4}', 0, ">= 1"),
        (b'{"update_id":0}', 0, ">= 1"),
        (b'{"update_id":99999999999999999999}', 0, "update_id"),
        (b'{"update_id":"9"}', 0, "update_id"),
        (b'{"update_id":9,"message":{"message_id":"x"}}', 9, "$.message.message_id"),
        (b'{"update_id":9,"message":{"message_id":1,"date":1}}', 9, "chat"),
        (b'{"update_id":9,"message":{"message_id":1,"date":-1,"chat":{"id":1}}}', 9, "$.message.date"),
        (b'{"update_id":9,"message":{"message_id":1,"date":1,"chat":{"id":1e30}}}', 9, "chat.id"),
        (b'{"update_id":9,"message":[]}', 9, "$.message"),
        (NESTED, 0, "Recursion"),
        ({"update_id": 9, "message": {"text": "\ud800"}}, 0, "surrogate"),
        ({"update_id": 9, "message": {"chat": 5}}, 9, "$.message"),
        ({1: 2}, 0, ""),
        (None, 0, "object"),
    ],
)
def test_what_cannot_be_read_is_a_dead_letter_and_the_rest_goes_on(
    raw: Any, number: int, reason: str
) -> None:
    events, dead = decode_batch([GOOD, raw, GOOD], ME)
    assert [e.update_id for e in events] == [7, 7]
    assert [d.update_id for d in dead] == [number]
    assert reason in dead[0].reason
    assert raw == b"" or dead[0].body


def test_a_dead_letter_keeps_the_bytes_as_they_came() -> None:
    raw = b'{"update_id": 9,  "message": 5}'
    _, dead = decode_batch([raw], ME)
    assert dead[0].body == raw


def test_a_dict_decodes_like_its_bytes() -> None:
    assert decode_batch([json.loads(GOOD)], ME) == decode_batch([GOOD], ME)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters()), inner, max_size=3),
    max_leaves=10,
)
FIELDS = ["update_id", "message_id", "date", "chat", "id", "from", "text", "entities", "type", "offset"]
fields = st.dictionaries(
    st.sampled_from([*FIELDS, "length", "reply_to_message", "user", "status", "poll", "rich_message"]),
    anything,
)


@given(st.lists(anything | st.binary(max_size=40) | fields, max_size=5))
def test_whatever_comes_nothing_is_raised_and_nothing_gets_lost(raws: list[Any]) -> None:
    events, dead = decode_batch(raws, ME)
    assert len(events) + len(dead) == len(raws)


@given(st.sampled_from(ALLOWED_UPDATES), fields, fields)
def test_a_half_wrong_update_is_an_event_or_a_dead_letter(kind: str, body: Json, chat: Json) -> None:
    whole = message(text="x") | body | {"chat": GROUP | chat}
    events, dead = decode_batch([{"update_id": 5, kind: whole}], ME)
    assert len(events) + len(dead) == 1
    assert all(d.update_id in (0, 5) for d in dead)
