"""Fill in lists: what stands in lists/name.txt, where an option says `$name` or `lists: [name]`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rules.conditions.base import Options
from rules.config.document import PathTo
from rules.config.problems import unknown
from rules.sentences import say

Lists = Mapping[str, tuple[str, ...]]
Wrong = list[tuple[PathTo, str]]


def with_lists(options: Options, lists: Lists) -> tuple[Options, Wrong]:
    """The options with their lists' lines, and what is wrong at which place inside of them.

    A line `!phrase` is one that words leave alone, and goes to `unless`.
    """
    wrong: Wrong = []
    more: dict[str, tuple[str, ...]] = {}
    exceptions: list[str] = []
    for option in options.listable:
        given: tuple[str, ...] = getattr(options, option)
        if any(word.startswith("$") for word in given):
            names = [(n, w[1:]) for n, w in enumerate(given) if w.startswith("$")]
            lines = _lines(names, option, lists, wrong)
            more[option] = (*(w for w in given if not w.startswith("$")), *_kept(lines, exceptions))
    named: tuple[str, ...] = getattr(options, "lists", ())
    if named:
        lines = _lines(enumerate(named), "lists", lists, wrong)
        more["any"] = (*more.get("any", getattr(options, "any", ())), *_kept(lines, exceptions))
    if exceptions and "unless" not in type(options).model_fields:
        place = "lists" if named else next(iter(more))
        wrong.append(((place,), say("list-phrases", phrase=exceptions[0])))
    elif exceptions:
        more["unless"] = (*more.get("unless", getattr(options, "unless", ())), *exceptions)
    if not more:
        return options, wrong
    update: dict[str, Any] = {name: tuple(dict.fromkeys(words)) for name, words in more.items()}
    return options.model_copy(update=update), wrong


def _lines(names: Iterable[tuple[int, str]], option: str, lists: Lists, wrong: Wrong) -> list[str]:
    found: list[str] = []
    for number, name in names:
        if name in lists:
            found += lists[name]
        else:
            wrong.append(((option, number), unknown("list", name, lists)))
    return found


def _kept(lines: Iterable[str], exceptions: list[str]) -> list[str]:
    """The lines without those that begin with !, which go to `exceptions`."""
    kept = []
    for line in lines:
        if line.startswith("!"):
            exceptions.append(line[1:].strip())
        else:
            kept.append(line)
    return kept
