"""Choose which of a group's own answers a text asks for. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from msgspec import Struct

from rules.engine.normalize import normalize

Mode = Literal["word", "exact", "start"]
MODES: tuple[Mode, ...] = get_args(Mode)
_LONGEST = 1000  # characters of a text that are looked at


class Wording(Struct, frozen=True):
    """An answer: to texts that hold a word, that are just it (`exact`), or that begin with it (`start`)."""

    word: str
    mode: Mode
    text: str


def answer_to(answers: Sequence[Wording], text: str) -> Wording | None:
    """The answer that a text asks for: of several the one with the longest word."""
    if not answers:
        return None
    said = normalize(text[:_LONGEST])
    bare = said.strip(" ?!.。~…,，、")
    fitting = [a for a in answers if _asks(a, said, bare)]
    return max(fitting, key=lambda a: (len(a.word), a.word), default=None)


def _asks(answer: Wording, said: str, bare: str) -> bool:
    word = answer.word
    if answer.mode == "exact":
        return bare == word.strip(" ?!.。~…,，、")
    if answer.mode == "start":
        return said.startswith(word) and _ends_alone(said, 0, word)
    at = said.find(word)
    while at >= 0:
        if _ends_alone(said, at, word) and not (_latin(word[0]) and _latin(said[at - 1 : at])):
            return True
        at = said.find(word, at + 1)
    return False


def _ends_alone(said: str, at: int, word: str) -> bool:
    """Whether a word that ends in a Latin letter ends there; Chinese has no space after words."""
    end = at + len(word)
    return not (_latin(word[-1]) and _latin(said[end : end + 1]))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
