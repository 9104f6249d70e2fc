"""The operator's files, as the page may read and write them: those in the folder and in its `lists/`."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

NAME = re.compile(r"(lists/)?[\w][\w .-]*\.(yaml|txt|csv)")
MOST_BYTES = 1_000_000


class Refused(Exception):
    """A file that the page may not touch, or a text it may not write."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class RulesFolder:
    """The folder with the community's files.

    Args:
        root: where they are.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def files(self) -> list[dict[str, str | int]]:
        """The files that can be opened, those of the folder first: their names and sizes in bytes."""
        found = [*sorted(self.root.glob("*.*")), *sorted(self.root.glob("lists/*.*"))]
        names = [p.relative_to(self.root).as_posix() for p in found if p.is_file()]
        return [{"name": n, "size": (self.root / n).stat().st_size} for n in names if NAME.fullmatch(n)]

    def path(self, name: str) -> Path:
        """The file of a name as `files` gives it.

        Raises:
            Refused: 403 for any other place, 404 when there is no such file.
        """
        if not NAME.fullmatch(name) or (path := (self.root / name).resolve()) != self.root / name:
            raise Refused(403, "only yaml, txt and csv files of the folder and its lists")
        if not path.is_file():
            raise Refused(404, "there is no such file")
        return path

    def read(self, name: str) -> str:
        """The text of a file.

        Raises:
            Refused: see `path`; 415 when it is not UTF-8.
        """
        try:
            return self.path(name).read_text("utf-8")
        except UnicodeDecodeError:
            raise Refused(415, "the file is not UTF-8") from None

    def save(self, name: str, text: str) -> None:
        """Replace a file at one stroke: whoever reads it sees the old text or the new one.

        Raises:
            Refused: see `path`; 413 when the text is too long.
        """
        path, content = self.path(name), text.replace("\r\n", "\n").encode()
        if len(content) > MOST_BYTES:
            raise Refused(413, f"more than {MOST_BYTES} bytes")
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".saving")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(path.stat().st_mode & 0o777)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
