"""Suggestions that feel meant: what one just wrote counts at once, and reasons are subjects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

import rules
from bot.core.command_router import run_command
from bot.features import extensions
from bot.features.courses.advisor import Advisor
from bot.features.courses.catalogue_search import level_of, meant, search
from bot.features.courses.explain import reason_of
from bot.features.courses.foreign_language_courses import taught
from bot.features.courses.interests import YES
from bot.features.courses.interests_view import change, note_wish
from bot.features.courses.member_words import reading
from bot.features.courses.model import Model
from bot.features.courses.profile import Profile
from bot.features.courses.subjects import subjects_of
from bot.features.courses.suggest import Live, refused, suggest
from bot.features.courses.wishes import Said, unnamed_wish, wishes_in
from bot.text.messages import LANGUAGES, say
from rules.config.book import RuleBook, load_book
from rules.config.courses import LEVELS, Course
from rules.engine.events import Person
from storage import learning
from storage.preferences import choose
from tests.features.courses.worlds import ANN, BEN, CAI, DAY, NOW, Town, command, course, taken


def shipped() -> RuleBook:
    """The rules and the catalogue that ship."""
    book, _ = load_book(Path(rules.__file__).parent, extensions())
    assert book is not None
    return book


SHIPPED = shipped()
CATALOGUE = SHIPPED.courses
IDS = [c.id for c in CATALOGUE]
SUBJECTS = subjects_of(CATALOGUE)
# Many take Python first, and go on from there: what is popular is never what is asked for below.
PAST = [taken(p, c, 20 - n) for p in range(40) for n, c in enumerate(("py-start", "pandas-lab", "ml-start"))]
MODEL = Model.fit(sorted(PAST, key=lambda e: e["at"]), CATALOGUE, NOW)
LIVE = Live.of(CATALOGUE, NOW)


def wrote(text: str, language: str = "en", **more: Any) -> Profile:
    """Somebody who wrote this five minutes ago."""
    asked = MODEL.text.known(unnamed_wish(text, SUBJECTS))
    terms = {**more.pop("terms", {}), **MODEL.hear(text)}
    return Profile(
        terms=terms, language=language, named=wishes_in([Said(text, 300)], SUBJECTS), asked=asked, **more
    )


@pytest.mark.parametrize(
    ("text", "language", "courses"),
    [
        ("I want to learn Excel and SQL", "en", {"excel-core", "sql-first"}),
        ("i'd like to study Excel, SQL", "en", {"excel-core", "sql-first"}),
        ("想学 Excel 和 SQL", "zh", {"excel-core", "sql-first"}),
        ("any course on sleep?", "en", {"sleep-well"}),
        ("求推荐理财的课", "zh", {"money-basics"}),
        ("不想学 Python 了，想学设计", "zh", {"ui-basics", "slides-good"}),
        ("I already know Python, now I want to learn speaking", "en", {"speak-up"}),
        ("想学英语口语", "zh", {"en-listen"}),  # the speaking circle comes after it
        ("how do I start with index funds?", "en", {"money-basics"}),  # comes before them
        ("pivot tables are what I need to learn", "en", {"excel-core"}),  # no subject, but the words
    ],
)
def test_what_one_just_asked_for_comes_first(text: str, language: str, courses: set[str]) -> None:
    fans = {"python": 30.0, "pandas": 20.0, "编程": 9.0}
    for terms in ({}, fans):
        found = suggest(MODEL, wrote(text, language, terms=terms), LIVE, len(courses))
        assert {r.course for r in found} == courses
        kinds = {reason_of(MODEL, wrote(text, language, terms=terms), r)["kind"] for r in found}
        assert kinds <= {"asked", "towards"}


def test_what_is_asked_for_beats_what_usually_follows() -> None:
    profile = wrote("I want to learn Excel and SQL", taken=("py-start", "pandas-lab"))
    assert {r.course for r in suggest(MODEL, profile, LIVE, 2)} == {"excel-core", "sql-first"}


def test_a_wish_fades_and_a_refusal_takes_it_back() -> None:
    fresh, old = Said("I want to learn SQL", 60), Said("I want to learn Excel", 80_000)
    found = wishes_in([fresh, old], SUBJECTS)
    assert found["sql"] > found["excel"] > 0
    assert wishes_in([old, Said("I don't want to learn Excel", 60)], SUBJECTS) == {}
    assert wishes_in([Said("SQL is down again", 60)], SUBJECTS)["sql"] < found["sql"] / 2


@pytest.mark.parametrize(
    "text",
    ["my life is quick", "the functions return values", "life, values, zero days, lab", "打卡", "生活思维"],
)
def test_stray_words_are_no_subjects(text: str) -> None:
    assert SUBJECTS.found(text) == []
    profile = wrote(text)
    for ranked in MODEL.rank(profile):
        assert "words" not in reason_of(MODEL, profile, ranked) or ranked.terms.get("asked")


def test_subjects_are_whole_phrases_in_both_languages_and_shown_as_they_are_spelled() -> None:
    assert SUBJECTS.found("Machine Learning or 数据分析, with EXCEL?") == [
        "machine learning",
        "数据分析",
        "excel",
    ]
    assert SUBJECTS.found("washing machine") == []
    assert SUBJECTS.found("index funds") == ["index fund"]
    assert SUBJECTS.named(["excel", "sql", "数据"]) == ["Excel", "SQL", "数据"]


def test_without_tags_words_of_titles_are_subjects_and_everyday_ones_are_not() -> None:
    shop = (
        course("a", title="Pottery for Beginners", description="quick life values"),
        course("b", title={"zh": "生活中的统计学", "en": "Statistics for Life"}),
    )
    assert {"pottery", "statistics"} <= subjects_of(shop).shown.keys()
    assert not {"beginners", "life", "quick", "values", "生活"} & subjects_of(shop).shown.keys()


@given(st.text(max_size=120))
def test_any_text_names_known_subjects_alone(text: str) -> None:
    found = SUBJECTS.found(text)
    assert set(found) <= SUBJECTS.shown.keys()
    assert all(0 < w <= 1 for w in wishes_in([Said(text, 10)], SUBJECTS).values())


def said(town: Town, who: Person, text: str, ago: int = 300, message: int = 1) -> None:
    """A message of some seconds ago, which no job has read."""
    row = {"chat_id": town.group, "message_id": message, "person_id": town.id(who), "at": NOW - ago}
    more = {"expires_at": NOW + DAY, "deleted_at": 0, "text": text, "original": ""}
    with town.store.write() as connection:
        connection.execute(insert(learning.TEXT).values(row | more))


def ask(town: Town, text: str, who: Person, update: int = 1) -> str:
    """What a command is answered."""
    with town.batch() as batch:
        run_command(batch, command(who, text, update_id=update))
    return str(town.calls()[-1].params["text"])


def test_five_minutes_after_the_words_the_suggestion_follows_them(town: Town) -> None:
    town.book = SHIPPED
    for person in (ANN, BEN, CAI):
        town.take(person, "git-basics")
    said(town, BEN, "想学 Excel 和 SQL")
    first, second = [ask(town, "/suggest", BEN, n) for n in (1, 2)]
    assert {"Excel 数据思维", "SQL 查询入门"} == {
        t for c in CATALOGUE if (t := c.title["zh"]) and (t in first or t in second)
    }
    assert say("zh", "reason-asked", words="Excel") in first + second


def test_who_stopped_suggestions_is_not_listened_to_and_words_taken_away_stay_away(town: Town) -> None:
    town.book = SHIPPED
    said(town, BEN, "想学 Excel")
    said(town, CAI, "想学 Excel", message=2)
    with town.store.write() as connection:
        choose(connection, town.community, town.id(BEN), "suggestions", "off", NOW)
        choose(connection, town.community, town.id(CAI), "interest:excel", "no", NOW)
    with town.store.read() as connection:
        model = town.services.of(Advisor).any_model(connection, SHIPPED, NOW)
        people = [town.id(BEN), town.id(CAI)]
        for profile in town.services.of(Advisor).profiles(connection, people, model, NOW).values():
            assert (profile.named, profile.asked) == ({}, {})
            assert "excel" not in profile.terms


async def test_words_named_by_command_count_at_once_and_so_does_a_wish_in_private(town: Town) -> None:
    town.book = SHIPPED
    town.take(BEN, "py-start", "pandas-lab")
    with town.batch() as batch:
        note_wish(batch, town.community, town.id(BEN), "我想学 Excel，不想学理财")
        note_wish(batch, town.community, town.id(CAI), "Excel 又崩了")
    assert "Excel 数据思维" in ask(town, "/suggest", BEN)
    with town.store.write() as connection:
        change(connection, town.community, town.id(ANN), {"sql": YES}, NOW - 60)
    with town.store.read() as connection:
        model = town.services.of(Advisor).any_model(connection, SHIPPED, NOW)
        people = [town.id(p) for p in (ANN, CAI)]
        known = town.services.of(Advisor).profiles(connection, people, model, NOW)
        later = town.services.of(Advisor).profiles(connection, people, model, NOW + 2 * DAY)
    assert known[town.id(ANN)].named.keys() == {"sql"}
    assert known[town.id(CAI)].named == {}
    assert later[town.id(ANN)].named == {}


def test_words_that_the_job_has_read_are_counted_once(town: Town) -> None:
    town.book = SHIPPED
    said(town, BEN, "Excel Excel")
    with town.store.write() as connection:
        learning.save_interests(connection, town.community, {town.id(BEN): {"excel": 2.0}}, NOW)
        learning.set_watermark(connection, reading(town.community), NOW)
    with town.store.read() as connection:
        model = town.services.of(Advisor).any_model(connection, SHIPPED, NOW)
        (profile,) = (town.services.of(Advisor).profiles(connection, [town.id(BEN)], model, NOW)).values()
    assert profile.terms == {"excel": 2.0}
    assert profile.named.keys() == {"excel"}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("excel", ["excel-core"]),  # its title, not the tag of another
        ("Excel", ["excel-core"]),
        ("EXCEL-CORE", ["excel-core"]),
        ("《Excel 数据思维》", ["excel-core"]),
        ("sql", ["sql-first"]),
        ("Writing Clearly", ["write-clear"]),
        ("python", ["py-start", "py-auto", "py-async"]),
        ("juggling", []),
    ],
)
def test_the_course_meant_is_found_by_the_plainest_name(query: str, ids: list[str]) -> None:
    assert [c.id for c in meant(CATALOGUE, query)] == ids


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_explains_the_course_meant_and_asks_in_doubt(town: Town, language: str) -> None:
    town.book = SHIPPED
    who = {"zh": BEN, "en": ANN}[language]
    titles = {c.id: c.title[language] for c in CATALOGUE}
    assert titles["excel-core"] in ask(town, "/why excel", who)
    in_doubt = ask(town, "/why python", who, 2)
    assert say(language, "why-which") in in_doubt
    assert all(f"/why {id_}" in in_doubt for id_ in ("py-start", "py-auto", "py-async"))


@pytest.mark.parametrize(
    ("one", "teaches"),
    [
        (course("x", title="Chinese for beginners"), "zh"),
        (course("x", title="Chinese for beginners", language="zh"), "zh"),
        (course("x", title="HSK 4 冲刺", language="zh"), "zh"),
        (
            course("x", title="清晰的中文写作", language="zh", tags=["中文"]),
            "",
        ),  # for those who write it already
        (course("x", title="Chinese Medicine", tags=["chinese"]), ""),
        (course("x", title="Python 中文教程", language="zh"), ""),
        (course("x", title="商务英语"), "en"),
        (course("x", title="背单词", tags=["英语"]), "en"),
        (course("x", title="English literature", tags=["english"]), ""),
        (course("x", title="Python in English", tags=["english"], teaches="none"), ""),
        (course("x", title="Conversation", teaches="en"), "en"),
    ],
)
def test_courses_that_teach_a_language_are_told_apart(one: Course, teaches: str) -> None:
    assert taught(one) == teaches


@pytest.mark.parametrize(
    ("id_", "profile", "usual", "why"),
    [
        ("zh-reading", Profile(language="zh"), "zh", "native"),
        ("zh-reading", Profile(), "zh", "native"),  # nothing is known: as the group reads
        ("zh-reading", Profile(elsewhere=True), "zh", ""),
        ("zh-reading", Profile(language="en"), "zh", ""),
        ("en-listen", Profile(language="en"), "zh", "native"),
        ("en-write", Profile(language="en"), "zh", "native"),
        ("en-listen", Profile(language="zh"), "zh", ""),
        ("en-write", Profile(language="en", taken=("en-listen",)), "zh", ""),  # they do learn it
        ("write-clear", Profile(language="zh"), "zh", ""),
    ],
)
def test_nobody_is_suggested_to_learn_their_own_language(
    id_: str, profile: Profile, usual: str, why: str
) -> None:
    live = Live(NOW, {c.id: c for c in CATALOGUE}, language=usual)
    assert refused(live.courses[id_], profile, live) == why


@pytest.mark.parametrize(
    "query", ["level:beginner", "Level: Beginner", "难度：入门", "级别:初级", "level：beginner"]
)
def test_levels_find_shipped_courses(query: str) -> None:
    found = {c.id for c in search(CATALOGUE, query)}
    assert {"py-start", "excel-core", "sql-first"} <= found
    assert "recsys-lab" not in found


def test_every_shipped_course_has_a_level_and_tags_name_one_where_the_catalogue_does_not() -> None:
    assert {level_of(c) for c in CATALOGUE} == set(LEVELS)
    assert all(c.level for c in CATALOGUE)
    assert level_of(course("x", tags=["Beginner"])) == level_of(course("x", tags=["零基础"])) == "beginner"
