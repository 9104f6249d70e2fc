"""The journal: every accepted change, one JSON line each, written before it is answered."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from bot.playground.params import Upload
from bot.playground.state import JSON


class Journal:
    """A file of changes. Lines reach the system at `flush`, so a killed server keeps what it answered.

    A line that was cut off in the middle by a kill is removed when the file is opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        _cut_torn_line(path)
        self._lines: list[bytes] = []
        self._file: BinaryIO = path.open("ab", buffering=0)

    def records(self) -> Iterator[JSON]:
        """What the file held when it was opened."""
        with self.path.open("rb") as lines:
            for line in lines:
                yield orjson.loads(line)

    def write(self, record: JSON) -> None:
        """Remember one change for the next `flush`."""
        self._lines.append(orjson.dumps(record, default=_plain))

    def flush(self) -> None:
        """Hand the remembered changes to the system."""
        if self._lines:
            data = memoryview(b"\n".join(self._lines) + b"\n")
            self._lines.clear()
            while data:
                data = data[self._file.write(data) :]

    def close(self) -> None:
        """Flush and let go of the file."""
        self.flush()
        self._file.close()


def _cut_torn_line(path: Path) -> None:
    with path.open("rb+") as file:
        data = file.read()
        if data and not data.endswith(b"\n"):
            file.truncate(data.rfind(b"\n") + 1)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return orjson.Fragment(value)
    raise TypeError(f"{type(value).__name__} has no place in the journal")


def packed(params: JSON) -> JSON:
    """Parameters as JSON: uploads become base64."""
    return {
        k: {"$name": v.name, "$content": base64.b64encode(v.content).decode()} if isinstance(v, Upload) else v
        for k, v in params.items()
    }


def unpacked(params: JSON) -> JSON:
    """What `packed` was given."""
    return {
        k: Upload(v["$name"], base64.b64decode(v["$content"])) if isinstance(v, dict) and "$name" in v else v
        for k, v in params.items()
    }
