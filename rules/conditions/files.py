"""Names and types of files."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator

from rules.conditions.base import Condition, Look, Options, Strings, listed
from rules.engine.decision import Finding
from rules.engine.events import Extras
from rules.engine.facts import Facts
from rules.engine.index import Part
from rules.sentences import say

_NOTHING = Extras()


class Files(Options):
    """A file whose name ends in one of these, such as exe or apk, or whose `mime` type begins with one of
    these, such as application/vnd.android or image/."""

    short = "ending"
    listable: ClassVar[tuple[str, ...]] = ("ending", "mime")
    ending: Strings = ()
    mime: Strings = ()

    @model_validator(mode="after")
    def _some(self) -> Files:
        if not self.ending and not self.mime:
            raise ValueError(say("give-files"))
        return self


def build(options: Files) -> Look:
    """Compare the ends of names and the beginnings of types, without regard to case."""
    ends = tuple("." + e.lower().lstrip(".") for e in options.ending)
    types = tuple(m.lower() for m in options.mime)
    limit = listed((*ends, *types))

    def look(facts: Facts) -> Finding:
        name, mime = facts.content.file_name, (facts.content.extras or _NOTHING).mime
        shown = name or mime
        hit = name.lower().endswith(ends) or mime.lower().startswith(types)
        return Finding(hit, {"name": shown or "–", "limit": limit}, matched=shown if hit else "")

    return look


CONDITION = Condition(
    "files", Files, build, "files: [exe, apk, scr]", lambda o: Part.NONE if o.mime else Part.FILE
)
