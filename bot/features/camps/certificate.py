"""A certificate as a picture; None where no font of this machine shows its words."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from bot.text.fonts import FOLDERS, chinese_font, is_western

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.ImageDraw import ImageDraw as Pen
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT, _EDGE = 1200, 840, 40
_PAPER, _INK, _TEAL, _GREY = "#fdfcf8", "#22302e", "#109486", "#6d7a78"
_ROOM = WIDTH - 6 * _EDGE  # pixels for a line
_SMALLEST = 24  # pixels of a letter


class Certificate(NamedTuple):
    """What a certificate says, line by line."""

    head: str
    name: str
    text: str
    title: str
    foot: str


def draw(words: Certificate, folders: tuple[Path, ...] = FOLDERS) -> bytes | None:
    """A PNG file. Takes some ten milliseconds: for a thread."""
    from PIL import Image, ImageDraw

    font = chinese_font(folders)
    if font is None and not all(map(is_western, words)):
        return None
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((_EDGE, _EDGE, WIDTH - _EDGE, HEIGHT - _EDGE), outline=_TEAL, width=6)
    pen.rectangle((_EDGE + 14, _EDGE + 14, WIDTH - _EDGE - 14, HEIGHT - _EDGE - 14), outline=_GREY, width=1)
    lines = ((words.head, 64, 150, _TEAL), (words.name, 84, 310, _INK), (words.text, 40, 440, _GREY))
    for text, size, top, colour in (*lines, (words.title, 60, 540, _INK), (words.foot, 32, 700, _GREY)):
        _line(pen, text, font, (size, top, colour))
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _line(pen: Pen, text: str, font: Path | None, how: tuple[int, int, str]) -> None:
    """One line in the middle, as large as fits."""
    size, top, colour = how
    shown = _loaded(font, size)
    while size > _SMALLEST and pen.textlength(text, font=shown) > _ROOM:
        size -= 4
        shown = _loaded(font, size)
    while len(text) > 1 and pen.textlength(text, font=shown) > _ROOM:
        text = text.rstrip("…")[:-1] + "…"
    pen.text((WIDTH / 2, top), text, font=shown, fill=colour, anchor="mm")


def _loaded(font: Path | None, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    if font is not None:
        return ImageFont.truetype(str(font), size)
    found = ImageFont.load_default(size)
    assert isinstance(found, ImageFont.FreeTypeFont), "the drawing library was built without its fonts"
    return found
