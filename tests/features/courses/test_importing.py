"""Catalogues from elsewhere: what is read, what is refused, what a second time changes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.features.courses.importing.feeds import courses_of_feed
from bot.features.courses.importing.merging import Change, Plan, plan, write
from bot.features.courses.importing.reading import name_of, read_source
from bot.runtime.fetching import fetch
from rules.config.courses import Course, load_courses

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>
  <title>Shop</title><language>zh-CN</language>
  <item><title>焊接 &amp; 电路</title><link>https://e.com/welding-101.html?x=1</link><guid>g1</guid>
    <media:title>Other</media:title><category>手工</category><category> 手工 </category>
    <description>&lt;p&gt;从零&lt;b&gt;开始&lt;/b&gt; &amp;amp; 更多&lt;/p&gt;</description></item>
  <item><title>No link</title></item>
  <item><link>https://e.com/no-title</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>F</title>
  <entry><title>Pottery</title><id>urn:1</id><link rel="self" href="https://e.com/self"/>
    <link href="https://e.com/pottery/"/><category term="clay"/><summary>Bowls</summary></entry>
  <entry><title>Trick</title><id>urn:2</id><link href="javascript:alert(1)"/></entry></feed>"""


def test_the_items_of_rss_become_courses() -> None:
    first, second = courses_of_feed(RSS.encode(), "article")
    assert str(first.pop("id")).startswith("welding-101-")
    assert first == {
        "title": "焊接 & 电路",
        "description": "从零 开始 & 更多",
        "tags": ["手工"],
        "kind": "article",
        "language": "zh",
        "url": "https://e.com/welding-101.html?x=1",
    }
    assert str(second["id"]).startswith("item-")


def test_the_entries_of_atom_become_courses_and_only_web_addresses_are_links() -> None:
    pottery, trick = courses_of_feed(ATOM.encode(), "course")
    assert (pottery["url"], pottery["tags"], pottery["language"]) == (
        "https://e.com/pottery/",
        ["clay"],
        "en",
    )
    assert str(pottery["id"]).startswith("pottery-")
    assert "url" not in trick


def test_an_item_keeps_its_id_when_its_title_changes() -> None:
    changed = ATOM.replace("Pottery", "Pottery, new edition")
    ids = [[c["id"] for c in courses_of_feed(feed.encode(), "course")] for feed in (ATOM, changed)]
    assert ids[0] == ids[1]


BOMB = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><channel><item>&b;</item></channel></rss>'
FILE = (
    '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>'
)


@pytest.mark.parametrize(
    ("feed", "reason"),
    [
        (BOMB, "declares a document type"),
        (FILE, "declares a document type"),
        ("<!DOCTYPE rss SYSTEM 'http://localhost/x.dtd'><rss/>", "declares a document type"),
        ("<rss>" + "<a>" * 100 + "</a>" * 100 + "</rss>", "nested more than"),
        ("<html><body/></html>", "is XML, but no feed"),
        ("<rss><channel>", "is no XML"),
        ("<rss>" + "<item/>" * 2001 + "</rss>", "more than 2000 items"),
    ],
)
def test_what_is_no_feed_or_made_to_hurt_is_refused(feed: str, reason: str) -> None:
    started = time.perf_counter()
    with pytest.raises(ValueError, match=reason):
        courses_of_feed(feed.encode(), "article")
    assert time.perf_counter() - started < 5


DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'


def rss(item: str) -> str:
    """A feed of this item."""
    return f"{DECLARED}<rss version='2.0'><channel><title>T</title>{item}</channel></rss>"


def atom(entry: str, base: str = "") -> str:
    """An Atom feed of this entry."""
    place = f' xml:base="{base}"' if base else ""
    return f'{DECLARED}<feed xmlns="http://www.w3.org/2005/Atom"{place}><title>T</title>{entry}</feed>'


HREF = '<entry><id>7</id><title>A</title><link href="{}"/></entry>'


@pytest.mark.parametrize(
    ("feed", "title", "url"),
    [
        (atom("<entry><id>7</id><title>what &lt;form&gt; is for</title></entry>"), "what <form> is for", ""),
        (
            atom("<entry><id>7</id><title type='html'>a &lt;b&gt;bold&lt;/b&gt; one</title></entry>"),
            "a bold one",
            "",
        ),
        (rss("<item><title>why &lt;canvas&gt; is blank</title></item>"), "why <canvas> is blank", ""),
        (rss("<item><title>a &lt;b&gt;bold&lt;/b&gt; one</title></item>"), "a bold one", ""),
        (atom(HREF.format("a.html"), "https://s.example/x/"), "A", "https://s.example/x/a.html"),
        (atom(HREF.format("//s.example/a")), "A", "https://s.example/a"),
        (atom(HREF.format("a.html")), "A", "https://from.example/dir/a.html"),
        (rss("<item><title>A</title><guid>https://s.example/a</guid></item>"), "A", "https://s.example/a"),
        (rss("<item><title>A</title><guid isPermaLink='false'>https://s.example/a</guid></item>"), "A", ""),
        (rss("<item><title>A</title><guid>12345</guid></item>"), "A", ""),
        ("\n  " + rss("<item><title>A</title></item>"), "A", ""),
        ("\ufeff\n" + rss("<item><title>A</title></item>"), "A", ""),
    ],
)
def test_titles_and_links_are_read_as_feeds_mean_them(feed: str, title: str, url: str) -> None:
    (found,) = courses_of_feed(feed.encode(), "course", "https://from.example/dir/feed")
    assert (found["title"], found.get("url", "")) == (title, url)


MANY = 1_000_000
CATEGORIES = "".join(f"<category>{n}</category>" for n in range(99_999))
HOSTILE = {
    "space before the root": DECLARED
    + "\n" * (4 * MANY)
    + rss("<item><title>A</title></item>")[len(DECLARED) :],
    "brackets": rss(f"<item><title>A</title><description>{'&lt;' * MANY}</description></item>"),
    "references": rss(f"<item><title>A</title><description>{'&amp;a' * 600_000}</description></item>"),
    "attributes": rss("<item " + " ".join(f'a{n}="b"' for n in range(200_000)) + "/>"),
    "a long name": rss(f"<item><title>A</title><author>{'a' * (4 * MANY)}</author></item>"),
    "categories": rss(f"<item><title>A</title>{CATEGORIES}</item>"),
    "categories of all": rss(CATEGORIES),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_feed_that_would_take_the_square_of_its_size_is_read_or_refused_at_once(what: str) -> None:
    started = time.perf_counter()
    with suppress(ValueError):
        assert len(courses_of_feed(HOSTILE[what].encode(), "course")) == 1
    assert time.perf_counter() - started < 20


async def made(folder: Path, text: str, file: str = "shop.yaml", name: str = "shop") -> Plan:
    """The plan of importing a file of this text into the folder's rules."""
    source = folder / file
    source.write_text(text, encoding="utf-8")
    rules = folder / "rules"
    rules.mkdir(exist_ok=True)
    return plan(rules, name, await read_source(str(source), "article"))


def told(found: Plan) -> dict[str, str]:
    """What becomes of each course."""
    return {change.course.id: change.what for change in found.changes}


async def test_the_same_import_again_changes_nothing_and_a_new_one_what_it_shows(tmp_path: Path) -> None:
    first = await made(tmp_path, "id,title,price,tags\na,Alpha,5,x;y\nb,Beta,,\n", "shop.csv")
    assert told(first) == {"a": "new", "b": "new"}
    write(first, "shop.csv")
    again = await made(tmp_path, "id,title,price,tags\na,Alpha,5,x;y\nb,Beta,,\n", "shop.csv")
    assert not again.changes_anything
    second = await made(tmp_path, "courses:\n  - {id: a, title: Alpha, price: 9}\n  - {id: c, title: C}\n")
    assert told(second) == {"a": "changed", "c": "new", "b": "gone"}
    assert second.changes[0].fields == ("tags", "price")
    write(second, "shop.yaml")
    assert [c.id for c in load_courses(tmp_path / "rules", [])] == ["a", "c"]


async def test_a_course_with_another_mistake_is_there_for_what_is_imported(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    mine = "courses: [{id: bowls, title: Bowls, level: easy}]"
    (tmp_path / "rules" / "courses.yaml").write_text(mine, encoding="utf-8")
    with pytest.raises(ValueError, match="'easy' is none of") as refused:
        await made(tmp_path, "courses: [{id: vases, title: Vases, prerequisites: [bowls]}]")
    assert "no course" not in str(refused.value)


async def test_a_csv_with_other_columns_is_told_which_are_needed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"shop\.csv:1:1: needs the columns id and title, and has sku, name"):
        await made(tmp_path, "sku,name\n1,Alpha\n", "shop.csv")


async def test_a_feed_adds_and_changes_but_forgets_nothing(tmp_path: Path) -> None:
    write(await made(tmp_path, ATOM, "feed.xml"), "feed.xml")
    shorter = ATOM[: ATOM.index("<entry><title>Trick")] + "</feed>"
    later = await made(tmp_path, shorter, "feed.xml")
    assert not later.changes_anything
    assert len(later.courses) == 2


@pytest.mark.parametrize(
    ("text", "file", "reason"),
    [
        ("", "feed.xml", r"feed\.xml is empty"),
        (" \n", "feed.yaml", r"feed\.yaml is empty"),
        ("courses: []\n", "feed.yaml", r"feed\.yaml tells of no course; to part with imported ones, delete"),
        ("# later\n", "feed.yaml", "tells of no course"),
        ("id,title\n", "feed.csv", "tells of no course"),
    ],
)
async def test_a_source_that_went_empty_takes_no_course_away(
    tmp_path: Path, text: str, file: str, reason: str
) -> None:
    write(await made(tmp_path, ATOM, "feed.xml"), "feed.xml")
    with pytest.raises(ValueError, match=reason):
        await made(tmp_path, text, file)
    assert len(load_courses(tmp_path / "rules", [])) == 2


async def test_an_item_that_a_feed_tells_twice_is_one_course(tmp_path: Path) -> None:
    entry = ATOM[ATOM.index("<entry>") : ATOM.index("<entry><title>Trick")]
    found = await made(tmp_path, ATOM.replace("</feed>", f"{entry}</feed>"), "feed.xml")
    assert [c.title["en"] for c in found.courses] == ["Pottery", "Trick"]


def test_an_item_without_a_title_is_called_by_what_it_says() -> None:
    item = "<rss><channel><item><description>Clay &amp;amp; bowls</description></item></channel></rss>"
    (found,) = courses_of_feed(item.encode(), "article")
    assert found["title"] == "Clay & bowls"


@pytest.mark.parametrize("encoding", ["gb2312", "GBK", "gb18030", "big5"])
def test_feeds_in_older_chinese_encodings_are_read(encoding: str) -> None:
    text = "課程" if encoding == "big5" else "课程"
    item = f"<item><title>{text}</title></item>"
    feed = f'<?xml version="1.0" encoding="{encoding}"?><rss><channel>{item}</channel></rss>'
    (found,) = courses_of_feed(feed.encode(encoding), "article")
    assert found["title"] == text
    with pytest.raises(ValueError, match="and is not"):
        courses_of_feed(feed.encode(encoding).replace(b"</title>", b"\xff</title>"), "article")


async def test_a_course_whose_address_is_in_the_catalogue_is_not_taken_twice(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    mine = "courses: [{id: bowls, title: Bowls, url: 'https://e.com/pottery'}]"
    (tmp_path / "rules" / "courses.yaml").write_text(mine, encoding="utf-8")
    found = await made(tmp_path, ATOM, "feed.xml")
    assert [(c.what, c.elsewhere) for c in found.changes] == [("elsewhere", "bowls"), ("new", "")]


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        ("s.yaml", "courses: [{id: a}]", "s.yaml:1:11: 'title' is missing"),
        ("s.yaml", "a: &x [1]\nb: *x", "aliases are not used"),
        ("s.csv", "id,title,prise\na,A,3\n", "unknown column 'prise'"),
        ("s.yaml", "courses: [{id: a, title: A, prerequisites: [zz]}]", "there is no course 'zz'"),
        ("s.yaml", "courses: [{id: taken, title: A}]", "there is a course 'taken' already"),
    ],
)
async def test_a_source_with_problems_is_refused_with_their_places(
    tmp_path: Path, file: str, text: str, reason: str
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "courses.yaml").write_text("courses: [{id: taken, title: T}]")
    with pytest.raises(ValueError, match=reason):
        await made(tmp_path, text, file)
    assert not (tmp_path / "rules" / "courses").exists()


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(str.strip)


@given(title=TEXT, tags=st.lists(TEXT, max_size=3), price=st.sampled_from([0, 5, 9.5]))
def test_what_is_written_is_read_back_as_it_was(
    tmp_path_factory: Any, title: str, tags: list[str], price: float
) -> None:
    course = Course(id="a", title=title, tags=tags, price=price, starts="2026-05-01", level="advanced")
    file = tmp_path_factory.mktemp("rules") / "courses" / "x.yaml"
    write(Plan(file, (course,), (Change("new", course),)), "https://e.com\nx: y")
    assert load_courses(file.parent.parent, []) == (course,)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("https://www.e.com:8080/a/feed.xml", "e-com"),
        ("dir/My Shop.csv", "my-shop"),
        ("课程.csv", "imported"),
    ],
)
def test_a_source_has_a_short_name(source: str, name: str) -> None:
    assert name_of(source) == name


@pytest_asyncio.fixture
async def site() -> AsyncIterator[str]:
    """A web site with a feed, and with traps."""

    def leads(to: str) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(_: web.Request) -> web.Response:
            raise web.HTTPFound(to)

        return handler

    async def feed(_: web.Request) -> web.Response:
        return web.Response(body=ATOM.encode())

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"<rss>" * 10_000)

    async def silent(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await over.wait()
        return response

    over = asyncio.Event()
    app = web.Application()
    app.add_routes(
        [
            web.get("/feed", feed),
            web.get("/moved", leads("/feed")),
            web.get("/loop", leads("/loop")),
            web.get("/file", leads("file:///etc/passwd")),
            web.get("/endless", endless),
            web.get("/silent", silent),
        ]
    )
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    over.set()
    await runner.cleanup()


async def test_an_address_is_fetched_also_when_it_moved(site: str) -> None:
    source = await read_source(f"{site}/moved", "book", private=True)
    assert [f.course.kind for f in source.courses] == ["book", "book"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/loop", "leads on from address to address without an end"),
        ("/file", "is no address"),
        ("/endless", "larger than"),
        ("/silent", "took longer than"),
        ("/absent", "answers 404"),
    ],
)
async def test_an_address_that_is_a_trap_is_left(site: str, path: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        await fetch(site + path, private=True, seconds=1, largest=1 << 18)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://e.com/x", "https://", "gopher://e.com"])
async def test_only_web_addresses_are_fetched(url: str) -> None:
    with pytest.raises(ValueError, match="is no address"):
        await fetch(url)
