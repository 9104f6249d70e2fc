"""/courses, /suggest, and the suggestion's part of /why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.buttons import Buttons
from bot.core.command_router import run_command
from bot.features.courses.catalogue import page, search
from bot.text.messages import say
from rules.engine.events import Chat
from storage import learning
from tests.features.courses.worlds import (
    ANN,
    BEN,
    CAI,
    CATALOGUE,
    GROUP,
    Town,
    book,
    command,
    course,
    texts_of,
)

SIGN = Buttons(b"key").signer(2**31, 2**31, 1_770_000_000)


def ask(town: Town, text: str, who: object = BEN, chat: Chat = GROUP, update: int = 1) -> str:
    """What a command is answered."""
    with town.batch() as batch:
        run_command(batch, command(who, text, chat, update))  # type: ignore[arg-type]  # a person
    return str(town.calls()[-1].params["text"])


def test_the_catalogue_shows_titles_links_and_prices_but_nothing_hidden(town: Town) -> None:
    said = ask(town, "/courses")
    assert '<a href="https://e.com">Python 入门</a>' in said
    assert "¥59" in said
    assert "secret" not in said


def test_words_after_it_search_in_both_languages(town: Town) -> None:
    for words in ("写作", "WRITING", "writing 写作"):
        said = ask(town, f"/courses {words}")
        assert "写作练习" in said
        assert "Python" not in said


def test_what_nobody_teaches_is_said_and_escaped(town: Town) -> None:
    said = ask(town, "/courses <i>juggling")
    assert said == say("zh", "courses-none", query="<i>juggling")
    assert "<i>" not in said


@given(st.text(max_size=80), st.integers(-3, 12), st.sampled_from(["zh", "en"]))
def test_a_page_has_at_most_64_bytes_behind_each_button(query: str, number: int, language: str) -> None:
    courses = tuple(course(f"c{n}", description=query if query.strip() else "x") for n in range(20))
    _, rows = page(courses, query, number, language, SIGN)
    assert all(0 < len(b["callback_data"].encode()) <= 64 for row in rows for b in row)


def test_pages_hold_every_course_once_and_stay_short_enough() -> None:
    courses = tuple(course(f"c{n:02}", description="很长的说明" * 40) for n in range(20))
    pages = [str(page(courses, "", n, "zh", SIGN)[0]) for n in range(4)]
    for one in courses:
        assert sum(one.title["zh"] in text for text in pages) == 1
    assert all(len(text) <= 4096 for text in pages)
    assert page(courses, "", 99, "zh", SIGN) == page(courses, "", 3, "zh", SIGN)
    assert page(courses, "", -5, "zh", SIGN) == page(courses, "", 0, "zh", SIGN)


def test_a_search_needs_every_word() -> None:
    assert [c.id for c in search(CATALOGUE, "")] == ["python", "pandas", "writing", "saving"]
    assert [c.id for c in search(CATALOGUE, "Ｐｙｔｈｏｎ 入门")] == ["python"]
    assert search(CATALOGUE, "python 写作") == []


def test_a_suggestion_says_why_and_can_be_answered(town: Town) -> None:
    town.take(BEN, "python")
    said = ask(town, "/suggest", BEN)
    call = town.calls()[-1]
    with town.store.read() as connection:
        row = learning.last_suggestion(connection, town.community, town.id(BEN))
    assert row is not None
    n = row["id"]
    assert texts_of(call) == [[f"sg:{n}:like", f"sg:{n}:taken", f"sg:{n}:no"], ["sg:0:stop"]]
    assert "💡" in said
    assert row["reason"]["kind"]
    assert sum(row["terms"].values()) == row["score"]
    assert row["model"].startswith("v2:")


def test_asking_again_gives_another_course_until_there_is_none(town: Town) -> None:
    said = [ask(town, "/suggest", CAI, update=n) for n in range(1, 5)]
    assert len(set(said)) == 4
    assert said[-1] == say("zh", "suggest-none")
    for one in said[:3]:
        assert "数据分析" not in one  # needs python first


async def test_why_tells_the_last_suggestion(town: Town) -> None:
    town.suggested(ANN, "writing")
    said = ask(town, "/why", ANN)
    assert say("en", "why-suggestion", course="Writing", why=say("en", "reason-new")) in said
    assert "写作练习" not in ask(town, "/why", BEN, update=2)


def test_a_suggestion_whose_course_is_gone_is_still_explained(town: Town) -> None:
    town.suggested(ANN, "writing")
    town.book = book(())
    assert "writing" in ask(town, "/why", ANN)


def test_without_a_catalogue_there_is_nothing_to_suggest(town: Town) -> None:
    town.book = book(())
    assert ask(town, "/suggest") == say("zh", "suggest-none")
    assert ask(town, "/courses", update=2) == say("zh", "courses-none", query="")


def test_one_page_has_no_number() -> None:
    (one, *_) = CATALOGUE
    assert "页" not in page((one,), "", 0, "zh", SIGN)[0]
    assert "page" not in page((one,), "", 0, "en", SIGN)[0]


@pytest.mark.parametrize(("language", "offered"), [("zh", ["#写作", "#art"]), ("en", ["#art", "#写作"])])
def test_tags_that_narrow_are_first_those_the_reader_reads(language: str, offered: list[str]) -> None:
    tagged = [
        ("a", ("写作", "art", "beginner")),
        ("b", ("写作", "art", "beginner")),
        ("c", ("写作",)),
        ("d", ()),
    ]
    courses = tuple(course(name, tags=list(tags)) for name, tags in tagged)
    _, rows = page(courses, "", 0, language, SIGN)
    assert [b["text"] for row in rows for b in row if b["text"].startswith("#")] == offered


def test_why_with_a_course_tells_what_speaks_for_it(town: Town) -> None:
    said = ask(town, "/why 写作", BEN)
    assert "《写作练习》" in said
    assert "%" not in said  # chances are for operators


def test_why_tells_what_keeps_a_course_from_being_suggested(town: Town) -> None:
    town.take(BEN, "writing")
    assert say("zh", "refused-taken") in ask(town, "/why writing", BEN)
    said = ask(town, "/why pandas", BEN, update=2)
    assert say("zh", "refused-prerequisites", courses="《Python 入门》") in said


def test_a_course_that_was_taken_is_no_evidence_for_itself(town: Town) -> None:
    town.take(BEN, "writing")
    town.take(CAI, "python", "writing")
    for update, person in enumerate((BEN, CAI), 1):
        said = ask(town, "/why writing", person, update=update)
        assert said.count("《写作练习》") == 1


def test_why_knows_nothing_of_hidden_courses(town: Town) -> None:
    assert ask(town, "/why secret") == say("zh", "courses-none", query="secret")


def test_every_refusal_has_a_sentence() -> None:
    refusals = ["hidden", "taken", "dismissed", "shown-lately", "began-already", "ended", "full", "own"]
    assert all(
        say(lang, f"refused-{r}", courses="") for lang in ("zh", "en") for r in [*refusals, "prerequisites"]
    )
