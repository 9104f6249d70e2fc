"""Weigh what somebody just wrote: subjects they wish for more than mentioned ones, refused ones nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from bot.features.courses.subjects import Subjects

LATELY = 86_400  # seconds in which what was written counts at once
_HALF_LIFE = 6 * 3_600
_WISHED, _MENTIONED = 1.0, 0.2
_CLAUSE = re.compile(r"[,，。;；!！?？\n]+|\.\s|\bbut\b|但是|但|不过|而是")
_WISH = re.compile(
    r"想[要学报练]|想(?:多|好好|系统)?(?:学|了解|掌握)|打算学|准备学|要学|学习|感兴趣|有兴趣|求推荐|推荐|有没有|怎么学"
    r"|如何学|从哪里?开始|入门|教程|报名|哪门|什么课"
    r"|\b(?:want|wanna|like|love|hope|plan|planning|going|need|trying|eager) to (?:\w+ )?"
    r"(?:learn|study|start|know|try|master|get|understand|take|improve)"
    r"|\b(?:learn|study)\b|\b(?:am|i.?m|been|start|started|keep) (?:learning|studying)\b"
    r"|\binterested in\b|\bcurious about\b|\blooking for\b|\brecommend|\bsuggest"
    r"|\bcourses? (?:on|about|for|in)\b|\bhow (?:do|can|should) i (?:start|learn|begin)\b"
    r"|\bget(?:ting)? into\b|\bgood at\b|\bteach me\b|\bbeginner\b"
)
_REFUSAL = re.compile(
    r"(?<!想)不想|(?<!要)不要|(?<!学)不学|(?<!用)不用|别推荐|别急|别学|没兴趣|不感兴趣|讨厌|学过|学会了|学完|已经会|早就会|放弃"
    r"|\b(?:do not|don.?t|dont|won.?t|not|no longer) (?:\w+ )?"
    r"(?:want|wanna|like|need|interested|learn|care|recommend|suggest)\b"
    r"|^(?:and )?not\b|\b(?:hate|dislike|tired of|bored (?:of|with)|sick of|instead of"
    r"|rather than|no more|enough of)\b"
    r"|\b(?:already|finished|completed|done with)\b"
)


class Said(NamedTuple):
    """A text and its age in seconds."""

    text: str
    age: float


def wishes_in(said: Iterable[Said], subjects: Subjects) -> dict[str, float]:
    """The subjects of what was written lately, from 0 to 1; a later refusal takes back a wish."""
    found: dict[str, float] = {}
    for text, age in sorted(said, key=lambda one: -one.age):
        fading = faded(age)
        wishing = False
        for clause in clauses(text):
            named = subjects.found(clause)
            if is_refused(clause):
                for subject in named:
                    found.pop(subject, None)
                wishing = False
                continue
            # "I want to learn Excel, SQL and Git" is one wish in two clauses.
            wishing = bool(_WISH.search(clause)) or (wishing and bool(named))
            worth = fading * (_WISHED if wishing else _MENTIONED)
            for subject in named:
                found[subject] = max(found.get(subject, 0.0), worth)
    return {s: round(w, 4) for s, w in found.items()}


def faded(age: float) -> float:
    """What a wish of this age is still worth, from 0 to 1."""
    return float(0.5 ** (max(0.0, age) / _HALF_LIFE))


def wished_in(text: str, subjects: Subjects) -> list[str]:
    """The subjects that a text asks to learn."""
    return [s for s, worth in wishes_in([Said(text, 0.0)], subjects).items() if worth >= _WISHED]


def unnamed_wish(text: str, subjects: Subjects) -> str:
    """What a text asks to learn without naming a subject; empty when it asks for nothing, or names what."""
    wishing = [c for c in clauses(text) if _WISH.search(c) and not is_refused(c)]
    return "" if any(map(subjects.found, wishing)) else "\n".join(wishing)


def welcomed(text: str) -> str:
    """A text without the clauses that refuse something."""
    return "\n".join(c for c in clauses(text) if not is_refused(c))


def clauses(text: str) -> list[str]:
    """The clauses of a text, in small letters."""
    return [part for c in _CLAUSE.split(text.lower()) if (part := c.strip())]


def is_refused(clause: str) -> bool:
    """Whether a clause says of what it names that it is not wished for, or known already."""
    return bool(_REFUSAL.search(clause))
