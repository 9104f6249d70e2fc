"""What is read from pictures, and from what only pretends to be one."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from bot.features.pictures.qr_scanning import NoPicture, codes_in
from tests.drawing import code, encoded, poster

INVITE = "https://t.me/+AbCdEf"
WHOLE = encoded(poster(INVITE), "JPEG")


def _clear(picture: Image.Image) -> Image.Image:
    """The same, with nothing where it is white."""
    drawn = picture.convert("RGBA")
    drawn.putalpha(ImageOps.invert(picture))
    return drawn


@pytest.mark.parametrize(
    ("picture", "kind"),
    [
        (code(INVITE), "PNG"),
        (code(INVITE), "WEBP"),
        (code(INVITE).rotate(90), "PNG"),
        (ImageOps.invert(code(INVITE)), "PNG"),
        (ImageOps.expand(code(INVITE), 1600, "white"), "JPEG"),
        (_clear(code(INVITE)), "PNG"),
        (code(INVITE).convert("P"), "PNG"),
        (poster(INVITE), "JPEG"),
    ],
)
def test_a_code_is_found_however_it_is_drawn(picture: Image.Image, kind: str) -> None:
    assert codes_in(encoded(picture, kind)) == (INVITE,)


def test_every_code_of_a_picture_is_told_once() -> None:
    assert sorted(codes_in(encoded(poster(INVITE, "加微信 abc")))) == [INVITE, "加微信 abc"]
    assert codes_in(encoded(poster(INVITE, INVITE))) == (INVITE,)


def test_a_picture_without_codes_has_none() -> None:
    assert codes_in(encoded(poster(), "JPEG")) == ()


def _bomb(side: int) -> bytes:
    """A PNG that claims to be this large, in few bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        WHOLE[: len(WHOLE) // 2],
        WHOLE[:30],
        encoded(code(INVITE), "GIF"),
        encoded(code(INVITE), "TIFF"),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        _bomb(6_000),
        _bomb(60_000),
    ],
)
def test_what_is_no_picture_says_so(data: bytes) -> None:
    with pytest.raises(NoPicture):
        codes_in(data)


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=40))
def test_a_mutilated_picture_is_read_or_refused(at: int, bytes_: bytes) -> None:
    with suppress(NoPicture):
        codes_in(WHOLE[:at] + bytes_ + WHOLE[at + len(bytes_) :])
