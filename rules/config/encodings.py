"""Decode text as spreadsheets and older programs write it: UTF-8, UTF-16 or GBK."""

from __future__ import annotations

import codecs
import re
from io import BytesIO
from typing import BinaryIO

from rules.sentences import say

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PIECE = 1 << 20  # bytes
_PAIR = re.compile(rb"[\x81-\xfe](?:([\xa1-\xfe])|.)", re.DOTALL)  # its second byte as GB 2312 has it, or not
_COMMON, _ENOUGH = 0.9, 100_000  # of the pairs of a Chinese text, so many are of GB 2312; looked at


def encoding_of(file: BinaryIO, name: str) -> str:
    """What a file is written in; afterwards it is at its begin again.

    Raises:
        ValueError: it is written in none of them; in a sentence.
    """
    head = file.read(4)
    marked = next((codec for mark, codec in _MARKS if head.startswith(mark)), "")
    for codec in (marked,) if marked else (*_wide(head), "utf-8", "gb18030"):
        file.seek(0)
        if _fits(file, codec):
            file.seek(0)
            return codec
    raise ValueError(say("file-neither", who=f"{name} "))


def decoded(raw: bytes, name: str) -> str:
    """The text of these bytes, without the mark at its begin.

    Raises:
        ValueError: they are none; in a sentence.
    """
    return raw.decode(encoding_of(BytesIO(raw), name))


def _wide(head: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark: of its first letters, every other byte is zero."""
    if len(head) == 4 and head[1] == head[3] == 0 and head[0] and head[2]:
        return ("utf-16-le",)
    return ("utf-16-be",) if len(head) == 4 and head[0] == head[2] == 0 and head[1] and head[3] else ()


def _fits(file: BinaryIO, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    pairs: list[bytes] = []
    try:
        while piece := file.read(_PIECE):
            decoder.decode(piece)
            if codec == "gb18030" and len(pairs) < _ENOUGH:
                pairs += _PAIR.findall(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    # Nearly any bytes are GB 18030; what people write is in its oldest part.
    return sum(map(bool, pairs)) >= _COMMON * len(pairs)
