"""Read files that somebody gave: plain ones alone, of a bounded size, in lines of a bounded length."""

from __future__ import annotations

import codecs
import errno
import gzip
import io
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any, BinaryIO, Protocol, TypeVar

from rules.sentences import Said, say

LARGEST = 1 << 20  # bytes of a rule file
Text = TypeVar("Text", str, bytes, covariant=True)


def content(path: Path, folder: Path) -> bytes:
    """What a file of the folder holds.

    Raises:
        ValueError: it leads outside of the folder, is no plain file, or is too large; in a sentence.
        OSError: it cannot be read.
    """
    # Links inside of the folder are how some systems mount files that change.
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(say("file-outside"))
    with _opened(path, LARGEST, "") as file:
        return file.read()


def plain(path: Path, largest: int) -> bytes:
    """What a file holds.

    Raises:
        ValueError: it is no plain file, or larger; in a sentence with its name.
        OSError: it cannot be read.
    """
    with opened(path, largest) as file:
        return file.read()


def opened(path: Path, largest: int, *, packed: bool = False) -> BinaryIO:
    """A file to read from, unpacked if it is `packed`; whoever reads more than `largest` gets a ValueError.

    Raises:
        ValueError: it is no plain file, or larger; in a sentence with its name.
        OSError: it cannot be opened.
    """
    file = _opened(path, largest, f"{path} ")
    if not packed:
        return file
    unpacked = gzip.GzipFile(fileobj=file, mode="rb")
    return io.BufferedReader(_Bounded(unpacked, largest, f"{path} "))


def lines_of(file: _Lines[Text], longest: int) -> Iterator[tuple[int, Text | None]]:
    """The lines with their numbers; None for one that is longer, which is never in memory as a whole."""
    number = 0
    while line := file.readline(longest + 1):
        number += 1
        if len(line) <= longest or _ends(line):
            yield number, line
            continue
        while line and not _ends(line):
            line = file.readline(longest + 1)
        yield number, None


def size(count: int) -> str:
    """A number of bytes as people say it."""
    for unit, power in (("GB", 30), ("MB", 20), ("KB", 10)):
        if count >= 1 << power:
            return f"{count >> power} {unit}"
    return say("size-bytes", count=count)


_TROUBLES = {
    errno.ENOENT: "absent",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EISDIR: "folder",
    errno.ENOTDIR: "no-folder",
    errno.EEXIST: "there",
    errno.ENOSPC: "full",
    errno.EROFS: "read-only",
    errno.ELOOP: "circle",
    errno.ENAMETOOLONG: "long",
    errno.EADDRINUSE: "taken",
    errno.EADDRNOTAVAIL: "foreign",
}


def why(error: OSError) -> Said:
    """What the machine minds, in words."""
    kind = _TROUBLES.get(error.errno or 0, "other")
    return say(f"os-{kind}", why=error.strerror or str(error) or type(error).__name__)


def trouble(error: OSError) -> Said:
    """The same with the name of the file, where there is one."""
    return say("os-at", name=error.filename, why=why(error)) if error.filename else why(error)


class _Lines(Protocol[Text]):
    def readline(self, size: int, /) -> Text: ...


def _ends(line: str | bytes) -> bool:
    return line[-1:] in ("\n", b"\n")


def _opened(path: Path, largest: int, who: str) -> BinaryIO:
    _check(path.stat(), largest, who)  # before it is opened: with some devices, that alone does something
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        _check(os.fstat(number), largest, who)
    except ValueError:
        os.close(number)
        raise
    return io.BufferedReader(_Bounded(io.FileIO(number), largest, who))


def _check(found: os.stat_result, largest: int, who: str) -> None:
    if not S_ISREG(found.st_mode):
        raise ValueError(say("file-folder" if S_ISDIR(found.st_mode) else "file-not-plain", who=who))
    if found.st_size > largest:
        raise ValueError(say("file-large", who=who, limit=size(largest)))


class _Bounded(io.RawIOBase):
    """Lets so many bytes through. A file may grow while it is read, and some have no size at all."""

    def __init__(self, source: Any, largest: int, who: str) -> None:
        self._source, self._largest, self._who = source, largest, who
        self._taken = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        self._taken = found = int(self._source.seek(offset, whence))
        return found

    def tell(self) -> int:
        return int(self._source.tell())

    def readinto(self, buffer: Any, /) -> int:
        try:
            count = int(self._source.readinto(buffer) or 0)
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise ValueError(say("file-packed", who=self._who)) from None
        self._taken += count
        if self._taken > self._largest:
            raise ValueError(say("file-large", who=self._who, limit=size(self._largest)))
        return count

    def close(self) -> None:
        self._source.close()
        super().close()


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
