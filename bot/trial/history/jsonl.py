"""Reading one event per line."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bot.trial.history.past import KINDS, Past, Unreadable


def read(path: Path) -> Iterator[Past | Unreadable]:
    """The events of a `.jsonl` or `.jsonl.gz` file in its order; lines that are none say why."""
    decoder = msgspec.json.Decoder(Past)
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                event = decoder.decode(line)
                if event.kind not in KINDS:
                    raise msgspec.ValidationError(f"'{event.kind}' is none of {', '.join(KINDS)}")
                yield event
            except (msgspec.ValidationError, msgspec.DecodeError) as error:
                yield Unreadable(f"{path.name}:{number}", str(error))
