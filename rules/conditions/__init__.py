"""Conditions: one small file each, or one for several that only count.

To add one: write a file like its neighbours (an `Options` model whose docstring says when it holds, a
`build` that returns the check, a `Condition`), name it below, add `check-<name>` to both
`checks.ftl`, and a table of cases to tests/rules/.
"""

from __future__ import annotations

from importlib import import_module

from rules.conditions.base import Condition

_FILES = (
    "action",
    "buttons",
    "clock",
    "contact",
    "counters",
    "disguise",
    "domains",
    "duplicates",
    "edited",
    "files",
    "forward",
    "hashtags",
    "joined",
    "length",
    "links",
    "media",
    "mentions",
    "pattern",
    "profile",
    "qr",
    "quote",
    "rate",
    "reply",
    "reports",
    "role",
    "script",
    "sender",
    "shouting",
    "spam",
    "sticker",
    "text",
    "trust",
    "via",
    "weekday",
    "words",
)

_FOUND = (value for name in _FILES for value in vars(import_module(f"{__name__}.{name}")).values())
CONDITIONS: dict[str, Condition] = {
    c.name: c for c in sorted((c for c in _FOUND if isinstance(c, Condition)), key=lambda c: c.name)
}
