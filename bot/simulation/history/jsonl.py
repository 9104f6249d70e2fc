"""Reading one event per line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from bot.simulation.history.past import KINDS, LARGEST, Past, Unreadable, mistaken, no_kind, sound
from rules.config.files import lines_of, opened
from rules.sentences import say

_LONGEST = 1 << 20  # bytes of a line


def read(path: Path) -> Iterator[Past | Unreadable]:
    """The events of a `.jsonl` or `.jsonl.gz` file in its order; lines that are none say why.

    Raises:
        ValueError: it is no plain file, or too large.
        OSError: it cannot be read.
    """
    decoder = msgspec.json.Decoder(Past)
    with opened(path, LARGEST, packed=path.suffix == ".gz") as file:
        for number, line in lines_of(file, _LONGEST):
            where = f"{path.name}:{number}"
            if line is None:
                yield Unreadable(where, say("line-bytes", limit=f"{_LONGEST:,}"))
                continue
            text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if not text.strip():
                continue
            try:
                event = decoder.decode(text)
                if event.kind not in KINDS:
                    raise ValueError(no_kind(event.kind))
                yield sound(event)
            except (RecursionError, ValueError) as error:
                yield Unreadable(where, mistaken(error))
