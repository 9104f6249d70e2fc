"""Names of files."""

from __future__ import annotations

from rules.conditions.base import Condition, Look, Options, Strings, listed
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.index import Part


class Files(Options):
    """A file whose name ends in one of these, such as exe or apk."""

    short = "ending"
    ending: Strings


def build(options: Files) -> Look:
    """Compare the ends of names, without regard to case."""
    ends = tuple("." + e.lower().lstrip(".") for e in options.ending)

    def look(facts: Facts) -> Finding:
        name = facts.content.file_name
        hit = name.lower().endswith(ends)
        return Finding(hit, {"name": name or "–", "limit": listed(ends)}, matched=name if hit else "")

    return look


CONDITION = Condition("files", Files, build, "files: [exe, apk, scr]", lambda _: Part.FILE)
