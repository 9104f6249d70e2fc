"""An edit is judged by what it adds, and by its whole text where words are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.decide import decide
from rules.engine.edit_diff import compared, marks_of, new_links, new_mentions
from rules.engine.events import Button, Content, Event, Extras, Forward, Kind, Link, Media, Mention
from rules.engine.locks import broken
from rules.engine.state import Activity
from tests.rules.make import NOW, book, event, link, look, member

GITHUB, EVIL = link("https://github.com/a"), link("https://evil.example/x")
HIDDEN = link("https://github.com/a", hidden=True)


def edited(now: Content, was: Content | None) -> Event:
    """An edit, of a message that was so, or of which nothing is known."""
    before = compared(now, was.text, frozenset(marks_of(was))) if was is not None else None
    return Event(**_fields(event(kind=Kind.EDIT, written_at=NOW - 1500)) | {"content": now, "before": before})


def _fields(what: Event) -> dict[str, Any]:
    return {name: getattr(what, name) for name in what.__struct_fields__}


SAW = Content("see https://github.com/a", links=(GITHUB,))


@pytest.mark.parametrize(
    ("now", "was", "links"),
    [
        (Content("See https://github.com/a!", links=(GITHUB,)), SAW, ()),
        (Content("see HTTPS://GitHub.com:443/a", links=(link("HTTPS://GitHub.com:443/a"),)), SAW, ()),
        (Content("", links=(GITHUB, EVIL)), SAW, (EVIL,)),
        (Content("", links=(EVIL,)), SAW, (EVIL,)),
        (Content("", links=(HIDDEN,)), SAW, (HIDDEN,)),
        (Content("", links=(GITHUB,)), Content("see"), (GITHUB,)),
        (Content("", links=(GITHUB,)), None, (GITHUB,)),
    ],
)
def test_of_an_edit_only_the_links_count_that_it_adds(
    now: Content, was: Content | None, links: tuple[Link, ...]
) -> None:
    what = edited(now, was)
    assert new_links(what) == links
    assert look("links", "any", what).hit is bool(links)
    assert look("domains", ["github.com", "evil.example"], what).hit is bool(links)
    assert look("text", {"of": ["links", "domains"], "includes": ["github", "evil"]}, what).hit is bool(links)
    assert broken(what, frozenset({"links"})) == ("links" if links else "")


@pytest.mark.parametrize(
    ("was", "found"),
    [(("bob",), {"ann"}), (("bob", "ann"), set()), ((), {"ann", "bob"}), (("ANN", "Bob"), set())],
)
def test_of_an_edit_only_the_people_count_whom_it_adds(was: tuple[str, ...], found: set[str]) -> None:
    now = Content("@ann @bob", mentions=(Mention("ann"), Mention("bob")))
    what = edited(now, Content("x", mentions=tuple(Mention(n) for n in was)))
    assert {m.username for m in new_mentions(what)} == found
    assert look("mentions", {"least": 1}, what).values["count"] == len(found)
    assert look("text", {"of": "mentions", "exact": "ann"}, what).hit is ("ann" in found)


LINKS = st.lists(st.sampled_from([GITHUB, EVIL, HIDDEN, link("t.me/x")]), max_size=4, unique=True).map(tuple)


@given(LINKS, LINKS)
def test_what_was_there_is_never_new_and_what_was_not_always_is(
    now: tuple[Link, ...], was: tuple[Link, ...]
) -> None:
    found = new_links(edited(Content("", links=now), Content("x", links=was)))
    assert found == tuple(each for each in now if each not in was)


BOOK = """
rules:
  - {id: rude, when: {words: rude word}, then: [delete]}
  - {id: late, on: edit, when: {all: [edited: {after: 10m}, links: any]}, then: [delete]}
"""
PHOTO = Content("look", Media.PHOTO, file="AgAC1")
JUDGED: list[tuple[Content, Content | None, list[str]]] = [
    (Content("a rude word"), Content("a nice word"), ["rude"]),
    (Content("a rude word, mended"), Content("a rude word, mendd"), ["rude"]),  # the whole text counts
    (Content("a rude word"), Content("a rude word"), []),  # a preview came, say: nothing was changed
    (Content("a rude word"), None, ["rude"]),
    (SAW, Content("se https://github.com/a", links=(GITHUB,)), []),
    (SAW, Content("later"), ["late"]),
]


@pytest.mark.parametrize(("now", "was", "hits"), JUDGED)
def test_an_edit_is_judged_by_what_it_changed(
    tmp_path: Path, now: Content, was: Content | None, hits: list[str]
) -> None:
    decision = decide(edited(now, was), member(), Activity(), book(tmp_path, BOOK), NOW)
    assert [h.rule for h in decision.hits] == hits
    assert decision.exempt == ("unchanged" if now == was else "")


@pytest.mark.parametrize(
    ("now", "same"),
    [(PHOTO, True), (Content("look", Media.PHOTO, file="AgAC2"), False), (Content("look"), True)],
)
def test_another_file_is_a_change(now: Content, same: bool) -> None:
    before = edited(now, PHOTO).before
    assert before is not None
    assert before.same is same


def test_buttons_that_come_below_the_same_words_are_a_change() -> None:
    """The bot through which a message was sent may change them at any time."""
    plain = Content("look", via_bot="gif")
    won, lost = (Extras(buttons=(Button("Win", f"https://{name}.example"),)) for name in ("good", "evil"))
    for was, now, same in ((plain, won, False), (won, won, True), (won, lost, False)):
        earlier = was if isinstance(was, Content) else Content("look", via_bot="gif", extras=was)
        before = edited(Content("look", via_bot="gif", extras=now), earlier).before
        assert before is not None
        assert before.same is same


NEVER_BY_EDITING: dict[str, Content] = {
    "contacts": Content("a", Media.CONTACT),
    "forwards": Content("a", forward=Forward("channel", "News")),
    "inline": Content("a", via_bot="gif"),
}


@pytest.mark.parametrize("kind", NEVER_BY_EDITING)
def test_no_edit_makes_a_message_a_contact_a_forward_or_an_inline_one(kind: str) -> None:
    now = NEVER_BY_EDITING[kind]
    assert broken(edited(now, Content("b")), frozenset({kind})) == ""
    assert broken(edited(now, None), frozenset({kind})) == kind
