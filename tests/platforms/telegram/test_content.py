"""What a message says: words, links, mentions, commands and media, with offsets in UTF-16 code units."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.addresses import domain_of
from rules.engine.events import Button, Command, Content, Extras, Forward, Kind, Link, Media, Mention
from tests.platforms.telegram.updates import BOB, HELPER, MING, NEWS, Json, event_of, message, said


def content(**fields: Any) -> Content:
    """The content of a message."""
    found = said(**fields).content
    assert found is not None
    return found


def units(text: str) -> int:
    """Its length as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def marked(before: str, words: str, kind: str, **more: Any) -> Json:
    """A message with one entity in it."""
    entity = {"type": kind, "offset": units(before), "length": units(words)} | more
    return {"text": before + words + " 。", "entities": [entity]}


BEFORE = ["", "see ", "看看 ", "😀😀 看 "]


@pytest.mark.parametrize("before", BEFORE)
def test_offsets_count_utf16_code_units(before: str) -> None:
    assert content(**marked(before, "HTTPS://Sub.Example.COM/a?b", "url")).links == (
        Link("HTTPS://Sub.Example.COM/a?b", "sub.example.com"),
    )
    assert content(**marked(before, "@ming", "mention")).mentions == (Mention("ming"),)
    assert content(**marked(before, "#打卡", "hashtag")).hashtags == ("打卡",)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), st.sampled_from(BEFORE))
def test_any_words_are_cut_out_whole(before: str, more: str) -> None:
    fields = marked(before + more, "#标签", "hashtag")
    assert content(**fields).hashtags == ("标签",)


@pytest.mark.parametrize(
    ("words", "url", "hidden"),
    [
        ("click here", "https://evil.example/x", True),
        ("good.example", "https://evil.example/", True),
        ("evil.example", "https://evil.example/", False),
        ("http://Evil.example/x", "https://evil.example/X", False),
        ("evil.example/%78", "https://evil.example:443/x", False),
        ("https://www.evil.example/", "https://evil.example/", True),
    ],
)
def test_a_link_is_hidden_when_its_words_show_something_else(words: str, url: str, hidden: bool) -> None:
    links = content(**marked("", words, "text_link", url=url)).links
    assert links == (Link(url, "evil.example", hidden),)


@pytest.mark.parametrize("kind", ["email", "phone_number", "cashtag", "bold", "pre", "of_next_year"])
def test_other_entities_are_no_links(kind: str) -> None:
    found = content(**marked("write to ", "a@b.example", kind))
    assert (found.links, found.mentions, found.hashtags) == ((), (), ())


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("example.com", "example.com"),
        ("https://user:pw@Example.com:8443/x#y", "example.com"),
        ("TG://resolve?domain=x", "t.me"),
        ("https://xn--fsqu00a.xn--0zwm56d/", "例子.测试"),
        ("https://xn--a.example", "xn--a.example"),
        ("https://例子.测试", "例子.测试"),
        ("https://[broken", ""),
        ("https://example.com./", "example.com"),
        ("", ""),
    ],
)
def test_a_domain_is_lower_case_and_readable(url: str, domain: str) -> None:
    assert domain_of(url) == domain


def test_a_mention_without_username_names_the_person() -> None:
    assert content(**marked("hi ", "Bob", "text_mention", user=BOB)).mentions == (Mention("", 3),)


@pytest.mark.parametrize(
    ("text", "length", "command"),
    [
        ("/me", 3, Command("me")),
        ("/me@local_bot", 13, Command("me", "", "local_bot")),
        ("/mute @ming 2h  太吵了 ", 5, Command("mute", "@ming 2h  太吵了")),
        ("/ban@local_bot\n@ming", 14, Command("ban", "@ming", "local_bot")),
    ],
)
def test_a_command_opens_its_message(text: str, length: int, command: Command) -> None:
    entity = {"type": "bot_command", "offset": 0, "length": length}
    assert content(text=text, entities=[entity]).command == command


def test_a_command_further_on_is_none() -> None:
    assert content(**marked("try ", "/me", "bot_command")).command is None


def test_a_caption_is_text_with_its_own_entities() -> None:
    entities = [{"type": "url", "offset": 5, "length": 11}]
    found = content(photo=[], caption="look example.com", caption_entities=entities)
    assert (found.text, found.media) == ("look example.com", Media.PHOTO)
    assert found.links == (Link("example.com", "example.com"),)


FILE: Json = {"file_id": "a", "file_unique_id": "b"}


@pytest.mark.parametrize(
    ("fields", "media"),
    [
        ({"animation": FILE, "document": FILE}, Media.ANIMATION),
        ({"audio": FILE}, Media.AUDIO),
        ({"contact": {"phone_number": "1", "first_name": "B"}}, Media.CONTACT),
        ({"dice": {"emoji": "🎲", "value": 3}}, Media.DICE),
        ({"document": FILE}, Media.DOCUMENT),
        ({"game": {"title": "G", "description": "", "photo": []}}, Media.GAME),
        ({"giveaway": {"chats": [NEWS], "winner_count": 1}}, Media.GIVEAWAY),
        ({"giveaway_winners": {"chat": NEWS, "winner_count": 1, "winners": [MING]}}, Media.GIVEAWAY),
        ({"invoice": {"title": "", "currency": "XTR", "total_amount": 5}}, Media.INVOICE),
        ({"venue": {"title": "Here", "address": ""}}, Media.LOCATION),
        ({"location": {"longitude": 1.5, "latitude": 2}}, Media.LOCATION),
        ({"location": {}, "venue": {"title": "Here"}}, Media.LOCATION),
        ({"photo": [FILE]}, Media.PHOTO),
        ({"live_photo": FILE}, Media.PHOTO),
        ({"paid_media": {"star_count": 1, "paid_media": []}}, Media.PHOTO),
        ({"poll": {"id": "1", "question": "?", "options": []}}, Media.POLL),
        ({"sticker": FILE}, Media.STICKER),
        ({"story": {"chat": NEWS, "id": 1}}, Media.STORY),
        ({"video": FILE}, Media.VIDEO),
        ({"video_note": FILE}, Media.VIDEO_NOTE),
        ({"voice": FILE}, Media.VOICE),
    ],
)
def test_media_are_told_apart(fields: Json, media: Media) -> None:
    event = said(**fields)
    assert (event.kind, event.content and event.content.media) == (Kind.MESSAGE, media)


def test_a_file_has_a_name_and_an_album_a_number() -> None:
    found = content(document=FILE | {"file_name": "题解.pdf.exe"}, media_group_id="1357")
    assert (found.file_name, found.album) == ("题解.pdf.exe", "1357")


@pytest.mark.parametrize(
    ("origin", "forward"),
    [
        ({"type": "user", "sender_user": MING}, Forward("user", "小明 王", 2)),
        ({"type": "hidden_user", "sender_user_name": "Nobody"}, Forward("hidden_user", "Nobody")),
        ({"type": "hidden_user"}, Forward("hidden_user")),
        ({"type": "chat", "sender_chat": NEWS}, Forward("chat", "Daily News", -1005)),
        ({"type": "channel", "chat": NEWS, "message_id": 5}, Forward("channel", "Daily News", -1005)),
    ],
)
def test_a_forward_tells_where_it_comes_from(origin: Json, forward: Forward) -> None:
    assert content(text="news", forward_origin=origin | {"date": 1}).forward == forward


def test_a_quote_and_an_inline_bot_are_kept_apart_from_the_text() -> None:
    found = content(text="I agree", quote={"text": "buy now", "position": 0}, via_bot=HELPER)
    assert (found.text, found.quote, found.via_bot) == ("I agree", "buy now", "helper_bot")


def test_custom_emoji_are_counted() -> None:
    entities = [{"type": "custom_emoji", "offset": n, "length": 2} for n in (0, 2)]
    assert content(text="😀😀", entities=entities).custom_emoji == 2


def test_the_words_of_a_poll_are_its_text() -> None:
    poll = {"id": "1", "question": "Earn money?", "options": [{"text": "加微信"}, {"text": "no"}]}
    assert content(poll=poll).text == "Earn money?\n加微信\nno"


def test_the_words_and_links_of_a_checklist_count() -> None:
    entity = {"type": "text_link", "offset": 0, "length": 2, "url": "https://evil.example"}
    tasks = [{"id": 1, "text": "😀点这", "text_entities": [entity | {"offset": 2}]}, {"id": 2, "text": "go"}]
    found = content(checklist={"title": "To do", "tasks": tasks})
    assert found.text == "To do\n😀点这\ngo"
    assert found.links == (Link("https://evil.example", "evil.example", hidden=True),)


def test_the_words_and_links_of_a_rich_message_count() -> None:
    blocks = [
        {"type": "heading", "text": "News", "size": 1},
        {
            "type": "paragraph",
            "text": [
                "看 ",
                {"type": "bold", "text": {"type": "url", "text": "here", "url": "https://evil.example"}},
            ],
        },
        {
            "type": "list",
            "items": [{"label": "1", "blocks": [{"text": "one"}]}, {"label": "2", "blocks": []}],
        },
        {"type": "divider"},
    ]
    found = content(rich_message={"blocks": blocks})
    assert found.text == "News\n看 here\n1\none\n2\n"
    assert found.links == (Link("https://evil.example", "evil.example", hidden=True),)


ELSEWHERE: Json = {"type": "channel", "chat": NEWS, "message_id": 5, "date": 1}
BUTTONS: Json = {"inline_keyboard": [[{"text": "Win", "url": "https://evil.example"}], [{"text": "No"}]]}


@pytest.mark.parametrize(
    ("fields", "extras"),
    [
        ({"text": "hi"}, None),
        ({"photo": [FILE]}, None),
        (
            {"text": "hi", "reply_markup": BUTTONS},
            Extras(buttons=(Button("Win", "https://evil.example"), Button("No"))),
        ),
        ({"sticker": FILE | {"set_name": "Ads_by_bot"}}, Extras(sticker_set="Ads_by_bot")),
        ({"document": FILE | {"mime_type": "application/zip"}}, Extras(mime="application/zip")),
        ({"poll": {"id": "1", "question": "?", "options": [], "type": "quiz"}}, Extras(poll="quiz")),
        (
            {"contact": {"phone_number": "+86 1", "first_name": "小", "last_name": "王"}},
            Extras(contact="小 王 +86 1"),
        ),
        (
            {"text": "hi", "external_reply": {"origin": ELSEWHERE, "chat": NEWS}},
            Extras(outside=Forward("channel", "Daily News", -1005)),
        ),
        (
            {"text": "hi", "external_reply": {"origin": {"type": "user", "date": 1, "sender_user": BOB}}},
            Extras(outside=Forward("user", "Bob", 3)),
        ),
        ({"text": "hi", "external_reply": {"origin": ELSEWHERE, "chat": {"id": -1001}}}, None),
    ],
)
def test_what_few_messages_have_is_kept_apart(fields: Json, extras: Extras | None) -> None:
    assert content(**fields).extras == extras


def test_an_edit_knows_when_the_message_was_new_and_its_author_may_have_premium() -> None:
    changed = message(text="hi", edit_date=1_700_000_500, **{"from": MING | {"is_premium": True}})
    event = event_of(edited_message=changed)
    assert (event.at, event.written_at) == (1_700_000_500, 1_700_000_000)
    assert event.person is not None
    assert event.person.premium
