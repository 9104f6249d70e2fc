"""What features of the bot add to the rule files: jobs with their options, and files of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict


class JobOptions(BaseModel):
    """The options of a job that has none; the base of the models of those that have some."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


@dataclass(frozen=True)
class Extensions:
    """Handed in by whoever knows the features: this package knows none.

    Attributes:
        jobs: the model of each job's options by the job's name; None: names and options are not checked.
        files: the model of each file that a feature has of its own, by the file's name without `.yaml`.
    """

    jobs: Mapping[str, type[JobOptions]] | None = None
    files: Mapping[str, type[BaseModel]] = field(default_factory=dict)


NO_EXTENSIONS = Extensions()
