"""Importing aiogram without waiting for the validators of its hundreds of models: a gateway uses none.

aiogram builds them all when it is imported, which takes longer than everything else a starting bot does.
Here each model is told where its names are found, and pydantic builds it by itself when it is used first. Not
all that aiogram offers works that way, so this is for `zhiqun run` alone, where nobody uses its models.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel


@contextmanager
def unbuilt_models() -> Iterator[None]:
    """What is imported inside builds its models later. No effect when aiogram was imported before."""
    if "aiogram.types" in sys.modules:
        yield
        return
    built = BaseModel.__dict__["model_rebuild"]
    # In the method's place for the time of the import only.
    BaseModel.model_rebuild = classmethod(_later)  # type: ignore[assignment,method-assign]  # takes fewer names
    try:
        yield
    finally:
        BaseModel.model_rebuild = built  # type: ignore[method-assign]  # the method itself again


def _later(
    cls: type[BaseModel], /, *, _types_namespace: Mapping[str, Any] | None = None, **_options: object
) -> None:
    # Where pydantic looks for names when a model that was left unbuilt is used.
    cls.__pydantic_parent_namespace__ = dict(_types_namespace or {})
