"""Whatever people are called and write, the bot's messages parse, show it as it is, and add nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.features.courses.catalogue import page
from bot.features.courses.explain import sentence
from bot.features.courses.rendering import link
from bot.features.moderation.operator_replies import fill
from bot.features.points.commands import board
from bot.platforms.telegram.calls import address, mention
from bot.playground.entities import found_in
from bot.playground.html import parse_html
from bot.playground.state import Person
from bot.text import html
from bot.text.messages import LANGUAGES, by_operators, say, text_files
from rules.config.courses import Course
from storage.boards import Place

JOINER = "\u2060"
NASTY = (
    *("<b>", "</a>", '<a href="tg://user?id=1">', "&lt;", "&amp;", "&#60;", "<", ">", "</", "<!--", "]]>"),
    *("@olga_owner", "https://evil.example/x", "t.me/joinchat", "/ban", "#tag", "$USD", "a@b.com", "1.2.3.4"),
    *("tg://person/1", '<a href="tg://person/1">', "{member}", "{reason}", "{ $name }", '{"', "\"'"),
    *("\u202e", "\u2066", "\u2069", "\u200b", "\u200f", "שלום", "مرحبا", "\ud800", "\udfff", "😀", "\x00"),
    *("\n", "👨\u200d👩\u200d👧", "x" * 300),
)
anything = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("<>&\"'/@#.:{}$"), st.characters(categories=["Cs"])),
    max_size=40,
)
names = st.lists(st.one_of(st.sampled_from(NASTY), anything), max_size=6).map("".join)


def shown(source: str) -> tuple[str, list[dict[str, Any]]]:
    """What a message says and marks, as Telegram would read it; the bot's own unseen joiners taken out."""
    text, entities = parse_html(source, {7: Person(7, "Ann")})
    return text, entities + found_in(text)


def as_seen(value: str) -> str:
    """A value without marks that turn the text around it, and with a sign for half a character."""
    straight = re.sub("[\u202a-\u202e\u2066-\u2069]", "", value)
    return re.sub("[\ud800-\udfff]", "?", straight).replace(JOINER, "")


def assert_literal(source: str, *values: str, kinds: tuple[str, ...] = ()) -> None:
    """The source parses, shows the values as they are, and marks nothing but these kinds."""
    text, entities = shown(source)
    seen = text.replace(JOINER, "")
    for value in values:
        assert as_seen(value) in seen
    assert [e["type"] for e in entities if e["type"] not in kinds] == []
    text.encode()


def placeholders() -> list[tuple[str, str, set[str]]]:
    """Every sentence of the bot's that holds values: language, key, names of the values.

    Those for operators go to a terminal, where nothing is a mention or a link.
    """
    found = []
    for language in LANGUAGES:
        for path in text_files(language):
            if path.stem == "operators":
                continue
            for block in re.split(r"\n(?=[a-z])", path.read_text(encoding="utf-8")):
                values = set(re.findall(r"\$(\w+)", block))
                if values and "->" not in block:
                    found.append((language, block.partition(" ")[0], values))
    return found


SENTENCES = placeholders()
MARKED = ("bold", "italic", "code", "blockquote")


def test_there_are_sentences_to_try() -> None:
    assert len(SENTENCES) > 60


@given(st.sampled_from(SENTENCES), names)
@example(("en", "board-line", {"rank", "name", "xp"}), "t.me/scam @olga_owner /ban #x")
@example(("zh", "courses-none", {"query"}), "<b>\u202e&amp;")
def test_every_sentence_shows_every_value_as_it_is(which: tuple[str, str, set[str]], value: str) -> None:
    language, key, values = which
    source = say(language, key, **dict.fromkeys(values, value))
    bare = say(language, key, **dict.fromkeys(values, "x"))
    usual = tuple({e["type"] for e in shown(bare)[1]})
    assert_literal(source, value, kinds=(*MARKED, *usual))


@given(names)
def test_a_name_is_a_mention_of_the_one_it_names_and_nothing_else(name: str) -> None:
    source = address({"text": mention(3, name)}, {}, {1: 66, 3: 7})["text"]
    assert "66" not in source or "66" in name
    text, entities = parse_html(source, {7: Person(7, "Ann")})
    assert as_seen(name).strip() in text.replace(JOINER, "")
    assert {e["type"] for e in entities} <= {"text_mention"}
    assert found_in(text) == []


@given(
    names, names, st.sampled_from(["{member}: {reason}", "{reason}{member}", "<b>{member}</b> {limit} {odd}"])
)
def test_operators_templates_fill_in_values_once_and_as_they_are(name: str, reason: str, text: str) -> None:
    source = fill(text, {"member": mention(3, name), "reason": html.quoted(reason), "limit": "3"})
    assert_literal(address({"t": source}, {}, {3: 7})["t"], name, kinds=("text_mention",))
    if "{reason}" in text:
        assert as_seen(reason) in shown(source)[0].replace(JOINER, "")


def test_what_a_name_holds_is_not_filled_in_again() -> None:
    filled = fill("{member} {warnings}", {"member": html.quoted("{warnings}"), "warnings": "3"})
    assert filled == "{warnings} 3"


@given(st.lists(names, min_size=1, max_size=10))
def test_a_board_advertises_nobodys_links(people: list[str]) -> None:
    places = [Place(n, n, name, 5) for n, name in enumerate(people, 1)]
    assert_literal(board("en", "week", places), *people, kinds=("bold",))


@given(names, names, names, st.integers(0, 3))
def test_courses_show_what_operators_wrote(title: str, text: str, query: str, number: int) -> None:
    given_ = {"title": title.strip() or "x", "description": text.strip() or "x"}
    courses = tuple(Course(id=f"c{n}", language="any", **given_) for n in range(9))
    source, _ = page(courses, "", number, "en", lambda verb, arguments: verb)
    seen, _ = parse_html(html.fitted(source), {})
    assert len(seen) <= html.TEXT
    none, _ = page((), query, 0, "en", lambda verb, arguments: verb)
    parse_html(none, {})
    reason = sentence("en", {"kind": "next", "course": "c1", "count": 9}, {"c1": title})
    assert_literal(reason, title)


@given(names)
def test_a_courses_link_leads_where_it_says(name: str) -> None:
    course = Course(id="a", title=name.strip() or "x", language="any", url='https://e.com/?a="b"&c=<d>')
    _, entities = parse_html(link(course, "en"), {})
    assert [e.get("url") for e in entities] in (['https://e.com/?a="b"&c=<d>'], [])


def test_operators_links_stay_links() -> None:
    text, _ = parse_html(by_operators("See https://example.com/rules & @admin_team <3"), {})
    assert [e["type"] for e in found_in(text)] == ["url", "mention"]


pieces = st.lists(
    st.one_of(
        names.map(html.quoted),
        names.map(lambda n: f"<b>{html.quoted(n)}</b>"),
        names.map(lambda n: f"<blockquote><i>{html.quoted(n)}</i> x</blockquote>"),
        st.just("&lt;&amp;😀" * 7),
        st.builds(mention, st.just(3), names),
    ),
    max_size=12,
).map("".join)


@given(pieces, st.integers(1, 300))
def test_a_cut_leaves_tags_references_and_characters_whole(source: str, limit: int) -> None:
    whole, _ = parse_html(source, {})
    cut = html.fitted(source, limit)
    text, _ = parse_html(cut, {})
    assert html.units(text) <= limit
    if html.units(whole) <= limit:
        assert cut == source
    else:
        assert text.endswith("…")
        assert whole.startswith(text[:-1])


@pytest.mark.parametrize(("name", "limit"), [("text", 4096), ("caption", 1024)])
def test_every_call_is_kept_within_telegrams_limits(name: str, limit: int) -> None:
    given_ = {name: f"<b>{'&lt;😀' * 3000}</b>", "parse_mode": "HTML", "chat_id": 1}
    kept = html.within_limits(given_)
    text, entities = parse_html(kept[name], {})
    assert limit - 3 <= html.units(text) <= limit
    assert entities[0]["length"] >= limit - 3
    assert kept["chat_id"] == 1
    assert html.within_limits({"text": "x" * 5000}) == {"text": "x" * 5000}
