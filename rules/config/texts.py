"""Read texts that operators write, in one language or both."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema

from rules.sentences import say

Language = Literal["zh", "en"]
_PLACEHOLDER = re.compile(r"\{(\w*)\}")


def _both(value: Any) -> Any:
    if isinstance(value, str) and value.strip():
        return {"zh": value, "en": value}
    if not isinstance(value, dict):
        raise ValueError(say("no-texts"))
    strange = sorted(set(value) - {"zh", "en"})
    if strange:
        raise ValueError(say("no-language", name=str(strange[0])))
    if not all(isinstance(v, str) and v.strip() for v in value.values()) or not value:
        raise ValueError(say("no-texts"))
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
                raise ValueError(say("no-placeholder", name=name, names=["{" + k + "}" for k in known]))
    return texts
