"""Keep a trial's rules, database and logs in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from rules.sentences import say


@contextmanager
def trial_folder(keep: Path | None) -> Iterator[Path]:
    """A folder that goes away afterwards, or `keep`, which stays and has to be empty.

    Raises:
        ValueError: `keep` holds something already.
    """
    if keep is None:
        with TemporaryDirectory(prefix="zhiqun-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)
        return
    keep.mkdir(parents=True, exist_ok=True)
    if any(keep.iterdir()):
        raise ValueError(say("folder-not-empty", folder=keep))
    yield keep
