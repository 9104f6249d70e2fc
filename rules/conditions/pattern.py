"""Patterns, by RE2: linear time whatever an operator writes."""

from __future__ import annotations

from typing import Any

import re2
from pydantic import field_validator

from rules.conditions.base import Condition, Options, Probe, Search, Strings, listed
from rules.engine.decision import Finding
from rules.engine.facts import Facts
from rules.engine.normalize import normalize
from rules.sentences import say

_MEMORY = 8 << 20  # bytes a pattern may take
_OF_UNICODE = {"w": r"\p{L}\p{N}_", "d": r"\p{Nd}"}


class Pattern(Options):
    """The text matches one of the patterns (RE2 syntax, without regard to case unless `case`). `normal`: look
    at the text with look-alikes folded instead of as written."""

    short = "any"
    any: Strings
    case: bool = False
    normal: bool = False

    @field_validator("any")
    @classmethod
    def _compiles(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            if compiled(pattern, case=False).search("") is not None:
                raise ValueError(say("pattern-everywhere", pattern=pattern))
        return patterns


def translated(pattern: str) -> str:
    r"""A pattern whose `\w` and `\d` mean every script's letters and digits, as people expect.

    RE2 keeps them ASCII. `\b` stays ASCII there too, so it is refused next to what isn't.

    Raises:
        ValueError: the pattern uses `\b` together with letters beyond ASCII.
    """
    out, at, inside = [], 0, False
    while at < len(pattern):
        char, following = pattern[at], pattern[at + 1 : at + 2]
        if char == "\\" and following:
            out.append(_escape(pattern, following, inside))
            at += 2
            continue
        if char == "[" and not inside:
            inside = True
        elif char == "]" and inside:
            inside = False
        out.append(char)
        at += 1
    return "".join(out)


def _escape(pattern: str, letter: str, inside: bool) -> str:
    if letter in _OF_UNICODE:
        return _OF_UNICODE[letter] if inside else f"[{_OF_UNICODE[letter]}]"
    if letter.lower() in _OF_UNICODE and not inside:
        return f"[^{_OF_UNICODE[letter.lower()]}]"
    if letter in "bB" and not pattern.isascii():
        raise ValueError(say("pattern-border"))
    return "\\" + letter


def options_of(*, case: bool) -> Any:
    """How RE2 takes the patterns of rule files."""
    options = re2.Options()
    options.case_sensitive = case
    options.log_errors = False
    options.max_mem = _MEMORY
    return options


def compiled(pattern: str, *, case: bool) -> Any:
    """The pattern for RE2.

    Raises:
        ValueError: it is no pattern, or would take too much memory; with RE2's reason.
    """
    try:
        return re2.compile(translated(pattern), options_of(case=case))
    except re2.error as error:
        reason = error.args[0]
        shown = reason.decode() if isinstance(reason, bytes) else str(reason)
        raise ValueError(say("no-pattern", pattern=pattern, why=shown, hint=_hint(pattern))) from None


def _hint(pattern: str) -> str:
    if "(?=" in pattern or "(?!" in pattern or "(?<" in pattern:
        return say("hint-ahead")
    return ""


def build(options: Pattern) -> Probe:
    """Search each pattern in turn."""
    patterns = [(compiled(p, case=options.case), p) for p in options.any]
    written_all = listed(options.any, 3)

    def first(text: str, *, soft: bool) -> Finding:
        for pattern, written in patterns:
            found = pattern.search(text)
            if found is not None:
                return Finding(True, {"pattern": written}, matched=found.group(0)[:100], soft=soft)
        return Finding(False, {"pattern": written_all})

    def look(facts: Facts) -> Finding:
        found, quoted = first(facts.normal if options.normal else facts.text, soft=False), facts.quoted
        if found.hit or not quoted:
            return found
        return first(normalize(quoted) if options.normal else quoted, soft=True)

    return Probe(look, searches=tuple(Search(p, options.case, options.normal) for p in options.any))


CONDITION = Condition("pattern", Pattern, build, r"pattern: 'v[x信]\s*[:：]?\s*\w{5,}'")
