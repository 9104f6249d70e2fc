"""Tell why a rule held, line by line, from the stored trace: briefly on cards, whole for `/case`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from bot.text.durations import spell_finely
from bot.text.messages import Html, has, plain, say
from rules.engine.decision import Trace
from rules.engine.durations import seconds_of

_FEW, _MOST = 6, 24  # lines: of what is told briefly, and of the whole
_WORD = re.compile(r"(≠ )?(.+?)( … \+\d+)?", re.DOTALL)  # one of those that a value lists
_LENGTH = re.compile(r"(?<![\w])(?:\d+[wdhms])+(?![\w])")
# Values that are words of the rule files; people read them in their language.
_WORDED = {
    "action": ("action", "limit"),
    "contact": ("way", "limit"),
    "disguise": ("way", "limit"),
    "forward": ("kind", "limit"),
    "media": ("kind", "limit"),
    "profile": ("profile", "limit"),
    "qr": ("limit",),
    "reply": ("given", "limit"),
    "role": ("role", "limit"),
    "script": ("limit",),
    "sender": ("sender", "limit"),
    "spam": ("limit",),
    "text": ("field",),
    "weekday": ("day", "limit"),
}
_TIMED = {"duplicates": ("within",), "edited": ("age", "limit"), "joined": ("age", "limit")}
_TIMED |= {"rate": ("within",), "reports": ("within",)}


def explain(language: str, stored: object, matched: str = "") -> Html:
    """What made the rule hold, a line each; empty when there is no trace.

    What did not hold is left out, and so is what may not hold; the whole is `explain_whole`'s.

    Args:
        language: of the lines.
        stored: the trace as a case keeps it.
        matched: the words that are told beside it anyway.
    """
    if not stored:
        return Html("")
    lines = [_line(language, leaf, brief=True) for leaf in _held(msgspec.convert(stored, Trace), matched)]
    return Html("\n".join(list(dict.fromkeys(lines))[:_FEW]))


def explain_whole(language: str, stored: object) -> Html:
    """Every check of a stored trace, each with what it measured; empty when there is none."""
    if not stored:
        return Html("")
    lines = list(_tree(language, msgspec.convert(stored, Trace), 0))
    more = [say(language, "check-more", count=len(lines) - _MOST)] if len(lines) > _MOST else []
    return Html("\n".join([*lines[:_MOST], *more]))


def _held(trace: Trace, matched: str) -> Iterator[Trace]:
    """The conditions that measured something for the rule, in order."""
    if trace.condition == "not" or not trace.finding.hit:
        return
    if trace.condition not in ("all", "any", "sign") and not (
        trace.condition == "words" and trace.finding.matched == matched
    ):
        yield trace
    for part in trace.parts:
        yield from _held(part, matched)


def _tree(language: str, trace: Trace, depth: int) -> Iterator[str]:
    """A trace and its parts; of alternatives one of which held, only those that did."""
    yield f"{'   ' * depth}{_line(language, trace)}"
    chosen = trace.condition in ("any", "weigh") and trace.finding.hit
    for part in trace.parts:
        if part.finding.hit or not chosen:
            yield from _tree(language, part, depth + 1)


def _line(language: str, trace: Trace, *, brief: bool = False) -> Html:
    mark = say(language, "check-hit" if trace.finding.hit else "check-miss")
    values = worded(language, trace.condition, trace.finding.values) | {"matched": trace.finding.matched}
    short = f"brief-{trace.condition}"
    key = short if brief and has(language, short) else f"check-{trace.condition}"
    return Html(f"{mark} {say(language, key, **values)}")


def worded(language: str, condition: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a finding as people read them: rule files' words and durations in their language."""
    found = dict(values)
    for name in _WORDED.get(condition, ()):
        if isinstance(found.get(name), str):
            separator = plain(language, "list-separator")
            found[name] = separator.join(_word(language, word) for word in found[name].split(", "))
    for name in _TIMED.get(condition, ()):
        if isinstance(found.get(name), str):
            found[name] = _LENGTH.sub(lambda length: _duration(language, length[0]), found[name])
    if condition == "joined" and found.get("age") == "∞":
        found["age"] = plain(language, "value-always")
    return found


def _word(language: str, said: str) -> str:
    """One of the words that a value lists; what operators wrote themselves stays as it is."""
    found = _WORD.fullmatch(said)
    if found is None:
        return said
    name, _, given = found[2].partition(": ")
    word = _value(language, f"{name}-{given}" if given else name)
    if given and word == f"{name}-{given}":
        word = plain(language, "value-given", name=_value(language, name), given=given)
    return f"{found[1] or ''}{word}{found[3] or ''}"


def _value(language: str, token: str) -> str:
    key = f"value-{token}"
    return plain(language, key) if has(language, key) else token


def _duration(language: str, spelled: str) -> str:
    return spell_finely(language, seconds_of(spelled))


def media_named(language: str, kind: str) -> str:
    """A kind of message without words, as people name it."""
    return _value(language, kind) if kind else "–"
