"""Addresses in all their spellings, and where they lead."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.addresses import Address, address_of, domain_of
from rules.engine.plain_text_entities import read_text

INVITES = [
    "https://t.me/+AbC",
    "T.me/+AbC",
    "HTTPS://T.ME/+AbC",
    "https://t.me:443/+AbC",
    "http://t.me:8080/+AbC",
    "t.me:443/+AbC",
    "https://t.me/%2BAbC",
    "https://t.me/%2bAbC",
    "https://t.me/%20AbC",
    "https://t%2eme/+AbC",
    "https://t.me./+AbC",
    "https://www.t.me/+AbC",
    "https://t.me//+AbC/",
    "https://t.me/x/../+AbC",
    "https://google.com@t.me/+AbC",
    "https://google.com:80@t.me/+AbC",
    "https:\\\\t.me\\+AbC",
    "http:t.me/+AbC",
    "https://ｔ．ｍｅ/+AbC",
    "https://t。me/+AbC",
    "https://t\u200b.me/+AbC",
    "tg://join?invite=AbC",
    "TG://JOIN?invite=AbC",
    "tg:join?invite=AbC",
    "tg:///join/?x=1&invite=AbC",
    "https://telegram.me/+AbC",
    "https://telegram.dog/+AbC",
    "https://t.me/iv?url=https%3A%2F%2Ft.me%2F%2BAbC&rhash=1",
    "https://t.me/share/url?url=t.me/%2BAbC",
    "tg://msg_url?url=https://t.me/%2BAbC",
    "https://web.telegram.org/k/#?tgaddr=tg%3A%2F%2Fjoin%3Finvite%3DAbC",
    "https://web.telegram.org/#/im?tgaddr=tg%3A%2F%2Fjoin%3Finvite%3DAbC",
]


@pytest.mark.parametrize("url", INVITES)
def test_every_spelling_of_an_invitation_leads_to_the_same_place(url: str) -> None:
    assert address_of(url) == Address("t.me", "+AbC")
    assert address_of(url).invite


@pytest.mark.parametrize(
    ("url", "plain", "invite"),
    [
        ("https://t.me/joinchat/AbC", "t.me/joinchat/AbC", True),
        ("https://telegram.me/JoinChat/AbC", "t.me/JoinChat/AbC", True),
        ("https://t.me/addlist/AbC", "t.me/addlist/AbC", True),
        ("tg://addlist?slug=AbC", "t.me/addlist/AbC", True),
        ("tg://resolve?phone=8613800138000", "t.me/+8613800138000", True),
        ("tg://resolve?domain=durov&post=3", "t.me/durov?post=3", False),
        ("https://durov.t.me", "t.me/durov", False),
        ("https://Durov.t.me/12", "t.me/durov/12", False),
        ("https://t.me/durov", "t.me/durov", False),
        ("https://web.telegram.org/k/#@durov", "t.me/durov", False),
        ("https://telegram.org/faq", "telegram.org/faq", False),
        ("https://t.me.evil.example/+AbC", "t.me.evil.example/+AbC", False),
        ("https://evil.example/t.me/+AbC", "evil.example/t.me/+AbC", False),
        ("https://t.me@evil.example/+AbC", "evil.example/+AbC", False),
        ("https://xt.me/+AbC", "xt.me/+AbC", False),
    ],
)
def test_only_what_lets_people_into_a_chat_is_an_invitation(url: str, plain: str, invite: bool) -> None:
    assert (address_of(url).plain, address_of(url).invite) == (plain, invite)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://EXAMPLE.com/a", "example.com/a"),
        ("https://例子.测试/", "https://xn--fsqu00a.xn--0zwm56d"),
        ("https://example.com/%61%62c", "http://user:pw@example.com:443/abc/"),
        ("https://example.com/x/./y", "https://example.com/x/y"),
    ],
)
def test_two_spellings_are_one_place(one: str, other: str) -> None:
    assert address_of(one) == address_of(other)


@pytest.mark.parametrize("url", ["", " ", "https://", "https://[broken", "tg:", "%", "://", "tg://resolve"])
def test_what_leads_nowhere_is_no_invitation(url: str) -> None:
    assert not address_of(url).invite


def test_an_address_against_the_rules_still_has_its_host() -> None:
    assert domain_of("https://evil.example:99999/x") == "evil.example"


@pytest.mark.parametrize("text", ["come to T.me/+AbC now", "看t.me:443/+AbC。", "TG://join?invite=AbC"])
def test_invitations_are_found_in_bare_texts(text: str) -> None:
    assert [address_of(link.url).invite for link in read_text(text).links] == [True]


@given(st.text(max_size=60))
def test_any_text_can_be_an_address(url: str) -> None:
    assert isinstance(address_of(url).plain, str)


@pytest.mark.parametrize(
    "piece", ["a", "a.", "%2B", "/", "@a", "xn--a.", "[", "例.", "?url=", "&url=t.me/iv?", ":"]
)
def test_long_addresses_take_little_time(piece: str) -> None:
    """What grows with the square of the length takes many seconds here."""
    started = time.thread_time()
    address_of("https://t.me/iv?url=" + piece * (60_000 // len(piece)))
    address_of("https://" + piece * (60_000 // len(piece)))
    assert time.thread_time() - started < 1
