"""Tell which encoding a file has that is not UTF-8, and where that shows."""

from __future__ import annotations

import codecs

from rules.config.files import why
from rules.sentences import Said, say

_SHOWN = 12  # characters
_HAN = range(0x3400, 0xA000)


def undecodable(raw: bytes, at: int) -> tuple[int, int, Said]:
    """Line, column and what to do, for bytes of which the one at `at` is no UTF-8."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return 1, 1, say("file-utf16")
    line = raw[:at].count(b"\n") + 1
    try:
        written = raw.decode("gb18030").split("\n")[line - 1]
    except UnicodeDecodeError:
        return line, 1, say("file-not-text")
    column = next((n for n, char in enumerate(written, 1) if not char.isascii()), 1)
    shown = written[column - 1 :].strip()[:_SHOWN]
    if not any(ord(char) in _HAN for char in shown):
        return line, 1, say("file-not-text")
    return line, column, say("file-gbk", text=shown)


def unreadable(error: Exception, raw: bytes = b"") -> tuple[int, int, str]:
    """The same for whatever keeps a file from being read."""
    if isinstance(error, UnicodeDecodeError):
        return undecodable(raw or bytes(error.object), error.start)
    if isinstance(error, OSError):
        return 1, 1, say("file-unreadable", why=why(error))
    return 1, 1, error.args[0] if error.args and isinstance(error.args[0], Said) else str(error)
