"""Find a font of this machine that shows Chinese, for pictures."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
    Path.home() / ".local/share/fonts",
    Path("/System/Library/Fonts"),
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
# What the files' names begin with, the best first.
_NAMES = (
    *("notosanscjk", "notosanssc", "sourcehansans", "wqy-microhei", "wqy-zenhei", "droidsansfallback"),
    *("pingfang", "hiragino sans gb", "stheiti", "msyh", "simhei", "simsun", "notoserifcjk", "uming", "ukai"),
)
_BEYOND = 0x250  # letters of Western languages stand before it
_KINDS = (".ttf", ".ttc", ".otf")


@cache
def chinese_font(folders: tuple[Path, ...] = FOLDERS) -> Path | None:
    """The file of a font that shows Chinese; None where there is none."""
    found: dict[str, Path] = {}
    for folder in folders:
        for at, _, names in os.walk(folder):
            for name in names:
                if name.lower().endswith(_KINDS):
                    found.setdefault(name.lower(), Path(at) / name)
    for begin in _NAMES:
        for name in sorted(found):
            if name.startswith(begin):
                return found[name]
    return None


def is_western(text: str) -> bool:
    """Whether the font that comes with the drawing library shows this text."""
    return all(ord(char) < _BEYOND for char in text)
