"""A certificate is a picture in which one can read something, or none at all."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.features.camps.certificate import HEIGHT, WIDTH, Certificate, draw
from bot.text.fonts import chinese_font

WESTERN = Certificate(
    "Certificate", "Ann Müller", "checked in on 19 of 21 days", "Morning English", "Test · 2027"
)
CHINESE = Certificate("结营证书", "小明", "21 天里打卡 19 天", "英语晨读营", "知群 · 2027")


def ink(picture: bytes, top: int, bottom: int) -> int:
    """How many dark pixels there are in some rows, inside of the frame."""
    grey = Image.open(BytesIO(picture)).convert("L").crop((80, top, WIDTH - 80, bottom))
    return sum(grey.histogram()[:160])


def test_every_line_is_there() -> None:
    picture = draw(WESTERN)
    assert picture is not None
    assert Image.open(BytesIO(picture)).size == (WIDTH, HEIGHT)
    for top in (110, 260, 410, 500, 680):
        assert ink(picture, top, top + 90) > 200
    assert ink(picture, 600, 660) == 0, "between the lines there is nothing"


@pytest.mark.skipif(chinese_font() is None, reason="this machine has no Chinese font")
def test_chinese_is_shown_and_not_as_empty_boxes() -> None:
    one, another = draw(CHINESE), draw(CHINESE._replace(name="大红"))
    assert one is not None
    assert another is not None
    assert ink(one, 260, 360) > 500
    assert ink(one, 260, 360) != ink(another, 260, 360), "different letters look different"


def test_a_long_name_stays_inside_of_the_frame() -> None:
    picture = draw(WESTERN._replace(name="W" * 300))
    assert picture is not None
    grey = Image.open(BytesIO(picture)).convert("L").crop((60, 260, 100, 360))
    assert sum(grey.histogram()[:160]) == 0


def test_without_a_chinese_font_there_is_no_picture_of_chinese_words(tmp_path: Path) -> None:
    assert draw(CHINESE, (tmp_path,)) is None
    assert draw(WESTERN, (tmp_path,)) is not None
