"""What the parser of an export reads: its text in pieces, without the bulk of strings that are too long."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from rules.sentences import say

_LARGEST_HEAD = 16 << 20  # bytes of what stands before a chat's messages, without a bracket or a key
_TAIL = 1_024  # characters, to tell an escape that a piece ends in
_CUT = re.compile(r"(?<!\\)(?:\\\\)*+(\\(?:u[0-9a-fA-F]{0,3})?)\Z")
_ESCAPE = re.compile(r"\\(?:u.{4}|[^u])", re.DOTALL)
_REST = re.compile(r'(?:[^"\\]++|\\.)*+(?:(?P<end>")|(?P<half>\\?)\Z)', re.DOTALL)


class Source:
    """Gives UTF-8 without a mark at its start, and with bytes that are no text replaced.

    Of a string in a message that is longer than `longest` bytes the rest is left out, up to its quote: the
    parser never has it in memory.
    """

    def __init__(self, file: BinaryIO, longest: int) -> None:
        self.unparsed = 0  # bytes since the parser last came to something: who takes its parts sets it back
        self.before_messages = True
        self.cut = False  # whether anything was left out; set back by who wants to know
        self._file = file
        self._longest = longest
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._tail = ""  # of what was given
        self._half = ""  # of an escape in what is left out
        self._in_rest = False

    def read(self, size: int) -> bytes:
        """Give the next bytes; none at the end.

        Raises:
            ValueError: what stands before the messages goes on and on.
        """
        text = ""
        while size and not text:
            data = self._file.read(size)
            text = self._decoder.decode(data, final=not data)
            self.unparsed += len(data)
            if self.before_messages and self.unparsed > _LARGEST_HEAD:
                raise ValueError(say("export-head"))
            if self._in_rest:
                text = self._after_rest(text)
            elif self.unparsed > self._longest and not self.before_messages:
                text = self._shortened(text)
            if not data:
                break
        self._tail = (self._tail + text)[-_TAIL:]
        return text.encode()

    def _shortened(self, text: str) -> str:
        """Begin to leave out, after an escape that the piece before ended in."""
        kept = ""
        if cut := _CUT.search(self._tail):
            whole = _ESCAPE.match(cut[1] + text)
            if whole is None:
                return text  # it isn't whole yet
            end = whole.end() - len(cut[1])
            kept, text = text[:end], text[end:]
        self.cut = self._in_rest = True
        return kept + self._after_rest(text)

    def _after_rest(self, text: str) -> str:
        """Leave out what belongs to the string."""
        text = self._half + text
        found = _REST.match(text)
        if found is None or found["end"] is None:
            self._half = found["half"] if found is not None else ""
            return ""
        self._in_rest, self._half = False, ""
        return text[found.start("end") :]
