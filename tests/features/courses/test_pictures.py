"""The picture of a course: Telegram is asked to show it where a message is about that course alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.features.courses.importing.feeds import courses_of_feed
from bot.features.courses.jobs.suggestions import suggestions
from bot.features.courses.rendering import preview
from rules.config.courses import load_courses
from rules.config.problems import Problem
from tests.features.courses.test_commands import ask
from tests.features.courses.worlds import ANN, CATALOGUE, Town, book, course

PICTURE = "https://e.com/cover.jpg"
SHOWN = {"url": PICTURE, "prefer_large_media": True}
NONE = {"is_disabled": True}


@pytest.fixture
def illustrated(town: Town) -> Town:
    """Every course has a picture."""
    town.book = book(tuple(c.model_copy(update={"picture": PICTURE}) for c in CATALOGUE))
    return town


def previews(town: Town) -> dict[int, Any]:
    """What was said of previews, by the lane of the call."""
    return {c.lane: c.params["link_preview_options"] for c in town.calls()}


def test_a_suggestion_that_was_asked_for_comes_with_its_picture(illustrated: Town) -> None:
    ask(illustrated, "/suggest")
    assert list(previews(illustrated).values()) == [SHOWN]


def test_a_course_without_one_shows_nothing_of_the_page_it_leads_to(town: Town) -> None:
    ask(town, "/suggest")
    assert list(previews(town).values()) == [NONE]


def test_in_private_there_is_a_picture_and_in_a_post_for_several_none(illustrated: Town) -> None:
    with illustrated.store.write() as connection:
        private = illustrated.start_private(connection, ANN)
    with illustrated.run("suggestions", group=2, private=True) as run:
        assert suggestions(run) == 2
    assert previews(illustrated) == {private: SHOWN, illustrated.group: NONE}


def test_a_post_for_one_member_alone_has_a_picture(illustrated: Town) -> None:
    with illustrated.run("suggestions", group=1) as run:
        assert suggestions(run) == 1
    assert previews(illustrated) == {illustrated.group: SHOWN}


def test_the_catalogue_and_other_answers_show_no_picture(illustrated: Town) -> None:
    ask(illustrated, "/courses")
    assert list(previews(illustrated).values()) == [NONE]


def test_a_course_that_is_gone_has_no_picture() -> None:
    assert preview(None) == NONE
    assert preview(course("x")) == NONE


def test_only_an_address_of_the_web_is_a_picture(tmp_path: Path) -> None:
    (tmp_path / "courses.yaml").write_text("courses: [{id: a, title: A, picture: cover.jpg}]", "utf-8")
    problems: list[Problem] = []
    assert not load_courses(tmp_path, problems)
    assert "'cover.jpg' is no address: begin with https://" in str(problems[0])


@pytest.mark.parametrize(
    "inside",
    [
        f'<enclosure url="{PICTURE}" type="image/jpeg" length="1"/>',
        f'<media:thumbnail url="{PICTURE}"/>',
        f'<enclosure url="https://e.com/a" type="audio/mpeg"/><enclosure url="{PICTURE}" type="image/png"/>',
        f'<link rel="enclosure" type="image/webp" href="{PICTURE}"/>',
    ],
)
def test_a_feed_tells_the_pictures_of_its_items(inside: str) -> None:
    feed = f'<rss xmlns:media="http://search.yahoo.com/mrss/"><item><title>T</title>{inside}</item></rss>'
    assert courses_of_feed(feed.encode(), "course")[0]["picture"] == PICTURE


@pytest.mark.parametrize(
    "inside",
    [
        '<enclosure url="https://e.com/a.mp3" type="audio/mpeg"/>',
        '<media:thumbnail url="javascript:alert(1)"/>',
        '<link rel="icon" type="image/png" href="https://e.com/icon.png"/>',
    ],
)
def test_what_is_no_picture_of_an_item_is_left(inside: str) -> None:
    feed = f'<rss xmlns:media="http://search.yahoo.com/mrss/"><item><title>T</title>{inside}</item></rss>'
    assert "picture" not in courses_of_feed(feed.encode(), "course")[0]
