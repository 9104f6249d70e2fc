"""Reading an operator's file: a plain file of the folder, of a sane size."""

from __future__ import annotations

from pathlib import Path
from stat import S_ISREG

LARGEST = 1 << 20  # bytes


def content(path: Path, folder: Path) -> bytes:
    """What a file of the folder holds.

    Raises:
        ValueError: it leads outside of the folder, is no plain file, or is too large; in a sentence.
        OSError: it cannot be read.
    """
    # Links inside of the folder are how some systems mount files that change.
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError("leads outside of the folder")
    found = path.stat()
    if not S_ISREG(found.st_mode):
        raise ValueError("is no plain file")
    if found.st_size > LARGEST:
        raise ValueError(f"is larger than {LARGEST >> 20} MB")
    return path.read_bytes()
