"""Texts that operators write, in one language or both."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema

Language = Literal["zh", "en"]
_PLACEHOLDER = re.compile(r"\{(\w*)\}")


def _both(value: Any) -> Any:
    if isinstance(value, str) and value.strip():
        return {"zh": value, "en": value}
    if not isinstance(value, dict):
        raise ValueError("should be a text, or one for each of zh and en")
    strange = sorted(set(value) - {"zh", "en"})
    if strange:
        raise ValueError(f"'{strange[0]}' is no language here: write zh and en")
    if not all(isinstance(v, str) and v.strip() for v in value.values()) or not value:
        raise ValueError("should be a text, or one for each of zh and en")
    first = next(iter(value.values()))
    return {"zh": value.get("zh", first), "en": value.get("en", first)}


Texts = Annotated[
    dict[str, str],
    BeforeValidator(_both),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
                    "additionalProperties": False,
                    "minProperties": 1,
                },
            ]
        }
    ),
]


def check_placeholders(texts: dict[str, str], known: tuple[str, ...]) -> dict[str, str]:
    """The texts themselves.

    Raises:
        ValueError: one has a `{placeholder}` nobody fills in.
    """
    for text in texts.values():
        for name in _PLACEHOLDER.findall(text):
            if name not in known:
                listed = ", ".join("{" + k + "}" for k in known)
                raise ValueError(f"'{{{name}}}' is filled in by nobody: use {listed}")
    return texts
