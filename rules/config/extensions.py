"""Take what features add to the rule files: actions, jobs with their options, files of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict

from rules.config.actions import ACTIONS, Spelling
from rules.config.document import PathTo


class JobOptions(BaseModel):
    """The options of a job that has none; the base of the models of those that have some."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


@runtime_checkable
class HasTests(Protocol):
    """The model of a file that has tests of its own."""

    def trials(self) -> Iterable[tuple[PathTo, str]]:
        """Run them: each one's place, and what is told of it; nothing when it holds."""


@dataclass(frozen=True)
class Extensions:
    """Handed in by whoever knows the features: this package knows none.

    Attributes:
        jobs: the model of each job's options by the job's name; None: names and options are not checked.
        actions: how rules spell the actions that features bring, by their names.
        files: the model of each file that a feature has of its own, by the file's name without `.yaml`.
    """

    jobs: Mapping[str, type[JobOptions]] | None = None
    actions: Mapping[str, Spelling] = field(default_factory=dict)
    files: Mapping[str, type[BaseModel]] = field(default_factory=dict)

    @property
    def spellings(self) -> Mapping[str, Spelling]:
        """All actions that rules may take, by their names."""
        return {**ACTIONS, **self.actions} if self.actions else ACTIONS


NO_EXTENSIONS = Extensions()
