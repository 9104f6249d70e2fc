"""Draw captcha puzzles from a seed: the same seed asks the same."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from bot.text.messages import Html, plain, say
from rules.config.screening import Puzzle

_CHOICES = 6
_THINGS = {
    "🍎": ("苹果", "apple"),
    "🚲": ("自行车", "bicycle"),
    "📚": ("书", "books"),
    "🐈": ("猫", "cat"),
    "🌙": ("月亮", "moon"),
    "☂️": ("雨伞", "umbrella"),
    "🔑": ("钥匙", "key"),
    "🌳": ("树", "tree"),
    "🐟": ("鱼", "fish"),
    "🕯️": ("蜡烛", "candle"),
    "✈️": ("飞机", "airplane"),
    "🥕": ("胡萝卜", "carrot"),
}


@dataclass(frozen=True)
class Drawn:
    """A question, what its buttons say, and which of them is right."""

    question: Html
    choices: tuple[str, ...]
    expected: int


def draw(kind: Puzzle, seed: int, language: str) -> Drawn:
    """A puzzle of this kind."""
    chance = random.Random(f"{kind}:{seed}")
    if kind == "arithmetic":
        return _sum(chance, language)
    if kind == "word":
        return _word(chance, language)
    return Drawn(say(language, "captcha-button"), (plain(language, "captcha-press"),), 0)


def draw_in(kind: Puzzle, seed: int, languages: Sequence[str]) -> Drawn:
    """The same puzzle with buttons in each of these languages at once; its question is in the first."""
    asked = [draw(kind, seed, language) for language in languages]
    choices = tuple(
        " · ".join(dict.fromkeys(words)) for words in zip(*(a.choices for a in asked), strict=True)
    )
    return Drawn(asked[0].question, choices, asked[0].expected)


def _sum(chance: random.Random, language: str) -> Drawn:
    left, right = chance.randint(2, 9), chance.randint(2, 9)
    right_answer = left + right
    near = [n for n in range(max(2, right_answer - 6), right_answer + 7) if n != right_answer]
    choices = [right_answer, *chance.sample(near, _CHOICES - 1)]
    chance.shuffle(choices)
    question = say(language, "captcha-sum", left=left, right=right)
    return Drawn(question, tuple(str(c) for c in choices), choices.index(right_answer))


def _word(chance: random.Random, language: str) -> Drawn:
    column = 0 if language == "zh" else 1
    shown = chance.sample(sorted(_THINGS), _CHOICES)
    wanted = chance.randrange(_CHOICES)
    question = say(language, "captcha-word", picture=Html(shown[wanted]))
    return Drawn(question, tuple(_THINGS[s][column] for s in shown), wanted)
