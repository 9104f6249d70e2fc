"""Searching and narrowing the catalogue, and tags that were guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.buttons import Buttons
from bot.features.courses.catalogue import page
from bot.features.courses.catalogue_search import LONGEST, Wanted, search
from bot.features.courses.tag_guessing import guessed_tags
from tests.features.courses.worlds import course

SIGN = Buttons(b"key").signer(2**31, 2**31, 1_770_000_000)
SHOP = (
    course("py", title="Python basics", tags=["python", "code"], level="beginner", price=99),
    course("pro", title="Python internals", tags=["python", "code"], level="advanced", price=199),
    course("sql", title="Queries", tags=["data", "code"], level="beginner"),
    course("pots", title="Pottery", tags=["clay"], price=20),
    course("snake", title="Python loops", description="Python basics again: loops and internals"),
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("#python", ["py", "pro", "snake"]),
        ("#Python #code free", ["snake"]),
        ("free", ["sql", "snake"]),
        ("免费 queries", ["sql"]),
        ("<20", ["sql", "pots", "snake"]),
        ("¥≤19", ["sql", "snake"]),
        ("level:beginner", ["py", "sql"]),
        ("难度：高级", ["pro"]),
        ("level:nonsense", []),
        ("#absent", []),
        ("#", []),
    ],
)
def test_filters_stand_among_the_words(query: str, found: list[str]) -> None:
    assert [c.id for c in search(SHOP, query)] == found


@given(st.text(max_size=60))
def test_any_query_is_read_and_its_spelling_fits_and_means_the_same_again(query: str) -> None:
    spelled = Wanted.read(query).spelled()
    assert len(spelled.encode()) <= LONGEST
    assert Wanted.read(spelled).spelled() == spelled


@given(
    st.builds(
        Wanted,
        words=st.lists(st.sampled_from(["a", "乙"]), max_size=2, unique=True).map(tuple),
        tags=st.lists(st.sampled_from(["x", "数据"]), max_size=2, unique=True).map(tuple),
        level=st.sampled_from(["", "beginner", "advanced"]),
        free=st.booleans(),
        most=st.integers(-1, 999),
    )
)
def test_what_is_spelled_is_read_as_it_was(wanted: Wanted) -> None:
    assert Wanted.read(wanted.spelled()) == wanted


def behind(query: str) -> dict[str, str]:
    """What the buttons under a page say, and the queries behind them."""
    _, rows = page(SHOP, query, 0, "en", SIGN)
    return {b["text"]: b["callback_data"].split(":", 3)[3] for row in rows for b in row}


def test_buttons_narrow_and_take_back() -> None:
    everything = behind("")
    assert everything["free"] == "$0"
    assert everything["beginner"] == "l:b"
    assert everything["#python"] == "#python"
    assert "#clay" not in everything  # one course has it: its name is shorter to find
    narrowed = behind("#python free")
    assert narrowed["✓ #python"] == "$0"
    assert narrowed["✓ free"] == "#python"


def test_where_nothing_is_found_a_button_leads_back() -> None:
    assert behind("#clay free") == {"show all": ""}


def test_a_guessed_tag_is_marked_and_a_given_one_is_not() -> None:
    guesses = {g.tag: g.confidence for g in guessed_tags(SHOP)["snake"]}
    assert guesses.keys() >= {"python"}
    assert all(0.5 <= confidence <= 1 for confidence in guesses.values())
    assert list(guessed_tags(SHOP)) == ["snake"]
    text, _ = page(SHOP, "loops", 0, "en", SIGN)
    assert "≈ python" in text
    assert "(guessed)" in text
    assert "guessed" not in page(SHOP, "pottery", 0, "en", SIGN)[0]


def test_what_is_like_nothing_gets_no_tag() -> None:
    assert guessed_tags((*SHOP[:4], course("zz", title="Xylophone"))) == {}
    assert guessed_tags((course("zz", title="Xylophone"), course("yy", title="Zither"))) == {}
